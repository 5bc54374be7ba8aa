"""GuardDuty as far as moto 5.2.5 differs from AWS in what no call from outside can change."""

from __future__ import annotations

from typing import Any

from moto.guardduty.models import Detector


def apply() -> None:
    """Correct moto in this process."""
    _features_stay_until_they_are_set()


def _features_stay_until_they_are_set() -> None:
    """Moto forgets every feature that an update does not name; UpdateDetector sets those that it names.

    https://docs.aws.amazon.com/guardduty/latest/APIReference/API_UpdateDetector.html
    """
    update = Detector.update

    def update_what_is_named(
        self: Detector,
        enable: Any,
        finding_publishing_frequency: Any,
        data_sources: Any,
        features: Any,
    ) -> None:
        named = {feature["name"]: feature for feature in [*self.features, *(features or [])]}
        update(self, enable, finding_publishing_frequency, data_sources, list(named.values()))

    Detector.update = update_what_is_named
