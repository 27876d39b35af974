"""What was copied must not bring the program down when it ends."""

from __future__ import annotations

import subprocess
import sys

COPY_AND_END = """
from PySide6.QtWidgets import QApplication
from crm.app import leave_clipboard
from crm.ui.table.copying import copy_block, mime_of
from crm.ui.table.source import Column
application = QApplication([])
application.clipboard().setMimeData(mime_of(copy_block([Column("a", "A")], [["x"]], with_header=True)))
leave_clipboard(application)
print(application.clipboard().text())
"""


def test_a_block_on_the_clipboard_does_not_crash_the_program_at_its_end() -> None:
    done = subprocess.run(
        [sys.executable, "-c", COPY_AND_END], check=False, capture_output=True, encoding="utf-8", timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["A", "x"]
