from __future__ import annotations

import ast
from pathlib import Path

import pytest

from docs.generate import components

PACKAGE = '"""Where things are kept."""\n'
SHELF = '''"""A shelf, and nothing falls off it."""

@dataclass(frozen=True)
class Place:
    """A place on the wall."""

    height: int
    """Centimetres above the floor."""

@dataclass(frozen=True, kw_only=True)
class ShelfArgs:
    """What the shelf is made of."""

    wood: str | None = None
    """The kind of wood."""
    place: Place
    mode: LockMode

class Shelf(pulumi.ComponentResource):
    """A board with brackets."""

    load: pulumi.Output[int]
    """Kilograms it
    carries."""
    _screws: int

    def __init__(self, name, args, opts=None):
        super().__init__("lz:storage:Shelf", name, None, opts)
'''
VOCABULARY = '''class LockMode(StrEnum):
    """Who may open it.

    A second paragraph.
    """
'''


def a_family(shelf: str = SHELF, package: str = PACKAGE) -> components.Family:
    sources = {"components/storage/__init__.py": package, "components/storage/shelf.py": shelf}
    return components.describe("storage", sources, VOCABULARY)


def test_arguments_and_outputs_carry_type_default_and_meaning() -> None:
    """A reader need not open the source; private fields are nobody's business."""
    [shelf] = a_family().components

    assert ("Shelf", "lz:storage:Shelf", "A board with brackets.") == (shelf.name, shelf.token, shelf.summary)
    assert (components.Field(name="load", type="pulumi.Output[int]", text="Kilograms it carries."),) == shelf.outputs
    assert (
        components.Field(name="wood", type="str | None", text="The kind of wood.", default="None")
        == (shelf.arguments[0])
    )


def test_an_argument_that_says_nothing_means_what_its_type_means() -> None:
    """Words of the family and of the vocabulary are not repeated beside each argument."""
    [shelf] = a_family().components

    assert ["A place on the wall.", "Who may open it."] == [f.text for f in shelf.arguments[1:]]


def test_types_that_arguments_are_made_of_are_described() -> None:
    """A nested dataclass has a table of its own; a component's arguments are not listed twice."""
    assert ["Place"] == [record.name for record in a_family().types]


def test_the_page_survives_a_bar_in_a_type() -> None:
    """Markdown would read it as the end of a cell."""
    text = components.page([a_family()])

    assert "| `wood` | `str \\| None` | The kind of wood. Default: `None`. |" in text
    assert text.endswith("|\n")


@pytest.mark.parametrize(
    ("source", "missing"),
    [
        (SHELF.replace('"""A shelf, and nothing falls off it."""', ""), "components/storage/shelf.py has no docstring"),
        (
            SHELF.replace('    """A board with brackets."""\n', ""),
            "components/storage/shelf.py: Shelf has no docstring",
        ),
        (
            SHELF.replace('    """What the shelf is made of."""\n', ""),
            "components/storage/shelf.py: ShelfArgs has no docstring",
        ),
        (SHELF.replace('"lz:storage:Shelf", ', ""), "components/storage/shelf.py: Shelf passes no type token"),
    ],
)
def test_a_component_that_does_not_say_what_it_is_cannot_be_documented(source: str, missing: str) -> None:
    """The message names the file and the class."""
    with pytest.raises(components.DocumentationError, match=missing):
        a_family(source)


def test_every_component_of_the_project_is_on_the_page() -> None:
    """A component cannot be added without being documented."""
    sources = (components.ROOT / "components").glob("*/*.py")
    declared = {
        node.name
        for path in sources
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and any("ComponentResource" in ast.unparse(b) for b in node.bases)
    }
    described = {c.name for family in components.families() for c in family.components}

    assert declared
    assert declared == described


def test_a_page_that_is_not_up_to_date_is_found_and_renewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """--check writes nothing and names the command; the command writes the page, and then --check is content."""
    family = tmp_path / "components" / "storage"
    family.mkdir(parents=True)
    (family / "__init__.py").write_text(PACKAGE)
    (family / "shelf.py").write_text(SHELF)
    (tmp_path / "config" / "vocabulary").mkdir(parents=True)
    (tmp_path / "config" / "vocabulary" / "axes.py").write_text(VOCABULARY)
    monkeypatch.setattr(components, "ROOT", tmp_path)

    assert 1 == components.main(["--check"])
    assert "run: python -m docs.generate.components" in capsys.readouterr().err
    assert not (tmp_path / components.PAGE).exists()
    assert 0 == components.main([])
    assert 0 == components.main(["--check"])
    assert ["components.md"] == [p.name for p in (tmp_path / components.PAGE).parent.iterdir()]


def test_the_page_is_up_to_date() -> None:
    """The reference says what the code says; `python -m docs.generate.components` renews it."""
    assert 0 == components.main(["--check"])
