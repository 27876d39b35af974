"""The library's words as intake looks them up: fields, indicators, codes and what they are also called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.intake.lexicon import Lexicon

if TYPE_CHECKING:
    from crm.services.library import Library


def lexicon_of(library: Library) -> Lexicon:
    """What intake must know, from the library."""
    return Lexicon.of(
        library.fields,
        indicators=library.indicators.by_code,
        vocabularies=library.vocabulary,
        synonyms=library.synonyms,
    )
