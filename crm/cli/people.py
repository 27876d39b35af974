"""``crm people``: the operator's staff or the mentors, taken from a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm.cli.desk import Answer

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.verbs import Given


@dataclass(frozen=True, slots=True)
class PeopleDocument:
    """What the list brought; ``operation`` is None where nothing was different."""

    kind: str
    new: int
    known: int
    operation: int | None


def answer(desk: Desk, given: Given) -> Answer:
    """Take the list."""
    from crm.services.people import PeopleKind, import_people

    taken = import_people(desk.workplace(), desk.library, Path(given["file"]), kind=PeopleKind(given["kind"]))
    document = PeopleDocument(given["kind"], taken.new, taken.known, taken.changes.operation or None)
    return Answer(document, [desk.texts.word("words.people_taken", new=taken.new, known=taken.known)])
