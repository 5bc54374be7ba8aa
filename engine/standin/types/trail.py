"""CloudTrail trails."""

from __future__ import annotations

from engine.standin.row import Ask, Call, Change, Row, Step, Tagging

_NAME = {"Name": "$id"}
_LOG_GROUP = {"cloudWatchLogsGroupArn": "CloudWatchLogsLogGroupArn"}
_UPDATED = (
    "s3BucketName",
    "s3KeyPrefix",
    "snsTopicName",
    "includeGlobalServiceEvents",
    "isMultiRegionTrail",
    "isOrganizationTrail",
    "enableLogFileValidation",
    "cloudWatchLogsGroupArn",
    "cloudWatchLogsRoleArn",
    "kmsKeyId",
)
_SELECTORS = {
    "advancedEventSelectors.fieldSelectors.startsWiths": "StartsWith",
    "advancedEventSelectors.fieldSelectors.endsWiths": "EndsWith",
    "advancedEventSelectors.fieldSelectors.notStartsWiths": "NotStartsWith",
    "advancedEventSelectors.fieldSelectors.notEndsWiths": "NotEndsWith",
}


def _start(ask: Ask, change: Change) -> None:
    """AWS creates a trail stopped; Pulumi's provider starts it unless told otherwise."""
    ask("StopLogging" if change.new.get("enableLogging") is False else "StartLogging", Name=change.id)


TRAIL = Row(
    type="aws:cloudtrail/trail:Trail",
    service="cloudtrail",
    create=Call(
        operation="CreateTrail",
        carries=None,
        rename=_LOG_GROUP,
        claims=("enableLogging",),
    ),
    after_create=(_start,),
    id="TrailARN",
    read=Call(operation="GetTrail", takes=_NAME),
    entity="Trail",
    absent=("TrailNotFoundException",),
    taken=(Call(operation="GetTrail", takes={"Name": "name"}), "TrailAlreadyExistsException"),
    # moto deletes nothing when the trail is named by its ARN.
    delete=(Call(operation="DeleteTrail", takes={"Name": "name"}),),
    steps=(
        Step(carries=("enableLogging",), run=(_start,), at_create=False),
        Step(
            carries=_UPDATED,
            run=(Call(operation="UpdateTrail", carries=_UPDATED, takes=_NAME, rename=_LOG_GROUP),),
            at_create=False,
        ),
        Step(
            carries=("eventSelectors", "advancedEventSelectors"),
            run=(
                Call(
                    operation="PutEventSelectors",
                    carries=("eventSelectors", "advancedEventSelectors"),
                    takes={"TrailName": "$id"},
                    rename=_SELECTORS,
                ),
            ),
        ),
        Step(
            carries=("insightSelectors",),
            run=(Call(operation="PutInsightSelectors", carries=("insightSelectors",), takes={"TrailName": "$id"}),),
        ),
    ),
    outputs={"arn": "TrailARN", "homeRegion": "HomeRegion", "snsTopicArn": "SnsTopicARN"},
    observed={
        "name": "Name",
        "s3BucketName": "S3BucketName",
        "isMultiRegionTrail": "IsMultiRegionTrail",
        "enableLogFileValidation": "LogFileValidationEnabled",
        "includeGlobalServiceEvents": "IncludeGlobalServiceEvents",
        "kmsKeyId": "KmsKeyId",
    },
    replace=("name",),
    name="name",
    name_limit=128,
    tagging=Tagging(
        at_create="TagsList",
        put="AddTags",
        drop="RemoveTags",
        target="ResourceId",
        tags="TagsList",
        keys="TagsList",
        listed="ListTags",
        listed_target="ResourceIdList",
        path="ResourceTagList[0].TagsList",
    ),
    listing=(Call(operation="ListTrails"), "Trails[].TrailARN"),
)

ROWS = (TRAIL,)
