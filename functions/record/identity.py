"""The id of a record, and the key of its object, each known from the other.

An id carries its hour: whoever has the id can fetch the object without an index, and the records of one hour stand
together under one prefix, so that the hour can be sealed.
"""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime, timedelta

_ID = re.compile(r"(\d{4})(\d{2})(\d{2})T(\d{2})-[0-9a-f]{32}")
_HOUR = "%Y%m%dT%H"


def record_id(moment: datetime, *parts: str) -> str:
    """The hour and a hash of the parts that make the record one.

    The same request within an hour has the same id, so the store, which takes a key once, cannot hold it twice.
    """
    # Lengths keep ("a", "bc") from meeting ("ab", "c").
    material = "".join(f"{len(part)}:{part}" for part in parts)
    return f"{hour_of(moment)}-{hashlib.sha256(material.encode()).hexdigest()[:32]}"


def is_id(text: str) -> bool:
    """Whether it could be the id of a record."""
    return _ID.fullmatch(text) is not None


def object_key(system: str, id_: str) -> str:
    """Where the record's object lies in the store."""
    return f"{hour_prefix(system, id_[:11])}{id_[11:]}.json"


def hour_prefix(system: str, hour: str) -> str:
    """What the keys of an hour's records begin with; `hour` as in an id, such as 20261125T14."""
    return f"records/system={system}/{_day(hour)}{hour}"


def manifest_key(system: str, hour: str) -> str:
    """Where the manifest of an hour lies."""
    return f"manifests/system={system}/{_day(hour)}{hour}.json"


def late_prefix(system: str, hour: str) -> str:
    """What the markers of records begin with that came into the store in this hour, but belong to an earlier one."""
    return f"late/system={system}/{hour}/"


def hour_of(moment: datetime) -> str:
    """The hour of an instant, as ids spell it."""
    return moment.astimezone(UTC).strftime(_HOUR)


def hour_before(hour: str) -> str:
    """The hour that ended when this one began."""
    return hour_of(datetime.strptime(hour, _HOUR).replace(tzinfo=UTC) - timedelta(hours=1))


def _day(hour: str) -> str:
    return f"year={hour[:4]}/month={hour[4:6]}/day={hour[6:8]}/"
