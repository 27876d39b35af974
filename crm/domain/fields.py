"""The fields of a tenant's record: one list that imports, forms, tables and exports share."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError
from crm.domain.quantity import Unit, unit_named
from crm.domain.wording import Words

if TYPE_CHECKING:
    from collections.abc import Mapping


class FieldKind(Enum):
    """How a field's values are read, checked and shown."""

    TEXT = "text"
    NAME = "name"
    DATE = "date"
    MONEY = "money"
    AREA = "area"
    COUNT = "count"
    YES_NO = "yes_no"
    CHOICE = "choice"
    CODE = "code"
    USCC = "uscc"
    PHONE = "phone"
    STAGE = "stage"
    INDUSTRY = "industry"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Field:
    """One field: code, labels, kind, the unit of its values and, for a choice, the name of its code list."""

    code: str
    label: Words
    kind: FieldKind
    unit: Unit | None = None
    choices: str = ""
    personal: bool = False
    """Personal data: masked in exports unless the full value is asked for."""


def fields_from_tables(tables: Mapping[str, object]) -> dict[str, Field]:
    """The fields of a data file, keyed by code, in order. DataFormatError names what is wrong."""
    fields = {}
    for code, table in tables.items():
        if not isinstance(table, dict):
            raise DataFormatError("data-not-a-table", where=code)
        try:
            kind = FieldKind(table.get("kind"))
        except ValueError:
            raise DataFormatError(
                "data-value-unknown", where=f"{code}.kind", value=str(table.get("kind"))
            ) from None
        unit = table.get("unit")
        fields[code] = Field(
            code=code,
            label=Words.from_table(table, where=code),
            kind=kind,
            unit=unit_named(str(unit)) if unit is not None else None,
            choices=str(table.get("choices", "")),
            personal=table.get("personal") is True,
        )
    return fields
