"""Which objects a trail of CloudTrail writes down the reads and writes of."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType
from typing import Final

from policies.account import same_region
from policies.paths import select, top
from policies.value import Value, is_true, one_of
from policies.verdict import Verdict, every, some
from policies.view import View

TRAIL: Final = "aws:cloudtrail/trail:Trail"

_ARN: Final = "resources.ARN"
_OBJECTS: Final = "AWS::S3::Object"
_EVERY_BUCKET: Final = "arn:aws:s3:::"
"""What the ARNs of all objects begin with."""
_DELIVERIES: Final = "PutObject"
"""What a trail does to its own bucket: a record of it would be the next thing to record."""
_SAID: Final = MappingProxyType(
    {
        "eventCategory": one_of("Data"),
        "eventSource": one_of("s3.amazonaws.com"),
        "resources.type": one_of(_OBJECTS),
    }
)
"""Fields of an advanced selector that take nothing of a bucket away where they equal this."""
_NEEDED: Final = ("eventCategory", "resources.type")


def recording(bucket: View) -> Iterator[View]:
    """The trails that may write down what is done to the bucket's objects: those that surely do not are left out."""
    name = bucket["bucket"]
    if not name.known:
        yield from bucket.stack.of_type(TRAIL)
        return
    arn = f"{_EVERY_BUCKET}{name.raw}/"
    beginnings = [name.replaced(arn[:length]) for length in range(len(arn) + 1)]
    yield from bucket.stack.where(_beginnings, beginnings, TRAIL)


def _beginnings(trail: View) -> Iterator[Value]:
    """What the ARNs of the objects that a trail is about begin with; nothing where it asks for no ARN."""
    yield from select(trail, "eventSelectors[].dataResources[].values[]")
    for selector in select(trail, "advancedEventSelectors[]"):
        asked = [field for field in selector.at("fieldSelectors").each() if field.at("field").raw == _ARN]
        begins = [value for field in asked for value in field.at("startsWiths").each()]
        yield from begins or [selector if selector.unknown else selector.replaced("")]


def records_access(trail: View, bucket: View) -> Verdict:
    """Whether the trail writes down every read and write of the bucket's objects.

    Of the bucket it delivers to, the writes may be left out.
    """
    on = trail["enableLogging"].holds(is_true, when_missing=True)
    reaches = trail["isMultiRegionTrail"].holds(is_true, when_missing=False) | same_region(trail, bucket)
    own = trail.refers_to("s3BucketName", bucket, "bucket")
    advanced = (_covers(selector, trail, bucket, own) for selector in select(trail, "advancedEventSelectors[]"))
    basic = (_includes(selector, trail, bucket) for selector in select(trail, "eventSelectors[]"))
    return on & reaches & some([*advanced, *basic])


def _covers(selector: Value, trail: View, bucket: View, own: Verdict) -> Verdict:
    fields = list(selector.at("fieldSelectors").each())
    needed = every(some(field.at("field").holds(one_of(name)) for field in fields) for name in _NEEDED)
    return needed & every(_takes_nothing_away(field, trail, bucket, own) for field in fields)


def _takes_nothing_away(field: Value, trail: View, bucket: View, own: Verdict) -> Verdict:
    name = field.at("field")
    if name.unknown:
        return Verdict.UNKNOWN
    if name.raw == _ARN:
        return _reaches(field, trail, bucket)
    if name.raw == "eventName":
        left_out = every(event.holds(one_of(_DELIVERIES)) for event in field.at("notEquals").each())
        return own & left_out & _compares_by(field, "notEquals")
    wanted = _SAID.get(str(name.raw))
    return Verdict.FAIL if wanted is None else some(value.holds(wanted) for value in field.at("equals").each())


def _reaches(field: Value, trail: View, bucket: View) -> Verdict:
    """Whether a selector by ARN takes in all objects of the bucket."""
    begins, without = field.at("startsWiths"), list(field.at("notStartsWiths").each())
    within = some(_begins(begin, trail, bucket) for begin in begins.each())
    left_out = some(
        _with_arn(begin, bucket, lambda said, arn: said.startswith(arn)) | _begins(begin, trail, bucket)
        for begin in without
    )
    taken = Verdict.PASS if begins.missing and without else within
    return taken & ~left_out & _compares_by(field, "startsWiths", "notStartsWiths")


def _compares_by(field: Value, *operators: str) -> Verdict:
    """Whether a field compares by these operators alone; any other picks single objects or events."""
    return every(Verdict.of(key in {"field", *operators}) for key, said in field.entries() if not said.missing)


def _begins(begin: Value, trail: View, bucket: View) -> Verdict:
    """Whether the ARNs of all objects of the bucket begin so; a text that comes from the bucket is its ARN."""
    if begin.unknown and any(source.urn == bucket.urn for source in trail.sources(top(begin.path))):
        return Verdict.PASS
    return _with_arn(begin, bucket, lambda said, arn: arn.startswith(said))


def _with_arn(said: Value, bucket: View, holds: Callable[[str, str], bool]) -> Verdict:
    """What holds of a text and what the ARNs of the bucket's objects begin with."""
    name = bucket["bucket"]
    if name.known:
        return said.holds(lambda raw: holds(str(raw), f"{_EVERY_BUCKET}{name.raw}/"))
    return said.holds(lambda raw: holds(str(raw), _EVERY_BUCKET)) | Verdict.UNKNOWN


def _includes(selector: Value, trail: View, bucket: View) -> Verdict:
    """Whether a basic selector takes in all objects of the bucket."""
    both = selector.at("readWriteType").holds(one_of("All"), when_missing="All")
    taken = some(
        resource.at("type").holds(one_of(_OBJECTS))
        & some(_begins(value, trail, bucket) for value in resource.at("values").each())
        for resource in selector.at("dataResources").each()
    )
    return both & taken
