"""What ``layout.toml`` says of a form's sheets: titles, merged headings, labels, widths, notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


@dataclass(frozen=True, slots=True)
class BlockLayout:
    """What a block's table shows besides its rows: a line above it, groups of columns, a count below it."""

    section: str = ""
    groups: tuple[tuple[str, str], ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    count: str = ""

    @property
    def header_rows(self) -> int:
        """How many rows its headings take."""
        return 2 if self.groups else 1


@dataclass(frozen=True, slots=True)
class SheetLayout:
    """A sheet: its title, headings (``range text``), labels beside rows, widths (``letters width``) and note."""

    name: str
    title: str
    last: str = ""
    header: tuple[tuple[str, str], ...] = ()
    side: tuple[tuple[str, str], ...] = ()
    rows: Mapping[int, tuple[str, str, str]] = field(default_factory=dict)
    codes: Mapping[int, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    formulas: Mapping[str, str] = field(default_factory=dict)
    widths: tuple[tuple[str, str], ...] = ()
    note: str = ""
    requirements: tuple[str, ...] = ()
    blocks: Mapping[str, BlockLayout] = field(default_factory=dict)


def layouts_from_table(table: Mapping[str, Any]) -> tuple[SheetLayout, ...]:
    """The sheets of a parsed ``layout.toml``."""
    return tuple(
        SheetLayout(
            name=sheet["name"],
            title=sheet["title"],
            last=sheet.get("last", ""),
            header=_pairs(sheet.get("header", ())),
            side=_pairs(sheet.get("side", ())),
            rows={int(row): tuple(cells) for row, cells in sheet.get("rows", {}).items()},
            codes={int(row): code for row, code in sheet.get("codes", {}).items()},
            words=sheet.get("words", {}),
            formulas=sheet.get("formulas", {}),
            widths=_pairs(sheet.get("widths", ())),
            note=sheet.get("note", ""),
            requirements=tuple(sheet.get("requirements", ())),
            blocks={
                block["id"]: BlockLayout(
                    block.get("section", ""),
                    _pairs(block.get("groups", ())),
                    block.get("labels", {}),
                    block.get("count", ""),
                )
                for block in sheet.get("block", ())
            },
        )
        for sheet in table["sheet"]
    )


def _pairs(lines: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Lines such as ``A4:A5 类别`` as place and text."""
    split = (line.partition(" ") for line in lines)
    return tuple((place, text) for place, _, text in split)
