"""Templates of every origin: prefixes, missing addresses, strict names, shared formulas, template types, damage."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlsxwriter

from crm.excel import deflate
from crm.excel.archive import ArchiveWriter
from crm.excel.deflate import PACKER
from crm.excel.package import Package, PackageBroken
from crm.excel.template import Block, Fill, Filled, TemplateRefused, fill_template
from tests.excel.templates import (
    COLUMNS,
    form_rows,
    loaded,
    opened,
    read_parts,
    rewritten,
    small_form_by_xlsxwriter,
    with_part,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"
FIRST_SHEET = "xl/worksheets/sheet1.xml"


def filled_form(template: bytes, **more: object) -> Filled:
    block = Block(sheet="表一", first_row=4, columns=COLUMNS, rows=form_rows())
    return fill_template(template, Fill(blocks=(block,), **more))  # type: ignore[arg-type]


def only(name: str, change: Callable[[bytes], bytes]) -> Callable[[str, bytes], bytes]:
    return lambda part, data: change(data) if part == name else data


def prefixed(data: bytes) -> bytes:
    """The main namespace under the prefix x, as some programs write it."""
    text = data.replace(b' xmlns="' + MAIN + b'"', b' xmlns:x="' + MAIN + b'"')
    return re.sub(rb"<(/?)([a-zA-Z][\w]*)(?=[\s>/])", rb"<\1x:\2", text)


def without_addresses(data: bytes) -> bytes:
    """Cells and rows that only their order numbers; blanks fill the gaps."""
    text = re.sub(rb'<c r="B2"', rb'<c r="B2"', data)
    text = text.replace(b'<row r="1"', b"<row").replace(b'<c r="A1"', b"<c")
    return re.sub(
        rb'<row r="4"( [^>]*)?>(.*?)</row>', lambda m: m[0].replace(b'r="4"', b"").replace(b"  ", b" "), text
    )


def strict(name: str, data: bytes) -> bytes:
    if not name.endswith((".xml", ".rels")):
        return data
    data = data.replace(MAIN, STRICT)
    return data.replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )


def absolute(name: str, data: bytes) -> bytes:
    if name == "xl/_rels/workbook.xml.rels":
        return re.sub(rb'Target="(?!/)', rb'Target="/xl/', data)
    return data


KINDS: dict[str, Callable[[], bytes]] = {
    "prefixed": lambda: rewritten(small_form_by_xlsxwriter(), only(FIRST_SHEET, prefixed)),
    "without addresses": lambda: rewritten(small_form_by_xlsxwriter(), only(FIRST_SHEET, without_addresses)),
    "strict": lambda: rewritten(small_form_by_xlsxwriter(), strict),
    "absolute targets": lambda: rewritten(small_form_by_xlsxwriter(), absolute),
    "without document properties": lambda: without_core(small_form_by_xlsxwriter()),
    "with folders and backslashes": lambda: backslashed(small_form_by_xlsxwriter()),
}


def without_core(data: bytes) -> bytes:
    def change(name: str, part: bytes) -> bytes | None:
        if name == "docProps/core.xml":
            return None
        part = re.sub(rb'<Override PartName="/docProps/core.xml"[^>]*/>', b"", part)
        return re.sub(rb'<Relationship Id="rId2"[^>]*core-properties"[^>]*/>', b"", part)

    return rewritten(data, change)


def backslashed(data: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("xl/", b"")
        for name, part in read_parts(data).items():
            archive.writestr(name.replace("xl/worksheets/", "xl\\worksheets\\"), part)
    return file.getvalue()


@pytest.mark.parametrize("kind", KINDS)
def test_the_form_is_filled_whoever_saved_it(kind: str) -> None:
    filled = filled_form(KINDS[kind]())
    assert filled.formulas["表一", "D34"].formula == "SUM(D4:D33)"
    assert filled.formulas["表一", "D34"].value == 3435
    assert filled.formulas["表一", "F33"].value is not None
    assert filled.formulas["表二", "B1"].value == 3435
    assert filled.uncomputed == ()
    if kind != "strict":
        book = loaded(filled, values=True)
        assert book["表一"]["D34"].value == 3435
        assert [book["表一"][f"B{row}"].value for row in range(4, 34)] == [row[1] for row in form_rows()]


def test_a_prefix_is_kept_in_every_row_made() -> None:
    sheet = read_parts(filled_form(KINDS["prefixed"]()).data)[FIRST_SHEET].decode()
    assert sheet.count("<x:row ") == 35
    assert not re.search(r"<(?:row|c|v|is|t|f|mergeCell)[\s>]", sheet)


def test_bytes_do_not_depend_on_what_else_is_imported() -> None:
    # openpyxl registers prefixes for the whole process; a sheet made with and without it must not differ.
    sheet = read_parts(filled_form(small_form_by_xlsxwriter()).data)[FIRST_SHEET]
    assert not re.search(rb"<\w+:(?:row|c|f|v)[\s>]", sheet)


def test_same_template_same_fill_same_bytes() -> None:
    template = small_form_by_xlsxwriter()
    one, other = filled_form(template), filled_form(template)
    assert one.data == other.data
    assert one.packer == PACKER
    with zipfile.ZipFile(io.BytesIO(one.data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_without_isal_the_file_says_the_same_in_other_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    template = small_form_by_xlsxwriter()
    with_isal = filled_form(template)
    monkeypatch.setattr(deflate, "PACKER", "zlib")
    with_zlib = filled_form(template)
    assert with_zlib.packer == "zlib"
    assert with_zlib.data == filled_form(template).data
    assert read_parts(with_zlib.data) == read_parts(with_isal.data)


def test_the_file_says_when_it_was_made_and_by_whom() -> None:
    made_at = datetime(2026, 4, 5, 8, 30, tzinfo=timezone(timedelta(hours=8)))
    filled = filled_form(small_form_by_xlsxwriter(), made_at=made_at, title="季报", creator="试验孵化器")
    properties = loaded(filled).properties
    assert properties.title == "季报"
    assert properties.creator == properties.lastModifiedBy == "试验孵化器"
    core = read_parts(filled.data)["docProps/core.xml"].decode()
    assert re.findall(r"2026-04-05T00:30:00Z", core) == ["2026-04-05T00:30:00Z"] * 2


def test_a_time_without_a_zone_is_taken_as_it_stands() -> None:
    filled = filled_form(KINDS["without document properties"](), made_at=datetime(2026, 4, 5))  # noqa: DTZ001 - the point
    core = read_parts(filled.data)["docProps/core.xml"].decode()
    assert re.findall(r"2026-04-05T00:00:00Z", core) == ["2026-04-05T00:00:00Z"] * 2
    assert opened(filled.data).properties.created.replace(tzinfo=UTC) == datetime(2026, 4, 5, tzinfo=UTC)


def test_a_template_file_becomes_a_workbook() -> None:
    kind = b"openxmlformats-officedocument.spreadsheetml."
    template = rewritten(
        small_form_by_xlsxwriter(),
        only("[Content_Types].xml", lambda data: data.replace(kind + b"sheet.main", kind + b"template.main")),
    )
    types = read_parts(filled_form(template).data)["[Content_Types].xml"]
    assert kind + b"sheet.main+xml" in types
    assert b"template.main" not in types


def test_a_template_with_macros_is_refused_for_no_xlsx_can_hold_them() -> None:
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main"
    changed = (kind, b"application/vnd.ms-excel.sheet.macroEnabled.main")
    template = rewritten(
        small_form_by_xlsxwriter(), only("[Content_Types].xml", lambda data: data.replace(*changed))
    )
    with pytest.raises(TemplateRefused, match="template-macros"):
        filled_form(template)
    relation = (
        b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject"'
    )
    related = rewritten(
        with_part(small_form_by_xlsxwriter(), "xl/vbaProject.bin", "x"),
        only(
            "xl/_rels/workbook.xml.rels",
            lambda data: data.replace(
                b"</Relationships>", relation + b' Target="vbaProject.bin"/></Relationships>'
            ),
        ),
    )
    with pytest.raises(TemplateRefused, match="template-macros"):
        filled_form(related)


def test_a_template_that_swells_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(TemplateRefused, match="template-damaged"):
        filled_form(with_part(small_form_by_xlsxwriter(), "xl/media/a.bin", "0" * (65 << 20)))


def test_the_old_chain_of_computation_goes_with_every_trace_of_it() -> None:
    relation = (
        b'<Relationship Id="rId99" Target="calcChain.xml" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"/></Relationships>'
    )
    override = b'<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'

    def change(name: str, data: bytes) -> bytes:
        if name == "xl/_rels/workbook.xml.rels":
            return data.replace(b"</Relationships>", relation)
        return data.replace(b"</Types>", override) if name == "[Content_Types].xml" else data

    template = with_part(rewritten(small_form_by_xlsxwriter(), change), "xl/calcChain.xml", "<calcChain/>")
    parts = read_parts(filled_form(template).data)
    assert "xl/calcChain.xml" not in parts
    assert not [name for name, data in parts.items() if b"calcChain" in data]


def test_a_workbook_that_says_nothing_of_computing_is_told_where_it_belongs() -> None:
    template = rewritten(small_form_by_xlsxwriter(), lambda _, data: re.sub(rb"<calcPr[^>]*/>", b"", data))
    workbook = read_parts(filled_form(template).data)["xl/workbook.xml"].decode()
    assert re.search(r'</definedNames><calcPr fullCalcOnLoad="1"/></workbook>$', workbook)
    assert loaded(filled_form(template)).calculation.fullCalcOnLoad


def shared_form() -> bytes:
    """A sheet whose formulas are shared as Excel shares them: B2 for B2:B5, and the loop row 7 with row 8."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表"
    for row in range(2, 9):
        sheet[f"A{row}"] = row
        sheet[f"B{row}"] = "=A1"
    sheet["A9"] = "=SUM(A7:A7)"
    sheet["C9"] = "=B8*2"
    file = io.BytesIO()
    book.save(file)

    def share(data: bytes) -> bytes:
        text = data.decode()
        for row in range(2, 9):
            master = '<f t="shared" ref="B2:B8" si="0">A2*10</f>' if row == 2 else '<f t="shared" si="0"/>'
            text = re.sub(rf'(<c r="B{row}"[^>]*>)<f>A1</f>', rf"\g<1>{master}", text)
        return text.encode()

    return rewritten(file.getvalue(), only(FIRST_SHEET, share))


def test_shared_formulas_are_written_out_where_they_go() -> None:
    block = Block(sheet="表", first_row=7, columns=("A",), rows=[(1,), (2,), (3,)])
    filled = fill_template(shared_form(), Fill(blocks=(block,)))
    sheet = loaded(filled)["表"]
    assert [sheet[f"B{row}"].value for row in range(2, 11)] == [f"=A{row}*10" for row in range(2, 11)]
    assert sheet["C11"].value == "=B10*2"
    assert filled.formulas["表", "C11"].value == 160
    assert filled.formulas["表", "A11"].value == 6
    assert b'"shared"' not in read_parts(filled.data)[FIRST_SHEET]


def test_a_value_over_the_first_of_shared_formulas_leaves_the_others_whole() -> None:
    filled = fill_template(shared_form(), Fill(cells={("表", "B2"): 5}))
    sheet = loaded(filled)["表"]
    assert (sheet["B2"].value, sheet["B3"].value) == (5, "=A3*10")
    assert filled.formulas["表", "B8"].value == 80


def test_a_total_of_nothing_shows_nothing_and_stays_a_formula() -> None:
    """The others that share it, and cells without a formula of their own, stay as they are."""
    blanks = frozenset({("表", "B2"), ("表", "C9"), ("表", "A3")})
    filled = fill_template(shared_form(), Fill(cells={("表", "A2"): None}, blanks=blanks))
    sheet = loaded(filled)["表"]
    assert (sheet["B2"].value, sheet["B3"].value) == ('=IF((A2*10)=0,"",A2*10)', "=A3*10")
    assert [filled.formulas["表", place].value for place in ("B2", "B3", "C9")] == ["", 30, 160]
    assert sheet["A3"].value == 3


@pytest.mark.parametrize(
    ("other", "shows_zero"),
    [
        ("=A1", False),
        ("=SUM(B1:B9)", False),
        ("=SUM(A1, 表!$B$2)", False),
        ("=别!B2+1", False),
        ("=B2+1", True),
        ("=SUM(B1:B9)*2", True),
        ("=表!B:B", True),
        ("=SUMPRODUCT(A1:C3)", True),
        ("=总数", True),
    ],
)
def test_a_total_that_others_reckon_with_keeps_its_zero(other: str, shows_zero: bool) -> None:
    """A text would make them an error."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表"
    sheet["B2"] = "=SUM(A2:A3)"
    sheet["D9"] = other
    book.create_sheet("别")
    file = io.BytesIO()
    book.save(file)
    filled = fill_template(file.getvalue(), Fill(blanks=frozenset({("表", "B2")})))
    assert filled.formulas["表", "B2"].value == (0 if shows_zero else "")


def test_array_formulas_move_and_are_left_to_excel() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("表")
    sheet.write_array_formula("B4:B4", "{=SUM(A4*{1,2})}", value=7)
    sheet.write_array_formula("A6:A7", "{=A4:A5*2}")
    sheet.write_array_formula("C9:C9", "{=SUM(E9:E10*2)}", value=12)
    sheet.write_formula("D9", "=A7*2", None, 8)
    book.close()
    block = Block(sheet="表", first_row=4, columns=("A",), rows=[(1,), (2,)])
    filled = fill_template(file.getvalue(), Fill(blocks=(block,)))
    xml = read_parts(filled.data)[FIRST_SHEET].decode()
    assert '<c r="B5"><f t="array" ref="B5">SUM(A5*{1,2})</f></c>' in xml
    assert '<c r="A7"><f t="array" ref="A7:A8">A4:A6*2</f></c>' in xml
    assert '<c r="A8"/>' in xml  # the second cell of the array has no result of the template's either
    assert filled.formulas["表", "D10"].value is None
    assert filled.formulas["表", "C10"].value == 12  # it looks at nothing that was filled
    assert ("表", "B5") in filled.uncomputed
    assert ("表", "A7") in filled.uncomputed


def test_results_beyond_us_are_kept_only_where_nothing_they_see_has_changed() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    sheet = book.add_worksheet("表")
    sheet.write_row("A1", [1, 2, 3])
    formulas = ['TEXT(A1,"0.0")', 'TEXT(B1,"0.0")', "TODAY()", 'TEXT(E1,"0")', "名字*1", "表!C1:C1 C1"]
    for row, formula in enumerate(formulas, 1):
        sheet.write_formula(row, 3, f"={formula}", None, "旧")
    sheet.write_formula("E1", "=C1*2", None, 6)
    book.close()
    filled = fill_template(file.getvalue(), Fill(cells={("表", "B1"): 5}))
    values = [filled.formulas["表", f"D{row}"].value for row in range(2, 8)]
    assert values == ["旧", None, None, None, None, "旧"]
    sheet_xml = read_parts(filled.data)[FIRST_SHEET].decode()
    assert re.search(r'<c r="D3"[^>]*><f>TEXT\(B1,"0.0"\)</f></c>', sheet_xml)


def test_days_in_an_old_macintosh_template_are_counted_from_1904() -> None:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"date_1904": True})
    book.add_worksheet("表").write_formula("A2", "=A1+1")
    book.close()
    day = datetime(2026, 3, 1, tzinfo=UTC).date()
    filled = fill_template(file.getvalue(), Fill(cells={("表", "A1"): day}))
    assert filled.formulas["表", "A2"].value == 46082 - 1462 + 1
    assert '<c r="A1"><v>44620</v></c>' in read_parts(filled.data)[FIRST_SHEET].decode()


def broken(name: str, data: bytes | None) -> Callable[[], bytes]:
    return lambda: rewritten(small_form_by_xlsxwriter(), lambda part, old: data if part == name else old)


DAMAGED: dict[str, Callable[[], bytes]] = {
    "no zip": lambda: b"PK\x03\x04 nothing",
    "an empty file": lambda: b"",
    "a zip of something else": lambda: backslashed(with_part(b"", "a.txt", "x")),
    "no workbook": broken("xl/workbook.xml", None),
    "no relations": broken("_rels/.rels", None),
    "broken XML": broken(FIRST_SHEET, b"<worksheet><sheetData>"),
    "no rows": broken(FIRST_SHEET, b'<worksheet xmlns="' + MAIN + b'"/>'),
    "wrong address": broken(
        FIRST_SHEET, b"<worksheet><sheetData><row><c r='?'/></row></sheetData></worksheet>"
    ),
    "rows out of order": broken(
        FIRST_SHEET, b"<worksheet><sheetData><row r='5'/><row r='4'/></sheetData></worksheet>"
    ),
    "a bomb of entities": broken(
        FIRST_SHEET, b"<!DOCTYPE a [<!ENTITY a 'aaaa'>]><worksheet>&a;<sheetData/></worksheet"
    ),
    "cut off": lambda: small_form_by_xlsxwriter()[:3000],
}


@pytest.mark.parametrize("kind", DAMAGED)
def test_a_damaged_template_is_refused_in_words(kind: str) -> None:
    with pytest.raises(TemplateRefused) as refused:
        filled_form(DAMAGED[kind]())
    assert refused.value.code in {"template-damaged", "template-no-sheet"}


def test_a_binary_workbook_is_no_template() -> None:
    with pytest.raises(PackageBroken):
        Package({"a.txt": b"x"})


def test_an_archive_past_four_gigabytes_is_refused() -> None:
    class Vast(io.BytesIO):
        """A file that says it is vast."""

        def tell(self) -> int:
            return super().tell() + (1 << 32)

    archive = ArchiveWriter(Vast())
    with pytest.raises(OverflowError):
        archive.add("a", b"x")


def test_an_archive_that_failed_gets_no_directory() -> None:
    file = io.BytesIO()
    with suppress(ZeroDivisionError), ArchiveWriter(file) as archive:
        archive.add("名.xml", b"x" * (1 // 0))
    assert b"PK\x05\x06" not in file.getvalue()


def test_names_beyond_latin_letters_survive_in_an_archive() -> None:
    file = io.BytesIO()
    with ArchiveWriter(file) as archive:
        archive.add("xl/media/图.png", b"x" * 10)
    assert read_parts(file.getvalue()) == {"xl/media/图.png": b"x" * 10}
