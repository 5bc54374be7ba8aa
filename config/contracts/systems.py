"""AI systems: what each is made of and where its records go."""

from __future__ import annotations

from config.contracts.base import Contract, LayerContract
from config.contracts.cost import BudgetContract
from config.contracts.data import TableContract
from config.contracts.foundation import LogGroupContract
from config.contracts.record_keys import RecordKeyContract
from config.vocabulary import RiskTier


class EndpointContract(Contract):
    """A model of our own on SageMaker."""

    name: str
    configuration: str
    """Name of the configuration in force; another content has another name."""
    variant: str
    model_digest: str
    """Of the weights, as they were approved."""
    capture: str | None
    """s3://..., where everything asked and answered is kept; None for a system of the tier minimal."""
    least: int
    """Copies that always run."""
    most: int
    alarms: list[str]
    """Names of the alarms that take a new version back."""
    log_group: LogGroupContract
    card: str
    """Name of the model card."""


class GuardrailContract(Contract):
    """What stands between people and a language model."""

    id: str
    arn: str
    version: str
    """A number; callers never name DRAFT."""
    content: str
    """A digest of what it filters: the same in two Regions that one card made."""


class TargetContract(Contract):
    """A foundation model that AWS runs, as the system may ask it."""

    profile: str
    """ARN of the application inference profile: what a call names as its model."""


class ObjectiveContract(Contract):
    """A service level objective of a system."""

    alarms: list[str]
    """Names of the alarms that tell somebody when its error budget goes too fast."""
    windows: list[str]
    """Names of the alarms that those are made of."""


class ScheduleContract(Contract):
    """A rule of EventBridge that calls a function by the clock."""

    rule: str
    """Its name."""
    expression: str
    """When: cron(10 * * * ? *)."""


class FunctionContract(Contract):
    """A function of Lambda."""

    name: str
    arn: str
    invoke_arn: str
    """What an API calls."""
    log_group: LogGroupContract
    code_digest: str
    """SHA-256 of the archive as Lambda gave it back after the deploy, base64: Pulumi packs it, nobody knows before."""
    runtime: str
    seconds: int
    """The longest it may run."""
    concurrency: int
    """How many run at once, at the most; nobody else takes them."""
    key_arn: str
    """The key of its environment."""
    security_group: str
    """The id of the only group it stands in."""
    takes_from: str | None
    """The queue whose messages it is called with, by name, or the stream, stream/NAME; None where somebody calls."""
    schedule: ScheduleContract | None
    """None for one that no clock calls."""


class QueueContract(Contract):
    """A queue and the one that takes what nobody could do."""

    name: str
    url: str
    dead_letters: str
    """The name of that one."""


class StreamContract(Contract):
    """A stream of requests, and the queue that names those that could not be decided."""

    name: str
    hours: int
    """How long it keeps a request."""
    key_arn: str
    undecided: str
    """The name of that queue."""


class RecordsContract(Contract):
    """How the records of all systems become a table."""

    stream: str
    """The Firehose stream."""
    table_bucket: str
    days: int
    """How long the table keeps its files."""
    database: str
    """Of Glue's catalogue."""
    table: str
    workgroup: str
    """Of Athena."""
    query: str
    """The id of the named query: all decisions about a subject."""
    tables: list[str]
    """DynamoDB tables that decisions remember with: requests, breakers, reviews."""
    stops: str | None = None
    """The one among them that says which systems people have stopped; None in a contract from before there was one."""
    memory: list[TableContract]
    """The same tables, with what is promised of each."""
    subject_key: str
    """Alias of the key that makes pseudonyms of subjects."""
    manifest_key: str
    """Alias of the key that signs manifests."""
    keys: list[RecordKeyContract]
    """Both of them, with what is promised of each."""
    stream_key: str
    """ARN of the key of what the stream holds until it is written."""
    stream_log: LogGroupContract
    """Where the stream says what it could not deliver."""
    key_arn: str
    """The key of the table's files and of what is answered to a question."""
    location: str
    """Where the table's files lie, a folder a day: s3://..., with a slash at the end."""
    columns: dict[str, str]
    """Of the table: a name and its type in Hive's words."""
    most_bytes: int
    """The most that one question may read."""


class RouteContract(Contract):
    """One thing that callers may ask of a system: POST /PATH."""

    function: str
    """The name of the function that answers."""
    rate: float
    """Requests a second that the API lets through."""
    burst: int
    """Requests at once that it lets through."""


class ApiContract(Contract):
    """The way in for those who call a system."""

    name: str
    id: str
    """What AWS calls the REST API."""
    stage: str
    url: str
    """What callers put before /decisions, /reviews and /outcomes."""
    execution_arn: str
    """What the policy of a caller names before /POST/PATH."""
    entry: str | None
    """The domain name that callers use; None where they use AWS's own."""
    regional_entry: str | None
    """The domain name that leads to this Region whatever the others do."""
    routes: dict[str, RouteContract]
    """By path."""
    log_group: LogGroupContract
    """Where every request is written down."""


class WebAclContract(Contract):
    """What stands before the APIs of all systems."""

    name: str
    arn: str
    address_limit: int
    """Requests that one address may send in five minutes."""
    log_group: LogGroupContract


class InventoryContract(Contract):
    """A system's entry in the inventory."""

    parameter: str
    """Its name in Systems Manager."""
    content: str
    """What it says, JSON."""


class SystemContract(Contract):
    """One AI system."""

    name: str
    risk: RiskTier
    owner: str
    budget: BudgetContract
    inventory: InventoryContract | None = None
    """None in a contract from before there was one."""
    record_bucket: str
    """The store its decision records go to."""
    record_prefix: str
    """How the keys of its records begin."""
    endpoint: EndpointContract | None
    """None for a model that runs on no SageMaker endpoint."""
    guardrail: GuardrailContract | None
    """None for a model that speaks no language."""
    targets: dict[str, TargetContract]
    """By the name that the card's fallbacks and shadow use."""
    objectives: dict[str, ObjectiveContract]
    """By name: availability, error, latency."""
    drift: str
    """The name of the alarm that tells when its own model is not as sure as usual."""
    dashboard: str
    """The name of its dashboard."""
    api: ApiContract
    functions: dict[str, FunctionContract]
    """By purpose: decision, review, outcome, digest; drain where records may be spooled; shadow by the card."""
    queues: dict[str, QueueContract]
    """By purpose: reviews; spool where records may be spooled; requests, undecided and answers by the card's intake;
    mirror by its shadow."""
    stream: StreamContract | None
    """None where no requests come as a stream."""


class SystemsContract(LayerContract):
    """Every AI system of the environment."""

    records: RecordsContract | None
    """None where no system decides."""
    systems: dict[str, SystemContract]
    """By name."""
    web_acl: WebAclContract | None
    """None where no system can be called."""
    dashboard: str | None
    """The name of the dashboard over all of them; None where there is none."""
