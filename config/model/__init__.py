"""The frozen models that an environment's files are read into, one file per section."""

from config.model.zone import LandingZone

__all__ = ["LandingZone"]
