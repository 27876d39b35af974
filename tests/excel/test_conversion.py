"""Excel's old format through LibreOffice: converted both ways, and told where that cannot be."""

from __future__ import annotations

import os
import shutil
import stat
from typing import TYPE_CHECKING

import pytest

from crm.excel import conversion
from crm.excel.blank_form import read_blank
from crm.excel.conversion import ConversionRefused, convert_workbook, find_office
from crm.excel.safety import Kind, recognise
from tests.excel.templates import small_form_by_xlsxwriter

if TYPE_CHECKING:
    from pathlib import Path

needs_scripts = pytest.mark.skipif(os.name == "nt", reason="stands in for LibreOffice with a shell script")


def stand_in(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program of our own in LibreOffice's place."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(conversion, "find_office", lambda: str(program))


def test_a_workbook_goes_to_the_old_format_and_back(office: object, tmp_path: Path) -> None:
    assert office
    data = small_form_by_xlsxwriter()
    old = convert_workbook(data, name="表.xls", source=".xlsx", to=".xls")
    path = tmp_path / "表.xls"
    path.write_bytes(old)
    assert recognise(path) is Kind.BINARY
    back = convert_workbook(old, name="表.xls", source=".xls", to=".xlsx")
    assert [sheet.name for sheet in read_blank(back)] == [sheet.name for sheet in read_blank(data)]
    assert read_blank(back)[0].formulas == read_blank(data)[0].formulas


def test_without_libreoffice_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setattr(conversion, "_WINDOWS", ())
    assert find_office() is None
    with pytest.raises(ConversionRefused) as refused:
        convert_workbook(b"", name="表.xls", source=".xlsx", to=".xls")
    assert (refused.value.code, refused.value.values) == ("office-missing", {"file": "表.xls"})


@needs_scripts
@pytest.mark.parametrize(
    ("script", "seconds", "code"), [("exit 0", 30, "office-failed"), ("sleep 60 & wait", 1, "office-silent")]
)
def test_an_office_that_makes_nothing_or_hangs_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, seconds: int, code: str
) -> None:
    os.mkfifo(tmp_path / "alive")
    alive = os.open(tmp_path / "alive", os.O_RDONLY | os.O_NONBLOCK)
    stand_in(tmp_path, f"exec 3>{tmp_path}/alive; {script}", monkeypatch)
    with pytest.raises(ConversionRefused) as refused:
        convert_workbook(b"x", name="表.xls", source=".xlsx", to=".xls", seconds=seconds)
    assert refused.value.code == code
    os.set_blocking(alive, True)
    assert os.read(alive, 1) == b""  # comes once nobody holds the other end: all that was started has ended
    os.close(alive)


def test_an_office_that_cannot_be_started_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversion, "find_office", lambda: str(tmp_path))
    with pytest.raises(ConversionRefused) as refused:
        convert_workbook(b"x", name="表.xls", source=".xlsx", to=".xls")
    assert refused.value.code == "office-failed"
