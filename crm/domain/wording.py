"""Words in both languages: a name or sentence kept in Chinese and English side by side."""

from __future__ import annotations

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
