"""What the tests of the domain stand on: nothing that a test before them left to be remembered."""

from __future__ import annotations

import sys

import pytest


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Empty what the domain remembers, or its lines would not run where a test that counts none came first."""
    for name, module in sys.modules.items():
        if name.startswith("crm.domain."):
            for value in vars(module).values():
                if hasattr(value, "cache_clear"):
                    value.cache_clear()
