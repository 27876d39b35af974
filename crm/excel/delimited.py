"""Delimited text: its encoding and its delimiter found out, its records read. UTF-8, UTF-16 and GB18030."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from itertools import islice
from typing import Self

DELIMITERS = ",\t;|"

_SAMPLE_CHARACTERS = 256 * 1024
_SAMPLE_RECORDS = 60
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Bytes that stand for nothing in a text: a table of firms does not ring bells.
_BINARY = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
# What GB18030 makes of another encoding, Big5 above all; of its own characters an office made a few at most.
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_FEW_PRIVATE = 2
_END = "\ue000end"
"""Stands twice behind a line that is read alone: where it does not come back so, a quotation is open."""


class TextUnreadable(ValueError):
    """Bytes that are no text, or text of no single encoding."""


class QuotationOpen(TextUnreadable):
    """A quotation mark that is opened and not closed, so that it would take the lines below along."""

    def __init__(self, line: int) -> None:
        super().__init__("csv")
        self.line = line
        """The line, counted from 1, in which the record begins."""


def decode_text(data: bytes) -> str:
    """The text in *data*. A byte order mark decides; else strict UTF-8, then UTF-16 by its zero bytes, then GB18030.

    Raises TextUnreadable where the bytes are no text or mix two encodings: a wrong guess would garble names silently.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_strictly(data, encoding)
    if b"\0" not in data:
        try:
            return _refuse_binary(data.decode("utf-8"))
        except UnicodeDecodeError:
            return _decode_chinese(data)
    return _decode_strictly(data, _utf16_without_mark(data))


def _decode_strictly(data: bytes, encoding: str) -> str:
    try:
        return _refuse_binary(data.decode(encoding))
    except UnicodeDecodeError as error:
        raise TextUnreadable(encoding) from error


def _decode_chinese(data: bytes) -> str:
    """GB18030, unless the bytes are UTF-8 with a few broken characters, which GB18030 would turn into nonsense."""
    tolerant = data.decode("utf-8", "replace")
    broken = tolerant.count("\ufffd")
    whole = sum(1 for character in tolerant if character >= "\x80") - broken
    if whole > 20 * broken or any(map(_is_chinese_utf8, data.splitlines())):
        raise TextUnreadable("utf-8")
    text = _decode_strictly(data, "gb18030")
    private = len(_PRIVATE.findall(text))
    if private > _FEW_PRIVATE and private * 50 > sum(character >= "\x80" for character in text):
        raise TextUnreadable("gb18030")
    return text


def _is_chinese_utf8(line: bytes) -> bool:
    """Whether a line is Chinese in UTF-8, which no line of GB18030 looks like: somebody pasted two files together."""
    if line.isascii():
        return False
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    beyond = [character for character in text if character >= "\x80"]
    return len(beyond) > 1 and all("\u3000" <= character <= "\u9fff" for character in beyond)


def _utf16_without_mark(data: bytes) -> str:
    """Little or big endian by where line feeds, commas and other Latin characters have their zero byte."""
    even, odd = data[0:65536:2].count(0), data[1:65536:2].count(0)
    if len(data) % 2 or even == odd:
        raise TextUnreadable("utf-16")
    return "utf-16-le" if odd > even else "utf-16-be"


def _refuse_binary(text: str) -> str:
    sample = text[:_SAMPLE_CHARACTERS]
    if len(_BINARY.findall(sample)) * 20 > len(sample):
        raise TextUnreadable("binary")
    return text


def read_records(text: str) -> list[list[str]]:
    """The records of a delimited text, quotes and quoted line breaks understood; blank lines are empty records.

    A mark that stands within a value is taken for what it is. Raises QuotationOpen where one is opened and swallows
    other lines.
    """
    stated = _SEPARATOR_LINE.match(text)
    if stated:
        text, delimiter = text[stated.end() :], stated[1]
    else:
        delimiter = find_delimiter(text)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return _read_line_by_line(text, delimiter, skipped=1 if stated else 0)


def _read_line_by_line(text: str, delimiter: str, *, skipped: int) -> list[list[str]]:
    """The records of a text with marks that strict reading does not understand: such a record must be one line."""
    lines = _Lines(text)
    records: list[list[str]] = []
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        lines.taken.clear()
        first = lines.number + 1
        try:
            records.append(next(reader))
        except StopIteration:
            return records
        except csv.Error as error:
            if len(lines.taken) > 1 or _leaves_open(lines.taken[0], delimiter):
                raise QuotationOpen(first + skipped) from error
            records += csv.reader(lines.taken, delimiter=delimiter)
            reader = csv.reader(lines, delimiter=delimiter, strict=True)


class _Lines:
    """The lines of a text one by one; ``taken`` are those handed out for the record being read."""

    def __init__(self, text: str) -> None:
        self._lines = io.StringIO(text, newline="")
        self.taken: list[str] = []
        self.number = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.taken.append(line)
        self.number += 1
        return line


def _leaves_open(line: str, delimiter: str) -> bool:
    """Whether a quotation of *line* is still open at its end."""
    try:
        return list(csv.reader([line, f"{_END}{delimiter}{_END}"], delimiter=delimiter))[-1] != [_END, _END]
    except csv.Error:
        return True


def find_delimiter(text: str) -> str:
    """The delimiter that gives the most records of one and the same width; a comma where none gives two columns."""
    sample = text[:_SAMPLE_CHARACTERS]
    best = (0.0, 0, ",")
    for delimiter in DELIMITERS:
        best = max(best, (*_evenness(sample, delimiter), delimiter), key=lambda found: found[:2])
    return best[2]


def _evenness(sample: str, delimiter: str) -> tuple[float, int]:
    """Share of the sample's records that have its commonest width of two and more columns, and that width."""
    records = csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter)
    try:
        widths = [len(record) for record in islice(records, _SAMPLE_RECORDS) if record]
    except csv.Error:
        return 0.0, 0
    wide = Counter(width for width in widths if width > 1)
    if not wide:
        return 0.0, 0
    width, count = wide.most_common(1)[0]
    return count / len(widths), width
