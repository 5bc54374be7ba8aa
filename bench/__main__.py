"""`make bench`: the cold check, the loader, the decision function, our policy engine beside the stock one, its growth.

Last come previews on the real engine, which needs the sandbox.
"""

from __future__ import annotations

import sys

from bench import cold, configuration, decision, policies, real_engine, scaling


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
    sys.stdout.flush()
    real_engine.main()


if __name__ == "__main__":
    main()
