"""Words in both languages: a name or sentence kept in Chinese and English side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError

if TYPE_CHECKING:
    from collections.abc import Mapping


class Language(Enum):
    """The languages of the program; Chinese comes first."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Words:
    """One text in both languages."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """The text in *language*."""
        return self.zh if language is Language.ZH else self.en

    @classmethod
    def from_table(cls, table: Mapping[str, object], *, where: str) -> Words:
        """The words of a data file's ``zh`` and ``en``; DataFormatError ``data-words-missing`` names the place."""
        zh, en = table.get("zh"), table.get("en")
        if not isinstance(zh, str) or not isinstance(en, str) or not zh or not en:
            raise DataFormatError("data-words-missing", where=where)
        return cls(zh, en)

    @classmethod
    def from_value(cls, value: object, *, where: str) -> Words:
        """The words of a value that is a table of ``zh`` and ``en``, or one text that serves both languages.

        DataFormatError ``data-text-missing`` or ``data-words-missing`` names the place.
        """
        if isinstance(value, dict):
            return cls.from_table(value, where=where)
        if not isinstance(value, str) or not value:
            raise DataFormatError("data-text-missing", where=where)
        return cls(value, value)


_FORMS = re.compile(r"\{(\w+)\|([^|{}]*)\|([^|{}]*)\}")


def choose_forms(text: str, values: Mapping[str, object]) -> str:
    """*text* with each ``{count|row|rows}`` as that value wants it: the first form for one, else the second.

    English has two forms; a Chinese sentence has no such place.
    """

    def form_at(place: re.Match[str]) -> str:
        return place[2] if str(values.get(place[1])) == "1" else place[3]

    return _FORMS.sub(form_at, text)


def counted(text: str, /, **values: object) -> str:
    """*text* with *values* put in, words that follow a number in the form it wants: ``{count} {count|row|rows}``."""
    return choose_forms(text, values).format(**values)
