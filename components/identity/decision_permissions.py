"""What a deploy may do to decisions: functions, queues, the record stream, its table, questions, the inventory.

A policy of its own, because IAM takes no more than 10,240 characters of inline policies a role. Everything it makes is
called lz- (in Glue's catalogue, whose names have no hyphens, lz_), but for what AWS names by an id. It reads no answer
to a question: athena:GetQueryResults is data.
"""

from __future__ import annotations

from components import kit

PASSED_TO = ("firehose.amazonaws.com", "lambda.amazonaws.com")
"""Services that a deploy hands a role of decisions to."""

READ_ACTIONS = (
    "athena:GetNamedQuery", "athena:GetWorkGroup", "athena:List*",
    "firehose:DescribeDeliveryStream", "firehose:ListTagsForDeliveryStream",
    "glue:GetDatabase", "glue:GetTable", "glue:GetTags",
    "kinesis:Describe*", "kinesis:ListStreams", "kinesis:ListTags*",
    "lambda:Get*", "lambda:List*",
    "ssm:DescribeParameters", "ssm:ListTagsForResource",
)  # fmt: skip
"""The shape of what it makes."""

_FUNCTIONS = (
    "lambda:AddPermission", "lambda:CreateFunction", "lambda:DeleteFunction", "lambda:DeleteFunctionConcurrency",
    "lambda:PutFunctionConcurrency", "lambda:RemovePermission", "lambda:TagResource", "lambda:UntagResource",
    "lambda:UpdateFunction*",
)  # fmt: skip

_STREAMS = (
    "firehose:CreateDeliveryStream", "firehose:DeleteDeliveryStream", "firehose:StartDeliveryStreamEncryption",
    "firehose:TagDeliveryStream", "firehose:UntagDeliveryStream", "firehose:UpdateDestination",
)  # fmt: skip

_INTAKES = (
    "kinesis:AddTagsToStream", "kinesis:CreateStream", "kinesis:DecreaseStreamRetentionPeriod", "kinesis:DeleteStream",
    "kinesis:IncreaseStreamRetentionPeriod", "kinesis:RemoveTagsFromStream", "kinesis:StartStreamEncryption",
    "kinesis:StopStreamEncryption", "kinesis:TagResource", "kinesis:UntagResource", "kinesis:UpdateShardCount",
    "kinesis:UpdateStreamMode",
)  # fmt: skip

_QUERIES = (
    "athena:CreateNamedQuery", "athena:CreateWorkGroup", "athena:DeleteNamedQuery", "athena:DeleteWorkGroup",
    "athena:TagResource", "athena:UntagResource", "athena:UpdateWorkGroup",
)  # fmt: skip

_CATALOG = (
    "glue:CreateDatabase", "glue:CreateTable", "glue:DeleteDatabase", "glue:DeleteTable", "glue:TagResource",
    "glue:UntagResource", "glue:UpdateDatabase", "glue:UpdateTable",
)  # fmt: skip

_INVENTORY = (
    "ssm:AddTagsToResource", "ssm:DeleteParameter", "ssm:GetParameter", "ssm:PutParameter",
    "ssm:RemoveTagsFromResource",
)  # fmt: skip

_WRITERS = (f"{kit.PREFIX}-*-documentation-filing", f"{kit.PREFIX}-*-model-publisher")
"""Roles that put models and technical documentation into their stores; they trust the role that deploys."""

_UNNAMED = (
    "lambda:CreateEventSourceMapping", "lambda:DeleteEventSourceMapping", "lambda:UpdateEventSourceMapping",
)  # fmt: skip
"""Things whose ARN is made of an id."""

LAYER = "arn:aws:lambda:*:017000801446:layer:AWSLambdaPowertools*"
"""AWS's own account of Powertools: whoever makes a function must be allowed to read its layer."""


def inventory(account: str) -> str:
    """The entries of AI systems: plain text, and the only parameters that a deploy may read."""
    return f"arn:aws:ssm:*:{account}:parameter/{kit.PREFIX}/*/inventory/*"


def apply_document(account: str) -> str:
    """What a deploy may see and do of decisions, JSON."""
    zone = f"{kit.PREFIX}-*"
    catalog = ("catalog", f"database/{kit.PREFIX}_*", f"table/{kit.PREFIX}_*")
    return kit.policy_document(
        kit.allow("ReadDecisions", READ_ACTIONS, ["*"]),
        kit.allow("Functions", _FUNCTIONS, [f"arn:aws:lambda:*:{account}:function:{zone}"]),
        kit.allow("Layer", ["lambda:GetLayerVersion"], [LAYER]),
        kit.allow("Streams", _STREAMS, [f"arn:aws:firehose:*:{account}:deliverystream/{zone}"]),
        kit.allow("Intakes", _INTAKES, [f"arn:aws:kinesis:*:{account}:stream/{zone}"]),
        kit.allow("Queries", _QUERIES, [f"arn:aws:athena:*:{account}:workgroup/{zone}"]),
        # Glue asks for the catalogue itself beside what is in it.
        kit.allow("Catalog", _CATALOG, [f"arn:aws:glue:*:{account}:{kind}" for kind in catalog]),
        kit.allow("Inventory", _INVENTORY, [inventory(account)]),
        # Who is trusted by account is let in by a policy of its own.
        kit.allow("PublishAndFile", ["sts:AssumeRole"], [kit.role_arn(account, name) for name in _WRITERS]),
        kit.allow("DecisionsUnnamed", _UNNAMED, ["*"]),
        kit.allow(
            "PassDecisionRoles",
            ["iam:PassRole"],
            [kit.role_arn(account, zone)],
            Condition={"StringEquals": {"iam:PassedToService": list(PASSED_TO)}},
        ),
    )
