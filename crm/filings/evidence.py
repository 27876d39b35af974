"""Which files prove a filing: for every cell the records it counts, the proof each needs, and what is there of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from crm.domain.identifiers import mask_id_number, mask_phone
from crm.domain.measures import MeasureRequest
from crm.filings.form import Basis
from crm.filings.movement import figures_compared
from crm.filings.table import TableReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crm.domain.measures import Contribution
    from crm.domain.period import Period
    from crm.domain.wording import Words
    from crm.filings.built import Built, BuiltCell

_ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")
_PHONE = re.compile(r"(?<!\d)1\d{10}(?!\d)")


@dataclass(frozen=True, slots=True)
class Proof:
    """What proves records of a kind, see ``resources/evidence.toml``."""

    code: str
    name: Words
    kind: str
    origin: Words
    verified: bool
    indicators: frozenset[str] = frozenset()
    periodic: bool = False
    personal: bool = False
    optional: bool = False

    def serves(self, kind: str, indicator: str) -> bool:
        """Whether it proves a record of *kind* in a figure of *indicator*."""
        return kind == self.kind and (not self.indicators or indicator in self.indicators)


@dataclass(frozen=True, slots=True)
class HeldFile:
    """A file that was attached to a record; ``period`` where it proves the figures of a period."""

    id: int
    kind: str
    record_id: int
    tenant_id: int | None
    proof: str
    period: Period | None
    name: str
    sha256: str
    size: int
    note: str = ""
    added_on: str = ""

    def covers(self, request: MeasureRequest) -> bool:
        """Whether it belongs to the time of a figure: a file without a period always does."""
        period = self.period
        if period is None:
            return True
        start = request.period.year_period.start if request.to_date else request.period.start
        within = period.start <= request.period.start and request.period.end <= period.end
        return within or (start <= period.start and period.end <= request.period.end)


@dataclass(frozen=True, slots=True)
class Need:
    """A record in a figure and the proof that it needs; ``files`` are the numbers of those that are there."""

    cell: BuiltCell
    kind: str
    record_id: int
    label: str
    tenant_id: int | None
    proof: Proof
    files: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Binder:
    """The evidence of a filing: every need in the order of the cells, and the files, numbered from 1 as they come."""

    needs: tuple[Need, ...]
    files: tuple[HeldFile, ...]

    @property
    def missing(self) -> tuple[Need, ...]:
        """What is not proved, each record and proof once, at the first cell that counts it."""
        first: dict[tuple[str, int, str], Need] = {}
        for need in self.needs:
            if not need.files and not need.proof.optional:
                first.setdefault((need.kind, need.record_id, need.proof.code), need)
        return tuple(first.values())

    @property
    def proved(self) -> int:
        """How many records and proofs are there, each once."""
        return len({(need.kind, need.record_id, need.proof.code) for need in self.needs if need.files})


def proofs_from_tables(tables: Mapping[str, object]) -> dict[str, Proof]:
    """The proofs of a data file by their code. DataFormatError names what is wrong."""
    return {code: _proof(code, TableReader(tables, "evidence").table(code)) for code in tables}


def _proof(code: str, reader: TableReader) -> Proof:
    def flag(name: str) -> bool:
        return reader.flag(name) if reader.has(name) else False

    return Proof(
        code=code,
        name=reader.words(),
        kind=reader.text("kind"),
        origin=reader.words_or_text("origin"),
        verified=reader.flag("verified"),
        indicators=frozenset(reader.texts("indicators")) if reader.has("indicators") else frozenset(),
        periodic=flag("periodic"),
        personal=flag("personal"),
        optional=flag("optional"),
    )


@dataclass(slots=True)
class _Shelf:
    """The files by what they prove, numbered as they are first asked for."""

    by_record: dict[tuple[str, int, str], list[HeldFile]]
    records: frozenset[tuple[str, int]]
    numbers: dict[int, int] = field(default_factory=dict)
    taken: list[HeldFile] = field(default_factory=list)

    def find(self, kind: str, record_id: int, proof: Proof, request: MeasureRequest) -> tuple[int, ...]:
        found = self.by_record.get((kind, record_id, proof.code), ())
        return tuple(self._number(one) for one in found if not proof.periodic or one.covers(request))

    def reason(self, counted: Contribution, behind: Mapping[int, tuple[Contribution, ...]]) -> Contribution:
        """The record for which a tenant is counted: one that is proved, else the first; where none is, the tenant."""
        records = behind.get(counted.tenant_id or 0, (counted,))
        return next((one for one in records if (one.kind, one.id) in self.records), records[0])

    def _number(self, held: HeldFile) -> int:
        if held.id not in self.numbers:
            self.taken.append(held)
            self.numbers[held.id] = len(self.taken)
        return self.numbers[held.id]


Behind: TypeAlias = "Mapping[MeasureRequest, Mapping[int, tuple[Contribution, ...]]]"
"""The records for which tenants are counted in a figure, by tenant: one of them proves that it is counted."""


def bind(
    built: Built, proofs: Iterable[Proof], held: Iterable[HeldFile], *, behind: Behind | None = None
) -> Binder:
    """The evidence of a filing: the figures it shows as a whole, record by record, with the files that prove them."""
    by_record: dict[tuple[str, int, str], list[HeldFile]] = {}
    for one in held:
        by_record.setdefault((one.kind, one.record_id, one.proof), []).append(one)
    shelf = _Shelf(by_record, frozenset((kind, record) for kind, record, _ in by_record))
    known = list(proofs)
    needs = [
        Need(cell, share.kind, share.id, share.label, share.tenant_id, proof, files)
        for request, cell, counted in _counted(built)
        for share in (shelf.reason(counted, (behind or {}).get(request, {})),)
        for proof in known
        if proof.serves(share.kind, request.indicator)
        for files in (shelf.find(share.kind, share.id, proof, request),)
    ]
    listed = {(need.kind, need.record_id) for need in needs}
    needs += [
        Need(built.row_cell(block, index), block.kind, record, block.names[index], tenant, proof, files)
        for block in built.blocks
        for index, (record, tenant) in enumerate(zip(block.records, block.tenants, strict=False))
        if (block.kind, record) not in listed
        for proof in known
        if proof.serves(block.kind, "")
        for files in (shelf.find(block.kind, record, proof, _whole(built)),)
    ]
    return Binder(tuple(needs), tuple(shelf.taken))


def _whole(built: Built) -> MeasureRequest:
    """The time of a record that a filing lists: the filing's own."""
    return MeasureRequest("", built.period)


def _counted(built: Built) -> Iterator[tuple[MeasureRequest, BuiltCell, Contribution]]:
    """Every record in the figures that a filing shows, each once a figure, with the cell that shows it.

    That is the figure's first cell; in a column without a total, the record's own row.
    """
    compared = figures_compared(built)
    for request, cells in compared.items():
        for share in _records(built.figures[request].contributions):
            yield request, cells[0], share
    for block in built.blocks:
        rows = {row: index for index, row in enumerate(block.rows_of)}
        for column in block.columns:
            own = column.request
            if not column.letter or own is None or own in compared or column.basis is not Basis.PERIOD:
                continue
            for share in _records(built.figures[own].contributions):
                index = rows[share.id if block.kind else share.tenant_id]
                yield own, built.block_cell(block, column, index), share


def _records(shares: Iterable[Contribution]) -> Iterator[Contribution]:
    """The records of a figure, each once: a year has four quarters of one tenant."""
    return iter({(share.kind, share.id): share for share in shares}.values())


def masked(text: str) -> str:
    """*text* with the middle of every ID number and mobile number in it hidden, as an index shows it."""
    return _PHONE.sub(
        lambda found: mask_phone(found[0]), _ID_NUMBER.sub(lambda found: mask_id_number(found[0]), text)
    )
