"""A Word document: its parts in their order, nothing in it that XML forbids, the same bytes each time."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from crm.excel.word import Heading, Paragraph, Table, write_document

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARTS = (
    Heading("简报", 0),
    Heading("一、成效"),
    Paragraph("企业 <甲> & 乙\x01，共 2 家。"),
    Table(("序号", "指标"), (("1", "企业数"), ("2", "面积")), (20, 80)),
    Paragraph("小字", small=True),
)


def body_of(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist()[0] == "[Content_Types].xml"
        assert archive.testzip() is None
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
        return etree.fromstring(archive.read("word/document.xml"))[0]


def texts(element: etree._Element) -> list[str]:
    return [part.text or "" for part in element.iter(f"{W}t")]


def test_numbers_stand_at_the_right_under_a_header_in_the_middle() -> None:
    table = Table(
        ("指标", "数值", "单位"), (("面积", "12.5", "元"),), (50, 30, 20), frozenset({1}), frozenset({2})
    )
    body = body_of(write_document([table]))
    aligned = [one.get(f"{W}val") for one in body.iterfind(f".//{W}pPr/{W}jc")]
    assert aligned == ["center"] * 3 + ["left", "right", "center"]


def test_the_parts_stand_in_their_order() -> None:
    body = body_of(write_document(PARTS))
    tags = [child.tag.removeprefix(W) for child in body]
    assert tags == ["p", "p", "p", "tbl", "p", "p", "sectPr"]
    assert texts(body)[:3] == ["简报", "一、成效", "企业 <甲> & 乙，共 2 家。"]
    assert texts(body)[3:] == ["序号", "指标", "1", "企业数", "2", "面积", "小字"]


def test_prose_is_indented_and_a_tables_header_repeats() -> None:
    body = body_of(write_document(PARTS))
    assert [bool(child.findall(f".//{W}ind")) for child in list(body)[:3]] == [False, False, True]
    rows = body[3].findall(f"{W}tr")
    assert [bool(row.findall(f".//{W}tblHeader")) for row in rows] == [True, False, False]
    widths = [int(str(one.get(f"{W}w"))) for one in body[3].findall(f".//{W}gridCol")]
    assert widths == [1814, 7256]


def test_pages_are_numbered_and_headings_can_be_listed() -> None:
    data = write_document(PARTS)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        footer = etree.fromstring(archive.read("word/footer1.xml"))
        assert b'Target="footer1.xml"' in archive.read("word/_rels/document.xml.rels")
    assert "".join(texts(footer)) == "— 1 —"
    assert [one.get(f"{W}instr") for one in footer.iter(f"{W}fldSimple")] == [" PAGE "]
    levels = [one.get(f"{W}val") for one in body_of(data).iter(f"{W}outlineLvl")]
    assert levels == ["0", "1"]


def test_the_same_parts_give_the_same_bytes() -> None:
    assert write_document(PARTS) == write_document(PARTS)
