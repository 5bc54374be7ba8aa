"""Amazon GuardDuty: the detector of a Region, and the sources it reads."""

from __future__ import annotations

from engine.standin.row import Ask, Call, Change, Params, Props, Row, Scope, Step

_ID = {"DetectorId": "$id"}
_GONE = ("BadRequestException", "InvalidInputException")
_SETTINGS = ("enable", "findingPublishingFrequency")

DETECTOR = Row(
    type="aws:guardduty/detector:Detector",
    service="guardduty",
    create=Call(operation="CreateDetector", carries=_SETTINGS),
    id="DetectorId",
    read=Call(operation="GetDetector", takes=_ID),
    entity="@",
    absent=_GONE,
    delete=(Call(operation="DeleteDetector", takes=_ID),),
    steps=(
        Step(
            carries=_SETTINGS,
            run=(Call(operation="UpdateDetector", carries=_SETTINGS, takes=_ID),),
            at_create=False,
        ),
    ),
    built={"arn": "arn:aws:guardduty:{region}:{account}:detector/{id}", "accountId": "{account}"},
    observed={"enable": "Status=='ENABLED'", "findingPublishingFrequency": "FindingPublishingFrequency"},
    kept={
        "tags": "moto has no TagResource of GuardDuty",
        "datasources": "features took their place",
    },
)


def _one(params: Params, props: Props, scope: Scope) -> Params:
    """AWS updates features by the list; a resource is one of them."""
    del scope
    given = props.get("additionalConfigurations")
    more = [{"Name": part["name"], "Status": part["status"]} for part in given] if isinstance(given, list) else []
    feature = {"Name": props.get("name"), "Status": props.get("status"), "AdditionalConfiguration": more}
    return {**params, "Features": [feature]}


def _stays(ask: Ask, change: Change) -> None:
    """Pulumi's provider takes a feature out of its state and leaves it as it is; it goes with the detector."""
    del ask, change


FEATURE = Row(
    type="aws:guardduty/detectorFeature:DetectorFeature",
    service="guardduty",
    create=Call(
        operation="UpdateDetector",
        takes={"DetectorId": "detectorId"},
        hook=_one,
        claims=("name", "status", "additionalConfigurations"),
    ),
    put=True,
    id_format="{detectorId}/{name}",
    read=Call(operation="GetDetector", takes={"DetectorId": "detectorId"}),
    entity="Features[?Name=='$name'] | [0]",
    absent=_GONE,
    delete=(_stays,),
    observed={"name": "Name", "status": "Status"},
    replace=("detectorId", "name"),
)

ROWS = (DETECTOR, FEATURE)
