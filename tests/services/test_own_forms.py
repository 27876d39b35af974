"""The user's own forms: kept, handed on as one file, taken in from strangers, put away; filings outlive new layouts."""

from __future__ import annotations

import hashlib
import io
import json
import shutil
import zipfile
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from crm.domain.errors import CrmError
from crm.domain.period import Period, PeriodKind
from crm.domain.wording import Words
from crm.excel.safety import Kind
from crm.services import filings, form_binding, form_pack
from crm.services.filings import build_filing, export_filing
from crm.services.form_alignment import align_form
from crm.services.form_binding import FormName, make_form, open_blank, save_form
from crm.services.form_pack import SUFFIX, pack_form, read_pack, take_in
from crm.services.freezing import export_and_freeze, freeze_filing
from crm.services.frozen_filings import changes_since_frozen, export_frozen, find_filing, read_frozen
from crm.services.library import Library
from crm.services.own_forms import bring_back, install_form, keep_own, list_kept, own_folder, put_away

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from crm.services.operation import Workplace

ZONE = "zone-quarterly"
NAME = FormName(
    "own-form", 2025, Words("自有季报", "Own quarterly"), Words("开发区", "Zone"), PeriodKind.QUARTER
)


@pytest.fixture
def mine(tmp_path: Path) -> Library:
    """A library whose own folder may be written."""
    return Library.load(user_folder=tmp_path / "mine")


@pytest.fixture
def folder(mine: Library, tmp_path: Path) -> Path:
    """A form somebody has made, outside of the program's own."""
    blank = open_blank(mine, mine.form_folder(ZONE).folder / "template.xlsx")
    save_form(blank, NAME, tmp_path / "made")
    return tmp_path / "made"


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(CrmError) as refused:
        act()
    return refused.value.code


def test_an_installed_form_is_one_of_the_forms(mine: Library, folder: Path) -> None:
    library, form = install_form(mine, folder)
    kept = {(one.form.code, one.is_own): one for one in list_kept(library)}
    assert kept["own-form", True].folder == own_folder(library, form.code, 2025)
    assert not kept["own-form", True].is_broken
    assert kept[ZONE, False].findings == ()
    assert library.messages.__class__ is mine.messages.__class__


def test_of_one_code_and_year_there_is_one_and_the_other_is_put_aside(mine: Library, folder: Path) -> None:
    library, form = install_form(mine, folder)
    assert code_of(lambda: install_form(library, folder)) == "form-already-there"
    for number in (1, 2):
        library, _ = install_form(library, folder, replace=True)
        aside = library.folders[-1] / "forms-before" / f"own-form-2025-{number}"
        assert (aside / "form.toml").is_file()
    assert len([one for one in library.forms if one.code == form.code]) == 1


def test_a_shipped_form_may_be_laid_over(mine: Library) -> None:
    shipped = mine.form_folder(ZONE)
    library, _ = install_form(mine, shipped.folder, replace=True)
    assert library.form_folder(ZONE).folder != shipped.folder
    assert (shipped.folder / "form.toml").is_file()


@pytest.mark.parametrize("code", ["../../evil", "Own", "a" * 41, "a/b"])
def test_a_code_is_never_a_path(mine: Library, folder: Path, code: str) -> None:
    text = (folder / "form.toml").read_text("utf-8").replace('"own-form"', json.dumps(code))
    (folder / "form.toml").write_text(text, "utf-8")
    assert code_of(lambda: install_form(mine, folder)) == "form-code-wrong"


def test_what_cannot_be_a_form_here_is_refused(mine: Library, folder: Path) -> None:
    text = (folder / "form.toml").read_text("utf-8")
    (folder / "form.toml").write_text(text.replace('"total_income"', '"our_income"'), "utf-8")
    assert code_of(lambda: install_form(mine, folder)) == "form-indicators-unknown"
    (folder / "form.toml").write_text(text, "utf-8")
    (folder / "template.xlsx").write_bytes(b"nothing")
    assert code_of(lambda: install_form(mine, folder)) == "workbook-damaged"
    (folder / "template.xlsx").unlink()
    assert code_of(lambda: install_form(mine, folder)) == "workbook-missing"


def test_a_form_whose_template_is_broken_is_listed_as_broken(mine: Library, folder: Path) -> None:
    library, form = install_form(mine, folder)
    (own_folder(library, form.code, 2025) / "template.xlsx").write_bytes(b"nothing")
    (broken,) = [one for one in list_kept(library) if one.is_broken]
    assert (broken.form.code, broken.findings[0].code) == ("own-form", "form-template-broken")


def test_a_form_is_put_away_and_brought_back(demo: Workplace, mine: Library, folder: Path) -> None:
    library, _ = install_form(mine, folder)
    without, put = put_away(demo, library, "own-form", 2025)
    assert "own-form" not in {one.code for one in without.forms}
    assert "own-form" in {one.code for one in bring_back(without, put, "own-form", 2025).forms}
    assert code_of(lambda: put_away(demo, mine, ZONE, 2025)) == "form-is-shipped"


# ------------------------------------------------------------------------------------ filed, then a new layout


def test_filings_of_last_year_s_form_outlive_the_new_one(
    demo: Workplace, mine: Library, folder: Path, tmp_path: Path
) -> None:
    library, form = install_form(mine, folder)
    quarter = Period.parse("2025Q3")
    filing = build_filing(demo, library, form.code, quarter)
    freeze_filing(demo, library, filing, reason="已核对")
    book = openpyxl.load_workbook(folder / "template.xlsx")
    book["综合情况"]["B19"], book["综合情况"]["C19"] = "营业总收入", "千元"
    book.save(tmp_path / "new.xlsx")
    aligned = align_form(library, own_folder(library, form.code, 2025), tmp_path / "new.xlsx")
    library = keep_own(library, aligned.form, aligned.text, aligned.blank.template)
    info = find_filing(demo, form.code, quarter)
    exported = export_frozen(demo, info.id, tmp_path / "again.xlsx")
    assert exported.sha256 == filing.sha256
    assert read_frozen(demo, info.id) == filing.built
    assert changes_since_frozen(demo, library, info.id) == ()
    assert build_filing(demo, library, form.code, quarter).workbook.data == filing.workbook.data
    now = build_filing(demo, library, form.code, Period.parse("2026Q3"))
    assert (now.form.year, now.template) == (2026, (tmp_path / "new.xlsx").read_bytes())
    assert code_of(lambda: put_away(demo, library, form.code, 2025)) == "form-was-filed"


# ------------------------------------------------------------------------------------------- one file


def test_a_form_is_handed_on_as_one_file(mine: Library, folder: Path, tmp_path: Path) -> None:
    packed = tmp_path / f"own{SUFFIX}"
    pack_form(mine, folder, packed)
    first = packed.read_bytes()
    pack_form(mine, folder, packed)
    assert packed.read_bytes() == first
    library, form = take_in(mine, packed)
    lies = own_folder(library, form.code, form.year)
    for name in ("form.toml", "template.xlsx"):
        assert (lies / name).read_bytes() == (folder / name).read_bytes()


def parts_of(packed: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(packed) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_sums(parts: dict[str, bytes], **said: object) -> dict[str, bytes]:
    """The parts with a manifest that fits them."""
    manifest: dict[str, Any] = json.loads(parts["manifest.json"])
    manifest["sha256"] = {
        name: hashlib.sha256(data).hexdigest() for name, data in parts.items() if name != "manifest.json"
    }
    return {**parts, "manifest.json": json.dumps(manifest | said).encode()}


def workbook_in_a_bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * (200 << 20))
    return data.getvalue()


def opendocument() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("content.xml", b"<x/>")
    return data.getvalue()


HOSTILE: dict[str, tuple[Callable[[dict[str, bytes]], dict[str, bytes]], str]] = {
    "a name that leads out": (lambda parts: {**parts, "../../evil.py": b"x"}, "form-pack-foreign"),
    "an absolute name": (lambda parts: {**parts, "/etc/passwd": b"x"}, "form-pack-foreign"),
    "a part missing": (lambda parts: {"manifest.json": parts["manifest.json"]}, "form-pack-foreign"),
    "another archive": (lambda _: {"xl/workbook.xml": b"<x/>"}, "form-pack-foreign"),
    "a manifest that is none": (lambda parts: {**parts, "manifest.json": b"[1]"}, "form-pack-foreign"),
    "a manifest nested to death": (
        lambda parts: {**parts, "manifest.json": b"[" * 60_000}, "form-pack-foreign"),
    "of another kind": (lambda parts: with_sums(parts, kind="theme"), "form-pack-foreign"),
    "of a later version": (lambda parts: with_sums(parts, version=2), "form-pack-newer"),
    "altered": (lambda parts: {**parts, "form.toml": parts["form.toml"] + b"\n"}, "form-pack-altered"),
    "swollen": (lambda parts: {**parts, "form.toml": b"#" * (5 << 20)}, "form-pack-too-large"),
    "words that are none": (lambda parts: with_sums({**parts, "form.toml": b"\xff"}), "data-not-toml"),
    "a form that is none": (lambda parts: with_sums({**parts, "form.toml": b"code = 1"}), "data-value-unknown"),
    "a template that is none": (
        lambda parts: with_sums({**parts, "template.xlsx": b"x"}), "workbook-damaged"),
    "a template of another kind": (
        lambda parts: with_sums({**parts, "template.xlsx": opendocument()}), "form-blank-not-xlsx"),
    "a bomb for a template": (
        lambda parts: with_sums({**parts, "template.xlsx": workbook_in_a_bomb()}), "workbook-too-large"),
    "a code that leads out": (
        lambda parts: with_sums(
            {**parts, "form.toml": parts["form.toml"].replace(b'"own-form"', b'"../../../evil"')}
        ), "form-code-wrong"),
    "an unknown indicator": (
        lambda parts: with_sums({**parts, "form.toml": parts["form.toml"].replace(b'"total_income"', b'"x"')}),
        "form-indicators-unknown"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_a_file_that_is_no_form_is_refused_and_leaves_nothing(
    mine: Library, folder: Path, tmp_path: Path, what: str
) -> None:
    change, code = HOSTILE[what]
    packed = tmp_path / f"own{SUFFIX}"
    pack_form(mine, folder, packed)
    parts = change(parts_of(packed))
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    before = sorted(tmp_path.rglob("*"))
    assert code_of(lambda: take_in(mine, packed)) == code
    assert sorted(tmp_path.rglob("*")) == before


def test_a_part_that_lies_about_its_size_is_not_unpacked_further(
    mine: Library, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    packed = tmp_path / f"own{SUFFIX}"
    pack_form(mine, folder, packed)
    monkeypatch.setattr(zipfile.ZipExtFile, "read", lambda _part, most=-1: b"x" * (most + 7))
    assert code_of(lambda: read_pack(mine, packed)) == "form-pack-too-large"


def test_a_file_that_is_cut_off_locked_or_not_there_is_refused(
    mine: Library, folder: Path, tmp_path: Path
) -> None:
    packed = tmp_path / f"own{SUFFIX}"
    assert code_of(lambda: read_pack(mine, packed)) == "workbook-missing"
    pack_form(mine, folder, packed)
    packed.write_bytes(packed.read_bytes()[:-500])
    assert code_of(lambda: read_pack(mine, packed)) == "form-pack-damaged"
    pack_form(mine, folder, packed)
    data = bytearray(packed.read_bytes())
    place = data.rindex(b"PK\x01\x02")
    data[place + 8] |= 1
    packed.write_bytes(data)
    assert code_of(lambda: read_pack(mine, packed)) == "workbook-encrypted"
    assert code_of(lambda: pack_form(mine, folder, tmp_path / "own.zip")) == "save-ending"
    shutil.rmtree(folder)
    assert code_of(lambda: pack_form(mine, folder, packed)) == "form-folder-missing"
    assert form_pack.SUFFIX == SUFFIX


def test_a_form_that_was_bound_is_kept_from_memory(mine: Library) -> None:
    blank = open_blank(mine, mine.form_folder(ZONE).folder / "template.xlsx")
    form, text = make_form(blank, NAME)
    library = keep_own(mine, form, text, blank.template)
    assert library.form_folder("own-form", 2025).template == blank.template


# ------------------------------------------------------------------------------------------ Excel's old format


def test_a_filing_is_exported_in_the_format_its_name_asks_for(
    demo: Workplace, mine: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filings, "convert_workbook", lambda data, **said: said["to"].encode() + data[:2])
    filing = build_filing(demo, mine, ZONE, Period.parse("2026Q3"))
    exported, _ = export_and_freeze(demo, mine, filing, tmp_path / "a.XLS", reason="已核对")
    assert (tmp_path / "a.XLS").read_bytes() == b".xlsPK"
    assert exported.sha256 == hashlib.sha256(b".xlsPK").hexdigest()
    assert export_filing(filing, tmp_path / "b.xls").sha256 == exported.sha256
    info = find_filing(demo, ZONE, Period.parse("2026Q3"))
    assert export_frozen(demo, info.id, tmp_path / "c.xls").sha256 == exported.sha256
    assert export_frozen(demo, info.id, tmp_path / "c.xlsx").sha256 == filing.sha256


def test_a_blank_in_the_old_format_is_converted(
    mine: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    template = mine.form_folder(ZONE).template
    monkeypatch.setattr(form_binding, "convert_workbook", lambda _data, **_said: template)
    monkeypatch.setattr(form_binding, "recognise", lambda _path: Kind.BINARY)
    path = tmp_path / "blank.xls"
    path.write_bytes(b"x")
    blank = open_blank(mine, path)
    assert (blank.file, blank.template) == ("blank.xls", template)
