"""Whose rows a register lists: enterprises of one population, or records of a kind; by its words, or as it is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.domain.measures import Population
from crm.intake.form_decisions import row_of
from crm.intake.form_groupings import month_of_head
from crm.intake.form_slot import without_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crm.domain.fields import Field
    from crm.intake.form_outline import FormOutline
    from crm.intake.form_record_lists import Chosen, RecordList, RecordLists
    from crm.intake.form_sheet import Register
    from crm.intake.form_slot import Slot
    from crm.intake.form_words import FormWords
    from crm.intake.lexicon import Lexicon

OF_RECORDS = "bind-rows-of-records"
"""The doubt about a column of a register that seems to list records, nobody knows which."""
KIND_ASSUMED = "bind-rows-kind"
"""The doubt where a kind of record was found that not all words speak for."""
WHICH = "bind-rows-which"
"""The doubt where the kind is clear, and not which of the records are listed."""
_NAME = "name"
_POPULATION, _RECORDS = "population", "records"
_LEAST = 0.5
"""The share of a register's columns from which a kind of record may be meant."""
_SURE = 0.6
"""The share from which it is, where the title says the same."""
_FEWEST = 2
"""Columns that have to be known."""


@dataclass(frozen=True, slots=True)
class Rows:
    """What a register lists: enterprises of a population, or where ``records`` says so records of that kind.

    ``which`` are the records that are listed, ``others`` other kinds that they may be; ``doubt`` is a code of
    ``resources/messages/binding.toml``. ``is_told`` where the user, or last year's form, has said it.
    """

    population: Population
    records: str = ""
    which: str = ""
    confidence: float = 1.0
    doubt: str = ""
    others: tuple[str, ...] = ()
    is_told: bool = False
    own: Chosen | None = None
    """Which records they are where a form says it that no choice of ours describes."""

    def __str__(self) -> str:
        """What somebody tells who takes it as it is."""
        if not self.records:
            return f"{_POPULATION}={self.population.value}"
        whose = "" if self.population is Population.ANYBODY else f";{_POPULATION}={self.population.value}"
        which = f".{self.which}" if self.which or self.own else ""
        return f"{_RECORDS}={self.records}{which}{whose}"


def read_rows(text: str, *, place: str, lists: RecordLists) -> Rows:
    """What *text* says of the rows in *place*: ``population=resident``, ``records=ip_rights.valid``.

    ParseError ``bind-said-wrongly`` names the part that is not understood.
    """
    said: dict[str, str] = {}
    for part in filter(None, text.split(";")):
        key, _, value = (piece.strip() for piece in part.partition("="))
        known = {_POPULATION: [one.value for one in Population], _RECORDS: [*lists.by_code, *lists.names]}
        if key not in known:
            raise _refusal(place, part.strip(), [f"{name}=…" for name in known])
        if value not in known[key]:
            raise _refusal(place, value, known[key])
        said[key] = value
    if not said:
        raise ParseError("bind-place-unknown", place=place)
    chosen = lists.chosen(said[_RECORDS]) if _RECORDS in said else None
    population = Population(said.get(_POPULATION, Population.ANYBODY.value))
    records, which = chosen or ("", "")
    return Rows(population, records, which, is_told=True)


def rows_told(outline: FormOutline, told: Mapping[str, str], words: FormWords) -> dict[tuple[str, int], Rows]:
    """Sheet and row of registers → what they list, as *told*. ParseError ``bind-place-unknown``."""
    registers = {(register.sheet, register.row) for register in outline.registers}
    found: dict[tuple[str, int], Rows] = {}
    for place, text in told.items():
        row = row_of(place)
        if row is None:
            continue
        rows = read_rows(text, place=place, lists=words.lists)
        if row not in registers:
            raise ParseError("bind-place-unknown", place=place)
        found[row] = rows
    return found


@dataclass(frozen=True, slots=True)
class RowsReader:
    """Tells from a register's title and heads what it lists."""

    title: str
    words: FormWords
    lexicon: Lexicon
    fields: Mapping[str, Field]

    def read(self, register: Register) -> Rows:
        """What *register* lists, in a form of this title.

        A register in which no enterprise is named, or whose title speaks of events, deals or people, lists records:
        bound as a list of enterprises it would show a row for each of them.
        """
        has_names = any(self.is_field(slot, _NAME) for slot in register.slots)
        if not has_names or self.words.is_of_records(register.title, register.sheet):
            return self.records(register) or self.tenants(register, doubt=OF_RECORDS)
        said = self.words.population_in(register.title, register.sheet, self.title)
        return self.tenants(register, doubt="bind-rows-whose" if said is None else "")

    def tenants(self, register: Register, *, doubt: str) -> Rows:
        """Enterprises of the population that the words of the form name."""
        said = self.words.population_in(register.title, register.sheet, self.title)
        return Rows(said or Population.INCUBATING, doubt=doubt, confidence=0.8 if doubt else 1.0)

    def records(self, register: Register) -> Rows | None:
        """The records that title and heads speak of; None where they are rather enterprises, or nothing known."""
        found = sorted(self._scored(register), key=lambda one: (-one[0], one[1].code))
        if not found:
            return None
        score, kind, share = found[0]
        rivals = [other for _, other, its_share in found[1:] if its_share >= share]
        is_said = score > share
        is_clear = is_said and share >= _SURE and not any(self._is_said(one, register) for one in rivals)
        chosen, is_which = kind.choose(
            register.title, register.sheet, self.title, to_date=self.words.lists.to_date
        )
        doubt = "" if is_clear and is_which else WHICH if is_clear else KIND_ASSUMED
        whose = self.words.population_in(register.title, register.sheet) if kind.of_tenants else None
        return Rows(
            whose or chosen.population,
            kind.code,
            chosen.code,
            confidence=0.8 if doubt else 1.0,
            doubt=doubt,
            others=tuple(other.code for _, other, _ in found[1:]),
        )

    def _scored(self, register: Register) -> Iterator[tuple[float, RecordList, float]]:
        """Kinds that may be meant, each with its score and the share of columns that it knows."""
        slots = [slot for slot in register.slots if not self._says_nothing(slot)]
        tenants = sum(map(self._is_of_tenants, slots))
        for kind in self.words.lists.by_code.values():
            known = sum(self.field_or_amount(kind, slot) for slot in slots)
            if known < max(_FEWEST, tenants) or known < _LEAST * len(slots):
                continue
            share = known / len(slots)
            yield share + self._said(kind, register) / 10, kind, share

    def _said(self, kind: RecordList, register: Register) -> int:
        return max(kind.title_length(register.title), kind.title_length(register.sheet))

    def _is_said(self, kind: RecordList, register: Register) -> bool:
        return self._said(kind, register) > 0

    def _says_nothing(self, slot: Slot) -> bool:
        key = self.key(slot)
        is_note = key in self.lexicon.synonyms.ignored or self.words.columns.get(key) == "note"
        return is_note or month_of_head(slot.label) is not None

    def _is_of_tenants(self, slot: Slot) -> bool:
        """Whether a head is known of enterprises, as a field or a figure that they report."""
        return self.key(slot) in self.lexicon.known

    def key(self, slot: Slot) -> str:
        """The key of a column's head, without the stars that say it must be filled in."""
        return self.lexicon.read_header(without_marks(slot.label)).key

    def is_field(self, slot: Slot, code: str) -> bool:
        """Whether a head names a field of enterprises."""
        label = self.fields[code].label
        known = (label.zh, label.en, *self.lexicon.synonyms.fields.get(code, ()))
        return self.key(slot) in {self.lexicon.read_header(word).key for word in known}

    def field_or_amount(self, kind: RecordList, slot: Slot) -> bool:
        """Whether a head is a column that a kind of record has."""
        return self.key(slot) in kind.heads or self.key(slot) in kind.amounts


def chosen_of(rows: Rows, words: FormWords) -> tuple[RecordList, Chosen]:
    """The kind and choice of records that *rows* names."""
    kind = words.lists.by_code[rows.records]
    return kind, rows.own or kind.chosen[rows.which]


def _refusal(place: str, value: str, known: list[str]) -> ParseError:
    return ParseError("bind-said-wrongly", place=place, value=value, known=", ".join(known))
