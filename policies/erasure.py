"""When personal data is gone: the limit of its category, and the age at which a store deletes for good."""

from __future__ import annotations

from itertools import product
from typing import Any, Final

from policies.buckets import LIFECYCLE
from policies.classification import NOBODYS, PERSONAL, days_of, tag
from policies.organisation import organisation
from policies.value import Value, is_true, one_of
from policies.verdict import Verdict, every, some
from policies.view import View

_NARROWING: Final = ("filter.tag", "filter.and", "filter.objectSizeGreaterThan", "filter.objectSizeLessThan", "tags")
"""What makes a lifecycle rule one about some of the objects, beside a prefix."""

_GONE: Final = ("noncurrentVersionExpiration.noncurrentDays", "noncurrentVersionExpiration.days")
"""Where a rule says after how many days what was hidden is deleted; the other is how a bucket spells it inline."""


def is_somebodys(view: View) -> Verdict:
    """Whether a resource says that it holds personal data; FAIL where it says nothing."""
    said = tag(view, PERSONAL)
    return Verdict.FAIL if said.missing else said.holds(lambda raw: raw != NOBODYS)


def is_category(raw: Any) -> bool:
    """Whether a tag's value is a category of personal data that the organisation knows, or says that it is nobody's."""
    return raw == NOBODYS or one_of(*organisation().erasure_limits)(raw)


def within_limit(view: View, days: float | None) -> Verdict:
    """Whether so many days (None: not known) are within the limit of the category that a resource names.

    A category that the organisation does not know is held to the lowest limit; that it is not known is a finding of its
    own (LZ-DAT-009). An unknown one passes below the lowest limit and is unknown above.
    """
    limits = organisation().erasure_limits
    said, lowest = tag(view, PERSONAL), min(limit.days for limit in limits.values())
    if days is None:
        return Verdict.UNKNOWN
    if days <= lowest:
        return Verdict.PASS
    if said.unknown:
        return Verdict.UNKNOWN
    known = limits.get(said.raw) if isinstance(said.raw, str) else None
    return Verdict.of(known is not None and days <= known.days)


def erases_in_time(bucket: View) -> Verdict:
    """Whether a lifecycle of the bucket deletes every object for good within the limit.

    A bucket that keeps versions only hides an object when it expires; what was hidden is deleted so many days later.
    """
    found, perhaps = LIFECYCLE.of(bucket)
    pairs = (pair for _, rules in found for pair in product(rules.each(), repeat=2))
    erased = some(_is_about_all(hides) & _is_about_all(ends) & _in_time(bucket, hides, ends) for hides, ends in pairs)
    return erased | (Verdict.UNKNOWN if perhaps else Verdict.FAIL)


def _in_time(bucket: View, hides: Value, ends: Value) -> Verdict:
    """Whether what one rule hides and another deletes is gone in time; an unknown number is one day at least."""
    steps = _days(hides, "expiration.days"), _days(ends, *_GONE)
    if 0 in steps:
        return Verdict.FAIL
    soonest = within_limit(bucket, sum(days or 1 for days in steps))
    return soonest & Verdict.UNKNOWN if None in steps else soonest


def _days(rule: Value, *paths: str) -> float | None:
    """The days at the first of the paths that says something; 0 where none does."""
    said = next((rule.at(path) for path in paths if not rule.at(path).missing), rule.at(paths[0]))
    return days_of(said)


def _is_about_all(rule: Value) -> Verdict:
    """Whether a rule of a lifecycle is on, and spares no object and no version."""
    awake = rule.at("status").holds(one_of("Enabled")) | rule.at("enabled").holds(is_true)
    anywhere = every(
        prefix.holds(one_of(""), when_missing="") for prefix in (rule.at("filter.prefix"), rule.at("prefix"))
    )
    spared = [rule.at(path) for path in (*_NARROWING, "noncurrentVersionExpiration.newerNoncurrentVersions")]
    return awake & anywhere & every(Verdict.UNKNOWN if s.unknown else Verdict.of(s.missing) for s in spared)
