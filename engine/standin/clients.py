"""AWS clients that speak to the sandbox's moto server.

Creating a botocore client costs up to a tenth of a second for the large services, so one is kept a service, Region and
account. moto keeps accounts apart by a header; nothing is signed with real credentials, and none are looked for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError, EndpointConnectionError, HTTPClientError, ParamValidationError

from engine.standin.errors import InvalidValuesError, Problem, RefusedError, UnreachableError
from engine.standin.row import Ask
from engine.standin.shapes import LOCK, SESSION

ACCOUNT_HEADER = "x-moto-account-id"
"""moto's own header (moto/core/responses.py): which account a request is made in."""

_PARALLEL = 32
"""Connections a client keeps; the engine works on at most a few dozen resources at once."""


class Clients:
    """Clients of one moto server."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = endpoint
        self._clients: dict[tuple[str, str, str], Any] = {}

    def client(self, service: str, region: str, account: str) -> Any:
        """A boto3-compatible client of this service, Region and account."""
        key = (service, region, account)
        with LOCK:
            if key not in self._clients:
                self._clients[key] = self._create(*key)
            return self._clients[key]

    def _create(self, service: str, region: str, account: str) -> Any:
        config = Config(
            connect_timeout=3,
            read_timeout=60,
            retries={"max_attempts": 1},
            max_pool_connections=_PARALLEL,
            s3={"addressing_style": "path"},
        )
        client: Any = SESSION.create_client(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            aws_access_key_id="sandbox",
            aws_secret_access_key="sandbox",  # noqa: S106  moto checks none; botocore signs with any
            config=config,
        )
        client.meta.events.register("before-sign", _addressed(account, self.endpoint))
        return client

    def ask(self, service: str, region: str, account: str) -> Ask:
        """Calls of a service in a Region and account."""
        return _Calls(self, service, region, account)


class _Calls:
    """Calls in one place; see row.Ask."""

    def __init__(self, clients: Clients, service: str, region: str, account: str) -> None:
        self._clients = clients
        self._place = (service, region, account)

    def at(self, region: str) -> Ask:
        service, _, account = self._place
        return _Calls(self._clients, service, region, account)

    def __call__(self, operation: str, /, **params: Any) -> dict[str, Any]:
        client = self._clients.client(*self._place)
        method = xform_name(operation)
        try:
            if operation.startswith(("List", "Describe")) and client.can_paginate(method):
                return client.get_paginator(method).paginate(**params).build_full_result()
            return getattr(client, method)(**params)
        except ParamValidationError as error:
            raise InvalidValuesError(operation, [Problem("", str(error.kwargs["report"]))]) from error
        except ClientError as error:
            raise _refused(operation, error) from error
        except (EndpointConnectionError, HTTPClientError) as error:
            raise UnreachableError(self._clients.endpoint) from error


def _refused(operation: str, error: ClientError) -> RefusedError:
    detail = error.response.get("Error", {})
    message = detail.get("Message", "")
    # moto answers an operation it does not have with a web page.
    if message.startswith("<!"):
        return RefusedError(operation, "NotImplemented", "the sandbox's moto does not have this operation")
    return RefusedError(operation, detail.get("Code", "Unknown"), message)


def _addressed(account: str, endpoint: str) -> Callable[..., None]:
    """Names the account, and takes back the host: S3 Control puts the account before it, where no server answers."""
    host = urlsplit(endpoint).netloc

    def address(request: Any, **_: Any) -> None:
        request.headers[ACCOUNT_HEADER] = account
        request.url = urlunsplit(urlsplit(request.url)._replace(netloc=host))

    return address
