"""Generated SDK modules, shortened when they are compiled."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from config.load import environments
from engine.paths import PROJECT

_GRAPHS = """
import json, sys
from engine import offline
from graph.export import to_json
how, *environments = sys.argv[1:]
if how == "whole":
    import contextlib
    offline.shortened = contextlib.nullcontext
for environment in environments:
    graph = offline.preview_offline(environment)
    print(environment, len(graph.resources))
    print(json.dumps(to_json(graph), sort_keys=True, default=str))
"""


def _run(code: str, cache: Path, *arguments: str) -> str:
    environment = {**os.environ, "PYTHONPATH": str(PROJECT), "LZ_CACHE_DIR": str(cache)}
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True, env=environment
    )
    return done.stdout


def test_the_graph_is_the_same_as_with_the_whole_modules(tmp_path: Path) -> None:
    """Nothing of a resource is lost, in any environment: not a property, not an edge, not a line of the program."""
    whole = _run(_GRAPHS, tmp_path, "whole", *environments())

    assert whole == _run(_GRAPHS, tmp_path, "shortened", *environments()), "compiled now"
    assert whole == _run(_GRAPHS, tmp_path, "shortened", *environments()), "from the cache"


def test_a_package_imports_only_what_is_asked_for(tmp_path: Path) -> None:
    """A cold preview does not pay for the hundreds of resources it does not make."""
    code = """
import sys
from engine.generated import shortened
with shortened():
    import pulumi_aws
    pulumi_aws.sns.Topic
print(sorted(n for n in sys.modules if n.startswith("pulumi_aws.sns.") and not n.endswith(("_inputs", "outputs"))))
"""

    assert "['pulumi_aws.sns.topic']\n" == _run(code, tmp_path)


def test_a_name_that_is_none_is_an_attribute_error(tmp_path: Path) -> None:
    """A typo in a component reads as it always did."""
    code = """
from engine.generated import shortened
with shortened():
    import pulumi_aws
    print(hasattr(pulumi_aws.sns, "Topik"), hasattr(pulumi_aws.sns, "Topic"))
"""

    assert "False True\n" == _run(code, tmp_path)


def test_a_cache_that_was_cut_short_is_made_again(tmp_path: Path) -> None:
    """A full disk or a killed run leaves no program that cannot start."""
    code = """
from engine.generated import shortened
with shortened():
    import pulumi_aws
    print(pulumi_aws.sns.Topic.__name__)
"""
    _run(code, tmp_path)
    for kept in tmp_path.rglob("pulumi_aws.sns*"):
        kept.write_bytes(kept.read_bytes()[:40])

    assert "Topic\n" == _run(code, tmp_path)
