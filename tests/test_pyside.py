"""The PySide6 in use must not lose references to None, as 6.12.0 on Python 3.11 does until it aborts."""

from __future__ import annotations

import json
import subprocess
import sys

# Qt's names one by one: 6.8.0 on Python 3.11 does not bear `import *` from two of its modules.
COUNT_REFERENCES = """
import json, os, sys
from PySide6.QtGui import QGuiApplication, QPainter, QPixmap

application = QGuiApplication([])
pixmap = QPixmap(4, 4)
painter = QPainter(pixmap)
painter.save(), painter.restore()
before = sys.getrefcount(None)
for _ in range(1000):
    painter.save()
    painter.restore()
lost = before - sys.getrefcount(None)
painter.end()
print(json.dumps(lost), flush=True)
os._exit(0)  # with too few references left, an orderly end would abort
"""


def test_two_thousand_calls_that_return_nothing_lose_no_reference_to_none() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COUNT_REFERENCES],
        check=False,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    assert abs(json.loads(done.stdout)) < 100
