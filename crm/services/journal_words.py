"""What the journal's tables and columns are called: from fields, kinds of records and `resources/journal.toml`."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError
from crm.domain.fields import Field, FieldKind, fields_from_tables
from crm.domain.quantity import Dimension
from crm.domain.wording import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.indicators import Indicator
    from crm.services.record_kinds import RecordKind

OWNERS = ("tenant_id", "lease_id", "site_id", "building_id", "floor_id")
"""Columns that say to what a row belongs: they are told by the row's title, not as values."""
_ALWAYS_HIDDEN = frozenset({"id", *OWNERS})


@dataclass(frozen=True, slots=True)
class TableWords:
    """A table in words: what one of its rows is called, the column that names it, and its columns as fields.

    ``refers`` tells for a column that holds another row's id of which kind that is.
    """

    label: Words
    title: str
    columns: Mapping[str, Field]
    hidden: frozenset[str]
    refers: Mapping[str, str]


def table_words(
    tables: Mapping[str, object], *, fields: Mapping[str, Field], records: Mapping[str, RecordKind]
) -> dict[str, TableWords]:
    """The words of every table, by its name. DataFormatError names what is wrong in the data file."""
    words = {kind.table: _of_record(kind) for kind in records.values()}
    for name, table in tables.items():
        if not isinstance(table, dict):
            raise DataFormatError("data-not-a-table", where=name)
        entries: dict[str, dict[str, object]] = table.get("columns", {})
        columns = fields_from_tables(entries)
        known = words.get(name)
        if known is not None:
            # A kind of record, of which not every column can be entered by hand.
            refers = {code: str(entry["refers"]) for code, entry in entries.items() if "refers" in entry}
            words[name] = replace(
                known, columns={**known.columns, **columns}, refers={**known.refers, **refers}
            )
            continue
        words[name] = TableWords(
            label=Words.from_table(table, where=name),
            title=str(table.get("title", "")),
            columns={**fields, **columns} if name == "tenants" else columns,
            hidden=_ALWAYS_HIDDEN | frozenset(map(str, table.get("hidden", ()))),
            refers={},
        )
    return words


def _of_record(kind: RecordKind) -> TableWords:
    return TableWords(
        label=kind.label,
        title=kind.title,
        columns={code: one.field for code, one in kind.fields.items()},
        hidden=_ALWAYS_HIDDEN,
        refers={code: one.refers for code, one in kind.fields.items() if one.refers},
    )


def figure_field(indicator: Indicator) -> Field:
    """An indicator's figure as a field, so that it is shown in its own unit."""
    by_dimension = {Dimension.MONEY: FieldKind.MONEY, Dimension.AREA: FieldKind.AREA}
    kind = by_dimension.get(indicator.unit.dimension, FieldKind.COUNT)
    return Field(indicator.code, indicator.name, kind, indicator.unit)
