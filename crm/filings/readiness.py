"""How ready a filing is: who has reported of whom was asked, which findings are open, who has still to sign.

Validating, completing and approving are three things. This counts them side by side and decides nothing: a filing with
every figure reported may have errors, and one without errors may lack half its tenants.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.finding import Severity
from crm.filings.form import Basis

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from crm.domain.finding import Finding
    from crm.domain.measures import Measured, MeasureRequest
    from crm.domain.wording import Words
    from crm.filings.built import Built, BuiltBlock

SIGNERS = ("preparer", "reviewer", "responsible")
"""Who signs a filing, in the order in which they do."""


@dataclass(frozen=True, slots=True)
class Reported:
    """How many figures were asked for and how many are there; ``partly`` of those cover a part of the period only.

    ``block`` is empty for the single cells of the form.
    """

    block: str
    sheet: str
    asked: int
    reported: int
    partly: int = 0


@dataclass(frozen=True, slots=True)
class Lacking:
    """A tenant that has figures to report still, and how many; ``partly`` are those it reported a part of."""

    tenant_id: int
    name: str
    figures: int
    partly: int


@dataclass(frozen=True, slots=True)
class Readiness:
    """What a filing still needs; ``lacking`` lists those with the most to report first."""

    parts: tuple[Reported, ...]
    lacking: tuple[Lacking, ...]
    errors: int
    warnings: int
    unexplained: int
    unsigned: tuple[str, ...]

    @property
    def asked(self) -> int:
        """How many figures were asked for in all."""
        return sum(part.asked for part in self.parts)

    @property
    def reported(self) -> int:
        """How many of them are there."""
        return sum(part.reported for part in self.parts)

    @property
    def percent(self) -> int:
        """The whole percent that are there, 100 only where nothing is missing and where nothing was asked."""
        return self.reported * 100 // self.asked if self.asked else 100

    @property
    def is_complete(self) -> bool:
        """Whether everything asked for is there, no error open, every warning explained and everybody named to sign."""
        return self.reported == self.asked and not self.errors and not self.unexplained and not self.unsigned


@dataclass(frozen=True, slots=True)
class Missed:
    """A figure that is not there in full: its first cell, its words, who has not reported and who only a part of it."""

    place: str
    label: Words
    absent: tuple[str, ...]
    partly: tuple[str, ...]


def missed_figures(built: Built) -> tuple[Missed, ...]:
    """Figure by figure who has not reported it, in the order of the form; a figure shown twice is told once."""
    seen: set[MeasureRequest] = set()
    missed = []
    for place, label, request in _shown_figures(built):
        if request in seen or built.definitions[request.indicator].counted:
            continue
        seen.add(request)
        missing = built.figures[request].missing
        if missing:
            absent = tuple(one.label for one in missing if not one.lacking)
            partly = tuple(one.label for one in missing if one.lacking)
            missed.append(Missed(place, label, absent, partly))
    return tuple(missed)


def _shown_figures(built: Built) -> Iterator[tuple[str, Words, MeasureRequest]]:
    """Every figure of the period that is shown: its first cell, its words, and its question."""
    for cell in built.singles:
        if cell.basis is Basis.PERIOD:
            for request in cell.requests:
                yield cell.place, cell.label, request
    for block in built.blocks:
        for column in block.columns:
            if column.letter and column.request and column.basis is Basis.PERIOD:
                place = built.block_cell(block, column, 0).place if block.tenants else block.sheet
                yield place, column.label, column.request


def _nothing(_: Finding) -> bool:
    return False


def readiness(
    built: Built, findings: Iterable[Finding], *, is_explained: Callable[[Finding], bool] = _nothing
) -> Readiness:
    """How ready *built* is with its *findings*; *is_explained* says for which a reason was written."""
    figures = _figures(built)
    of = list(findings)
    errors = [finding for finding in of if finding.severity is Severity.ERROR]
    warnings = [finding for finding in of if finding.severity is Severity.WARNING]
    return Readiness(
        parts=tuple(_reported(block, sheet, asked) for sheet, block, asked in figures if asked),
        lacking=_lacking([one for _, _, asked in figures for one in asked]),
        errors=sum(not is_explained(finding) for finding in errors),
        warnings=len(warnings),
        unexplained=sum(not is_explained(finding) for finding in warnings),
        unsigned=tuple(signer for signer in SIGNERS if not getattr(built.particulars, signer).strip()),
    )


def _figures(built: Built) -> list[tuple[str, str, list[Measured]]]:
    """The figures of the period that tenants report, each once: by block with its sheet, then those of single cells."""
    seen: set[MeasureRequest] = set()
    parts = [
        (block.sheet, block.id, _fresh(built, _requests_of_block(block), seen)) for block in built.blocks
    ]
    singles = [cell for cell in built.singles if cell.basis is Basis.PERIOD]
    sheet = singles[0].sheet if singles else ""
    requests = [request for cell in singles for request in cell.requests]
    return [*parts, (sheet, "", _fresh(built, requests, seen))]


def _requests_of_block(block: BuiltBlock) -> list[MeasureRequest]:
    return [
        column.request
        for column in block.columns
        if column.letter and column.request and column.basis is Basis.PERIOD
    ]


def _fresh(built: Built, requests: Iterable[MeasureRequest], seen: set[MeasureRequest]) -> list[Measured]:
    """The figures of *requests* that were not counted yet and that are reported, not counted from records."""
    fresh = [request for request in dict.fromkeys(requests) if request not in seen]
    seen.update(fresh)
    return [built.figures[request] for request in fresh if not built.definitions[request.indicator].counted]


def _reported(block: str, sheet: str, figures: Sequence[Measured]) -> Reported:
    """Asked is everybody who reported or should have; a tenant's parts of a period are one figure."""
    asked = reported = partly = 0
    for figure in figures:
        given = {share.tenant_id for share in figure.contributions}
        absent = [one for one in figure.missing if not one.lacking]
        asked += len(given) + len(absent)
        reported += len(given)
        partly += len(figure.missing) - len(absent)
    return Reported(block, sheet, asked, reported, partly)


def _lacking(figures: Sequence[Measured]) -> tuple[Lacking, ...]:
    """Who has something to report still, those with the most first."""
    found: dict[int, Lacking] = {}
    for figure in figures:
        for one in figure.missing:
            before = found.get(one.id, Lacking(one.id, one.label, 0, 0))
            found[one.id] = Lacking(
                one.id,
                one.label,
                before.figures + (not one.lacking),
                before.partly + bool(one.lacking),
            )
    return tuple(sorted(found.values(), key=lambda one: (-one.figures, -one.partly, one.tenant_id)))
