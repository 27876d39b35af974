"""Texts of names and cells: cleaning, keys for exact matches, pinyin, the order of names, what is searched."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Blanks (zero-width ones too), dashes, connectors, dots, commas, quotes and brackets; symbols such as & and +
# stay, because they tell names apart.
_INSIGNIFICANT = re.compile(
    r"[\s\u200b-\u200f\u2028-\u202e\u2060\ufeff"
    r"\-_\u00ad\u2010-\u2015\u2212\u203f"
    r".,;:!?'\"`\u00b4\u00b7\u2018-\u201f\u2022\u2026\u2027\u2039\u203a\u00ab\u00bb\u3001\u3002\u30fb\uff65"
    r"()\[\]{}<>\u3008-\u3011\u3014-\u301f]+"
)
_BLANKS = re.compile(r"[\s\u200b\u2060\ufeff]+")
_CONTROLS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_LINE_END = re.compile(r"\r\n?|\u2028|\u2029|\x85")
_AFTER_LATIN = "~"
"""Begins a Chinese character among the letters of a key: behind every one of them."""
_UNREAD = "~"
"""Stands for the sound of a character without any: behind all that are read."""
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def clean_cell_text(text: str) -> str:
    """*text* of a cell without control and direction marks or blanks at its ends; lines end in LF."""
    if text.isprintable():
        return text.strip()
    return _CONTROLS.sub("", _LINE_END.sub("\n", text).replace("\t", " ").replace("\xa0", " ")).strip()


def has_note_mark(text: str) -> bool:
    """Whether *text* has a digit that is a mark, such as the note in 1200\u2460: compatibility form makes it 12001.

    The raised digit of a unit, as in m\u00b2, is none.
    """
    if text.isascii():
        return False
    return any(
        unicodedata.category(character) == "No" and before not in "mM"
        for before, character in zip(f" {text}", text, strict=False)
    )


def normalise(text: str) -> str:
    """*text* in compatibility form (full width becomes half width), blanks collapsed, none at the ends."""
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if folded.isalnum():  # most names: nothing there that could be a blank
        return folded
    if not folded.isprintable():  # zero-width blanks are not blank to str.split
        folded = _BLANKS.sub(" ", folded)
    return " ".join(folded.split())


def name_key(name: str) -> str:
    """The key under which two spellings of one name meet: width, case, blanks and punctuation do not count.

    Nothing else is taken away: a legal form is part of a name. A name of mere punctuation is its own key.
    """
    key = unicodedata.normalize("NFKC", name).casefold()
    if key.isalnum() and key.isascii():
        return key
    while True:
        folded = unicodedata.normalize("NFKC", key).casefold()
        if not folded.isalnum():
            folded = unicodedata.normalize("NFKC", _INSIGNIFICANT.sub("", folded)) or folded.strip()
        if folded == key:
            return key
        key = folded


@dataclass(frozen=True, slots=True)
class Readings:
    """How characters are read where the dictionary's first reading is not the usual one.

    ``surnames`` gives the initials of a name's first characters, ``words`` those of words anywhere in a name.
    """

    surnames: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    any_word: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Make one pattern of the words: most names have none of them."""
        pattern = "|".join(map(re.escape, self.words)) or "(?!)"
        object.__setattr__(self, "any_word", re.compile(pattern))

    @classmethod
    def from_tables(cls, tables: Mapping[str, object]) -> Readings:
        """The readings of a data file's tables ``surnames`` and ``words``: characters → one initial each.

        DataFormatError names an entry whose initials are not one lower-case letter a character.
        """
        return cls(surnames=_initials_table(tables, "surnames"), words=_initials_table(tables, "words"))


NO_READINGS = Readings()


def _initials_table(tables: Mapping[str, object], name: str) -> dict[str, str]:
    table = tables.get(name, {})
    if not isinstance(table, dict):
        raise DataFormatError("data-not-a-table", where=name)
    for text, initials in table.items():
        if not (isinstance(initials, str) and re.fullmatch(f"[a-z]{{{len(text)}}}", initials)):
            raise DataFormatError("data-value-unknown", where=f"{name}.{text}", value=str(initials))
    return dict(table)


def pinyin_initials(text: str, readings: Readings = NO_READINGS) -> str:
    """The pinyin initials of the Chinese characters in *text*, letters and digits kept, all in lower case.

    Two forms, parted by a blank, where the first characters are read in two ways: a surname may be read
    otherwise than the same character in a word. Empty where *text* has no Chinese character.
    """
    if not _HAN.search(text):
        return ""
    initials = text.translate(_initials())
    if len(initials) == len(text) and readings.any_word.search(text):
        for word, read in readings.words.items():
            initials = _read_word(text, initials, word=word, read=read)
    surname = readings.surnames.get(text[:2]) or readings.surnames.get(text[:1])
    if surname is None or initials.startswith(surname):
        return initials
    return f"{initials} {surname}{initials[len(surname) :]}"


def _read_word(text: str, initials: str, *, word: str, read: str) -> str:
    """*initials* of *text*, one for each of its characters, with every *word* in it *read* as the table says."""
    start = text.find(word)
    while start >= 0:
        initials = initials[:start] + read + initials[start + len(word) :]
        start = text.find(word, start + len(word))
    return initials


class _Initials(dict[int, str]):
    """Code point → what is left of the character among initials; each is looked up once."""

    def __missing__(self, code_point: int) -> str:
        self[code_point] = _initial(chr(code_point))
        return self[code_point]


@cache
def _initials() -> _Initials:
    return _Initials()


def _initial(character: str) -> str:
    """The first letter of a Chinese character's first reading; letters and digits in lower case."""
    if not _HAN.match(character):
        return unicodedata.normalize("NFKC", character).casefold() if character.isalnum() else ""
    from pypinyin import Style, lazy_pinyin  # 0.2 s of import: only once a Chinese character is met

    return "".join(lazy_pinyin(character, style=Style.FIRST_LETTER, errors="ignore"))


def name_order(name: str, readings: Readings = NO_READINGS) -> str:
    """The key by which *name* stands where Excel and WPS put it: signs, digits, Latin letters, Chinese by pinyin.

    Chinese goes character by character: by its syllable, its tone, then itself, so that 张 and 章 are never mixed.
    """
    text, places = normalise(name).casefold(), _places()
    parts: list[str] = []
    end = 0
    for word in readings.any_word.finditer(text):
        parts.append(text[end : word.start()].translate(places))
        parts += map(_place, word.group(), readings.words[word.group()])
        end = word.end()
    return "".join((*parts, text[end:].translate(places)))


class _Places(dict[int, str]):
    """Code point → the part of a key it makes; each is looked up once."""

    def __missing__(self, code_point: int) -> str:
        self[code_point] = _place(chr(code_point))
        return self[code_point]


@cache
def _places() -> _Places:
    return _Places()


def _place(character: str, initial: str = "") -> str:
    """The part of a key for *character*, in the reading that begins with *initial* where it has one."""
    if not _HAN.match(character):
        base = unicodedata.normalize("NFKD", character)[0]  # é stands with e
        return base if base.isascii() or base.isalnum() else " "
    from pypinyin import Style, pinyin

    found = pinyin(character, style=Style.TONE3, heteronym=True, neutral_tone_with_five=True, errors="ignore")
    known = found[0] if found else [_UNREAD]
    sound = next((one for one in known if one.startswith(initial)), known[0])
    return f"{_AFTER_LATIN}{sound}{character}"


def search_text(parts: Iterable[str | None], readings: Readings = NO_READINGS) -> str:
    """What a search looks through: each part as :func:`search_needle` writes it and its initials.

    Parts stand on lines of their own, so that nothing is found across two of them.
    """
    lines: list[str] = []
    for part in parts:
        if not part:
            continue
        if part.isascii():
            lines.append(part.lower() if part.isalnum() else search_needle(part))
            continue
        lines.append(search_needle(part))
        if initials := pinyin_initials(part, readings):
            lines.append(initials)
    return "\n".join(lines)


def search_needle(text: str) -> str:
    """What the user typed, as :func:`search_text` has it: compatibility form, lower case, single blanks."""
    return normalise(text).casefold()
