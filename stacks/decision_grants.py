"""What the functions of one system may do, statement by statement: own records, own queues, shared tables."""

from __future__ import annotations

from collections.abc import Sequence

from components import kit
from components.decision import intake_stream, queue, record_keys
from components.decision.record_keys import Purpose
from components.kit import Statement
from components.storage.key_policy import may_use, may_use_key
from config.model import LandingZone
from config.vocabulary import DataClass
from stacks import places, record_keeping

_ROWS = ("dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")
_USE = ("kms:Decrypt", "kms:GenerateDataKey")


class Grants:
    """The statements of a system."""

    def __init__(self, zone: LandingZone, system: str) -> None:
        self._zone = zone
        self._system = system
        self.store = places.bucket(zone, DataClass.DECISIONS, zone.region)

    def named(self, purpose: str) -> str:
        """The physical name of the system's queue, function or rule of a purpose."""
        return kit.resource_name(self._zone.environment, f"{self._system}-{purpose}")

    def keep(self, *, spools: bool) -> tuple[Statement, ...]:
        """Write records of this system, read them back, send them to the table; wait in the spool where it may."""
        spool = (self.send("spool"), self.key("EncryptSpool", _USE, DataClass.DECISIONS, "sqs")) if spools else ()
        return (
            *self.write("late", "records"),
            *self.read("records"),
            kit.allow("SendToTable", ["firehose:PutRecord"], [record_keeping.stream_arn(self._zone)]),
            *spool,
        )

    def write(self, *kinds: str) -> tuple[Statement, ...]:
        """Create objects of these kinds; the bucket refuses to overwrite."""
        return (
            kit.allow("CreateObjects", ["s3:PutObject"], self._objects(*kinds)),
            self.key("EncryptObjects", _USE, DataClass.DECISIONS, "s3"),
        )

    def read(self, *kinds: str) -> tuple[Statement, ...]:
        """Read objects of these kinds. Without the right to list, S3 answers 403 for one that is not there."""
        return (
            kit.allow("ReadObjects", ["s3:GetObject"], self._objects(*kinds)),
            kit.allow(
                "TellAbsentObjects",
                ["s3:ListBucket"],
                [kit.bucket_arn(self.store)],
                Condition={"StringLike": {"s3:prefix": [f"{kind}/system={self._system}/*" for kind in sorted(kinds)]}},
            ),
        )

    def rows(self, *tables: str) -> Statement:
        """Read and write items of these tables."""
        names = [kit.resource_name(self._zone.family, table) for table in tables]
        place = f"arn:aws:dynamodb:{self._zone.region}:{self._zone.account}:table"
        return kit.allow("UseTables", _ROWS, [f"{place}/{name}" for name in names])

    def never_stop(self) -> Statement:
        """Leave the items of stops as people wrote them: what is stopped cannot start itself.

        Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html
        """
        name = record_keeping.breakers_table(self._zone)
        table = f"arn:aws:dynamodb:{self._zone.region}:{self._zone.account}:table/{name}"
        writes = [action for action in _ROWS if action != "dynamodb:GetItem"]
        own = {"ForAnyValue:StringLike": {"dynamodb:LeadingKeys": ["stop#*"]}}
        return kit.deny("NeverStop", writes, [table], Condition=own)

    def send(self, purpose: str) -> Statement:
        """Put a message into the system's queue of a purpose."""
        arn = queue.queue_arn(self._zone.account, self._zone.region, self.named(purpose))
        return kit.allow(f"SendTo{purpose.capitalize()}", ["sqs:SendMessage"], [arn])

    def take(self, purpose: str) -> Statement:
        """Take messages out of it, as Lambda does for a function."""
        arn = queue.queue_arn(self._zone.account, self._zone.region, self.named(purpose))
        return kit.allow(
            f"TakeFrom{purpose.capitalize()}",
            ["sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
            [arn],
        )

    def read_stream(self, purpose: str) -> tuple[Statement, ...]:
        """Read the system's stream of a purpose, as Lambda does for a function.

        Source: https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html; ListStreams takes no resource.
        """
        arn = intake_stream.stream_arn(self._zone.account, self._zone.region, self.named(purpose))
        return (
            kit.allow(
                f"ReadStreamOf{purpose.capitalize()}",
                [
                    "kinesis:DescribeStream",
                    "kinesis:DescribeStreamSummary",
                    "kinesis:GetRecords",
                    "kinesis:GetShardIterator",
                    "kinesis:ListShards",
                ],
                [arn],
            ),
            kit.allow("FindStreams", ["kinesis:ListStreams"], ["*"]),
            self.key(f"OpenStreamOf{purpose.capitalize()}", ["kms:Decrypt"], DataClass.DECISIONS, "kinesis"),
        )

    def judge(self) -> tuple[Statement, ...]:
        """Put what is asked and answered before the system's guardrail, and open its key.

        AWS gives a guardrail an id of its own, so it is told by its tag, which only a deploy can set.
        """
        guardrails = f"arn:aws:bedrock:{self._zone.region}:{self._zone.account}:guardrail/*"
        own = {"StringEquals": {f"aws:ResourceTag/{kit.SYSTEM_TAG}": self._system}}
        return (
            kit.allow("ApplyGuardrail", ["bedrock:ApplyGuardrail"], [guardrails], Condition=own),
            self.key("OpenGuardrail", ["kms:Decrypt"], DataClass.OPERATIONS, "bedrock"),
        )

    def key(self, sid: str, actions: Sequence[str], data_class: DataClass, service: str) -> Statement:
        """Use a class's key through one service."""
        return may_use_key(
            sid,
            actions,
            family=self._zone.family,
            account=self._zone.account,
            data_class=data_class,
            regions=[self._zone.region],
            service=service,
        )

    def key_of_region(self, sid: str, actions: Sequence[str], service: str) -> Statement:
        """Use the key of what stands in this Region only through one service."""
        zone = self._zone
        alias = kit.platform_key_alias(zone.environment)
        return may_use(sid, actions, alias=alias, account=zone.account, regions=[zone.region], service=service)

    def record_key(self, sid: str, action: str, purpose: Purpose) -> Statement:
        """One action with a key of records."""
        return record_keys.may_use(
            sid,
            action,
            family=self._zone.family,
            purpose=purpose,
            account=self._zone.account,
            region=self._zone.region,
        )

    def record_key_arn(self, purpose: Purpose) -> str:
        """What functions name such a key by."""
        return record_keys.alias_arn(self._zone.family, purpose, self._zone.account, self._zone.region)

    def _objects(self, *kinds: str) -> list[str]:
        return [f"{kit.bucket_arn(self.store)}/{kind}/system={self._system}/*" for kind in kinds]
