"""LibreOffice, the demo and the library, as the tests of the excel package and of the services have them."""

from __future__ import annotations

from tests.excel.conftest import office
from tests.services.conftest import _demo_file, demo, library

__all__ = ["_demo_file", "demo", "library", "office"]
