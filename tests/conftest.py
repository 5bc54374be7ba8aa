"""What every test shares."""

from hypothesis import settings

# A deadline measures the machine, not the code: a busy runner would fail a correct property.
settings.register_profile("house", deadline=None)
settings.load_profile("house")
