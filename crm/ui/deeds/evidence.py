"""What is done with evidence from more than one page: a file attached to a record, opened, taken off again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTemporaryDir
from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from crm.domain.errors import ParseError
from crm.domain.period import Period
from crm.services.evidence import Attachment, RecordKey, attach_file, proofs_for, remove_file, write_evidence
from crm.ui.ask import Question, Sheet
from crm.ui.saved import open_path
from crm.ui.widgets.form import ChoiceBox, FormField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from crm.services.evidence import Proof
    from crm.ui.context import Context


class Provable(NamedTuple):
    """A record to which a file may be attached, and what it is called."""

    key: RecordKey
    name: str


class EvidenceSheet(Sheet):
    """Asks what a file proves: of which record, which proof it is, of which period where it is of one."""

    def __init__(
        self, context: Context, records: Sequence[Provable], *, proof: str = "", period: Period | None = None
    ) -> None:
        super().__init__()
        self._context = context
        self._records = list(records)
        self._wanted = proof
        self._proofs: dict[str, Proof] = {}
        theme = context.theme
        self.record = ChoiceBox(theme, name=self.tr("Evidence for"))
        self.record.show_choices([(str(place), one.name) for place, one in enumerate(self._records)])
        self.record.picked.connect(lambda _key: self._offer_proofs())
        self.proof = ChoiceBox(theme, name=self.tr("Kind of evidence"))
        self.proof.picked.connect(lambda _key: self._follow_proof())
        self.period = FormField(self.tr("Period"), QLineEdit("" if period is None else period.code))
        self.note = FormField(self.tr("Note"), QLineEdit())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(FormField(self.tr("Evidence for"), self.record))
        column.addWidget(FormField(self.tr("Kind of evidence"), self.proof))
        column.addWidget(self.period)
        column.addWidget(self.note)
        self._offer_proofs()

    def _offer_proofs(self) -> None:
        context = self._context
        proofs = proofs_for(context.library, self.key.kind)
        self._proofs = {proof.code: proof for proof in proofs}
        self.proof.show_choices([(one.code, one.name.in_language(context.language)) for one in proofs])
        self.proof.choose(self._wanted)
        self._follow_proof()

    def _follow_proof(self) -> None:
        proof = self._proofs.get(self.proof.key)
        self.period.setVisible(proof is not None and proof.periodic)

    @property
    def key(self) -> RecordKey:
        """The record that was chosen."""
        return self._records[int(self.record.key)].key

    @property
    def said(self) -> Attachment:
        """What was said of the file."""
        text = self._text(self.period)
        period = Period.parse(text) if text and self.period.isVisibleTo(self) else None
        return Attachment(self.proof.key, period, self._text(self.note))

    def first_entry(self) -> QWidget:
        """What it proves."""
        return self.record if len(self._records) > 1 else self.note.entry

    def check(self) -> bool:
        """Whether there is a period where one is needed, and is one."""
        wrong = ""
        try:
            said = self.said
        except ParseError as error:
            wrong = self._context.word_error(error).text
        else:
            if self.period.isVisibleTo(self) and said.period is None:
                wrong = self.tr("This kind of evidence needs a period, for example 2026Q3.")
        self.period.refuse(wrong)
        return not wrong

    @staticmethod
    def _text(field: FormField) -> str:
        entry = field.entry
        return entry.text().strip() if isinstance(entry, QLineEdit) else ""


class EvidenceDeeds(QObject):
    """Asks for what a deed needs and does it."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._folder: QTemporaryDir | None = None

    def ask_file(self, records: Sequence[Provable], *, proof: str = "", period: Period | None = None) -> None:
        """Which file to attach to one of *records*, then what it proves."""
        self._context.ask.open_file(
            title=self.tr("Choose evidence"),
            filters=self.tr(
                "Evidence (*.pdf *.jpg *.jpeg *.png *.tif *.tiff *.bmp *.doc *.docx *.xls *.xlsx *.wps *.et *.ofd);;"
                "All files (*)"
            ),
            folder="",
            chosen=lambda path: self.ask_what(path, records, proof=proof, period=period),
        )

    def ask_what(
        self, path: Path, records: Sequence[Provable], *, proof: str = "", period: Period | None = None
    ) -> None:
        """What the file at *path* proves, then attach it."""
        sheet = EvidenceSheet(self._context, records, proof=proof, period=period)
        question = Question(self.tr("Attach evidence"), path.name, self.tr("Attach"), names=(path.name,))
        self._context.ask.facts(question, sheet, taken=lambda: self.attach(path, sheet.key, sheet.said))

    def attach(self, path: Path, key: RecordKey, said: Attachment) -> None:
        """Attach a file to a record."""
        context = self._context
        context.write(
            lambda _job: [attach_file(context.workplace, context.library, key, path, said)],
            title=self.tr("Attaching evidence"),
            told=self.tr('Attached "{file}".').format(file=path.name),
        )

    def remove(self, evidence_id: int, name: str) -> None:
        """Take a file off its record."""
        workplace = self._context.workplace
        self._context.write(
            lambda _job: [remove_file(workplace, evidence_id)],
            title=self.tr("Removing evidence"),
            told=self.tr('Removed "{file}".').format(file=name),
        )

    def open(self, evidence_id: int) -> None:
        """Open a file with whatever the system opens such files with: a copy, gone when the program ends."""
        if self._folder is None:
            self._folder = QTemporaryDir()
        folder, workplace = Path(self._folder.path()), self._context.workplace
        self._context.tasks.read(
            lambda _job: write_evidence(workplace, evidence_id, folder),
            done=open_path,
            title=self.tr("Opening evidence"),
        )
