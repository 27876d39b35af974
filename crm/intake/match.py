"""Which tenant each record is: by its key, its USCC, its registration number, its exact name or a former name."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from crm.domain.errors import ParseError
from crm.domain.finding import Finding, Severity
from crm.domain.text import name_key
from crm.intake.lexicon import KEYS, NAME, SheetKind
from crm.intake.progress import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from crm.domain.period import Period
    from crm.intake.draft import Drafts
    from crm.intake.progress import Progress
    from crm.intake.values import Value

_CANDIDATES_NAMED = 5


class By(Enum):
    """By what a record was recognised."""

    EXTERNAL_ID = "external_id"
    USCC = "uscc"
    REGISTRATION_NUMBER = "registration_number"
    NAME = "name"
    FORMER_NAME = "former_name"


@dataclass(frozen=True, slots=True)
class KnownTenants:
    """The tenants there are: their keys and names, each leading to tenant ids."""

    by_key: Mapping[str, Mapping[str, int | None]]
    """Key field → its value → the tenant, None where several have it."""
    keys_of: Mapping[int, tuple[str | None, ...]]
    """Tenant → its values of the key fields, in the order of ``KEYS``."""
    by_name: Mapping[str, Sequence[int]]
    by_former_name: Mapping[str, Sequence[int]]
    names: Mapping[int, str]

    @classmethod
    def from_rows(
        cls,
        rows: Iterable[tuple[int, str, str | None, str | None, str | None]],
        former: Iterable[tuple[int, str]] = (),
    ) -> KnownTenants:
        """From rows of id, name, external id, USCC and registration number, and rows of id and former name."""
        by_key: dict[str, dict[str, int | None]] = {key: {} for key in KEYS}
        keys_of: dict[int, tuple[str | None, ...]] = {}
        by_name: dict[str, list[int]] = {}
        names: dict[int, str] = {}
        for tenant, name, *keys in rows:
            names[tenant] = name
            keys_of[tenant] = tuple(keys)
            by_name.setdefault(name_key(name), []).append(tenant)
            for key, value in zip(KEYS, keys, strict=True):
                if value:
                    by_key[key][value] = None if value in by_key[key] else tenant
        by_former: dict[str, list[int]] = {}
        for tenant, name in former:
            tenants = by_former.setdefault(name_key(name), [])
            if tenant not in tenants:
                tenants.append(tenant)
        return cls(by_key, keys_of, by_name, by_former, names)


@dataclass(frozen=True, slots=True)
class Matches:
    """For each record the tenant it is, None for a new one, and by what; all parallel to the drafts' rows.

    ``refused`` records are neither new nor known: doubles, ambiguous names, contradicting keys; of a sheet of figures
    also tenants that nobody knows. ``name_keys`` are the keys of the names. ``key`` is the field that decided first.
    """

    tenants: Sequence[int | None]
    by: Sequence[By | None]
    name_keys: Sequence[str | None]
    refused: Mapping[int, Finding] = field(default_factory=dict)
    findings: Sequence[Finding] = ()
    key: str | None = None


def match_tenants(
    drafts: Drafts, known: KnownTenants, key: str | None = None, *, progress: Progress = None
) -> Matches:
    """Find out which tenant each record is.

    *key* is the field that decides where a record has it (``external_id``, ``uscc``, ``registration_number`` or
    ``name``); by default the external id, if the sheet has one and no value of it stands twice. Raises ParseError
    ``key-unknown`` or ``key-not-mapped``.
    """
    chosen = _chosen_key(drafts, key)
    matcher = _Matcher(drafts, known, chosen)
    for index in counted(len(drafts.rows), progress):
        if index not in drafts.refused:
            matcher.match(index)
    return Matches(matcher.tenants, matcher.by, matcher.name_keys, matcher.refused, matcher.findings, chosen)


def _chosen_key(drafts: Drafts, key: str | None) -> str | None:
    if key is not None:
        if key not in {*KEYS, NAME}:
            raise ParseError("key-unknown", field=key)
        if key not in drafts.columns:
            raise ParseError("key-not-mapped", field=key)
        return key
    values = [value for value in drafts.columns.get(KEYS[0], ()) if value is not None]
    several = drafts.kind is SheetKind.FIGURES  # the same tenant in several periods
    return KEYS[0] if values and (several or len(set(values)) == len(values)) else None


def _keys_in_order(key: str | None) -> list[str]:
    """The key fields in the order in which they are asked; without the external id where it stands twice."""
    if key == NAME:
        return []
    if key is None:
        return list(KEYS[1:])
    return [key, *(field for field in KEYS if field != key)]


_KeyColumn: TypeAlias = tuple[str, int, "Sequence[Value | None]", "Mapping[str, int | None]"]
"""A key field, its place in ``KEYS``, its values in the drafts, the tenants by its values."""


class _Matcher:
    """Matches record after record, remembering what it has seen."""

    def __init__(self, drafts: Drafts, known: KnownTenants, key: str | None) -> None:
        self.drafts = drafts
        self.known = known
        self.key = key
        self.columns: list[_KeyColumn] = [
            (name, KEYS.index(name), drafts.columns[name], known.by_key[name])
            for name in _keys_in_order(key)
            if name in drafts.columns
        ]
        # What no column was asked for may still be another tenant's.
        self.key_columns = [
            (name, drafts.columns[name], known.by_key[name]) for name in KEYS if name in drafts.columns
        ]
        self.by_names = ((By.NAME, known.by_name), (By.FORMER_NAME, known.by_former_name))
        self.names = drafts.column(NAME)
        self.name_keys = [None if name is None else name_key(str(name)) for name in self.names]
        count = len(drafts.rows)
        self.tenants: list[int | None] = [None] * count
        self.by: list[By | None] = [None] * count
        self.refused: dict[int, Finding] = {}
        self.findings: list[Finding] = []
        self.keys_there: dict[str, set[Value | None]] = {}
        self.seen_keys: dict[tuple[str, Value], int] = {}
        self.seen_names: dict[str, tuple[int, ...]] = {}
        self.seen_tenants: dict[tuple[int, Period | None], int] = {}

    def match(self, index: int) -> None:
        """Decide about one record."""
        for asked, (_, _, column, by_value) in enumerate(self.columns):
            value = column[index]
            if value is not None and value in by_value:
                self.match_by_key(index, asked, by_value[str(value)])
                return
        name = self.name_keys[index]
        if name is None:
            self.refuse(index, "row-new-without-name")
        elif not self.match_by_name(index, name):
            self.take_as_new(index, name)

    def match_by_key(self, index: int, asked: int, tenant: int | None) -> None:
        """The record has a key of *tenant* (None: of several); a key asked before must not contradict it."""
        key, _, column, _ = self.columns[asked]
        value = str(column[index])
        if tenant is None:
            self.refuse(index, "key-ambiguous", key, value=value)
            return
        if self.refuse_contradicting(index, tenant, asked_key=key):
            return
        name = self.known.names[tenant]
        other = self.contradiction(index, tenant, self.columns[:asked])
        if other is not None:
            column_of_other = self.drafts.headers.get(other, other)
            self.refuse(index, "key-conflict", key, value=value, name=name, column=column_of_other)
            return
        other = self.contradiction(index, tenant, self.columns[asked:])
        if other is not None:
            column_of_other = self.drafts.headers.get(other, other)
            self.note(index, "key-differs", Severity.WARNING, column=column_of_other, name=name)
        self.take(index, tenant, By(key))

    def match_by_name(self, index: int, name: str) -> bool:
        """Whether tenants have, or once had, the record's name and no key that contradicts it."""
        for by, by_name in self.by_names:
            tenants = by_name.get(name)
            if tenants is None:
                continue
            possible = [
                tenant for tenant in tenants if self.contradiction(index, tenant, self.columns) is None
            ]
            if len(possible) > 1:
                named = ", ".join(
                    f"{self.known.names[tenant]} (#{tenant})" for tenant in possible[:_CANDIDATES_NAMED]
                )
                self.refuse(
                    index, "name-ambiguous", value=str(self.names[index]), count=len(possible), named=named
                )
                return True
            if possible:
                if not self.refuse_contradicting(index, possible[0]):
                    self.take(index, possible[0], by)
                return True
        return False

    def refuse_contradicting(self, index: int, tenant: int, asked_key: str = NAME) -> bool:
        """Refuse a record of *tenant* that has another tenant's name or key: nobody knows whose figures it brings."""
        asked = self.names[index] if asked_key == NAME else self.drafts.columns[asked_key][index]
        for value, other in self.others(index, tenant):
            if self.stands_apart(index, value, other):
                name = self.known.names[tenant]
                self.note(index, "name-of-another", Severity.WARNING, value=value, name=name)
                continue
            self.refuse(
                index,
                "row-contradicts-itself",
                asked_key,
                value=str(asked),
                name=self.known.names[tenant],
                other_value=value,
                other=self.known.names[other],
            )
            return True
        return False

    def stands_apart(self, index: int, value: str, other: int) -> bool:
        """Whether *value* is but the name of *other*, whose key has a row of its own: two have one name."""
        if self.drafts.kind is SheetKind.FIGURES or value != self.names[index]:
            return False
        for name, column, _ in self.key_columns:
            if name not in self.keys_there:
                self.keys_there[name] = set(column)
            held = self.known.keys_of[other][KEYS.index(name)]
            if held is not None and held in self.keys_there[name]:
                return True
        return False

    def others(self, index: int, tenant: int) -> Iterator[tuple[str, int]]:
        """What the record says that is another tenant's, and whose."""
        for name, column, by_value in self.key_columns:
            value = column[index]
            if value is not None:
                other = by_value.get(str(value), tenant)
                if other is not None and other != tenant and name != self.key:
                    yield str(value), other
        key = self.name_keys[index]
        if key is not None:
            for _, by_name in self.by_names:
                tenants = by_name.get(key)
                if tenants is not None:
                    if tenant not in tenants:
                        yield str(self.names[index]), tenants[0]
                    return

    def contradiction(self, index: int, tenant: int, columns: Iterable[_KeyColumn]) -> str | None:
        """The key field in which the record and the tenant have different values, if any."""
        held = self.known.keys_of[tenant]
        for name, place, column, _ in columns:
            value, own = column[index], held[place]
            if value is not None and own and value != own:
                return name
        return None

    def take(self, index: int, tenant: int, by: By) -> None:
        """The record is *tenant*, unless a record before it is the same."""
        periods = self.drafts.periods
        period = periods[index] if periods else None
        first = self.seen_tenants.setdefault((tenant, period), index)
        if first != index:
            self.refuse(index, "row-duplicate", first=self.drafts.rows[first])
            return
        self.tenants[index] = tenant
        self.by[index] = by
        if by is By.FORMER_NAME:
            former, name = str(self.names[index]), self.known.names[tenant]
            self.note(index, "matched-by-former-name", Severity.INFO, value=former, name=name)

    def take_as_new(self, index: int, name: str) -> None:
        """The record is a new tenant, unless a record before it has one of its keys, or its name and no other key."""
        if self.drafts.kind is SheetKind.FIGURES:
            self.refuse(index, "row-tenant-unknown", value=str(self.names[index]))
            return
        first = index
        for key, _, column, _ in self.columns:
            value = column[index]
            if value is not None:
                first = min(first, self.seen_keys.setdefault((key, value), index))
        before = self.seen_names.get(name, ())
        for other in before:
            if other < first and not self.differ(index, other):
                first = other
        if first != index:
            self.refuse(index, "row-duplicate", first=self.drafts.rows[first])
            return
        self.seen_names[name] = (*before, index)

    def differ(self, index: int, other: int) -> bool:
        """Whether two records of one name have different values in a key field."""
        pairs = ((column[index], column[other]) for _, _, column, _ in self.columns)
        return any(mine is not None and its is not None and mine != its for mine, its in pairs)

    def refuse(self, index: int, code: str, field_code: str = NAME, **values: str | int) -> None:
        """Refuse a record: it is listed and nothing of it is written."""
        where = self.drafts.address(index, field_code)
        self.refused[index] = Finding(code, Severity.ERROR, where, {"row": self.drafts.rows[index], **values})

    def note(self, index: int, code: str, severity: Severity, **values: str | int) -> None:
        """Note something about a record that is taken."""
        self.findings.append(Finding(code, severity, self.drafts.address(index), values))
