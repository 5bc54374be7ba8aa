"""`python -m engine.standin_kubernetes ENGINE_ADDRESS` serves the provider; `--kinds` prints what it knows."""

from __future__ import annotations

import sys


def main(arguments: list[str]) -> int:
    """0 after serving or printing, 2 for wrong arguments."""
    if arguments == ["--kinds"]:
        from engine.standin_kubernetes.catalogue import table  # noqa: PLC0415  the table needs no gRPC

        for api_version, kind, source in table():
            sys.stdout.write(f"{api_version:<32} {kind:<34} {source}\n")
        return 0
    if len(arguments) != 1 or arguments[0].startswith("-"):
        sys.stderr.write("usage: python -m engine.standin_kubernetes ENGINE_ADDRESS | --kinds\n")
        return 2
    from engine.standin_kubernetes.server import serve  # noqa: PLC0415  see above

    serve(arguments[0])
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
