"""What a single file may get wrong before anybody looks at its meaning."""

from __future__ import annotations

from pathlib import Path

import pytest

from config.errors import ConfigurationError, Problem
from config.read import Document, read


def _read(tmp_path: Path, content: str | bytes) -> Document:
    path = tmp_path / "x.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path, "config/environments/x.yaml")


def _problems(tmp_path: Path, content: str | bytes) -> tuple[Problem, ...]:
    with pytest.raises(ConfigurationError) as caught:
        _read(tmp_path, content)
    return caught.value.problems


def test_keys_and_items_carry_their_lines(tmp_path: Path) -> None:
    """A message can name the line of a key and of a list's item."""
    document = _read(tmp_path, "a: 1\nb:\n  c:\n    - x\n    - y\n")

    assert {"a": 1, "b": {"c": ["x", "y"]}} == document.data
    assert {("a",): 1, ("b",): 2, ("b", "c"): 3, ("b", "c", 0): 4, ("b", "c", 1): 5} == document.lines


@pytest.mark.parametrize(
    ("content", "reason", "line"),
    [
        ("", "is empty", None),
        ("# only a comment\n", "is empty", None),
        ("- a\n- b\n", "is not a mapping", 1),
        ("just words\n", "is not a mapping", 1),
        ("a: 1\nb: [1, 2\n", "is not YAML at line 3", 3),
        ("a: 1\n\tb: 2\n", "is indented by a tab at line 2", 2),
        ("a: 1\n---\nb: 2\n", "holds a second document at line 2", 2),
        ("a: \x07\n", "a character that YAML does not allow", None),
        (b"a: \xff\xfe\n", "is not UTF-8 at byte 3", None),
        ("a: &x {k: 1}\nb: *x\n", "repeats *x by an alias at line 2", 2),
        ("a: &x [*x]\n", "repeats *x by an alias at line 1", 1),
    ],
)
def test_a_file_that_is_not_a_mapping_is_refused_as_a_whole(
    tmp_path: Path, content: str | bytes, reason: str, line: int | None
) -> None:
    """The message names the file, the reason and, where there is one, the line."""
    (problem,) = _problems(tmp_path, content)

    assert ("config/environments/x.yaml", "", None, line) == (problem.file, problem.key, problem.value, problem.line)
    assert reason in problem.reason
    assert problem.fix


def test_every_fault_inside_a_mapping_is_told_at_once(tmp_path: Path) -> None:
    """A key written twice, a key that is no text, a merge key, a tag and an impossible date are five problems."""
    text = "a: 1\na: 2\n7: x\n<<: {b: 1}\nc: !!set {d}\ne: {f: 2026-13-45}\n"

    found = {problem.key: problem for problem in _problems(tmp_path, text)}

    assert "is written twice, at lines 1 and 2" == found["a"].reason
    assert {"a", "", "c", "e.f"} == set(found)
    assert "month must be in 1..12" in found["e.f"].reason
    assert 5 == len(_problems(tmp_path, text))


def test_a_python_object_is_not_constructed(tmp_path: Path) -> None:
    """Configuration is data; a tag that names code is a problem, not a call."""
    (problem,) = _problems(tmp_path, "a: !!python/object/apply:os.getcwd []\n")

    assert "a" == problem.key
    assert "tag" in problem.reason


def test_a_bomb_of_brackets_is_refused_and_does_not_end_the_process(tmp_path: Path) -> None:
    """PyYAML's C composer overflows the stack at tens of thousands of levels; depth is bounded before it runs."""
    (problem,) = _problems(tmp_path, "a: " + "[" * 40_000 + "]" * 40_000)

    assert "nests deeper than 32" in problem.reason


def test_a_missing_file_is_a_problem_of_that_file(tmp_path: Path) -> None:
    """No traceback for a file that went away."""
    with pytest.raises(ConfigurationError, match="cannot be read: No such file"):
        read(tmp_path / "none.yaml", "config/environments/none.yaml")
