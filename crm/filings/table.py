"""Reads values out of a parsed TOML table, naming the place of whatever is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from crm.domain.errors import DataFormatError, ParseError
from crm.domain.wording import Words

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from enum import Enum

_Member = TypeVar("_Member", bound="Enum")
_Parsed = TypeVar("_Parsed")


class TableReader:
    """A table and where it stands; every method raises DataFormatError with that place."""

    def __init__(self, table: Mapping[str, object], where: str) -> None:
        self._table = table
        self.where = where

    def __iter__(self) -> Iterator[str]:
        """The table's keys in order."""
        return iter(self._table)

    def refusal(self, code: str, key: str, **values: str | int) -> DataFormatError:
        """The error *code* at *key*, to be raised by the caller."""
        return DataFormatError(code, where=f"{self.where}.{key}" if key else self.where, **values)

    def has(self, key: str) -> bool:
        """Whether there is a *key*."""
        return key in self._table

    def raw(self, key: str) -> object:
        """The value as it stands in the file, to be judged by the caller; None where there is none."""
        return self._table.get(key)

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self._table.get(key)
        if not isinstance(value, str) or not value:
            raise self.refusal("data-text-missing", key)
        return value

    def words_or_text(self, key: str) -> Words:
        """Words in both languages, or one text that serves both."""
        return Words.from_value(self._table.get(key), where=f"{self.where}.{key}")

    def with_values(self, **values: object) -> TableReader:
        """The same table with some of its values replaced."""
        return TableReader({**self._table, **values}, self.where)

    def given(self, key: str) -> list[object]:
        """A list as it stands, empty where there is none."""
        value = self._table.get(key, [])
        if not isinstance(value, list):
            raise self.refusal("data-not-a-table", key)
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """One text or a list of at least one."""
        value = self._table.get(key)
        items = value if isinstance(value, list) else [value]
        if not items or not all(isinstance(item, str) and item for item in items):
            raise self.refusal("data-text-missing", key)
        return tuple(items)

    def codes(self, key: str) -> tuple[str, ...]:
        """A list of at least one text, any of which may be empty."""
        value = self._table.get(key)
        items = value if isinstance(value, list) else []
        if not items or not all(isinstance(item, str) for item in items):
            raise self.refusal("data-text-missing", key)
        return tuple(items)

    def integer(self, key: str) -> int:
        """A whole number."""
        value = self._table.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.refusal("data-number-missing", key)
        return value

    def integer_from(self, least: int, key: str, *, most: int, otherwise: int) -> int:
        """A whole number from *least* to *most*; *otherwise* where there is none."""
        number = self.integer(key) if self.has(key) else otherwise
        if not least <= number <= most:
            raise self.refusal("data-value-unknown", key, value=str(number))
        return number

    def flag(self, key: str) -> bool:
        """True or false, never left out: what is verified must say so."""
        value = self._table.get(key)
        if not isinstance(value, bool):
            raise self.refusal("data-flag-missing", key)
        return value

    def member(self, kind: type[_Member], key: str, default: _Member | None = None) -> _Member:
        """A member of *kind* by its value; *default* where the key is missing."""
        if default is not None and key not in self._table:
            return default
        try:
            return kind(self._table.get(key))
        except ValueError:
            raise self.refusal("data-value-unknown", key, value=str(self._table.get(key))) from None

    def key_member(self, kind: type[_Member], key: str) -> _Member:
        """A member of *kind* by a key of the table itself."""
        try:
            return kind(key)
        except ValueError:
            raise self.refusal("data-value-unknown", key, value=key) from None

    def choice(self, key: str, allowed: Collection[str]) -> str:
        """A text out of *allowed*."""
        value = self.text(key)
        if value not in allowed:
            raise self.refusal("data-value-unknown", key, value=value)
        return value

    def parsed(self, key: str, parse: Callable[[str], _Parsed]) -> _Parsed:
        """A text put through *parse*, whose ParseError is turned into one with a place."""
        text = self.text(key)
        try:
            return parse(text)
        except ParseError:
            raise self.refusal("data-value-unknown", key, value=text) from None

    def words(self) -> Words:
        """The table's own ``zh`` and ``en``."""
        return Words.from_table(self._table, where=self.where)

    def table(self, key: str) -> TableReader:
        """A table within, empty where there is none."""
        value = self._table.get(key, {})
        if not isinstance(value, dict):
            raise self.refusal("data-not-a-table", key)
        return TableReader(value, f"{self.where}.{key}")

    def tables(self, key: str) -> list[TableReader]:
        """A list of tables, empty where there is none."""
        value = self._table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.refusal("data-not-a-table", key)
        return [TableReader(item, f"{self.where}.{key}[{index}]") for index, item in enumerate(value)]


def refuse_doubles(names: Iterable[str], where: str) -> None:
    """DataFormatError ``data-twice`` where one of *names* stands twice."""
    seen = set()
    for name in names:
        if name in seen:
            raise TableReader({}, where).refusal("data-twice", "", value=name)
        seen.add(name)
