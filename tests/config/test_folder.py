"""Who extends whom, and where a value comes from."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from config.errors import ConfigurationError, Problem
from config.explain import leaves
from config.folder import Folder
from tests.config.estate import GONE, Project

keys = st.sampled_from(["a", "b", "c"])
trees: st.SearchStrategy[dict[str, Any]] = st.dictionaries(
    keys,
    st.recursive(
        st.integers() | st.lists(st.integers(), max_size=2),
        lambda inner: st.dictionaries(keys, inner, min_size=1, max_size=2),
        max_leaves=4,
    ),
    max_size=3,
)


def _problem(project: Project, name: str) -> Problem:
    with pytest.raises(ConfigurationError) as caught:
        Folder(project.root).layered(name)
    (problem,) = caught.value.problems
    return problem


def test_environments_are_the_files_that_name_one(project: Project) -> None:
    """A base is not deployed."""
    assert ["one", "two", "two-dr"] == Folder(project.root).environments()


def test_a_file_that_cannot_be_read_still_counts_as_an_environment(project: Project) -> None:
    """Asking for it must say why it cannot be read, not that it does not exist."""
    project.write("three", "a: [")

    assert "three" in Folder(project.root).environments()
    assert "is not YAML" in _problem(project, "three").reason


def test_a_chain_is_merged_from_the_outermost_parent(project: Project) -> None:
    """two-dr extends two, which extends base; `extends` itself is no value."""
    layered = Folder(project.root).layered("two-dr")

    assert ["base", "two", "two-dr"] == [Path(document.file).stem for document in layered.chain]
    assert ("222222222222", "eu-central-1", "single") == (
        layered.at(("account",)),
        layered.at(("region",)),
        layered.at(("network", "nat")),
    )
    assert "extends" not in layered.data


@given(st.lists(trees, min_size=1, max_size=4))
def test_every_value_comes_from_the_file_that_origin_names(files: list[dict[str, Any]]) -> None:
    """For any chain: the file named as the origin of a merged value says exactly that value."""
    with TemporaryDirectory() as path:
        project = Project(Path(path))
        for index, tree in enumerate(files):
            head: dict[str, Any] = {"extends": f"f{index - 1}"} if index else {}
            project.write(f"f{index}", yaml.safe_dump({**head, **tree, "environment": f"f{index}"}, sort_keys=False))
        layered = Folder(project.root).layered(f"f{len(files) - 1}")

        for path_, value in leaves(layered.data):
            origin = layered.origin(path_)
            assert origin is not None, f"{path_} comes from nowhere"
            found: Any = origin.data
            for step in path_:
                found = found[step]
            assert value == found


def test_an_unknown_environment_lists_the_known_ones(project: Project) -> None:
    """And proposes the nearest."""
    problem = _problem(project, "tow")

    assert ("config/environments", "'tow'") == (problem.file, problem.value)
    assert "did you mean two? known: one, two, two-dr" == problem.fix


def test_a_base_is_not_an_environment(project: Project) -> None:
    """Naming it says what it is."""
    assert "is a base that environments extend" in _problem(project, "base").reason


@pytest.mark.parametrize("name", ["../one", "/etc/passwd", "", "one.yaml"])
def test_a_name_is_never_a_path(project: Project, name: str) -> None:
    """Only names of files in the folder are known."""
    assert "is not an environment" in _problem(project, name).reason


def test_a_file_must_be_named_as_its_environment(project: Project) -> None:
    """The stack, the file and the tag carry one name."""
    project.say("one", "environment", "uno")

    problem = _problem(project, "one")

    assert ("config/environments/one.yaml", "environment", "'uno'", 2) == (
        problem.file,
        problem.key,
        problem.value,
        problem.line,
    )
    assert "write `environment: one`, or rename the file" == problem.fix


@pytest.mark.parametrize("parent", ["bsae", "../base", 3, None, ["base"]])
def test_an_unknown_parent_is_refused(project: Project, parent: object) -> None:
    """The message names the file that extends, and what there is."""
    project.say("one", "extends", parent)

    problem = _problem(project, "one")

    assert ("config/environments/one.yaml", "extends", repr(parent)) == (problem.file, problem.key, problem.value)
    assert "known: base, two, two-dr" in problem.fix


def test_a_circle_of_parents_is_drawn(project: Project) -> None:
    """Through every file of the circle, from the file where it closes."""
    project.say("base", "extends", "two-dr")

    problem = _problem(project, "two-dr")

    assert "config/environments/base.yaml" == problem.file
    assert "closes a circle: two-dr → two → base → two-dr" == problem.reason


def test_a_file_that_extends_itself_is_a_circle(project: Project) -> None:
    """The smallest circle."""
    project.say("one", "extends", "one")

    assert "closes a circle: one → one" == _problem(project, "one").reason


def test_an_environment_that_forgot_its_name_is_found(project: Project) -> None:
    """Else its addresses would silently leave the overlap check."""
    project.say("one", "environment", GONE)

    (orphan,) = Folder(project.root).orphans()

    assert ("config/environments/one.yaml", "environment") == (orphan.file, orphan.key)


def test_a_folder_that_is_not_there_has_no_environments(tmp_path: Path) -> None:
    """The message says that there is none."""
    with pytest.raises(ConfigurationError, match="is not an environment: there is none"):
        Folder(tmp_path).layered("prod")
