"""What a register of a blank may list besides enterprises: the kinds of records, which of them, and their columns."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from crm.domain.errors import DataFormatError
from crm.domain.fields import Field, fields_from_tables
from crm.domain.indicators import Counted
from crm.domain.measures import Population
from crm.domain.text import name_key
from crm.domain.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crm.domain.indicators import Indicator

TO_DATE = "_to_date"
"""Behind the code of a choice that is taken from the beginning of the year on."""
_ONE = "one"
_APPLICATIONS = "applications"
_OPEN = frozenset({"common", "tenant"})
"""Tables of the data file that are no kind of record."""
_COVERED = {
    Counted.IN_PERIOD: frozenset({Counted.IN_PERIOD}),
    Counted.VALID_AT: frozenset({Counted.VALID_AT}),
    Counted.UP_TO: frozenset({Counted.UP_TO, Counted.IN_PERIOD, Counted.VALID_AT}),
    Counted.DURING: frozenset({Counted.DURING, Counted.VALID_AT}),
}
"""Which records are among those that are listed, by how both are counted."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which records of a kind are listed: how they count, by which filters, in which order; ``words`` say so.

    ``population`` is whose they are where no words say it.
    """

    code: str
    name: Words
    counted: Counted
    order: tuple[str, ...]
    words: tuple[str, ...] = ()
    amount: str = _ONE
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    population: Population = Population.ANYBODY
    is_usual: bool = False
    """Whether it is meant where no words say which."""
    is_to_date: bool = False

    def table(self) -> dict[str, object]:
        """What a block of a form says of it."""
        table: dict[str, object] = {"counted": self.counted.value, "order": list(self.order)}
        if self.amount != _ONE:
            table["amount"] = self.amount
        if self.filters:
            table["filters"] = {name: list(codes) for name, codes in self.filters.items()}
        if self.is_to_date:
            table["basis"] = "year_to_date"
        return table


@dataclass(frozen=True, slots=True)
class RecordList:
    """A kind of record that a register may list, as indicators call it.

    ``heads`` gives the field that the key of a head names, ``amounts`` the quantity of a figure.
    """

    code: str
    name: Words
    titles: tuple[str, ...]
    of_tenants: bool
    chosen: Mapping[str, Chosen]
    fields: Mapping[str, Field]
    also: Mapping[str, tuple[str, ...]]
    """Further columns of a record that a field is taken from where the first has none."""
    heads: Mapping[str, str]
    amounts: Mapping[str, str]
    figures: frozenset[str]

    def title_length(self, text: str) -> int:
        """The length of the longest of its words in a title; 0 where there is none."""
        key = name_key(text)
        return max((len(word) for word in self.titles if word in key), default=0)

    def choose(self, *texts: str, to_date: Iterable[str] = ()) -> tuple[Chosen, bool]:
        """Which records *texts* ask for, the first that says so, and whether that is sure."""
        keys = [name_key(text) for text in texts]
        of_year = [word for word in to_date if any(word in key for key in keys)]
        for word in of_year:  # 本年累计 is no 累计
            keys = [key.replace(word, "") for key in keys]
        for key in keys:
            for one in self.chosen.values():
                if not one.is_to_date and any(word in key for word in one.words):
                    return self._to_date(one, asked=bool(of_year)), True
        usual = next((one for one in self.chosen.values() if one.is_usual), None)
        if usual is None:
            return next(iter(self.chosen.values())), False
        return self._to_date(usual, asked=bool(of_year)), True

    def _to_date(self, one: Chosen, *, asked: bool) -> Chosen:
        return self.chosen.get(f"{one.code}{TO_DATE}", one) if asked else one

    def may_show(self, indicator: Indicator, chosen: Chosen) -> bool:
        """Whether every record behind an indicator is among those that are listed."""
        source = indicator.source
        if source.records not in self.figures or source.counted not in _COVERED[chosen.counted]:
            return False
        if (source.amount == _APPLICATIONS) != (chosen.amount == _APPLICATIONS):
            return False
        return all(
            set(source.filters.get(name, ("",))) <= set(codes) for name, codes in chosen.filters.items()
        )

    def figure(self, key: str, chosen: Chosen, indicators: Iterable[Indicator]) -> str:
        """The indicator that shows what a head asks of each record; empty where none does."""
        amount = self.amounts.get(key)
        if amount is None:
            return ""
        wanted = chosen.amount if amount == _ONE else amount
        fitting = [
            one
            for one in indicators
            if one.source.amount == wanted
            and dict(one.source.filters) == dict(chosen.filters)
            and one.source.counted is chosen.counted
            and self.may_show(one, chosen)
        ]
        return fitting[0].code if len(fitting) == 1 else ""


@dataclass(frozen=True)
class RecordLists:
    """The kinds of one data file, and the words that several of them share."""

    by_code: Mapping[str, RecordList] = field(default_factory=dict)
    to_date: tuple[str, ...] = ()

    @classmethod
    def from_tables(cls, tables: Mapping[str, object]) -> RecordLists:
        """The kinds of a data file. DataFormatError names what is wrong and where."""
        common = _table(tables, "common")
        of_tenants = _table(_table(tables, "tenant"), "fields")
        count = _texts(common, "count", "common")
        kinds = {
            code: _kind(code, _table(tables, code), of_tenants, count) for code in tables if code not in _OPEN
        }
        return cls(kinds, tuple(map(name_key, _texts(common, "to_date", "common"))))

    def chosen(self, text: str) -> tuple[str, str] | None:
        """The kind and choice that ``ip_rights.valid`` names; of ``ip_rights`` alone the first. None for others."""
        code, _, which = text.partition(".")
        known = self.by_code.get(code)
        if known is None:
            return None
        which = which or next(
            (one.code for one in known.chosen.values() if one.is_usual), next(iter(known.chosen))
        )
        return (code, which) if which in known.chosen else None

    @cached_property
    def heads(self) -> frozenset[str]:
        """The keys of all heads that are a column of some record."""
        return frozenset().union(*(kind.heads for kind in self.by_code.values()))

    def most_heads(self, keys: Iterable[str]) -> int:
        """How many of *keys* are heads of one kind of record, at most."""
        found = list(keys)
        return max((sum(key in kind.heads for key in found) for kind in self.by_code.values()), default=0)

    def usual_population(self, text: str) -> Population:
        """Whose records of the kind and choice that *text* names are meant where nothing says it."""
        code, which = self.chosen(text) or ("", "")
        return self.by_code[code].chosen[which].population if code else Population.ANYBODY

    @property
    def names(self) -> tuple[str, ...]:
        """Every kind and choice, ``ip_rights.valid``."""
        return tuple(f"{kind.code}.{which}" for kind in self.by_code.values() for which in kind.chosen)


def _kind(
    code: str, table: Mapping[str, object], tenant: Mapping[str, object], count: list[str]
) -> RecordList:
    own = _table(table, "fields")
    of_tenants = table.get("of_tenants") is True
    tables = {name: _with_kind(one) for name, one in {**(tenant if of_tenants else {}), **own}.items()}
    fields = fields_from_tables(tables)
    heads: dict[str, str] = {}
    also = {}
    for name in (*own, *(name for name in tables if name not in own)):
        one = _table(tables, name)
        words = [fields[name].label.zh, fields[name].label.en]
        words += _texts(one, "words", name) if "words" in one else []
        for word in words:
            heads.setdefault(name_key(word), name)
        if "also" in one:
            also[name] = tuple(_texts(one, "also", name))
    amounts = {
        name_key(word): _ONE for word in (*count, *(_texts(table, "count", code) if "count" in table else []))
    }
    named = _table(table, "amounts") if "amounts" in table else {}
    amounts |= {name_key(word): amount for amount in named for word in _texts(named, amount, code)}
    figures = _texts(table, "figures", code) if "figures" in table else []
    return RecordList(
        code=code,
        name=Words.from_table(table, where=code),
        titles=tuple(map(name_key, _texts(table, "titles", code))),
        of_tenants=of_tenants,
        chosen=_choices(code, _table(table, "chosen")),
        fields=fields,
        also=also,
        heads=heads,
        amounts=amounts,
        figures=frozenset({code, *figures}),
    )


def _with_kind(table: object) -> object:
    return {"kind": "text", **table} if isinstance(table, dict) else table


def _choices(code: str, tables: Mapping[str, object]) -> dict[str, Chosen]:
    found = {}
    for name in tables:
        table, where = _table(tables, name), f"{code}.chosen.{name}"
        filters = _table(table, "filters") if "filters" in table else {}
        counted = _member(Counted, table.get("counted"), where)
        found[name] = Chosen(
            code=name,
            name=Words.from_table(table, where=where),
            counted=counted,
            order=tuple(_texts(table, "order", where)),
            words=tuple(map(name_key, _texts(table, "words", where))) if "words" in table else (),
            amount=str(table.get("amount", _ONE)),
            filters={key: tuple(_texts(filters, key, where)) for key in filters},
            population=_member(Population, table.get("population", Population.ANYBODY.value), where),
            is_usual=table.get("usual") is True,
        )
    return found | {f"{name}{TO_DATE}": _year_to_date(one) for name, one in found.items() if _is_dated(one)}


_Member = TypeVar("_Member", bound=Enum)


def _member(kind: type[_Member], value: object, where: str) -> _Member:
    try:
        return kind(value)
    except ValueError:
        raise DataFormatError("data-value-unknown", where=where, value=str(value)) from None


def _is_dated(one: Chosen) -> bool:
    return one.counted is Counted.IN_PERIOD


def _year_to_date(one: Chosen) -> Chosen:
    name = Words(f"{one.name.zh}（本年累计）", f"{one.name.en}, year to date")
    return replace(one, code=f"{one.code}{TO_DATE}", name=name, is_to_date=True, is_usual=False)


def _table(tables: Mapping[str, object], name: str) -> Mapping[str, object]:
    table = tables.get(name)
    if not isinstance(table, dict):
        raise DataFormatError("data-not-a-table", where=name)
    return table


def _texts(table: object, key: str, where: str) -> list[str]:
    texts = table.get(key) if isinstance(table, dict) else None
    if not isinstance(texts, list) or not all(isinstance(one, str) and one for one in texts):
        raise DataFormatError("data-list-of-texts-missing", where=f"{where}.{key}")
    return texts
