"""``crm attach`` and ``crm evidence``: files that prove records, and the binder of a filing with what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm.cli.desk import DONE, REFUSED, Answer
from crm.cli.table import table_lines
from crm.cli.verbs import UsageError

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.verbs import Given
    from crm.filings.built import Built
    from crm.services.evidence import Binder, Need

_MOST_SHOWN = 30


@dataclass(frozen=True, slots=True)
class AttachedDocument:
    """A file that was attached."""

    file: str
    kind: str
    record: int
    proof: str
    operation: int


@dataclass(frozen=True, slots=True)
class NeedEntry:
    """A record of a cell and the proof it needs; ``files`` are the numbers of those that are there."""

    cell: str
    kind: str
    id: int
    label: str
    proof: str
    files: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file of the binder."""

    number: int
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class EvidenceDocument:
    """The evidence of a filing; ``lost`` are files that are gone or were changed since they were attached."""

    form: str
    period: str
    proved: int
    missing: tuple[NeedEntry, ...]
    files: tuple[FileEntry, ...]
    needs: tuple[NeedEntry, ...]
    lost: tuple[str, ...]
    out: str | None


def answer(desk: Desk, given: Given) -> Answer:
    """Do the one that was asked for."""
    return _attach(desk, given) if given.verb and given.verb.name == "attach" else _bind(desk, given)


def _attach(desk: Desk, given: Given) -> Answer:
    from crm.services.evidence import Attachment, RecordKey, attach_file, proofs_for

    kind, number = given["to"]
    fitting = proofs_for(desk.library, kind)
    proof = given["proof"] or (fitting[0].code if fitting else "")
    path = Path(given["file"])
    said = Attachment(proof, given["period"], given["note"] or "")
    changes = attach_file(desk.workplace(), desk.library, RecordKey(kind, number), path, said)
    document = AttachedDocument(path.name, kind, number, proof, changes.operation)
    called = _called(desk, proof)
    return Answer(document, [desk.texts.word("words.attached", file=path.name, proof=called)])


def _called(desk: Desk, proof: str) -> str:
    """What a proof is called; its code where it has no words."""
    words = desk.library.messages.terms["proof"].get(proof)
    return proof if words is None else desk.texts.of(words)


def _bind(desk: Desk, given: Given) -> Answer:
    from crm.services.evidence import bind_evidence
    from crm.services.evidence_binder import export_binder

    workplace = desk.workplace()
    built = _built(desk, given)
    binder = bind_evidence(workplace, desk.library, built)
    lost: tuple[str, ...] = ()
    if given["out"]:
        lost = export_binder(workplace, desk.library, built, Path(given["out"]), desk.language).lost
    document = EvidenceDocument(
        form=built.form,
        period=built.period.code,
        proved=binder.proved,
        missing=tuple(map(_need, binder.missing)),
        files=_files(binder),
        needs=tuple(map(_need, binder.needs)),
        lost=lost,
        out=given["out"],
    )
    return Answer(document, _lines(desk, document), REFUSED if document.missing or lost else DONE)


def _built(desk: Desk, given: Given) -> Built:
    """The frozen filing of that number, or the form's filing as it is now."""
    from crm.services.filings import build_filing
    from crm.services.frozen_filings import read_frozen

    workplace, text = desk.workplace(), given["filing"]
    if text.isascii() and text.isdigit():
        return read_frozen(workplace, int(text))
    if given["period"] is None:
        raise UsageError("cli-evidence-period")
    library, code = desk.form(text)
    desk.tell("words.filing", form=code, period=given["period"].code)
    return build_filing(workplace, library, code, given["period"]).built


def _need(need: Need) -> NeedEntry:
    return NeedEntry(need.cell.place, need.kind, need.record_id, need.label, need.proof.code, need.files)


def _files(binder: Binder) -> tuple[FileEntry, ...]:
    return tuple(
        FileEntry(number, held.name, held.sha256, held.size)
        for number, held in enumerate(binder.files, start=1)
    )


def _lines(desk: Desk, document: EvidenceDocument) -> list[str]:
    texts = desk.texts
    lines = [
        texts.word(
            "words.evidence_head",
            form=document.form,
            period=document.period,
            files=len(document.files),
            proved=document.proved,
            missing=len(document.missing),
        )
    ]
    headings = [texts.word(f"words.{name}") for name in ("first_cell", "kind", "id", "record", "proof")]
    rows = [
        (one.cell, texts.or_code("records", one.kind), str(one.id), one.label, _called(desk, one.proof))
        for one in document.missing[:_MOST_SHOWN]
    ]
    if rows:
        lines += table_lines(rows, headings=headings, right=(2,), indent="  ")
    if len(document.missing) > len(rows):
        lines.append("  " + texts.word("words.more_movers", count=len(document.missing) - len(rows)))
    lines += [texts.word("words.evidence_lost", name=name) for name in document.lost]
    return [*lines, texts.word("words.filed", path=document.out)] if document.out else lines
