"""Write what `lz` says now into the table: python -m tests.ops.bad_inputs. Read the difference before you keep it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from tests.ops.bad_inputs import cases, files
from tests.ops.bad_inputs.trying import said, tried
from tests.ops.clone import Clone


def main() -> None:
    """Run every case and write exit code and message beside it."""
    yaml = YAML()
    yaml.width = 1000
    yaml.indent(mapping=2, sequence=4, offset=2)
    with tempfile.TemporaryDirectory() as folder:
        clone = Clone(Path(folder))
        try:
            for file in files():
                document = yaml.load(file)
                for entry, case in zip(document["cases"], cases(file), strict=True):
                    ran = tried(clone, case)
                    entry["exit"] = ran.exit
                    text = said(case, ran)
                    entry["says"] = LiteralScalarString(f"{text}\n") if text else ""
                yaml.dump(document, file)
        finally:
            clone.close()


if __name__ == "__main__":
    main()
