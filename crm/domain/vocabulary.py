"""Code lists: what a code means in both languages, and which code a text in a workbook means."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError, NotFoundError
from crm.domain.text import name_key
from crm.domain.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

INDUSTRY = "industry"
"""The code list of GB/T 4754: letters, divisions of two digits, and the finer codes below them."""


@dataclass(frozen=True, slots=True)
class Term:
    """One code of a list; ``group`` is the code above it, such as the letter of an industry division."""

    code: str
    words: Words
    synonyms: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A code list with its origin; ``verified`` false is shown as to be checked."""

    name: str
    terms: Mapping[str, Term]
    origin: Words
    verified: bool
    keys: Mapping[str, str] = field(repr=False)
    """Key of a text (see :func:`crm.domain.text.name_key`) → code."""

    def __iter__(self) -> Iterator[Term]:
        """The terms in the order of their file."""
        return iter(self.terms.values())

    def __contains__(self, code: str) -> bool:
        """Whether *code* is in the list; the finer industry codes below a division are, too."""
        return self._term(code) is not None

    def find(self, text: str) -> str | None:
        """The code that *text* means: a code, a name in either language, a synonym; None if it is none."""
        key = name_key(text)
        code = self.keys.get(key)
        if code is None and self.name == INDUSTRY:
            return self._find_industry(key)
        return code

    def words(self, code: str) -> Words:
        """What *code* is called, a finer industry code as its division. NotFoundError ``term-unknown``."""
        term = self._term(code)
        if term is None:
            raise NotFoundError("term-unknown", list=self.name, value=code)
        return term.words

    def group(self, code: str) -> str:
        """The code above *code*, such as an industry's letter (a letter is its own); empty if none."""
        term = self._term(code)
        if term is None:
            return ""
        return term.group or (term.code if self.name == INDUSTRY else "")

    def _term(self, code: str) -> Term | None:
        term = self.terms.get(code)
        if term is None and self.name == INDUSTRY and _FINER_INDUSTRY.fullmatch(code):
            return self.terms.get(code[:2])
        return term

    def _find_industry(self, key: str) -> str | None:
        """The code in 6513, I6513 or I65 with its name behind it; a letter must be that of the division."""
        found = _INDUSTRY.fullmatch(key)
        division = self.terms.get(found["code"][:2]) if found else None
        if not found or not division or found["letter"] not in {None, division.group.casefold()}:
            return None
        return found["code"]


_FINER_INDUSTRY = re.compile(r"[0-9]{3,4}")
_INDUSTRY = re.compile(r"(?P<letter>[a-t])?(?P<code>[0-9]{2,4})(?:[^0-9].*)?")


def vocabularies_from_tables(tables: Mapping[str, object]) -> dict[str, Vocabulary]:
    """The code lists of a data file, keyed by name. DataFormatError names what is wrong and where."""
    return {name: _vocabulary(name, table) for name, table in tables.items()}


def _vocabulary(name: str, table: object) -> Vocabulary:
    if not isinstance(table, dict):
        raise DataFormatError("data-not-a-table", where=name)
    origin, entries = Words.from_value(table.get("origin"), where=f"{name}.origin"), table.get("terms")
    if not isinstance(entries, dict):
        raise DataFormatError("data-not-a-table", where=f"{name}.terms")
    terms = {code: _term(f"{name}.terms.{code}", code, entry) for code, entry in entries.items()}
    return Vocabulary(name, terms, origin, table.get("verified") is True, keys=_keys(name, terms))


def _term(where: str, code: str, entry: object) -> Term:
    if not isinstance(entry, dict):
        raise DataFormatError("data-not-a-table", where=where)
    synonyms = entry.get("synonyms", [])
    if not isinstance(synonyms, list) or not all(isinstance(synonym, str) for synonym in synonyms):
        raise DataFormatError("data-list-of-texts-missing", where=f"{where}.synonyms")
    return Term(code, Words.from_table(entry, where=where), tuple(synonyms), str(entry.get("group", "")))


def _keys(name: str, terms: Mapping[str, Term]) -> dict[str, str]:
    """Key → code. A text of two codes is refused, unless one is above the other: then it means that one."""
    keys: dict[str, str] = {}
    for term in terms.values():
        zh, en = term.words.zh, term.words.en
        for text in (term.code, zh, en, term.code + zh, zh + term.code, *term.synonyms):
            if keys.setdefault(name_key(text), term.code) not in {term.code, term.group}:
                raise DataFormatError("data-value-twice", where=f"{name}.terms.{term.code}", value=text)
    return keys
