"""Files that are either the old one or the new one, never half of one."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def write_text(path: Path, text: str, *, mode: int = 0o644) -> None:
    """Write beside the target, flush to the disk, then rename over it.

    The folder is created. mkstemp opens with 0600, so a secret is never readable by others, not even for a moment.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    aside = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        aside.chmod(mode)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise


def write_if_changed(path: Path, text: str, *, mode: int = 0o644) -> bool:
    """Write only when the text differs; True when it did. A file that another process has open stays as it is."""
    if path.is_file() and path.read_text(encoding="utf-8") == text:
        return False
    write_text(path, text, mode=mode)
    return True
