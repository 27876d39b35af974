"""Values of records as they are typed: a text becomes what its field holds, and back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from crm.domain.errors import RuleError
from crm.domain.fields import FieldKind
from crm.domain.parsing import parse_amount, parse_count, parse_date, parse_yes_no
from crm.domain.quantity import from_smallest

if TYPE_CHECKING:
    from crm.domain.fields import Field
    from crm.domain.wording import Language
    from crm.services.library import Library
    from crm.services.record_kinds import RecordKind
    from crm.services.tenants import FieldValue


def read_value(library: Library, kind: RecordKind, code: str, text: str) -> FieldValue:
    """What *text* says for a field: a number in its unit, a day, a choice by word or code, the number of a record.

    Nothing is None. RuleError ``record-field-unknown``, ``record-value``; ParseError for what cannot be read.
    """
    field = kind.fields.get(code)
    if field is None:
        raise RuleError("record-field-unknown", kind=kind.code, field=code)
    if not text.strip():
        return None
    if field.refers:
        return parse_count(text)
    unit = field.field.unit
    match field.field.kind:
        case FieldKind.DATE:
            return parse_date(text)
        case FieldKind.MONEY | FieldKind.AREA if unit is not None:
            return parse_amount(text, unit)
        case FieldKind.COUNT:
            return parse_count(text)
        case FieldKind.YES_NO:
            return parse_yes_no(text)
        case FieldKind.CHOICE:
            found = library.vocabulary[field.field.choices].find(text)
            if found is None:
                raise RuleError("record-value", field=f"{kind.code}.{code}", value=text)
            return found
    return text.strip()


def plain_value(field: Field, value: FieldValue) -> str | int | bool | None:
    """A value as a document of the command line has it: days in ISO form, amounts exactly in the field's unit."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int) and field.unit is not None and field.kind in {FieldKind.MONEY, FieldKind.AREA}:
        return f"{from_smallest(value, field.unit):f}"
    return value


def worded_value(library: Library, field: Field, value: FieldValue, language: Language) -> str:
    """A value as a reader sees it: a choice, yes and no by their words."""
    if field.kind is FieldKind.CHOICE and value:
        return library.vocabulary[field.choices].words(str(value)).in_language(language)
    if isinstance(value, bool):
        return library.messages.word("value-yes" if value else "value-no", {}, language).text
    plain = plain_value(field, value)
    return "" if plain is None else str(plain)
