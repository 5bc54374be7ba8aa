"""Starts the pack for the Pulumi engine, which runs this file with this folder as working directory.

Python puts the folder of a script first on its path. That would hide standard modules behind modules of this room, and
hide the rooms beside it; so the project's root takes that place before anything else is imported.
"""

import os
import sys

sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120  pathlib imports too much

from policies.server import serve  # noqa: E402  the path has to be right first

if __name__ == "__main__":
    serve()
