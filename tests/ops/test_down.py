"""What `lz down` says of what is left."""

from __future__ import annotations

from ops.down import counted


def test_what_is_held_is_counted_by_service() -> None:
    """The reader compares two lines, before and after."""
    assert "ec2 54, iam 12" == counted({"iam": 12, "ec2": 54})


def test_an_empty_account_is_called_so() -> None:
    """Nothing left is said, not shown as an empty line."""
    assert "nothing" == counted({})
