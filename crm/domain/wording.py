"""Words in both languages: a name or sentence kept in Chinese and English side by side."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


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


def in_a_list(parts: Iterable[str], language: Language) -> str:
    """*parts* one after another as *language* lists things."""
    return ("、" if language is Language.ZH else ", ").join(parts)


def one_after_another(*sentences: str) -> str:
    """Whole sentences as one text: a space between them, none after a full-width stop."""
    told = ""
    for sentence in filter(None, sentences):
        told += ("" if not told or told.endswith(("。", "！", "？")) else " ") + sentence
    return told


_ONE_OF = {
    "persons": "person",
    "tenants": "tenant",
    "universities": "university",
    "items": "item",
    "events": "event",
    "attendances": "attendance",
    "pieces": "piece",
    "months": "month",
    "days": "day",
}
"""English units that are counted; a Chinese measure word has one form."""
_MULTIPLES = {"10k yuan": (10_000, "yuan"), "100m yuan": (100_000_000, "yuan"), "10k m²": (10_000, "m²")}
"""English names of units that begin with a number: right over a column, never after a figure."""
_MILLION = 1_000_000


def unit_after(text: str, unit: str) -> str:
    """The name of a unit as it follows the figure *text*: ``1 tenant``, ``2 tenants``."""
    return _ONE_OF.get(unit, unit) if text in {"1", "+1", "-1", "−1"} else unit


def with_unit(text: str, unit: str, *, same_scale: bool = False) -> str:
    """The figure *text* with its unit behind it; a figure that is none stays alone.

    ``380`` in ``万元`` is ``380 万元``, in ``10k yuan`` ``3.8 million yuan``; where it has to be compared digit by
    digit, *same_scale* leaves the figure as it is: ``380 (10k yuan)``.
    """
    if not unit or text == "—":
        return text
    if unit == "%":
        return f"{text}%"
    if unit in _MULTIPLES:
        return f"{text} ({unit})" if same_scale else _in_whole(text, *_MULTIPLES[unit])
    return f"{text} {unit_after(text, unit)}"


def _in_whole(text: str, factor: int, unit: str) -> str:
    """A figure in a multiple of *unit*, exactly the same in *unit* itself, or in millions where that is shorter."""
    try:
        whole = Decimal(text.replace(",", "").replace("−", "-")) * factor
    except InvalidOperation:  # a range or a sign before it
        return f"{text} × {factor:,} {unit}"
    sign = "+" if text.startswith("+") else ""
    if unit == "yuan" and abs(whole) >= _MILLION and whole % 10_000 == 0:
        return f"{sign}{_plain(whole / _MILLION)} million {unit}"
    return f"{sign}{_plain(whole)} {unit}"


def _plain(value: Decimal) -> str:
    """A number with separators and no zeros at the end of its decimals."""
    shown = f"{value:,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown
