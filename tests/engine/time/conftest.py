"""How Hypothesis runs here: without a clock, since a computed lunar year is slow only the first time."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
