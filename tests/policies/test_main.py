"""The pack's folder is a working directory of Python programs."""

from __future__ import annotations

import sys

from policies.levels import FOLDER


def test_no_module_of_the_pack_hides_one_of_pythons() -> None:
    """Pulumi's language host runs Python (`pip list`) in this folder, which Python then puts first on its path."""
    ours = {path.stem for path in FOLDER.iterdir() if path.suffix == ".py" or path.is_dir()}

    assert set() == ours & sys.stdlib_module_names
