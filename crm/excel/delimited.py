"""Delimited text: its encoding and its delimiter found out, its records read. UTF-8, UTF-16 and GB18030."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from itertools import islice

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


class TextUnreadable(ValueError):
    """Bytes that are no text, or text of no single encoding."""


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
    if whole > 20 * broken:
        raise TextUnreadable("utf-8")
    return _decode_strictly(data, "gb18030")


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

    Raises TextUnreadable where a quotation mark is opened and swallows the rest of the file.
    """
    stated = _SEPARATOR_LINE.match(text)
    if stated:
        text, delimiter = text[stated.end() :], stated[1]
    else:
        delimiter = find_delimiter(text)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise TextUnreadable("csv") from error


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
