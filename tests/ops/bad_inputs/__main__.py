"""Write what `lz` says now into the table: python -m tests.ops.bad_inputs. Read the difference before you keep it."""

from __future__ import annotations

import tempfile
from pathlib import Path

import yaml

from tests.ops.bad_inputs import cases, files
from tests.ops.bad_inputs.trying import said, tried
from tests.ops.clone import Clone


class _Dumper(yaml.SafeDumper):
    """Lines are written as lines: a message must be readable where it is kept."""


def _lines(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _lines)


def main() -> None:
    """Run every case and write exit code and message beside it."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Clone(Path(folder))
        try:
            for file in files():
                document = yaml.safe_load(file.read_text(encoding="utf-8"))
                for entry, case in zip(document["cases"], cases(file), strict=True):
                    ran = tried(clone, case)
                    text = said(case, ran)
                    entry |= {"exit": ran.exit, "says": f"{text}\n" if text else ""}
                written = yaml.dump(document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=1000)
                file.write_text(written, encoding="utf-8")
        finally:
            clone.close()


if __name__ == "__main__":
    main()
