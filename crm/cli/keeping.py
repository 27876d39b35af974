"""``crm backup`` and ``crm restore``: the database copied into one file, and brought back from one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm import paths
from crm.cli.desk import Answer

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.verbs import Given


@dataclass(frozen=True, slots=True)
class BackupDocument:
    """A finished backup: the file, its bytes, and the version of the database's tables."""

    file: str
    size: int
    version: str


@dataclass(frozen=True, slots=True)
class LostFiling:
    """A frozen filing that is not in a backup."""

    form: str
    period: str
    version: int


@dataclass(frozen=True, slots=True)
class RestoreDocument:
    """A finished restore; ``kept`` is where what was there before is, None where there was nothing.

    ``lost`` are the frozen filings that were there and are not in the backup: form, period and version.
    """

    file: str
    database: str
    version: str
    kept: str | None
    lost: tuple[LostFiling, ...]


def answer(desk: Desk, given: Given) -> Answer:
    """Do the one that was asked for."""
    file = Path(given["file"])
    return _back_up(desk, file) if given.verb and given.verb.name == "backup" else _restore(desk, file)


def _back_up(desk: Desk, file: Path) -> Answer:
    from crm.services.upkeep import back_up

    made = back_up(desk.workplace(), file)
    document = BackupDocument(str(made.path), made.size, made.version)
    return Answer(document, [desk.texts.word("words.backed_up", path=document.file)])


def _restore(desk: Desk, file: Path) -> Answer:
    from crm.services.upkeep import restore

    # By the address, not an open workplace: what is there now may be too damaged to be opened.
    done = restore(desk.address, file)
    kept = None if done.kept is None else str(done.kept)
    lost = tuple(LostFiling(one.form, one.period.code, one.version) for one in done.lost)
    where = desk.address or str(paths.default_database())
    document = RestoreDocument(str(file), where, done.version, kept, lost)
    lines = [desk.texts.word("words.restored", path=document.file)]
    if kept:
        lines.append(desk.texts.word("words.kept", path=kept))
    lines += [
        desk.texts.word("words.not_in_backup", form=one.form, period=one.period, version=one.version)
        for one in lost
    ]
    return Answer(document, lines)
