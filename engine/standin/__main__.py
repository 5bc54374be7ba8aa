"""`python -m engine.standin ENGINE_ADDRESS` serves the provider; `--types` prints what it knows."""

from __future__ import annotations

import sys


def main(arguments: list[str]) -> int:
    """0 after serving or printing, 2 for wrong arguments."""
    if arguments == ["--types"]:
        from engine.standin.catalogue import table  # noqa: PLC0415  the table needs no gRPC, and the server no table printed

        for type_, where, notes in table():
            sys.stdout.write(f"{type_:<80} {where:<20} {notes}\n".rstrip() + "\n")
        return 0
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write("usage: python -m engine.standin ENGINE_ADDRESS | --types\n")
        return 2
    from engine.standin.server import serve  # noqa: PLC0415  see above

    serve(arguments[0])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
