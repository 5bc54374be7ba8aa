"""Whether a filter pattern of CloudWatch Logs matches an event that one knows a part of.

The pattern is one over JSON: { ($.eventName = StopLogging) && ($.userIdentity.type != "AWSService") }. Syntax:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntaxForMetricFilters.html
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final, TypeAlias

from policies.patterns import contains
from policies.verdict import Verdict, every, some

Event: TypeAlias = "frozenset[tuple[str, str | None]]"
"""What is known of an event: fields with their values, None for one that it has not. Any other may say anything."""

_Test: TypeAlias = "Callable[[dict[str, str | None]], Verdict]"

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<sign>[(){}]|&&|\|\|)"
    r"|\$\.(?P<field>[\w.]+)\s*(?:(?P<being>NOT\s+EXISTS|IS\s+(?:NULL|TRUE|FALSE))"
    r'|(?P<operator>!?=|[<>]=?)\s*(?:"(?P<quoted>[^"]*)"|(?P<plain>[^\s()"&|{}%]+))))',
    re.IGNORECASE,
)


class _UnreadableError(ValueError):
    """The pattern says something that is not read here: a regular expression, words without a field."""


@lru_cache(maxsize=8192)
def matches(pattern: str, event: Event) -> Verdict:
    """PASS where it matches whatever else the event says, FAIL where that decides, UNKNOWN where it is not read."""
    try:
        test = _read(pattern)
    except _UnreadableError:
        return Verdict.UNKNOWN
    return Verdict.of(test(dict(event)) is Verdict.PASS)


@lru_cache(maxsize=512)
def _read(pattern: str) -> _Test:
    tokens, at = list[re.Match[str]](), 0
    while pattern[at:].strip():
        if (token := _TOKEN.match(pattern, at)) is None:
            raise _UnreadableError
        tokens.append(token)
        at = token.end()
    tokens.reverse()
    _take(tokens, "{")
    test = _any(tokens)
    _take(tokens, "}")
    if tokens:
        raise _UnreadableError
    return test


def _take(tokens: list[re.Match[str]], sign: str) -> None:
    if not tokens or tokens.pop()["sign"] != sign:
        raise _UnreadableError


def _comes(tokens: list[re.Match[str]], sign: str) -> bool:
    return bool(tokens) and tokens[-1]["sign"] == sign


def _any(tokens: list[re.Match[str]]) -> _Test:
    tests = [_all(tokens)]
    while _comes(tokens, "||"):
        tokens.pop()
        tests.append(_all(tokens))
    return lambda event: some(test(event) for test in tests)


def _all(tokens: list[re.Match[str]]) -> _Test:
    tests = [_one(tokens)]
    while _comes(tokens, "&&"):
        tokens.pop()
        tests.append(_one(tokens))
    return lambda event: every(test(event) for test in tests)


def _one(tokens: list[re.Match[str]]) -> _Test:
    if _comes(tokens, "("):
        tokens.pop()
        test = _any(tokens)
        _take(tokens, ")")
        return test
    if not tokens or not tokens[-1]["field"]:
        raise _UnreadableError
    return _term(tokens.pop())


def _term(token: re.Match[str]) -> _Test:
    field, absent = token["field"], (token["being"] or "").upper().startswith("NOT")
    wanted = token["plain"] if token["quoted"] is None else token["quoted"]

    def test(event: dict[str, str | None]) -> Verdict:
        said = event.get(field)
        if absent and field in event:
            return Verdict.of(said is None)
        if field not in event or token["operator"] not in {"=", "!="}:
            return Verdict.UNKNOWN
        alike = Verdict.of(said is not None and contains(wanted, said))
        return alike if token["operator"] == "=" else ~alike

    return test
