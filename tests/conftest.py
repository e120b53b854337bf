"""What holds for every test: the house's Hypothesis profile, without deadlines, and the same examples every time in CI."""

import os

from hypothesis import settings

settings.register_profile("house", deadline=None, derandomize=bool(os.environ.get("CI")), print_blob=True)
settings.load_profile("house")
