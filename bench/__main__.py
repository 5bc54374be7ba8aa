"""`make bench`: the cold check, the loader, the decision function, the policy engine and the stock one, its growth."""

from __future__ import annotations

import sys

from bench import cold, configuration, decision, policies, scaling


def main() -> None:
    """Print each figure with what it was measured on."""
    for environment in ("dev", "prod"):
        found = cold.measure(("./lz", "check", environment))
        figures = f"{found.seconds:5.2f} s median of {found.runs} cold runs, {found.megabytes:4.0f} MB peak"
        print(f"{found.command:<20} {figures}")  # noqa: T201  a benchmark prints
    configuration.main()
    sys.stdout.flush()
    decision.main()
    sys.stdout.flush()
    policies.main()
    sys.stdout.flush()
    scaling.main()


if __name__ == "__main__":
    main()
