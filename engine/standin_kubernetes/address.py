"""Addresses of the sandbox's clusters: marks that no resolver knows, in the place of an API server's.

https://TOKEN.NAME.ACCOUNT.REGION.eks.sandbox.invalid: moto's EKS gives every cluster one (engine.standin.corrections),
a program puts it into a kubeconfig as it would EKS's own, and the stand-in finds the cluster's store by it. TOKEN is
another for every cluster that is made, as in EKS: a new cluster is empty, whatever its name. The top level `invalid`
never resolves (RFC 2606), so that nothing else can be reached by it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import yaml

from engine.standin.errors import StandinError

DOMAIN = "eks.sandbox.invalid"

_FORM = re.compile(
    r"https://(?P<token>[0-9a-f]{32})\.(?P<name>[0-9A-Za-z][0-9A-Za-z_-]{0,99})"
    rf"\.(?P<account>\d{{12}})\.(?P<region>[a-z0-9-]+)\.{re.escape(DOMAIN)}/?"
)


@dataclass(frozen=True, slots=True)
class Cluster:
    """A cluster of the sandbox."""

    token: str
    name: str
    account: str
    region: str

    @property
    def address(self) -> str:
        """Where its API server would listen."""
        return f"https://{self.token}.{self.name}.{self.account}.{self.region}.{DOMAIN}"


def parse(address: Any) -> Cluster | None:
    """The cluster of an address; None for the address of anything else."""
    match = _FORM.fullmatch(address) if isinstance(address, str) else None
    return Cluster(**match.groupdict()) if match else None


def chosen(kubeconfig: Any, context: Any = None) -> Cluster:
    """The cluster that a kubeconfig's context means; StandinError where it is none of the sandbox's.

    The message holds nothing of the kubeconfig: it may carry credentials.
    """
    if not isinstance(kubeconfig, str) or not kubeconfig.strip():
        raise StandinError(
            "the kubernetes provider has no kubeconfig: without one, Pulumi's own takes whatever cluster the shell is "
            "set up for; give kubernetes.Provider(kubeconfig=...)"
        )
    try:
        read = yaml.safe_load(kubeconfig)
    except yaml.YAMLError as error:
        raise StandinError("kubeconfig is neither JSON nor YAML") from error
    if not isinstance(read, dict):
        raise StandinError("kubeconfig holds no settings; the stand-in takes its contents, not the path of a file")
    wanted = context or read.get("current-context")
    cluster = _named(read.get("clusters"), "cluster", _named(read.get("contexts"), "context", wanted).get("cluster"))
    found = parse(cluster.get("server"))
    if found is None:
        raise StandinError(
            f"the kubeconfig's server is no cluster of the sandbox (its address ends in {DOMAIN}); the stand-in holds "
            "objects for those alone and reaches no API server: take the address from the EKS cluster of this program, "
            "or run with --cloud"
        )
    return found


def _named(entries: Any, field: str, name: Any) -> dict[str, Any]:
    """The entry of a kubeconfig's list by its name; empty when there is none."""
    for entry in entries if isinstance(entries, list) else ():
        if isinstance(entry, dict) and entry.get("name") == name and isinstance(entry.get(field), dict):
            return entry[field]
    return {}
