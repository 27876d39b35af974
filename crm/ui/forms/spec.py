"""What a form asks for, as records: one spec a field, made from the fields and kinds of records of the library."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from crm.domain.fields import FieldKind
from crm.domain.quantity import UNITS
from crm.domain.text import pinyin_initials
from crm.domain.vocabulary import INDUSTRY

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from crm.domain.fields import Field
    from crm.domain.quantity import Unit
    from crm.domain.vocabulary import Vocabulary
    from crm.services.library import Library
    from crm.services.record_kinds import RecordKind
    from crm.ui.labels import Labels


class EntryKind(Enum):
    """How a field is entered."""

    TEXT = "text"
    PROSE = "prose"
    DATE = "date"
    MONEY = "money"
    AREA = "area"
    COUNT = "count"
    YES_NO = "yes_no"
    CHOICE = "choice"
    USCC = "uscc"
    PHONE = "phone"
    EMAIL = "email"
    ID_NUMBER = "id_number"


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: its key (a code or an id), how it is shown, and what it is found by."""

    key: str | int
    text: str
    search: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class EntrySpec:
    """One field of a form."""

    code: str
    caption: str
    kind: EntryKind
    required: bool = False
    unit: Unit | None = None
    """The unit in which an amount is shown at first."""
    options: tuple[Option, ...] = ()
    find: Callable[[str], str | None] | None = None
    """The key that a text means which is no option's, such as a finer code."""
    refers: str = ""
    """What the options are to be read from."""
    after: str = ""
    """The field whose day must come before this one's."""
    shares_line: bool = False
    """Several lines of text that stand beside others, where all below one another were too high for a small screen."""

    @property
    def is_wide(self) -> bool:
        """Whether it takes the whole width of a form."""
        return self.kind is EntryKind.PROSE and not self.shares_line


_KINDS = {
    FieldKind.DATE: EntryKind.DATE,
    FieldKind.MONEY: EntryKind.MONEY,
    FieldKind.AREA: EntryKind.AREA,
    FieldKind.COUNT: EntryKind.COUNT,
    FieldKind.YES_NO: EntryKind.YES_NO,
    FieldKind.CHOICE: EntryKind.CHOICE,
    FieldKind.INDUSTRY: EntryKind.CHOICE,
    FieldKind.USCC: EntryKind.USCC,
    FieldKind.PHONE: EntryKind.PHONE,
    FieldKind.EMAIL: EntryKind.EMAIL,
}
_NOWHERE: Mapping[str, str] = {}
_PROSE = frozenset({"description", "note", "founders"})
"""Fields of a tenant that are written in several lines."""


def tenant_specs(library: Library, labels: Labels, codes: Iterable[str]) -> tuple[EntrySpec, ...]:
    """The fields of a tenant's own record, in the order of *codes*."""
    return tuple(
        _spec(library, labels, library.fields[code], required=code == "name", prose=code in _PROSE)
        for code in codes
    )


def field_specs(
    library: Library,
    labels: Labels,
    fields: Mapping[str, Field],
    *,
    required: Iterable[str] = (),
    after: Mapping[str, str] = _NOWHERE,
) -> tuple[EntrySpec, ...]:
    """The *fields* of any record, in their order; *after* names for a day the one that must come before it."""
    needed = set(required)
    return tuple(
        _spec(library, labels, field, required=code in needed, prose=False, after=after.get(code, ""))
        for code, field in fields.items()
    )


def record_specs(library: Library, labels: Labels, kind: RecordKind) -> tuple[EntrySpec, ...]:
    """The fields of a record."""
    made = []
    for one in kind.fields.values():
        spec = _spec(library, labels, one.field, required=one.required, prose=one.prose, after=one.after)
        if one.id_number:
            spec = EntrySpec(spec.code, spec.caption, EntryKind.ID_NUMBER, required=one.required)
        elif one.refers:
            spec = EntrySpec(
                spec.code, spec.caption, EntryKind.CHOICE, required=one.required, refers=one.refers
            )
        made.append(spec)
    return tuple(made)


def _spec(
    library: Library, labels: Labels, field: Field, *, required: bool, prose: bool, after: str = ""
) -> EntrySpec:
    kind = EntryKind.PROSE if prose else _KINDS.get(field.kind, EntryKind.TEXT)
    listed = INDUSTRY if field.kind is FieldKind.INDUSTRY else field.choices
    vocabulary = library.vocabulary[listed] if kind is EntryKind.CHOICE else None
    return EntrySpec(
        code=field.code,
        caption=field.label.in_language(labels.language),
        kind=kind,
        required=required,
        unit=field.unit or _unit_of(kind),
        options=() if vocabulary is None else vocabulary_options(vocabulary, labels),
        find=None if vocabulary is None else vocabulary.find,
        after=after,
    )


def _unit_of(kind: EntryKind) -> Unit | None:
    return {EntryKind.MONEY: UNITS["yuan"], EntryKind.AREA: UNITS["square_metre"]}.get(kind)


def vocabulary_options(vocabulary: Vocabulary, labels: Labels) -> tuple[Option, ...]:
    """The terms of a code list, found by both names, synonyms, code and pinyin initials; an industry shows its code."""
    made = []
    for term in vocabulary:
        name = term.words.in_language(labels.language)
        shown = f"{term.code} {name}" if vocabulary.name == INDUSTRY else name
        made.append(
            Option(term.code, shown, search_of(term.words.zh, term.words.en, term.code, *term.synonyms))
        )
    return tuple(made)


def search_of(*texts: str) -> str:
    """What an option is found by: its texts and their pinyin initials, in lower case."""
    parts = [part for text in texts for part in (text, pinyin_initials(text)) if part]
    return "\n".join(dict.fromkeys(part.casefold() for part in parts))
