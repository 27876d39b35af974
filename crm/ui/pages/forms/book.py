"""What is decided about a blank before it is kept, without Qt: the decisions, their steps, how far each place is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from crm.services.form_alignment import AlignedForm, decide_aligned, rows_in
from crm.services.form_binding import (
    OWN,
    BlankForm,
    Means,
    checks_of,
    decide,
    decision_of,
    is_told,
    month_of_head,
)
from crm.services.form_own_checks import own_told, written_in
from crm.ui.models.sheet import address_of, place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crm.services.form_binding import FormCheck, Proposal, Slot
    from crm.services.form_own_checks import OwnCheck
    from crm.services.library import Library

Work: TypeAlias = BlankForm | AlignedForm


class Sign(Enum):
    """How far a place is."""

    SURE = "sure"
    TOLD = "told"
    UNCLEAR = "unclear"
    UNKNOWN = "unknown"
    EMPTY = "empty"


OPEN = frozenset({Sign.UNCLEAR, Sign.UNKNOWN})
"""What is left to the user."""


class Step(NamedTuple):
    """One thing the user did: what it is called, what had been told before, and which places it is about."""

    title: str
    before: Mapping[str, str]
    places: tuple[str, ...]


@dataclass
class Book:
    """The decisions over one blank, a new one or next year's of a form; wrong ones raise and change nothing."""

    library: Library
    work: Work
    kept: bool = True
    """Whether nothing has been decided since it was kept."""

    def __post_init__(self) -> None:
        self._checked: BlankForm | None = None
        self._checks: tuple[FormCheck, ...] = ()
        self._done: list[Step] = []
        self._undone: list[Step] = []

    @property
    def blank(self) -> BlankForm:
        """The blank itself."""
        return self.work.blank if isinstance(self.work, AlignedForm) else self.work

    @property
    def told(self) -> Mapping[str, str]:
        """What has been decided."""
        return self.blank.told

    @property
    def places(self) -> tuple[Proposal, ...]:
        """Every place and what it is taken for."""
        return self.work.places if isinstance(self.work, AlignedForm) else self.work.proposals

    @property
    def lines(self) -> Mapping[str, str]:
        """The form's own lines that are filled by their words: place → text with placeholders."""
        if isinstance(self.work, AlignedForm):
            texts = {f"{text.sheet}!{text.address}": text.value for text in self.work.form.texts}
            return {place: text for place, text in texts.items() if place not in self.told}
        return self.work.lines

    @property
    def checks(self) -> tuple[FormCheck, ...]:
        """Every check that the form may have, on or off."""
        work = self.work
        if isinstance(work, AlignedForm):
            return work.checks
        if self._checked is not work:
            self._checked, self._checks = work, checks_of(work)
        return self._checks

    def own_check(self, key: str) -> OwnCheck | None:
        """The check that the user has written under *key*; None for any other."""
        found = next((one for one in self.checks if one.key == key), None)
        told = next((one for one in own_told(self.told) if one.key == key), None)
        return told or (None if found is None else written_in(found.check))

    @property
    def own_codes(self) -> tuple[str, ...]:
        """The codes of the checks that the user has written."""
        return tuple(one.key.removeprefix(OWN) for one in self.checks if one.key.startswith(OWN))

    def sign(self, one: Proposal) -> Sign:
        """How far a place is."""
        if one.means is Means.NOTHING and one.is_sure:
            return Sign.EMPTY
        if one.place in self.told and not one.slot.unclear:
            return Sign.TOLD
        if one.is_sure:
            return Sign.SURE
        is_proposed = one.code and one.means is not Means.NOTHING and not one.slot.unclear
        return Sign.UNCLEAR if is_proposed else Sign.UNKNOWN

    @property
    def open(self) -> tuple[Proposal, ...]:
        """What is left to decide."""
        return tuple(one for one in self.places if self.sign(one) in OPEN)

    def count(self, sign: Sign) -> int:
        """How many places are that far."""
        return sum(self.sign(one) is sign for one in self.places)

    def find(self, place: str) -> Proposal | None:
        """What a place is taken for; None where nobody has said anything of it."""
        return next((one for one in self.places if one.place == place), None)

    def rest_of_row(self, one: Proposal) -> tuple[str, ...]:
        """The other places of the same row of a table that are open too: what one of them is, all of them are."""
        slot = one.slot
        if slot.among and not slot.unclear:
            return tuple(
                other.place
                for other in self.open
                if other.place != one.place
                and other.slot.among
                and (other.slot.sheet, other.slot.label) == (slot.sheet, slot.label)
            )
        is_month = month_of_head(slot.label) is not None
        if slot.is_column and one.records and (slot.group or is_month):  # the months of a register of records
            return tuple(
                other.place
                for other in self.open
                if other is not one
                and other.records
                and other.slot.group == slot.group
                and (slot.group or month_of_head(other.slot.label) is not None)
                and (other.slot.sheet, other.slot.row) == (slot.sheet, slot.row)
            )
        if slot.is_column or not slot.heads:
            return ()
        row = (slot.sheet, slot.row, slot.label)
        others = (other for other in self.open if not other.slot.is_column and other.slot.heads)
        return tuple(
            other.place
            for other in others
            if other is not one and (other.slot.sheet, other.slot.row, other.slot.label) == row
        )

    def same_group(self, one: Proposal) -> tuple[Proposal, ...]:
        """The other places of a matrix's row or column whose words are no value either: what one is, all are."""
        slot = one.slot
        if not slot.unclear:
            return ()
        own = (slot.sheet, slot.unclear, slot.among)
        return tuple(
            other
            for other in self.open
            if other.place != one.place and (other.slot.sheet, other.slot.unclear, other.slot.among) == own
        )

    def matrix_at(self, place: str) -> str:
        """The corners of the matrix around a place, ``sheet!B3:E9``; nothing where it is in none."""
        one = self.find(place)
        if one is None or not one.slot.among:
            return ""
        cells = {
            place_of(each.slot.address)
            for each in self.places
            if each.slot.sheet == one.slot.sheet and each.slot.among
        }
        found: set[tuple[int, int]] = set()
        waiting = [place_of(one.slot.address)]
        while waiting:
            row, column = waiting.pop()
            if (row, column) in cells and (row, column) not in found:
                found.add((row, column))
                waiting += [(row - 1, column), (row + 1, column), (row, column - 1), (row, column + 1)]
        rows, columns = [row for row, _ in found], [column for _, column in found]
        corners = (address_of(end(rows), end(columns)) for end in (min, max))
        return f"{one.slot.sheet}!{':'.join(corners)}"

    def places_in(self, area: str) -> tuple[Proposal, ...]:
        """The places in a rectangle."""
        return tuple(one for one in self.places if is_told(one.place, (area,)))

    def try_matrix(self, area: str, text: str) -> tuple[Proposal, ...]:
        """The places of a matrix as they would be if it were told so. Raises what `decide` raises."""
        told = {**self.told, area: text}
        work = decide(self.blank, told)
        return tuple(one for one in work.proposals if is_told(one.place, (area,)))

    def slot_over(self, sheet: str, row: int, letters: str, *, heads: int = 6) -> Slot | None:
        """The column of a register over whose head or row somebody stands; *row* counts from 1."""
        columns = (one.slot for one in self.places if one.slot.is_column and one.slot.sheet == sheet)
        fitting = [slot for slot in columns if slot.letters == letters and 0 <= slot.row - row <= heads]
        return min(fitting, key=lambda slot: slot.row - row, default=None)

    # ------------------------------------------------------------------------------------------ steps

    @property
    def next_undo(self) -> str:
        """What would be undone; empty where nothing is."""
        return self._done[-1].title if self._done else ""

    @property
    def next_redo(self) -> str:
        """What would be done again."""
        return self._undone[-1].title if self._undone else ""

    def change(self, title: str, changes: Mapping[str, str | None]) -> None:
        """Decide about places at once; None forgets a decision. Raises what `decide` raises."""
        told = {place: text for place, text in {**self.told, **changes}.items() if text is not None}
        if told == self.told:
            return
        step = Step(title, dict(self.told), tuple(changes))
        self._take(told)
        self._done.append(step)
        self._undone.clear()

    @property
    def takeable(self) -> tuple[str, ...]:
        """What may be taken together with others without being looked at."""
        return tuple(one.place for one in self.open if not one.is_of_records)

    def without_columns(self, sheet: str, row: int, text: str) -> dict[str, None]:
        """The decisions about a register's columns that fall where it lists *text*, another kind than now."""
        now = rows_in(self.work, sheet, row)
        if (
            now is not None
            and text.partition("records=")[2].partition(".")[0].partition(";")[0] == now.records
        ):
            return {}
        columns = (one for one in self.places if (one.slot.sheet, one.slot.row) == (sheet, row))
        return {one.place: None for one in columns if one.place in self.told}

    def accept(self, title: str, places: Iterable[Proposal]) -> int:
        """Take the proposals of *places* as they are; how many there were."""
        changes = {one.place: str(decision_of(one)) for one in places if self.sign(one) is Sign.UNCLEAR}
        self.change(title, changes)
        return len(changes)

    def undo(self) -> tuple[str, ...]:
        """Undo the last step; the places it was about."""
        return self._step(self._done, self._undone)

    def redo(self) -> tuple[str, ...]:
        """Do it again."""
        return self._step(self._undone, self._done)

    def _step(self, here: list[Step], there: list[Step]) -> tuple[str, ...]:
        if not here:
            return ()
        step = here.pop()
        there.append(Step(step.title, dict(self.told), step.places))
        self._take(step.before)
        return step.places

    def _take(self, told: Mapping[str, str]) -> None:
        if isinstance(self.work, AlignedForm):
            self.work = decide_aligned(self.library, self.work, told)
        else:
            self.work = decide(self.work, told)
        self.kept = False


def without_basis(text: str) -> str:
    """A decision for the other columns of its row: each has the basis and the group that its own head names."""
    first, *rest = text.split(";")
    return ";".join([first.partition(".")[0], *(part for part in rest if not part.startswith("group="))])


def in_group(one: Proposal, text: str) -> str:
    """The decision that *one* is what it is, of the group that a decision about its neighbour names."""
    group = next(part for part in text.split(";") if part.startswith("group="))
    return f"{one.code};{group}"
