"""The command line's own words in one language: help, headings, labels; read from ``resources/cli``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm import paths
from crm.domain.wording import counted
from crm.services.library import read_toml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.wording import Language, Words


@dataclass(frozen=True, slots=True)
class Texts:
    """Texts by dotted name (``words.rows``, ``verbs.import.summary``) and the language they are in."""

    language: Language
    by_name: Mapping[str, str]

    @classmethod
    def load(cls, language: Language) -> Texts:
        """The texts of *language*."""
        tables = read_toml(paths.resources() / "cli" / f"{language.value}.toml")
        return cls(language, dict(_flatten(tables)))

    def word(self, name: str, /, **values: str | int) -> str:
        """The text called *name* with *values* put in."""
        return counted(self.by_name[name], **values)

    def or_code(self, group: str, code: str) -> str:
        """The word for *code* among *group*; the code itself where there is none, as with new data."""
        return self.by_name.get(f"{group}.{code}", code)

    def of(self, words: Words) -> str:
        """*words* in this language."""
        return words.in_language(self.language)


def _flatten(table: Mapping[str, object], prefix: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in table.items():
        if isinstance(value, dict):
            pairs += _flatten(value, f"{prefix}{name}.")
        else:
            pairs.append((f"{prefix}{name}", str(value)))
    return pairs
