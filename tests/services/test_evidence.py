"""Evidence: files kept in the database, journaled, checked by their fingerprint, and bound with a filing."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest
from sqlalchemy import func, select, text

from crm.db.base import Base
from crm.db.evidence import EvidenceError
from crm.db.models import EvidenceFile
from crm.domain.errors import NotFoundError, RuleError
from crm.domain.period import Period
from crm.domain.wording import Language
from crm.services import evidence as module
from crm.services.evidence import (
    TABLES,
    Attachment,
    HeldFile,
    RecordKey,
    attach_file,
    bind_evidence,
    list_evidence,
    open_evidence,
    proofs_for,
    read_proofs,
    remove_file,
    write_evidence,
)
from crm.services.evidence_binder import entry_name, export_binder
from crm.services.filings import build_filing
from crm.services.operation import undo
from crm.services.records import add_record, list_records, remove_record
from crm.services.spoken import Spoken
from crm.services.tenants import add_tenant
from crm.services.upkeep import back_up, restore, self_test

if TYPE_CHECKING:
    from pathlib import Path

    from crm.filings.built import Built
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.services.tenants import FieldValue

NOW = Period.parse("2026Q3")
SCAN = b"%PDF-1.4 a certificate"


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "高企证书.pdf"
    path.write_bytes(SCAN)
    return path


@pytest.fixture
def record(workplace: Workplace, library: Library) -> RecordKey:
    """A tenant's qualification."""
    add_tenant(workplace, library, {"name": "汾川云图软件有限公司"})
    values: dict[str, FieldValue] = {
        "title": "高新技术企业",
        "kind": "high_tech",
        "level": "national",
        "granted_on": workplace.today,
    }
    add_record(workplace, library, "qualification", 1, values)
    return RecordKey("qualification", 1)


def attach(place: Workplace, library: Library, record: RecordKey, path: Path, proof: str = "") -> int:
    said = Attachment(proof or proofs_for(library, record.kind)[0].code, note=" 复印件 ")
    return attach_file(place, library, record, path, said).operation


def built(place: Workplace, library: Library, code: str = "zone-quarterly") -> Built:
    return build_filing(place, library, code, NOW).built


def test_a_file_is_kept_once_and_undone_with_its_record(
    workplace: Workplace, library: Library, record: RecordKey, scan: Path
) -> None:
    number = attach(workplace, library, record, scan)
    with pytest.raises(RuleError, match="evidence-file-same"):
        attach(workplace, library, record, scan)
    later = Attachment("qualification_certificate", NOW)
    attach_file(workplace, library, record, scan, later)
    first, second = list_evidence(workplace, 1)
    assert (first.name, first.note, first.tenant_id) == ("高企证书.pdf", "复印件", 1)
    assert first.sha256 == second.sha256 == hashlib.sha256(SCAN).hexdigest()
    assert open_evidence(workplace, first.id) == ("高企证书.pdf", SCAN)
    with workplace.database.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(EvidenceFile)) == 1
    undo(workplace, number)
    assert [one.id for one in list_evidence(workplace)] == [second.id]
    remove_file(workplace, second.id)
    assert list_evidence(workplace) == ()
    undo(workplace)
    assert open_evidence(workplace, second.id)[1] == SCAN
    remove_record(workplace, library, "qualification", record.id)
    assert list_evidence(workplace) == ()
    undo(workplace)
    assert [one.id for one in list_evidence(workplace)] == [second.id]


def test_what_cannot_be_attached_is_refused(
    workplace: Workplace,
    library: Library,
    record: RecordKey,
    scan: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(NotFoundError, match="evidence-proof-unknown"):
        attach(workplace, library, record, scan, "nothing")
    with pytest.raises(NotFoundError, match="evidence-record-unknown"):
        attach(workplace, library, RecordKey("qualification", 99), scan)
    with pytest.raises(NotFoundError, match="evidence-record-unknown"):
        attach(workplace, library, RecordKey("planet", 1), scan, "other")
    with pytest.raises(RuleError, match="evidence-proof-kind"):
        attach(workplace, library, record, scan, "event_record")
    with pytest.raises(RuleError, match="evidence-period-missing"):
        attach(workplace, library, RecordKey("tenant", 1), scan, "financial_statement")
    with pytest.raises(RuleError, match="evidence-file-unreadable"):
        attach(workplace, library, record, tmp_path / "gone.pdf")
    (tmp_path / "empty.pdf").touch()
    with pytest.raises(RuleError, match="evidence-file-empty"):
        attach(workplace, library, record, tmp_path / "empty.pdf")
    monkeypatch.setattr(module, "MOST_BYTES", 3)
    with pytest.raises(RuleError, match="evidence-file-large"):
        attach(workplace, library, record, scan)
    with pytest.raises(NotFoundError, match="evidence-unknown"):
        open_evidence(workplace, 1)
    assert list_evidence(workplace) == ()


def test_a_file_that_is_missing_or_changed_is_noticed(
    workplace: Workplace, library: Library, record: RecordKey, scan: Path
) -> None:
    attach(workplace, library, record, scan)
    (held,) = list_evidence(workplace)
    looked = {one.code: one.passed for one in self_test(workplace, library)}
    assert looked["self-test-evidence"]
    with workplace.database.writing() as connection:
        connection.execute(text("UPDATE evidence_files SET content = :other"), {"other": b"forged"})
        connection.commit()
    with pytest.raises(EvidenceError, match="evidence-file-changed"):
        open_evidence(workplace, held.id)
    looked = {one.code: one.passed for one in self_test(workplace, library)}
    assert not looked["self-test-evidence"]


def test_a_backup_carries_the_files(
    workplace: Workplace, library: Library, record: RecordKey, scan: Path, tmp_path: Path
) -> None:
    attach(workplace, library, record, scan)
    (held,) = list_evidence(workplace)
    back_up(workplace, tmp_path / "copy.bak")
    remove_file(workplace, held.id)
    restore(workplace, tmp_path / "copy.bak")
    assert open_evidence(workplace, held.id)[1] == SCAN


def test_files_follow_their_records_into_the_cells(
    demo_on_each: Workplace, library: Library, scan: Path
) -> None:
    demo = demo_on_each
    filing = built(demo, library)
    binder = bind_evidence(demo, library, filing)
    assert not binder.files
    need = next(one for one in binder.missing if one.kind == "qualification")
    attach(demo, library, RecordKey(need.kind, need.record_id), scan)
    event = next(one for one in binder.missing if one.kind == "event")
    attach(demo, library, RecordKey("event", event.record_id), scan)
    lease = list_records(demo, library, need.tenant_id or 0, ["lease"])["lease"][0]
    attach(demo, library, RecordKey("lease_line", lease.id), scan)
    after = bind_evidence(demo, library, filing)
    assert len(after.missing) == len(binder.missing) - 2
    assert len(after.files) == 2
    cells = {one.cell.place for one in after.needs if 1 in one.files}
    assert cells >= {need.cell.place}
    assert {one.tenant_id for one in list_evidence(demo)} == {None, need.tenant_id}
    with demo.database.reading() as connection:
        owner = connection.scalar(text("SELECT tenant_id FROM evidence WHERE kind = 'lease_line'"))
    assert owner == need.tenant_id


@pytest.mark.parametrize(
    ("form", "indicator", "kind"),
    [("torch-summary", "financed_tenants_total", "financing"), ("shanxi-incubator", "ip_owners", "ip_right")],
)
def test_who_is_counted_for_a_record_is_proved_by_that_record(
    demo: Workplace, library: Library, scan: Path, *, form: str, indicator: str, kind: str
) -> None:
    filing = build_filing(demo, library, form, Period.parse("2025")).built
    counted = [one for one in bind_evidence(demo, library, filing).needs if one.cell.indicator == indicator]
    (figure,) = {one.cell.amount for one in counted}
    assert len({one.tenant_id for one in counted}) == len(counted) == figure
    assert {one.kind for one in counted} == {kind}
    attach(demo, library, RecordKey(kind, counted[0].record_id), scan)
    after = [one for one in bind_evidence(demo, library, filing).needs if one.cell.indicator == indicator]
    assert [one.files for one in after if one.files] == [(1,)]


def test_the_binder_has_numbered_files_an_index_and_what_is_missing(
    demo: Workplace, library: Library, tmp_path: Path
) -> None:
    filing = built(demo, library)
    binder = bind_evidence(demo, library, filing)
    named = tmp_path / "张三140702199001011234参保.pdf"
    named.write_bytes(b"insured")
    photo = tmp_path / "签到 13800001234.jpg"
    photo.write_bytes(b"photo")
    staff = next(one for one in binder.missing if one.proof.code == "staff_record")
    event = next(one for one in binder.missing if one.kind == "event")
    said = Attachment("staff_record", NOW, "联系人 13800001234")
    attach_file(demo, library, RecordKey("tenant", staff.record_id), named, said)
    attach(demo, library, RecordKey("event", event.record_id), photo)
    made = export_binder(demo, library, filing, tmp_path / "材料.zip", Language.ZH)
    assert (made.files, made.lost, made.missing) == (2, (), len(binder.missing) - 2)
    with zipfile.ZipFile(made.path) as archive:
        assert archive.testzip() is None
        *files, index = sorted(archive.namelist())
        assert index == "目录.xlsx"
        assert files[0] == "001_参保证明或花名册_001.pdf"  # such a file's own name tells of a person
        assert files[1] == "002_活动通知、签到表与照片_签到 138_1234.jpg"
        assert archive.read(files[0]) == b"insured"
        book = openpyxl.load_workbook(io.BytesIO(archive.read(index)))
        everything = [str(value) for sheet in book for row in sheet.values for value in row]
    assert book.sheetnames == ["按单元格", "文件", "缺件"]
    assert book["缺件"].max_row == 2 + made.missing
    assert book["文件"].max_row == 3
    assert not any("13800001234" in one or "140702199001011234" in one for one in everything)
    assert any("材料 2 份" in one for one in everything)
    again = export_binder(demo, library, filing, tmp_path / "再次.zip", Language.ZH)
    assert again.path.read_bytes() == made.path.read_bytes()


def test_a_file_that_was_changed_is_left_out_of_the_binder_and_named(
    demo: Workplace, library: Library, scan: Path, tmp_path: Path
) -> None:
    filing = built(demo, library)
    need = next(one for one in bind_evidence(demo, library, filing).missing if one.kind == "event")
    attach(demo, library, RecordKey("event", need.record_id), scan)
    with demo.database.writing() as connection:
        connection.execute(text("UPDATE evidence_files SET content = :other"), {"other": b"forged"})
        connection.commit()
    made = export_binder(demo, library, filing, tmp_path / "a.zip", Language.EN)
    assert (made.files, made.lost) == (0, ("高企证书.pdf",))
    with zipfile.ZipFile(made.path) as archive:
        assert archive.namelist() == ["index.xlsx"]
        book = openpyxl.load_workbook(io.BytesIO(archive.read("index.xlsx")))
    assert book["Files"].cell(2, 9).value == "missing or changed, left out"


def test_a_proof_that_is_no_longer_known_keeps_its_code(
    demo: Workplace, library: Library, scan: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    need = next(
        one for one in bind_evidence(demo, library, built(demo, library)).missing if one.kind == "event"
    )
    attach(demo, library, RecordKey("event", need.record_id), scan)
    (held,) = list_evidence(demo)
    monkeypatch.setattr(module, "read_proofs", lambda _library: {})
    assert entry_name(Spoken(library, Language.ZH), library, 1, held) == "001_event_record_高企证书.pdf"


@pytest.mark.parametrize(
    ("name", "ending"),
    [("长" * 90 + ".PDF", ".PDF"), ("a" * 300, "a"), ("b." + "c" * 250, "c"), ("扫描件. .", "件")],
    ids=["long", "bare", "dotted", "blank"],
)
def test_a_name_in_the_binder_can_be_unpacked_everywhere(library: Library, name: str, ending: str) -> None:
    held = HeldFile(1, "qualification", 1, 1, "qualification_certificate", None, name, "0" * 64, 1)
    entry = entry_name(Spoken(library, Language.ZH), library, 7, held)
    assert len(entry.encode()) <= 200
    assert entry.startswith("007_")
    assert entry.lower().endswith(ending.lower())


def test_a_file_is_written_out_under_a_name_that_every_system_takes(
    workplace: Workplace, library: Library, record: RecordKey, tmp_path: Path
) -> None:
    odd = tmp_path / "证书：第1版?.pdf"
    odd.write_bytes(SCAN)
    attach(workplace, library, record, odd)
    path = write_evidence(workplace, list_evidence(workplace)[0].id, tmp_path)
    assert (path.name, path.read_bytes()) == ("证书：第1版_.pdf", SCAN)


def test_the_shipped_proofs_name_records_and_indicators_that_exist(library: Library) -> None:
    for proof in read_proofs(library).values():
        assert TABLES[proof.kind] in Base.metadata.tables
        assert all(code in library.indicators.by_code for code in proof.indicators)
        assert proof.origin.zh
    assert {proof.verified for proof in read_proofs(library).values()} == {True, False}
