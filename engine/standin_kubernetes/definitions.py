"""CustomResourceDefinitions that the stand-in knows: data files beside this module, read out of Go modules.

`python -m engine.standin_kubernetes.definitions FOLDER` writes them anew from FOLDER, the module cache that
`go mod download MODULE@VERSION` fills ($(go env GOMODCACHE)). Descriptions are left out of a file; everything else is
the module's own, CEL rules (x-kubernetes-validations) among it, which the stand-in does not evaluate.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from engine.files import write_if_changed

FOLDER = Path(__file__).parent / "crds"

LICENSE = "Apache-2.0"
"""Of every module in SOURCES."""


@dataclass(frozen=True, slots=True)
class Source:
    """A released file that defines a kind."""

    module: str
    version: str
    file: str

    def path(self, modules: Path) -> Path:
        """Where Go's module cache unpacks it."""
        return modules / f"{self.module}@{self.version}" / self.file


_KARPENTER = ("github.com/aws/karpenter-provider-aws", "v1.10.0")
_KEDA = ("github.com/kedacore/keda/v2", "v2.19.0")
_LOAD_BALANCERS = ("sigs.k8s.io/aws-load-balancer-controller", "v0.0.0-20221203001353-edeb4f1c1312")
"""Release 2.4.5. Its later releases are no versions of a Go module; they add optional properties to the kind."""

SOURCES: Mapping[str, Source] = {
    "nodepools.karpenter.sh": Source(*_KARPENTER, "pkg/apis/crds/karpenter.sh_nodepools.yaml"),
    "ec2nodeclasses.karpenter.k8s.aws": Source(*_KARPENTER, "pkg/apis/crds/karpenter.k8s.aws_ec2nodeclasses.yaml"),
    "scaledobjects.keda.sh": Source(*_KEDA, "config/crd/bases/keda.sh_scaledobjects.yaml"),
    "triggerauthentications.keda.sh": Source(*_KEDA, "config/crd/bases/keda.sh_triggerauthentications.yaml"),
    "targetgroupbindings.elbv2.k8s.aws": Source(
        *_LOAD_BALANCERS, "config/crd/bases/elbv2.k8s.aws_targetgroupbindings.yaml"
    ),
}
"""The name of a CustomResourceDefinition to where it is published."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One version of a kind that no API server has by itself."""

    group: str
    version: str
    kind: str
    namespaced: bool
    schema: Mapping[str, Any]
    """openAPIV3Schema."""
    source: str
    """Module and version."""


@cache
def definitions() -> Mapping[tuple[str, str], Definition]:
    """From apiVersion and kind to what defines them."""
    found: dict[tuple[str, str], Definition] = {}
    for file in sorted(FOLDER.glob("*.json")):
        read = json.loads(file.read_text(encoding="utf-8"))
        for version, schema in read["versions"].items():
            found[f"{read['group']}/{version}", read["kind"]] = Definition(
                group=read["group"],
                version=version,
                kind=read["kind"],
                namespaced=read["scope"] == "Namespaced",
                schema=schema,
                source=f"{read['source']['module']} {read['source']['version']}",
            )
    return found


def condensed(source: Source, definition: Mapping[str, Any]) -> dict[str, Any]:
    """What a data file holds of a CustomResourceDefinition: its origin, and the schema of each served version."""
    spec = definition["spec"]
    return {
        "source": {
            "module": source.module,
            "version": source.version,
            "file": source.file,
            "license": LICENSE,
            "changes": "descriptions left out",
        },
        "group": spec["group"],
        "kind": spec["names"]["kind"],
        "scope": spec["scope"],
        "versions": {
            version["name"]: _undescribed(version["schema"]["openAPIV3Schema"])
            for version in spec["versions"]
            if version["served"]
        },
    }


def _undescribed(schema: Any) -> Any:
    """A schema without its descriptions; a property may well be called description."""
    if isinstance(schema, list):
        return [_undescribed(element) for element in schema]
    if not isinstance(schema, Mapping):
        return schema
    return dict(_members(schema))


def _members(schema: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in schema.items():
        if key == "properties":
            yield key, {name: _undescribed(below) for name, below in value.items()}
        elif key != "description":
            yield key, _undescribed(value)


def main(arguments: list[str]) -> int:
    """0 after writing, 2 for wrong arguments, 1 when a module was not downloaded."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m engine.standin_kubernetes.definitions GOMODCACHE\n")
        return 2
    for name, source in SOURCES.items():
        file = source.path(Path(arguments[0]))
        if not file.is_file():
            sys.stderr.write(f"{name}: go mod download {source.module}@{source.version}\n")
            return 1
        content = condensed(source, yaml.safe_load(file.read_text(encoding="utf-8")))
        write_if_changed(FOLDER / f"{name}.json", json.dumps(content, indent=1, sort_keys=True) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
