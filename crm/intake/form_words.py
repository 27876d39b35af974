"""The words of blank forms: what heads a column of figures, what marks a part, whose figures a title asks for."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError
from crm.domain.measures import Population
from crm.domain.period import PeriodKind
from crm.domain.text import name_key
from crm.intake.form_groupings import Groupings
from crm.intake.form_record_lists import RecordLists

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_WORD_AND_COLON = re.compile(
    r"([^:：\s\u3000_]{2,16})[:：]([^:：]*?)(?=[^:：\s\u3000_]{2,16}[:：]|$)", re.DOTALL
)
_ORDINAL = re.compile(r"\(?\d{1,2}(?:\.\d{1,2})?\)?|[-—]+")


@dataclass(frozen=True, slots=True)
class FormWords:
    """The words of one data file, by key (see :func:`crm.domain.text.name_key`).

    ``bases`` gives the basis of a column's head, ``columns`` what a column beside the figures holds (``label``,
    ``code``, ``unit`` or ``note``), ``texts`` what is written behind a word; ``populations`` and
    ``rhythms`` are in order, the first that occurs counts. ``own`` are the tables a form made from a blank writes its
    own words with.
    """

    bases: Mapping[str, str]
    columns: Mapping[str, str]
    texts: Mapping[str, str]
    populations: tuple[tuple[str, Population], ...]
    rhythms: tuple[tuple[str, PeriodKind], ...]
    parts: tuple[str, ...]
    marks: frozenset[str]
    own: Mapping[str, Mapping[str, object]]
    alike: Mapping[str, tuple[str, ...]]
    """Key of a label or code of an indicator → codes that the same words may mean as well."""
    records: tuple[str, ...]
    """Words in the title of a register whose rows are records and not enterprises."""
    groupings: Groupings
    """What rows and columns of matrices may stand for."""
    lists: RecordLists
    """The kinds of records that registers may list."""

    @classmethod
    def from_tables(cls, tables: Mapping[str, object], lists: Mapping[str, object]) -> FormWords:
        """The words of a data file, and the lists of records of another. DataFormatError names what is wrong."""
        return cls(
            bases={key.rstrip("%"): code for key, code in _by_word(tables, "bases").items()},
            columns=_by_word(tables, "columns"),
            texts=_by_word(tables, "texts"),
            populations=tuple(
                (word, Population(code)) for code, word in _pairs(tables, "populations", set(Population))
            ),
            rhythms=tuple(
                (word, PeriodKind(code)) for code, word in _pairs(tables, "rhythms", set(PeriodKind))
            ),
            parts=tuple(word.casefold() for word in _words(_table(tables, "parts"), "marks", "parts")),
            marks=frozenset(_words(_table(tables, "numbering"), "marks", "numbering")),
            alike=_alike(_table(tables, "alike")),
            records=tuple(map(name_key, _words(_table(tables, "records"), "titles", "records"))),
            own={name: _table(tables, name) for name in ("words", "basis_labels")},
            groupings=Groupings.from_tables(_table(tables, "groupings"), _table(tables, "matrix")),
            lists=RecordLists.from_tables(lists),
        )

    def basis_of(self, heads: Iterable[str]) -> str | None:
        """The basis that the heads of a column name, the lowest first; ``本季度 / 累计`` is named by both together."""
        levels = [name_key(head).rstrip("%") for head in heads]
        return next(
            (self.bases[key] for key in ("".join(levels), *reversed(levels)) if key in self.bases), None
        )

    def population_in(self, *texts: str) -> Population | None:
        """Whose figures *texts* ask for; the first text that says so counts."""
        for text in texts:
            key = name_key(text)
            for word, population in self.populations:
                if word in key:
                    return population
        return None

    def without_population(self, text: str) -> str:
        """What a label asks for, without the words at its beginning that say whose: 在孵企业总收入 asks for 总收入."""
        key = name_key(text)
        for word, _ in self.populations:
            if key.startswith(word) and (rest := key[len(word) :].removeprefix("的")):
                return rest
        return text

    def is_of_records(self, *texts: str) -> bool:
        """Whether the title of a register says that it lists records: events, deals, rights, staff."""
        return any(word in name_key(text) for text in texts for word in self.records)

    def rhythm_in(self, text: str) -> PeriodKind | None:
        """The kind of period that a title names."""
        key = name_key(text)
        return next((kind for word, kind in self.rhythms if word in key), None)

    def part_of(self, text: str) -> str | None:
        """What a label says behind a mark such as 其中; None where it has none."""
        key = unicodedata.normalize("NFKC", text).strip(" \u3000└├│─-")
        for mark in self.parts:
            if key.casefold().startswith(mark):
                return key[len(mark) :].lstrip(":： \u3000")
        return None

    def text_words(self, text: str) -> Iterator[tuple[int, str]]:
        """Where in *text* a known word and its colon end and nothing is said yet, and what belongs there."""
        for found in _WORD_AND_COLON.finditer(text):
            code = self.texts.get(name_key(found[1]))
            if code is not None and not found[2].strip(" \u3000_＿"):
                yield found.end(1) + 1, code

    def is_numbering(self, texts: Iterable[str]) -> bool:
        """Whether a row of a head only numbers its columns, its first word apart: 甲 乙 丙 1 2 3, 项号 1 2 3."""
        found = [text.strip() for text in texts]
        return len(found) > 2 and all(text in self.marks or _ORDINAL.fullmatch(text) for text in found[1:])


def _table(tables: Mapping[str, object], name: str) -> Mapping[str, object]:
    table = tables.get(name)
    if not isinstance(table, dict):
        raise DataFormatError("data-not-a-table", where=name)
    return table


def _words(table: Mapping[str, object], key: str, where: str) -> list[str]:
    words = table.get(key)
    if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
        raise DataFormatError("data-list-of-texts-missing", where=f"{where}.{key}")
    return words


def _by_word(tables: Mapping[str, object], name: str) -> dict[str, str]:
    """Key of a word → the code it stands for. DataFormatError where one word would mean two things."""
    table = _table(tables, name)
    found: dict[str, str] = {}
    for code in table:
        for word in _words(table, code, name):
            if found.setdefault(name_key(word), code) != code:
                raise DataFormatError("data-value-twice", where=f"{name}.{code}", value=word)
    return found


def _alike(table: Mapping[str, object]) -> dict[str, tuple[str, ...]]:
    return {name_key(word): tuple(_words(table, word, "alike")) for word in table}


def _pairs(
    tables: Mapping[str, object], name: str, known: Iterable[Population | PeriodKind]
) -> list[tuple[str, str]]:
    table = _table(tables, name)
    codes = {member.value for member in known}
    for code in table:
        if code not in codes:
            raise DataFormatError("data-value-unknown", where=name, value=code)
    return [(code, name_key(word)) for code in table for word in _words(table, code, name)]
