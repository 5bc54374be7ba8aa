"""`lz system` as it is called: every card in a list, one held against all it names, and a draft that is right."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from config.load import ROOT, draft_card, resolve_card, systems
from config.vocabulary import Pattern
from ops import system
from ops.cli import main
from ops.exits import UsageError
from tests.config.shipped import Shipped
from tests.ops.clone import Clone


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clone]:
    """The project, to be written into."""
    made = Clone(tmp_path_factory.mktemp("clone"))
    yield made
    made.close()


@pytest.fixture
def shipped(tmp_path: Path) -> Shipped:
    """The project's own files, to be added to."""
    return Shipped(tmp_path)


def test_list_prints_a_line_a_card(capsys: pytest.CaptureFixture[str]) -> None:
    """Name, pattern, tier, model, runtime and who names it, parted by tabs."""
    assert 0 == main(["system", "list"])

    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]

    assert systems() == [row[0] for row in rows]
    assert ["fraud-scoring", "prediction", "high", "fraud-xgboost", "sagemaker", "dev, prod, prod-dr, staging"] in rows


def test_check_prints_what_a_right_card_comes_to(capsys: pytest.CaptureFixture[str]) -> None:
    """The terms of its availability; the memory and the recovery time of every environment that names it."""
    assert 0 == main(["system", "check", "support-assistant"])

    out = capsys.readouterr().out
    assert out.startswith("support-assistant: right\n")
    assert "    memory    weights 7.5 GiB + KV cache 12.0 GiB = 19.5 of 20.1 GiB usable\n" in out
    assert "  answered  promised 99.9%, its services compose to 99.925%; the weakest is lambda with 99.95%\n" in out
    assert "    record        no answer without its record: 99.9999% (s3 99.99% or sqs 99.98%)\n" in out
    assert "= 25.4 min, which carries the promise of 2h\n" in out
    assert "    recovery  nothing is promised of answers here\n" in out


def test_a_wrong_card_is_listed_with_the_way_to_its_problems(clone: Clone) -> None:
    """The list goes on; the check tells all of them and ends with code 2."""
    path = clone.root / "config/systems/fraud-scoring.yaml"
    right = path.read_text("utf-8")
    path.write_text(right.replace("reviewers: 2", "reviewers: 1").replace("min: 2", "min: 1"), encoding="utf-8")

    listed, checked = clone.lz(["system", "list"]), clone.lz(["system", "check", "fraud-scoring"])
    path.write_text(right, encoding="utf-8")

    assert (0, 2) == (listed.exit, checked.exit)
    assert "2 problems: lz system check fraud-scoring" in listed.stdout
    assert "support-assistant\tassistant" in listed.stdout
    assert "config/systems/fraud-scoring.yaml: 2 errors" in checked.stderr


def test_a_draft_is_written_whole_once_and_is_right(clone: Clone) -> None:
    """Nothing stands aside afterwards; a second draft of the name is refused and changes nothing."""
    wrote = clone.lz(["system", "new", "pricing", "--pattern", "optimisation", "--owner", "pricing@example.com"])
    path = clone.root / "config/systems/pricing.yaml"
    text = path.read_text("utf-8")
    again = clone.lz(["system", "new", "pricing", "--pattern", "prediction"])
    checked = clone.lz(["system", "check", "pricing"])

    assert (0, 2, 0) == (wrote.exit, again.exit, checked.exit), checked.stderr
    assert "wrote config/systems/pricing.yaml" in wrote.stdout
    assert "owner: pricing@example.com\n" in text
    assert text == path.read_text("utf-8")
    assert "named by no environment" in checked.stdout
    assert not list(path.parent.glob(".*"))


@pytest.mark.parametrize("pattern", list(Pattern))
def test_the_draft_of_every_pattern_is_right(shipped: Shipped, pattern: Pattern) -> None:
    """By itself and with all that it names; a team changes values, and never adds what was forgotten."""
    text = draft_card("a-draft", pattern, "team@example.com", shipped.root)
    (shipped.root / "systems/a-draft.yaml").write_text(text, encoding="utf-8")

    found = resolve_card("a-draft", shipped.root)

    assert (pattern, ()) == (found.card.value.pattern, found.environments)


def test_a_card_that_appears_meanwhile_is_not_written_over(tmp_path: Path) -> None:
    """Two people draft the same name at once: the second is told, and leaves nothing aside."""
    path = tmp_path / "pricing.yaml"
    path.write_text("mine")

    with pytest.raises(UsageError, match="is there already"):
        system._create(path, "yours", "config/systems/pricing.yaml")  # pyright: ignore[reportPrivateUsage]

    assert "mine" == path.read_text()
    assert [path] == list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["Pricing", "--pattern", "prediction"], "'Pricing' is not a name"),
        (["../pricing", "--pattern", "prediction"], "'../pricing' is not a name"),
        (["pricing", "--pattern", "prediction", "--owner", "me"], "'me' is not an owner"),
    ],
)
def test_a_draft_with_a_bad_name_writes_nothing(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A name is the name of a file, and never a path."""
    before = sorted((ROOT / "systems").iterdir())

    assert 2 == main(["system", "new", *arguments])

    assert says in capsys.readouterr().err
    assert before == sorted((ROOT / "systems").iterdir())
