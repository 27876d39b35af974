"""A workbook as WPS saves it: namespaces and properties, shared formulas, boxes of comments, pictures in cells."""

from __future__ import annotations

import re

from tests.excel.templates import red_picture, rewritten, with_part

BUILD = "2052-11.1.0.9098"
PICTURE = "ID_3F2504E04F8911D3"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_WPS = "http://www.wps.cn/officeDocument"
_SHEET = (
    f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="{_OFFICE}/relationships"'
    ' xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    ' xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    f' xmlns:etc="{_WPS}/2017/etCustomData">'
)
_PROPERTY = (
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{}" name="KSOProductBuildVer">'
    f"<vt:lpwstr>{BUILD}</vt:lpwstr></property></Properties>"
)
_PROPERTIES = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="{_OFFICE}/custom-properties"'
    f' xmlns:vt="{_OFFICE}/docPropsVTypes">' + _PROPERTY.format(2)
)
_CELL_IMAGES = (
    f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<etc:cellImages xmlns:etc="{_WPS}/2017/etCustomData"'
    ' xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    f' xmlns:r="{_OFFICE}/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    f'<etc:cellImage><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="2" name="{PICTURE}"/><xdr:cNvPicPr/></xdr:nvPicPr>'
    '<xdr:blipFill><a:blip r:embed="rId1"/></xdr:blipFill><xdr:spPr/></xdr:pic></etc:cellImage></etc:cellImages>'
)
_CUSTOM, _CHAIN, _IMAGES = "docProps/custom.xml", "xl/calcChain.xml", "xl/cellimages.xml"
_RELATION = '<Relationship Id="{}" Type="{}" Target="{}"/></Relationships>'


def saved_by_wps(data: bytes) -> bytes:
    """The workbook in *data*, made by XlsxWriter, as WPS would write it, with a picture in cell D20 where row 20 is."""
    data = rewritten(data, _as_wps)
    if _CUSTOM.encode() not in data:
        data = with_part(data, _CUSTOM, _PROPERTIES)
    for name, content in (
        (_CHAIN, "<calcChain/>"),
        (_IMAGES, _CELL_IMAGES),
        (
            "xl/_rels/cellimages.xml.rels",
            _related("rId1", f"{_OFFICE}/relationships/image", "media/wps1.png"),
        ),
        ("xl/media/wps1.png", red_picture().decode("latin-1")),
    ):
        data = with_part(data, name, content)
    return rewritten(data, _with_parts)


def _related(identifier: str, kind: str, target: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">' + _RELATION.format(identifier, kind, target)


def _as_wps(name: str, data: bytes) -> bytes:
    if not name.endswith((".xml", ".rels", ".vml")):
        return data
    text = data.decode()
    if name.startswith("xl/worksheets/sheet"):
        text = re.sub(r"<worksheet [^>]*>", _SHEET + ("" if "<sheetPr" in text else "<sheetPr/>"), text)
        text = re.sub(r' x14ac:dyDescent="[^"]*"', "", text)
        text = text.replace("<f>D4/E4</f>", '<f t="shared" ref="F4:F5" si="0">D4/E4</f>')
        text = text.replace("<f>D5/E5</f>", '<f t="shared" si="0"/>')
        shown = f"DISPIMG(&quot;{PICTURE}&quot;,1)"
        picture = f'<c r="D20" t="str"><f>_xlfn.{shown}</f><v>={shown}</v></c></row>'
        text = re.sub(r'(<row r="20"(?:(?!</row>).)*)</row>', rf"\1{picture}", text)
    elif name.endswith(".vml"):
        text = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text
        text = re.sub(r"<v:shapetype .*?</v:shapetype>", "", text, flags=re.DOTALL)
        text = text.replace("<v:shape ", '<v:shape o:spt="202" ')
    elif name == "xl/workbook.xml":
        text = re.sub(
            r"<fileVersion[^>]*/>", '<fileVersion appName="xl" lastEdited="3" rupBuild="9302"/>', text
        )
        text = re.sub(r"<calcPr[^>]*/>", '<calcPr calcId="144525"/>', text)
    elif name.endswith(".rels"):
        found = re.findall(r"<Relationship [^>]*/>", text)
        text = re.sub(r"<Relationship [^>]*/>", "", text)
        text = text.replace("</Relationships>", "".join(reversed(found)) + "</Relationships>")
    elif name == _CUSTOM:
        text = text.replace("</Properties>", _PROPERTY.format(3))
    return text.encode()


def _with_parts(name: str, data: bytes) -> bytes:
    if name == "xl/media/wps1.png":
        return red_picture()
    text = data.decode("latin-1") if name in {"[Content_Types].xml", "_rels/.rels"} else ""
    if name == "xl/_rels/workbook.xml.rels":
        end = "</Relationships>"
        kinds = (
            (f"{_WPS}/2020/cellImage", "cellimages.xml"),
            (f"{_OFFICE}/relationships/calcChain", "calcChain.xml"),
        )
        text = data.decode()
        for number, (kind, target) in enumerate(kinds, start=90):
            text = text.replace(end, _RELATION.format(f"rId{number}", kind, target))
    elif name == "[Content_Types].xml":
        for part, kind in (
            (_CUSTOM, "openxmlformats-officedocument.custom-properties"),
            (_CHAIN, "openxmlformats-officedocument.spreadsheetml.calcChain"),
            (_IMAGES, "wps-officedocument.cellimage"),
        ):
            if f"/{part}" not in text:
                override = f'<Override PartName="/{part}" ContentType="application/vnd.{kind}+xml"/></Types>'
                text = text.replace("</Types>", override)
        if 'Extension="png"' not in text:
            text = text.replace("<Override", '<Default Extension="png" ContentType="image/png"/><Override', 1)
    elif name == "_rels/.rels" and _CUSTOM not in text:
        kind = f"{_OFFICE}/relationships/custom-properties"
        text = text.replace("</Relationships>", _RELATION.format("rId9", kind, _CUSTOM))
    return text.encode("latin-1") if text else data
