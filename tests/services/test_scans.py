"""The stamped scan beside its version: attached, read, replaced with a reason, carried by a backup."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from crm.db.base import Base
from crm.db.engine import open_database
from crm.db.models import FilingScan
from crm.domain.errors import NotFoundError, RuleError, UndoRefusedError
from crm.domain.period import Period
from crm.services.filings import build_filing
from crm.services.freezing import freeze_filing
from crm.services.frozen_filings import list_filings
from crm.services.operation import Workplace, undo
from crm.services.scans import LARGEST_SCAN, attach_scan, export_scan, list_scans, read_scan
from crm.services.upkeep import back_up, self_test

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.library import Library
    from crm.services.upkeep import CheckResult

PDF = b"%PDF-1.7\nscan"


@pytest.fixture
def frozen(workplace: Workplace, library: Library) -> int:
    """A frozen filing over nobody; its id."""
    filing = build_filing(workplace, library, "zone-quarterly", Period.parse("2026Q1"))
    freeze_filing(workplace, library, filing, reason="上报")
    return list_filings(workplace)[0].id


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_scan_is_attached_and_comes_back_byte_for_byte(
    workplace: Workplace, frozen: int, tmp_path: Path
) -> None:
    attach_scan(workplace, frozen, written(tmp_path, "盖章.pdf", PDF))
    (scan,) = list_scans(workplace, frozen)
    assert (scan.name, scan.kind, scan.size, scan.by) == ("盖章.pdf", "pdf", len(PDF), "tester")
    assert read_scan(workplace, scan) == PDF
    assert export_scan(workplace, scan, tmp_path / "again.pdf").read_bytes() == PDF


def test_a_scan_is_replaced_with_a_reason_and_the_earlier_one_stays(
    workplace: Workplace, frozen: int, tmp_path: Path
) -> None:
    first = written(tmp_path, "1.pdf", PDF)
    attach_scan(workplace, frozen, first)
    with pytest.raises(RuleError, match="scan-same"):
        attach_scan(workplace, frozen, first, reason="再附")
    second = written(tmp_path, "2.png", b"\x89PNG\r\n\x1a\nscan")
    with pytest.raises(RuleError, match="scan-reason"):
        attach_scan(workplace, frozen, second)
    changes = attach_scan(workplace, frozen, second, reason="第一次漏盖章")
    assert changes.kind == "filing-scan-replaced"
    assert [(scan.kind, scan.reason) for scan in list_scans(workplace, frozen)] == [
        ("png", "第一次漏盖章"),
        ("pdf", ""),
    ]
    undo(workplace)
    assert [scan.name for scan in list_scans(workplace, frozen)] == ["1.pdf"]


def test_what_cannot_be_a_scan_is_refused_with_a_sentence(
    workplace: Workplace, frozen: int, tmp_path: Path
) -> None:
    large = tmp_path / "large.pdf"
    with large.open("wb") as file:
        file.truncate((LARGEST_SCAN << 20) + 1)
    for path, code in (
        (tmp_path / "none.pdf", "scan-unreadable"),
        (written(tmp_path, "empty.pdf", b""), "scan-empty"),
        (written(tmp_path, "letter.pdf", b"PK\x03\x04"), "scan-kind"),
        (large, "scan-too-large"),
    ):
        with pytest.raises(RuleError, match=code):
            attach_scan(workplace, frozen, path)
    with pytest.raises(NotFoundError, match="filing-unknown"):
        attach_scan(workplace, frozen + 1, written(tmp_path, "a.jpg", b"\xff\xd8\xffscan"))
    assert list_scans(workplace) == ()


def test_a_filing_with_a_scan_is_not_undone_before_the_scan_is(
    workplace: Workplace, frozen: int, tmp_path: Path
) -> None:
    freezing = 1
    attach_scan(workplace, frozen, written(tmp_path, "1.pdf", PDF))
    with pytest.raises(UndoRefusedError):
        undo(workplace, freezing)
    undo(workplace)
    undo(workplace, freezing)
    assert list_filings(workplace) == ()


def test_a_scan_that_was_tampered_with_is_not_opened(
    workplace: Workplace, frozen: int, tmp_path: Path
) -> None:
    attach_scan(workplace, frozen, written(tmp_path, "1.pdf", PDF))
    with workplace.database.writing() as connection:
        connection.execute(update(FilingScan).values(content=b"%PDF-other"))
        connection.commit()
    with pytest.raises(RuleError, match="scan-damaged"):
        read_scan(workplace, list_scans(workplace, frozen)[0])


def test_a_backup_carries_the_scan(demo: Workplace, library: Library, tmp_path: Path) -> None:
    filing = build_filing(demo, library, "zone-quarterly", Period.parse("2026Q3"))
    freeze_filing(demo, library, filing, reason="上报")
    attach_scan(demo, list_filings(demo)[0].id, written(tmp_path, "1.pdf", PDF))
    back_up(demo, tmp_path / "backup.db")
    kept = Workplace.of(open_database(tmp_path / "backup.db"), user="tester")
    try:
        assert read_scan(kept, list_scans(kept)[0]) == PDF
    finally:
        kept.database.close()


@pytest.mark.parametrize(
    ("table", "column", "value", "told"),
    [
        ("filings", "workbook", b"PK", "zone-quarterly 2026Q1 v1.xlsx"),
        ("filings", "record_sha256", "0" * 64, "zone-quarterly 2026Q1 v1"),
        ("filing_scans", "content", b"%PDF-other", "zone-quarterly 2026Q1 v1 1.pdf"),
    ],
)
def test_the_self_test_names_a_frozen_filing_that_was_altered(
    workplace: Workplace,
    library: Library,
    frozen: int,
    tmp_path: Path,
    table: str,
    column: str,
    value: bytes | str,
    told: str,
) -> None:
    attach_scan(workplace, frozen, written(tmp_path, "1.pdf", PDF))

    def outcome() -> CheckResult:
        return next(one for one in self_test(workplace, library) if one.code == "self-test-filings")

    assert (outcome().passed, outcome().values) == (True, {"filings": 1})
    with workplace.database.writing() as connection:
        connection.execute(update(Base.metadata.tables[table]).values({column: value}))
        connection.commit()
    assert (outcome().passed, outcome().values) == (False, {"why": told})
