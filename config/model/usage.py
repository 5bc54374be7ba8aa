"""How much the environment is used: what prices by the request and the gigabyte are multiplied with."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from config.section import Section

Amount = Annotated[float, Field(ge=0, le=1e15, allow_inf_nan=False)]
"""A quantity a month; 0 where there is none."""


class Usage(Section):
    """Assumptions behind a cost estimate. They change no resource; a report says which of them it used."""

    requests: Amount = 1_000_000
    """Requests a month to each entry point: an API, a function, a queue, a stream, a table, a key, a web ACL."""

    request_kb: Amount = Field(default=4, alias="request-kb")
    """Kilobytes of a request with its answer, a message, or a record."""

    function_ms: Amount = Field(default=400, alias="function-ms")
    """Milliseconds a function runs for a request."""

    nat_gb: Amount = Field(default=200, alias="nat-gb")
    """GB a month through each NAT gateway."""

    endpoint_gb: Amount = Field(default=50, alias="endpoint-gb")
    """GB a month through each interface endpoint."""

    bucket_gb: Amount = Field(default=250, alias="bucket-gb")
    """GB that each bucket holds."""

    bucket_new_gb: Amount = Field(default=25, alias="bucket-new-gb")
    """GB a month that each bucket receives, and sends to its replica."""

    document_gb: Amount = Field(default=1, alias="document-gb")
    """GB that each store of technical documentation holds, and at the most receives a month."""

    table_gb: Amount = Field(default=5, alias="table-gb")
    """GB that each table holds."""

    backup_gb: Amount = Field(default=20, alias="backup-gb")
    """GB that each backup vault holds."""

    log_gb: Amount = Field(default=10, alias="log-gb")
    """GB a month that each log group receives."""

    vended_gb: Amount = Field(default=50, alias="vended-gb")
    """GB a month of flow logs, and as much of query logs."""

    audit_events: Amount = Field(default=2_000_000, alias="audit-events")
    """Data events a month that each trail records."""

    image_gb: Amount = Field(default=30, alias="image-gb")
    """GB of images in each repository."""

    query_tb: Amount = Field(default=0.2, alias="query-tb")
    """TB a month that each query workgroup scans."""
