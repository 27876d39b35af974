"""``crm form bind``: what the places of an authority's blank mean, and the form it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm.cli.desk import Answer
from crm.cli.table import table_lines
from crm.cli.verbs import UsageError
from crm.domain.finding import Finding, Severity
from crm.domain.parsing import unit_words
from crm.domain.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from crm.cli.desk import Desk
    from crm.cli.verbs import Given
    from crm.services.form_binding import BlankForm, FormName, Proposal, Register, Rows
    from crm.services.form_check import FormCheck


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place of a blank and what it is taken for; ``bound`` says whether that is sure."""

    place: str
    label: str
    code: str
    heads: tuple[str, ...]
    means: str
    target: str
    basis: str
    unit: str
    population: str
    confidence: float
    bound: bool
    doubts: tuple[str, ...]
    others: tuple[str, ...]
    among: str
    within: Mapping[str, tuple[str, ...]]
    records: str


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A register of a blank and what its rows are: enterprises of a population, or records of a kind.

    ``rows`` is how that is told; ``others`` are further kinds of records that they may be.
    """

    place: str
    title: str
    rows: str
    records: str
    which: str
    population: str
    confidence: float
    bound: bool
    doubt: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckEntry:
    """A check that the form may have: what it says, where it points, and whether the form has it."""

    key: str
    kind: str
    place: str
    says: str
    on: bool
    expression: str
    severity: str


@dataclass(frozen=True, slots=True)
class BindingDocument:
    """A blank: its title and rhythm, its places and checks, and the folder it was kept in (empty where it was not)."""

    template: str
    title: str
    rhythm: str
    bound: int
    unclear: int
    out: str
    registers: tuple[RegisterEntry, ...]
    places: tuple[PlaceEntry, ...]
    checks: tuple[CheckEntry, ...]
    held: tuple[str, ...]
    """Places that hold a figure already, which would be filed as it stands."""


def answer(desk: Desk, given: Given) -> Answer:
    """Propose, and keep the form where a folder is named."""
    from crm.services.form_binding import checks_of, open_blank, save_form

    path = Path(given["template"])
    blank = open_blank(desk.library, path, told=dict(given["bind"]))
    out = ""
    if given["out"]:
        folder = Path(given["out"])
        save_form(blank, _name(given, blank, folder), folder)
        out = str(folder)
    document = BindingDocument(
        template=str(path),
        title=blank.outline.title,
        rhythm="" if blank.outline.rhythm is None else blank.outline.rhythm.value,
        bound=len(blank.sure),
        unclear=len(blank.unclear),
        out=out,
        registers=register_entries(blank),
        places=tuple(map(place_entry, blank.proposals)),
        checks=check_entries(desk, checks_of(blank)),
        held=blank.outline.held,
    )
    lines = [
        desk.texts.word("words.blank", title=document.title, bound=document.bound, unclear=document.unclear),
        *register_lines(desk, document.registers),
        *place_lines(desk, blank.proposals),
        *check_lines(desk, document.checks),
        *held_lines(desk, blank),
    ]
    if out:
        lines.append(desk.texts.word("words.form_kept", path=out))
    elif document.unclear:
        lines.append(desk.texts.word("words.bind_unclear"))
    return Answer(document, lines)


def _name(given: Given, blank: BlankForm, folder: Path) -> FormName:
    from crm.services.form_binding import FormName

    if given["year"] is None:
        raise UsageError("cli-option-missing", verb="form bind", option="--year YYYY")
    title = given["name"] or blank.outline.title
    authority = given["authority"] or title
    return FormName(
        code=given["code"] or folder.name,
        year=given["year"],
        name=Words(title, title),
        authority=Words(authority, authority),
        rhythm=given["rhythm"],
    )


def place_entry(one: Proposal) -> PlaceEntry:
    """A proposal as the document tells it."""
    slot = one.slot
    return PlaceEntry(
        place=one.place,
        label=f"{slot.above} / {slot.label}" if slot.above else slot.label,
        code=slot.code,
        heads=slot.heads,
        means=one.means.value,
        target=one.code,
        basis=one.basis,
        unit="" if one.unit is None else one.unit.code,
        population=one.population.value,
        confidence=one.confidence,
        bound=one.is_sure,
        doubts=one.doubts,
        others=one.others,
        among=slot.among,
        within=dict(one.within),
        records=one.records,
    )


def register_entries(blank: BlankForm) -> tuple[RegisterEntry, ...]:
    """The registers of a blank as the document tells them."""
    return tuple(_register_entry(one, blank.rows[one.sheet, one.row]) for one in blank.outline.registers)


def _register_entry(register: Register, rows: Rows) -> RegisterEntry:
    return RegisterEntry(
        place=f"{register.sheet}!{register.row}",
        title=register.title,
        rows=str(rows),
        records=rows.records,
        which=rows.which,
        population=rows.population.value,
        confidence=rows.confidence,
        bound=not rows.doubt,
        doubt=rows.doubt,
        others=rows.others,
    )


def register_lines(desk: Desk, registers: Sequence[RegisterEntry]) -> list[str]:
    """The registers as a table; nothing where there are none."""
    texts, lists = desk.texts, desk.library.form_words.lists
    rows = []
    for one in registers:
        kind = lists.by_code.get(one.records)
        chosen = None if kind is None else kind.chosen.get(one.which)
        named = (
            texts.word(f"population.{one.population}") if kind is None else texts.of((chosen or kind).name)
        )
        rows.append((one.place, one.title, named, one.rows, f"{one.confidence:.0%}"))
    names = ("place", "register_title", "register_rows", "register_told", "confidence")
    headings = [texts.word(f"words.{name}") for name in names]
    return [*table_lines(rows, headings=headings, right=(4,)), ""] if rows else []


def check_entries(desk: Desk, checks: Iterable[FormCheck]) -> tuple[CheckEntry, ...]:
    """Checks as the document tells them."""
    return tuple(
        CheckEntry(
            one.key,
            one.kind.value,
            one.place,
            desk.texts.of(one.says),
            one.is_on,
            str(one.check.get("expression", "")),
            str(one.check.get("severity", "")),
        )
        for one in checks
    )


def check_lines(desk: Desk, checks: Sequence[CheckEntry]) -> list[str]:
    """The checks as a table, and how one is switched; nothing where there are none."""
    if not checks:
        return []
    texts = desk.texts
    rows = [
        (texts.word(f"words.check_{'on' if one.on else 'off'}"), one.place, one.says, one.key)
        for one in checks
    ]
    names = ("check_state", "place", "check_says", "check_key")
    return [
        "",
        *table_lines(rows, headings=[texts.word(f"words.{name}") for name in names]),
        texts.word("words.check_how"),
    ]


def held_lines(desk: Desk, blank: BlankForm) -> list[str]:
    """What is to be said of figures that stand in the blank already, and of what is wrong with its workbook."""
    from crm.services.form_diagnosis import diagnose_template, held_figures

    wrong = (one for one in diagnose_template(blank.template) if one.severity >= Severity.WARNING)
    told = [desk.word(one) for one in (*held_figures(blank.outline), *wrong)]
    return [f"{each.message}{desk.texts.word('words.stop')}{each.remedy}" for each in told]


def place_lines(desk: Desk, proposals: tuple[Proposal, ...]) -> list[str]:
    """The places as a table, and under it what has to be decided, each doubt once."""
    texts = desk.texts
    rows = [
        (
            one.place,
            " / ".join(filter(None, (one.slot.among, one.slot.above, one.slot.label))),
            _target(desk, one),
            "" if one.means.value != "figure" else texts.word(f"basis.{one.basis}"),
            "" if one.unit is None else texts.of(unit_words(one.unit)),
            f"{one.confidence:.0%}",
        )
        for one in proposals
    ]
    names = ("place", "form_label", "taken_for", "basis", "unit", "confidence")
    headings = [texts.word(f"words.{name}") for name in names]
    doubts = dict.fromkeys(doubt for one in proposals if not one.is_sure for doubt in one.doubts)
    told = [desk.word(Finding(doubt, Severity.WARNING)) for doubt in doubts]
    return [
        *table_lines(rows, headings=headings, right=(5,)),
        *(f"{each.message}{texts.word('words.stop')}{each.remedy}" for each in told),
    ]


def _target(desk: Desk, one: Proposal) -> str:
    texts, library = desk.texts, desk.library
    if one.code in library.indicators and one.means.value == "figure":
        return texts.of(library.indicators[one.code].name)
    kind = library.form_words.lists.by_code.get(one.records)
    if kind is not None and one.code in kind.fields:
        return texts.of(kind.fields[one.code].label)
    if one.code in library.fields:
        return texts.of(library.fields[one.code].label)
    return texts.word(f"means.{one.means.value}")
