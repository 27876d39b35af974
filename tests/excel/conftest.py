"""LibreOffice for the tests that ask another program what a workbook says."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.excel.templates import opened

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import openpyxl

# Left alone, LibreOffice believes the results it finds in the file.
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
INSTALL_LINE = "apt-get install -y --no-install-recommends libreoffice-calc"


@dataclass(frozen=True, slots=True)
class Office:
    """A LibreOffice with a profile of its own."""

    program: str
    folder: Path

    def resave(self, data: bytes, *, name: str = "book") -> bytes:
        """The workbook as LibreOffice writes it: everything computed again."""
        source = self.folder / f"{name}.xlsx"
        source.write_bytes(data)
        return self.convert(source, "xlsx:Calc MS Excel 2007 XML", self.folder / "saved").read_bytes()

    def convert(self, source: Path, kind: str, folder: Path) -> Path:
        """The file at *source* in another format, in *folder*."""
        (saved,) = self.convert_all([source], kind, folder)
        return saved

    def convert_all(self, sources: Sequence[Path], kind: str, folder: Path) -> list[Path]:
        """The files at *sources* in another format, in *folder*; the program starts once for all of them."""
        profile = (self.folder / "profile").as_uri()
        command = [self.program, f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind]
        done = subprocess.run(
            [*command, "--outdir", folder, *sources], capture_output=True, check=False, timeout=300
        )
        saved = [folder / f"{source.stem}.{kind.partition(':')[0]}" for source in sources]
        assert all(path.exists() for path in saved), done.stderr.decode(errors="replace")
        return saved

    def recalculated(self, data: bytes, *, name: str = "book") -> openpyxl.Workbook:
        """The values that LibreOffice itself comes to."""
        return opened(self.resave(data, name=name), values=True)


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice; where it is not installed the test fails and says how to install it."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.fail(f"LibreOffice is not installed. Run: {INSTALL_LINE}")
    folder = tmp_path_factory.mktemp("office")
    settings = folder / "profile" / "user" / "registrymodifications.xcu"
    settings.parent.mkdir(parents=True)
    settings.write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    return Office(program, folder)
