"""What all tests share: the built warehouse, and a quiet, repeatable hypothesis."""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.built", "tests.postgres"]

settings.register_profile(
    "project", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "project"))
