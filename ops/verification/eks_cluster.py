"""An EKS cluster, to ask: its API server, with a token from AWS.

Imported only where an account is asked: Kubernetes' own client takes a second to load.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import boto3
import urllib3
from botocore.signers import RequestSigner
from kubernetes.client import ApiClient
from kubernetes.client.exceptions import ApiException
from kubernetes.config import new_client_from_config_dict

from ops.verification.account import UnreadableError

_TIMEOUT = (3.0, 10.0)
"""Seconds to connect, and to be answered."""

_TOKEN_SECONDS = 60
"""How long a token's signature is good; EKS takes the token for 15 minutes after that, which nobody here needs."""


class EksCluster:
    """An EKS cluster, asked as whoever this shell's AWS credentials belong to."""

    def __init__(self, session: boto3.Session, name: str, region: str) -> None:
        self._session, self._name, self._region = session, name, region
        self._plurals: dict[tuple[str, str], str] = {}

    @cached_property
    def _api(self) -> ApiClient:
        eks: Any = self._session.client("eks", region_name=self._region)
        held = eks.describe_cluster(name=self._name)["cluster"]
        return connect(
            held["endpoint"], held["certificateAuthority"]["data"], token(self._session, self._name, self._region)
        )

    def get(self, api_version: str, kind: str, namespace: str | None, name: str) -> Mapping[str, Any] | None:
        root = f"/apis/{api_version}" if "/" in api_version else f"/api/{api_version}"
        plural = self._plural(root, kind)
        if plural is None:
            return None
        place = f"/namespaces/{namespace}" if namespace else ""
        return self._ask(f"{root}{place}/{plural}/{name}")

    def release(self, namespace: str, name: str) -> Mapping[str, str] | None:
        found = self._ask(
            f"/api/v1/namespaces/{namespace}/secrets", labelSelector=f"owner=helm,name={name},status=deployed"
        )
        items = (found or {}).get("items") or []
        return charted(items[0]["data"]["release"]) if items else None

    def _plural(self, root: str, kind: str) -> str | None:
        """What a kind's objects are found under; None where the API server does not have the kind."""
        if (root, kind) not in self._plurals:
            for resource in (self._ask(root) or {}).get("resources") or []:
                if "/" not in resource["name"]:
                    self._plurals[root, resource["kind"]] = resource["name"]
        return self._plurals.get((root, kind))

    def _ask(self, path: str, **query: str) -> dict[str, Any] | None:
        try:
            answer: Any = self._api.call_api(
                path,
                "GET",
                query_params=list(query.items()),
                response_types_map={200: "object"},
                auth_settings=["BearerToken"],
                _return_http_data_only=True,
                _request_timeout=_TIMEOUT,
            )
        except ApiException as error:
            if error.status == 404:
                return None
            raise UnreadableError(f"the API server of {self._name} answers {error.status} {error.reason}") from error
        except urllib3.exceptions.HTTPError as error:
            raise UnreadableError(
                f"the API server of {self._name} does not answer ({type(error).__name__}); its endpoint is private: "
                "ask from inside the VPC"
            ) from error
        return answer


def connect(endpoint: str, authority: str, bearer: str) -> ApiClient:
    """A client of an API server. A server that is not there is asked once: each promise would wait again."""
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": "it", "cluster": {"server": endpoint, "certificate-authority-data": authority}}],
        "users": [{"name": "it", "user": {"token": bearer}}],
        "contexts": [{"name": "it", "context": {"cluster": "it", "user": "it"}}],
        "current-context": "it",
    }
    client: Any = new_client_from_config_dict(config)
    client.configuration.retries = False
    return ApiClient(client.configuration)


def token(session: boto3.Session, cluster: str, region: str) -> str:
    """What EKS takes as proof of an AWS identity: a signed question to STS who it is.

    The form is that of `aws eks get-token` (https://github.com/kubernetes-sigs/aws-iam-authenticator, "API
    authorization from outside a cluster").
    """
    sts: Any = session.client("sts", region_name=region)
    signer = RequestSigner(
        sts.meta.service_model.service_id, region, "sts", "v4", session.get_credentials(), session.events
    )
    url: Any = signer.generate_presigned_url(
        {
            "method": "GET",
            "url": f"https://sts.{region}.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15",
            "body": {},
            "headers": {"x-k8s-aws-id": cluster},
            "context": {},
        },
        region_name=region,
        expires_in=_TOKEN_SECONDS,
        operation_name="",
    )
    return f"k8s-aws-v1.{base64.urlsafe_b64encode(url.encode()).decode().rstrip('=')}"


def charted(stored: str) -> Mapping[str, str]:
    """Chart and version of a release as Helm 3 stores it: JSON, packed, base64 twice, the second time as a Secret."""
    packed = base64.b64decode(base64.b64decode(stored))
    chart = json.loads(gzip.decompress(packed))["chart"]["metadata"]
    return {"chart": chart["name"], "version": chart["version"]}
