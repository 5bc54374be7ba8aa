"""CustomResourceDefinitions as data files, and where they are from."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from engine.standin_kubernetes import definitions as module
from engine.standin_kubernetes.definitions import FOLDER, SOURCES, Source, condensed, definitions, main

DEFINITION = {
    "spec": {
        "group": "example.com",
        "names": {"kind": "Thing"},
        "scope": "Namespaced",
        "versions": [
            {
                "name": "v1",
                "served": True,
                "schema": {
                    "openAPIV3Schema": {
                        "description": "what it is",
                        "type": "object",
                        "properties": {"description": {"type": "string", "description": "what it says"}},
                        "x-kubernetes-validations": [{"rule": "self.a > 1", "message": "too small"}],
                    }
                },
            },
            {"name": "v1alpha1", "served": False, "schema": {"openAPIV3Schema": {}}},
        ],
    }
}


def test_a_file_says_where_it_is_from_and_what_was_left_out() -> None:
    """Its licence asks for that; a property may well be called description, and CEL rules stay as text."""
    found = condensed(Source("example.com/thing", "v1.0.0", "crd.yaml"), DEFINITION)

    assert {
        "module": "example.com/thing",
        "version": "v1.0.0",
        "file": "crd.yaml",
        "license": "Apache-2.0",
        "changes": "descriptions left out",
    } == found["source"]
    assert {
        "v1": {
            "type": "object",
            "properties": {"description": {"type": "string"}},
            "x-kubernetes-validations": [{"rule": "self.a > 1", "message": "too small"}],
        }
    } == found["versions"]


def test_every_source_has_its_file_and_every_file_its_source() -> None:
    """One more or less would be a kind that is held against nothing, or nobody knows which."""
    assert {f"{name}.json" for name in SOURCES} == {file.name for file in FOLDER.iterdir()}
    for name, source in SOURCES.items():
        held = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
        assert (source.module, source.version, source.file) == tuple(
            held["source"][key] for key in ("module", "version", "file")
        )


def test_the_kinds_the_zone_uses_are_known() -> None:
    """By apiVersion and kind, as a manifest names them."""
    assert {
        ("elbv2.k8s.aws/v1beta1", "TargetGroupBinding"),
        ("karpenter.k8s.aws/v1", "EC2NodeClass"),
        ("karpenter.sh/v1", "NodePool"),
        ("keda.sh/v1alpha1", "ScaledObject"),
        ("keda.sh/v1alpha1", "TriggerAuthentication"),
    } <= definitions().keys()


def test_files_are_written_from_unpacked_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A module that is not there is named with the command that fetches it."""
    source = Source("example.com/thing", "v1.0.0", "crd.yaml")
    monkeypatch.setattr(module, "SOURCES", {"things.example.com": source})
    monkeypatch.setattr(module, "FOLDER", tmp_path / "crds")

    assert (1, 2) == (main([str(tmp_path)]), main([]))
    assert "go mod download example.com/thing@v1.0.0" in capsys.readouterr().err
    file = source.path(tmp_path)
    file.parent.mkdir(parents=True)
    file.write_text(yaml.safe_dump(DEFINITION), encoding="utf-8")
    assert 0 == main([str(tmp_path)])
    written = json.loads((tmp_path / "crds" / "things.example.com.json").read_text(encoding="utf-8"))
    assert condensed(source, DEFINITION) == written
