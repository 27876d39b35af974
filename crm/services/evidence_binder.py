"""The binder of a filing: its evidence as numbered files in a zip, with an index by cell and what is missing."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from crm.db.evidence import EvidenceError, read_file
from crm.db.queries.names import present_names
from crm.excel.register import ColumnKind, RegisterColumn, RegisterSheet, write_register
from crm.excel.saving import save_atomically
from crm.filings.evidence import masked
from crm.services.evidence import bind_evidence
from crm.services.spoken import Spoken

if TYPE_CHECKING:
    from pathlib import Path
    from typing import BinaryIO

    from crm.domain.wording import Language
    from crm.filings.built import Built
    from crm.filings.evidence import Binder, HeldFile, Need
    from crm.services.library import Library
    from crm.services.operation import Workplace

_ZIP = ".zip"
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_MOST_BYTES = 200
"""The longest name in a binder: Linux takes 255 bytes, and Windows has the folder in its limit as well."""
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The same files give the same zip, whenever it is made."""


@dataclass(frozen=True, slots=True)
class BinderMade:
    """A written binder: how many files it holds, which were lost, and how many proofs are missing."""

    path: Path
    files: int
    lost: tuple[str, ...]
    missing: int


@dataclass(slots=True)
class _Index:
    """What the index is written from; ``names`` are the tenants', ``lost`` the numbers of files that are not whole."""

    spoken: Spoken
    built: Built
    binder: Binder
    names: dict[int, str]
    lost: set[int]

    def heads(self, *names: str, whole: tuple[str, ...] = ()) -> tuple[RegisterColumn, ...]:
        """Columns by the names of their words."""
        return tuple(
            RegisterColumn(self.spoken.word(name), ColumnKind.WHOLE if name in whole else ColumnKind.TEXT)
            for name in names
        )


def export_binder(
    workplace: Workplace, library: Library, built: Built, path: Path, language: Language
) -> BinderMade:
    """Write the binder of a filing to *path*, whole or not at all.

    A file that is gone or was changed since it was attached is left out and named. SaveRefused says why the zip cannot
    be written.
    """
    binder = bind_evidence(workplace, library, built)
    spoken = Spoken(library, language)
    index = _Index(spoken, built, binder, _tenants(workplace, binder), set())

    def write(file: BinaryIO) -> None:
        index.lost.clear()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            with workplace.database.reading() as connection:
                for number, held in enumerate(binder.files, start=1):
                    try:
                        content = read_file(connection, held.sha256, name=held.name)
                    except EvidenceError:
                        index.lost.add(number)
                        continue
                    archive.writestr(_entry(entry_name(spoken, library, number, held)), content)
            book = _index_book(workplace, library, index)
            archive.writestr(_entry(spoken.word("evidence-index-name")), book)

    save_atomically(path, write, ending=_ZIP)
    lost = tuple(binder.files[number - 1].name for number in sorted(index.lost))
    return BinderMade(path, len(binder.files) - len(lost), lost, len(binder.missing))


def entry_name(spoken: Spoken, library: Library, number: int, held: HeldFile) -> str:
    """What a file is called in the binder: its number, what it proves, its own name; personal data masked."""
    from crm.services.evidence import read_proofs

    proof = read_proofs(library).get(held.proof)
    what = held.proof if proof is None else spoken.of(proof.name)
    own = masked(held.name)
    if proof is not None and proof.personal:
        own = f"{number:03d}{_ending(held.name)}"
    return _fitting(_NOT_IN_NAMES.sub("_", f"{number:03d}_{what}_{own}"))


def _ending(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].lower() if dot > 0 else ""


def _fitting(name: str) -> str:
    """*name* short enough for any file system, its ending kept: a zip with a longer one cannot be unpacked."""
    ending = _ending(name)
    if len(ending.encode()) > _MOST_BYTES // 4:
        ending = ""
    stem = name[: len(name) - len(ending)] if ending else name
    room = _MOST_BYTES - len(ending.encode())
    return (stem.encode()[:room].decode(errors="ignore").rstrip(". ") + ending).rstrip(". ")


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIRST_DAY)
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _tenants(workplace: Workplace, binder: Binder) -> dict[int, str]:
    ids = {need.tenant_id for need in binder.needs if need.tenant_id is not None}
    with workplace.database.reading() as connection:
        return present_names(connection, ids)


def _index_book(workplace: Workplace, library: Library, index: _Index) -> bytes:
    sheets = [_cells_sheet(index), _files_sheet(library, index), _missing_sheet(index)]
    day = workplace.today
    return write_register(
        sheets,
        created=datetime(day.year, day.month, day.day, tzinfo=UTC),
        title=index.spoken.word("evidence-title"),
        creator=workplace.user,
    )


def _about(index: _Index) -> str:
    binder = index.binder
    return index.spoken.word(
        "evidence-about",
        form=index.spoken.of(index.built.name),
        period=index.built.period.code,
        files=len(binder.files) - len(index.lost),
        proved=binder.proved,
        missing=len(binder.missing),
    )


def _need_cells(index: _Index, need: Need) -> tuple[str, str, str, str, str, str]:
    """What stands of a need in every sheet: its cell and figure, the record and whose it is, the proof."""
    spoken = index.spoken
    tenant = index.names.get(need.tenant_id, "") if need.tenant_id is not None else ""
    return (
        need.cell.place,
        spoken.of(need.cell.label),
        spoken.kind(need.kind),
        masked(need.label),
        tenant,
        spoken.of(need.proof.name),
    )


_NEED_HEADS = (
    "explained-cell",
    "evidence-column-indicator",
    "explained-kind",
    "explained-record",
    "explained-tenant",
    "evidence-column-proof",
)


def _cells_sheet(index: _Index) -> RegisterSheet:
    none = index.spoken.word("evidence-none")
    rows = [
        (*_need_cells(index, need), ", ".join(f"{number:03d}" for number in need.files) or none)
        for need in index.binder.needs
        if need.files or not need.proof.optional
    ]
    heads = index.heads(*_NEED_HEADS, "evidence-column-files")
    return RegisterSheet(index.spoken.word("evidence-sheet-cells"), heads, rows, heading=_about(index))


def _files_sheet(library: Library, index: _Index) -> RegisterSheet:
    spoken = index.spoken
    rows = [
        (
            number,
            entry_name(spoken, library, number, held),
            spoken.kind(held.kind),
            index.names.get(held.tenant_id or 0, ""),
            held.size,
            held.sha256,
            held.added_on,
            masked(held.note),
            spoken.word("evidence-lost" if number in index.lost else "evidence-sound"),
        )
        for number, held in enumerate(index.binder.files, start=1)
    ]
    heads = index.heads(
        "evidence-column-number",
        "evidence-column-file",
        "explained-kind",
        "explained-tenant",
        "evidence-column-size",
        "evidence-column-sha256",
        "evidence-column-added",
        "evidence-column-note",
        "evidence-column-state",
        whole=("evidence-column-number", "evidence-column-size"),
    )
    return RegisterSheet(spoken.word("evidence-sheet-files"), heads, rows)


def _missing_sheet(index: _Index) -> RegisterSheet:
    rows = [_need_cells(index, need) for need in index.binder.missing]
    heading = index.spoken.word("evidence-sheet-missing") + f" {len(rows)}"
    return RegisterSheet(
        index.spoken.word("evidence-sheet-missing"), index.heads(*_NEED_HEADS), rows, heading=heading
    )
