"""`make mutation`: put small faults into every rule and say which of them no test notices.

Usage: python -m tests.mutation [THEME ...] [--json]; a theme is a module of policies/rules, for example storage.
Ends with 1 when fewer than 95 of 100 faults are noticed.
"""

from __future__ import annotations

import argparse
import json
import os
import pkgutil
import sys
from collections.abc import Sequence

import policies.rules
from tests.mutation.killing import Verdicted, judged

LEAST = 0.95
"""Of the faults that must be noticed."""


def main(arguments: Sequence[str]) -> int:
    """Judge the mutants of the modules that were named, or of all."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation")
    parser.add_argument("themes", nargs="*", choices=[*_themes(), []], metavar="THEME")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args(arguments)
    found = list[Verdicted]()
    for theme in given.themes or _themes():
        of_theme = list(judged(f"policies.rules.{theme}", at_once=os.cpu_count() or 1))
        found += of_theme
        print(f"  {theme:<20} {_share(of_theme)}", file=sys.stderr, flush=True)  # noqa: T201  progress
    survivors = [one for one in found if not one.killed]
    if given.json:
        print(json.dumps(_data(found, survivors), indent=2))  # noqa: T201
    else:
        print(f"mutants: {_share(found)}; survivors:" if survivors else f"mutants: {_share(found)}")  # noqa: T201
        for one in survivors:
            path = one.module.replace(".", "/")
            print(f"  {path}.py:{one.mutant.line}: {one.mutant.fault}")  # noqa: T201
    return 0 if not found or len(survivors) <= (1 - LEAST) * len(found) else 1


def _themes() -> list[str]:
    return sorted(one.name for one in pkgutil.iter_modules(policies.rules.__path__) if not one.ispkg)


def _share(found: Sequence[Verdicted]) -> str:
    killed = sum(one.killed for one in found)
    return f"{killed} of {len(found)} noticed ({killed / len(found):.1%})" if found else "none"


def _data(found: Sequence[Verdicted], survivors: Sequence[Verdicted]) -> dict[str, object]:
    listed = [{"module": s.module, "line": s.mutant.line, "fault": s.mutant.fault} for s in survivors]
    return {"mutants": len(found), "killed": len(found) - len(survivors), "survivors": listed}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
