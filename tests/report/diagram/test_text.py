"""Text that must fit: never wider than its room, whatever it holds."""

from __future__ import annotations

import string

from hypothesis import given
from hypothesis import strategies as st

from report.diagram.text import ELLIPSIS, fit, fold, width

rooms = st.floats(min_value=1, max_value=600)
sizes = st.sampled_from([9.0, 11.0, 13.0, 20.0])


@given(st.text(max_size=80), sizes, rooms, st.booleans())
def test_what_is_fitted_fits(text: str, size: float, room: float, bold: bool) -> None:  # noqa: FBT001
    """In every script, at every size."""
    assert width(fit(text, size, room, bold=bold), size, bold=bold) <= room


@given(st.text(max_size=40), sizes)
def test_what_fits_is_left_alone(text: str, size: float) -> None:
    """An ellipsis is a loss, and only where there is no room."""
    assert text == fit(text, size, width(text, size))


def test_a_long_name_keeps_its_beginning_and_its_end() -> None:
    """The Region at the end of a bucket's name tells it from its replica."""
    short = fit("lz-prod-decisions-333333333333-eu-central-1", 11, 150)

    assert short.startswith("lz-prod")
    assert short.endswith("l-1")
    assert 1 == short.count(ELLIPSIS)


@given(st.lists(st.text(min_size=1, max_size=30), max_size=30), rooms, st.integers(min_value=1, max_value=3))
def test_folded_words_keep_to_their_lines_and_their_room(words: list[str], room: float, lines: int) -> None:
    """However many there are."""
    folded = fold(words, 11, room, lines=lines)

    assert len(folded) <= lines
    assert all(width(line, 11) <= room for line in folded)


def test_words_that_find_no_room_are_counted() -> None:
    """So that nobody takes the list for the whole."""
    assert ("one · two · +3",) == fold(["one", "two", "three", "four", "five"], 11, 90, lines=1)
    assert ("one · two",) == fold(["one", "two"], 11, 90, lines=1)


def test_every_letter_that_people_type_has_a_width_of_its_own() -> None:
    """A letter that is not listed is taken for the widest there is."""
    typed = string.ascii_letters + string.digits + string.punctuation + " "

    assert all(width(letter, 1) < 1.2 for letter in typed)
    assert width("iii", 10) < width("WWW", 10)
