"""What every test shares."""

import gc

from hypothesis import settings

# A deadline measures the machine, not the code: a busy runner would fail a correct property.
settings.register_profile("house", deadline=None)
settings.load_profile("house")

# The SDKs' classes stay for the whole run; walking them after every 700 new objects is a third of the suite's time.
gc.set_threshold(100_000, 20, 100)
