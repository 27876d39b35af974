"""The message catalogue: every finding, error and operation in words, in both languages, with its remedy."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError
from crm.domain.finding import Severity
from crm.domain.wording import Language, Words, choose_forms, in_a_list
from crm.services.moment import local_time

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crm.domain.errors import CrmError
    from crm.domain.finding import Finding


MOMENT = "moment"
"""Of a place for a moment of the journal, ``{at:moment}``, which is shown in local time."""
_PLACE = re.compile(r"\{(?P<name>\w+)(?::(?P<list>\w+))?\}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """What is the matter, and what to do about it (empty where nothing needs doing)."""

    text: str
    remedy: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """A sentence with places for named values, in both languages."""

    code: str
    severity: Severity
    text: Words
    remedy: Words | None


@dataclass(frozen=True, slots=True)
class MessageCatalogue:
    """All messages by code."""

    by_code: Mapping[str, Message]
    terms: Mapping[str, Mapping[str, Words]] = field(default_factory=dict)
    """What codes among the values are called: list → code → words, for places written ``{target:stage}``."""

    def __iter__(self) -> Iterator[Message]:
        """All messages."""
        return iter(self.by_code.values())

    def word(self, code: str, values: Mapping[str, str | int], language: Language) -> Sentence:
        """The sentence of *code* with *values* put in; a code without a message is shown as it is, never lost."""
        message = self.by_code.get(code)
        if message is None:
            details = ", ".join(f"{name}={value}" for name, value in values.items())
            return Sentence(f"{code} ({details})" if details else code)
        remedy = "" if message.remedy is None else self._put_in(message.remedy, values, language)
        return Sentence(self._put_in(message.text, values, language), remedy)

    def _put_in(self, text: Words, values: Mapping[str, str | int], language: Language) -> str:
        """*text* with its places filled; a value that was not given leaves its place standing."""

        def value_at(place: re.Match[str]) -> str:
            name, listed = place["name"], place["list"]
            if name not in values:
                return place[0]
            value = str(values[name])
            if listed is None:
                return value
            return local_time(value) if listed == MOMENT else self._called(listed, value, language)

        return _PLACE.sub(value_at, choose_forms(text.in_language(language), values))

    def _called(self, listed: str, codes: str, language: Language) -> str:
        """The words of codes of a list, several parted by commas; a code without words as it is."""
        known = self.terms.get(listed, {})
        words = [known[code].in_language(language) if code in known else code for code in codes.split(", ")]
        return in_a_list(words, language)

    def word_error(self, error: CrmError, language: Language) -> Sentence:
        """The sentence of an error."""
        return self.word(error.code, error.values, language)

    def word_finding(self, finding: Finding, language: Language) -> Sentence:
        """The sentence of a finding; its place is ``{where}``."""
        return self.word(finding.code, {"where": finding.where, **finding.values}, language)


def catalogue_from_tables(
    tables: Mapping[str, object], *, terms: Mapping[str, Mapping[str, Words]] | None = None
) -> MessageCatalogue:
    """The catalogue of the message files. DataFormatError names what is wrong."""
    return MessageCatalogue({code: _message(code, table) for code, table in tables.items()}, terms or {})


def _message(code: str, table: object) -> Message:
    if not isinstance(table, dict):
        raise DataFormatError("data-not-a-table", where=code)
    written = str(table.get("severity", "info"))
    try:
        severity = Severity.from_code(written)
    except KeyError:
        raise DataFormatError("data-value-unknown", where=f"{code}.severity", value=written) from None
    remedy = table.get("remedy")
    return Message(
        code=code,
        severity=severity,
        text=Words.from_table(table, where=code),
        remedy=Words.from_table(remedy, where=f"{code}.remedy") if isinstance(remedy, dict) else None,
    )
