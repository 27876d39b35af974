"""The kinds of a tenant's records as data: what each has to tell, how it is ordered, and where it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError
from crm.domain.fields import FieldKind, fields_from_tables
from crm.domain.wording import Words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.fields import Field

REFERENCES = frozenset({"organisation", "event", "policy", "room"})
"""What a field may refer to; its value is then an id."""
TABS = frozenset({"contracts", "rights", "people", "notes", "site"})
"""Where the tenant's page shows records; ``site``: they belong to no tenant, others refer to them."""


@dataclass(frozen=True, slots=True)
class RecordField:
    """One field of a record, and what a form must know of it besides its kind."""

    field: Field
    required: bool = False
    prose: bool = False
    """Several lines of text."""
    refers: str = ""
    """One of :data:`REFERENCES`, where the value is an id."""
    after: str = ""
    """The field whose day must come before this one's."""
    above: bool = False
    """Kept with the record above, as a lease's number is."""
    id_number: bool = False

    @property
    def code(self) -> str:
        """The field's code, which is its column."""
        return self.field.code


@dataclass(frozen=True, slots=True)
class RecordKind:
    """A kind of record: the table it is kept in, its fields in the order of the form, and its list's columns."""

    code: str
    label: Words
    table: str
    tab: str
    sort: str
    title: str
    columns: tuple[str, ...]
    fields: Mapping[str, RecordField]
    above: str = ""
    """The table of the record above it, which belongs to the tenant then; ``above_key`` refers to it."""
    above_key: str = ""
    several: str = ""
    """What a list of them is called in English."""

    @property
    def listed(self) -> Words:
        """What a list of them is called."""
        return Words(self.label.zh, self.several or self.label.en)

    @property
    def required(self) -> tuple[str, ...]:
        """The fields that must be given."""
        return tuple(code for code, one in self.fields.items() if one.required)


def record_kinds_from_tables(tables: Mapping[str, object]) -> dict[str, RecordKind]:
    """The kinds of a data file, keyed by code, in order. DataFormatError names what is wrong."""
    return {code: _kind(code, table) for code, table in tables.items()}


def _kind(code: str, table: object) -> RecordKind:
    if not isinstance(table, dict):
        raise DataFormatError("data-not-a-table", where=code)
    entries = table.get("fields")
    if not isinstance(entries, dict) or not entries:
        raise DataFormatError("data-not-a-table", where=f"{code}.fields")
    fields = fields_from_tables(entries)
    made = {name: _field(f"{code}.fields.{name}", field, entries[name]) for name, field in fields.items()}
    columns = table.get("columns", [])
    for name in (*columns, table.get("sort"), table.get("title"), *(one.after for one in made.values())):
        if name and name not in made:
            raise DataFormatError("data-value-unknown", where=code, value=str(name))
    if table.get("tab") not in TABS:
        raise DataFormatError("data-value-unknown", where=f"{code}.tab", value=str(table.get("tab")))
    return RecordKind(
        code=code,
        label=Words.from_table(table, where=code),
        table=str(table.get("table", "")),
        tab=str(table["tab"]),
        sort=str(table.get("sort", "")),
        title=str(table.get("title", "")),
        columns=tuple(columns),
        fields=made,
        above=str(table.get("above", "")),
        above_key=str(table.get("above_key", "")),
        several=str(table.get("list", "")),
    )


def _field(where: str, field: Field, entry: Mapping[str, object]) -> RecordField:
    refers = str(entry.get("refers", ""))
    if refers and refers not in REFERENCES:
        raise DataFormatError("data-value-unknown", where=f"{where}.refers", value=refers)
    if field.kind is FieldKind.CHOICE and not field.choices:
        raise DataFormatError("data-text-missing", where=f"{where}.choices")
    return RecordField(
        field=field,
        required=entry.get("required") is True,
        prose=entry.get("prose") is True,
        refers=refers,
        after=str(entry.get("after", "")),
        above=entry.get("above") is True,
        id_number=entry.get("id_number") is True,
    )
