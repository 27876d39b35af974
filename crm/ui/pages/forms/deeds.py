"""What is done with forms: a blank opened, last year's form aligned, one kept, handed on, taken in, put away."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm.domain.wording import Words, counted, one_after_another
from crm.services.form_alignment import AlignedForm, align_blank
from crm.services.form_binding import FormName, make_form
from crm.services.form_pack import SUFFIX, pack_form, take_in
from crm.services.own_forms import bring_back, install_form, keep_own, put_away
from crm.ui.ask import Question, Sheet
from crm.ui.notice import Notice
from crm.ui.pages.forms.name_sheet import NameSheet, propose_code
from crm.ui.pages.forms.opened import Opened, Wanted, open_wanted, read_wanted
from crm.ui.pages.forms.unsaved import restored
from crm.ui.pages.forms.what_sheet import WhatSheet
from crm.ui.saved import dated_name, tell_saved

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from PySide6.QtGui import QDropEvent

    from crm.services.form_alignment import Form
    from crm.services.library import Library
    from crm.services.own_forms import KeptForm
    from crm.ui.context import Context
    from crm.ui.drafts import Draft
    from crm.ui.pages.forms.words import FormTexts
    from crm.ui.tasks import Failure

_THERE = "form-already-there"


class FormDeeds(QObject):
    """Asks for what a deed needs and does it, off the window's thread."""

    opened = Signal(object)
    """A blank is ready to be bound."""
    kept = Signal(str, int)
    """The forms are others now; code and year of the one that it is about."""

    def __init__(self, context: Context, texts: FormTexts) -> None:
        super().__init__()
        self._context = context
        self._texts = texts

    # ------------------------------------------------------------------------------------------ opening

    def ask_blank(self) -> None:
        """Which blank is to become a form."""
        self._ask_workbook(self.tr("Open an authority's blank form"), self.open_blank)

    def open_blank(self, path: Path) -> None:
        """Bind a blank."""
        self._open(lambda: read_wanted(path), title=path.name)

    def open_form(self, kept: KeptForm) -> None:
        """Bind a form's own template anew: its bindings are there, any of them may be changed."""
        form, folder = kept.form, kept.folder
        name = form.name.in_language(self._context.language)
        self._open(
            lambda: read_wanted(folder / "template.xlsx", folder=str(folder), year=form.year),
            title=self.tr("{form}, edition {year}").format(form=name, year=form.year),
        )

    def ask_next_blank(self, kept: KeptForm) -> None:
        """Which blank is next year's of a form."""
        self._ask_workbook(self.tr("Open the new blank form"), lambda path: self.align(kept, path))

    def align(self, kept: KeptForm, path: Path) -> None:
        """Hold next year's blank against a form."""
        name = kept.form.name.in_language(self._context.language)
        folder, year = str(kept.folder), kept.form.year + 1
        self._open(
            lambda: read_wanted(path, folder=folder, year=year),
            title=self.tr("{form}, {old} → {file}").format(form=name, old=kept.form.year, file=path.name),
        )

    def go_on(self, draft: Draft) -> None:
        """Open what was not kept the last time."""
        held = restored(draft)
        wanted = Wanted(held.file, held.template, held.folder, held.year)
        self._open(lambda: wanted, title=draft.title or held.file, told=held.told)

    def _ask_workbook(self, title: str, chosen: Callable[[Path], None]) -> None:
        filters = self.tr("Workbooks (*.xlsx *.xlsm *.xls *.et)")
        self._context.ask.open_file(title=title, filters=filters, folder="", chosen=chosen)

    def _open(self, read: Callable[[], Wanted], *, title: str, told: Mapping[str, str] | None = None) -> None:
        library = self._context.library
        self._context.tasks.read(
            lambda _job: open_wanted(library, read(), title=title, told=told),
            done=self.opened.emit,
            key="forms.open",
            title=self.tr("Reading the blank form"),
        )

    # ------------------------------------------------------------------------------------------- drops

    def take_file(self, path: Path, forms: tuple[KeptForm, ...], chosen: KeptForm | None) -> None:
        """A file was dropped: a packed form or a form's folder is taken in, of a blank it is asked what it is."""
        if path.suffix.lower() == SUFFIX or path.is_dir():
            self.take_in(path)
            return
        sheet = WhatSheet(self._context, forms, chosen)
        question = Question(
            self.tr("A blank workbook"), self.tr("What is {file}?").format(file=path.name), self.tr("Open it")
        )

        def taken() -> None:
            old = sheet.answer()
            if old is None:
                self.open_blank(path)
            else:
                self.align(old, path)

        self._context.ask.facts(question, sheet, taken=taken)

    # ------------------------------------------------------------------------------------------ keeping

    def ask_save(self, opened: Opened, *, taken: Collection[str]) -> None:
        """What the form is called; then keep it."""
        work = opened.book.work
        if isinstance(work, AlignedForm):
            form = work.form
            given = FormName(form.code, form.year, form.name, form.authority, form.period_kind)
        else:
            given = self._propose_name(opened, taken)
        sheet = NameSheet(
            self._context.theme, given, fixed=isinstance(work, AlignedForm), rhythms=self._texts.rhythms
        )
        left = len(opened.book.open)
        text = self.tr("It will appear in Filings, to be filled, checked and frozen like the others.")
        if left:
            undecided = self.tr("{count} {count|place is|places are} undecided and will stay empty.")
            text = one_after_another(text, counted(undecided, count=left))
        question = Question(self.tr("Save as form"), text, self.tr("Save"))
        self._context.ask.facts(question, sheet, taken=lambda: self.save(opened, sheet.answer()))

    def _propose_name(self, opened: Opened, taken: Collection[str]) -> FormName:
        outline = opened.book.blank.outline
        title = outline.title
        year = self._context.workplace.today.year
        code = propose_code(title, taken=set(taken))
        return FormName(code, year, Words(title, title), Words("", ""), outline.rhythm)

    def save(self, opened: Opened, name: FormName, *, replace: bool = False) -> None:
        """Keep what is open as a form of the user's own."""
        library, work = self._context.library, opened.book.work
        is_same = isinstance(work, AlignedForm) and name.year == work.old.year

        def keep() -> tuple[Library, Form]:
            if isinstance(work, AlignedForm):
                made = align_blank(library, Path(opened.folder), work.blank, year=name.year)
                form, text, template = made.form, made.text, made.blank.template
            else:
                form, text = make_form(work, name)
                template = work.template
            return keep_own(library, form, text, template, replace=replace or is_same), form

        self._take(
            keep,
            title=self.tr("Saving the form"),
            told=self.tr("{form}, edition {year}, has been saved to your forms."),
            again=lambda: self.save(opened, name, replace=True),
        )

    def ask_take_in(self) -> None:
        """Which form is to be taken in."""
        self._context.ask.open_file(
            title=self.tr("Add a shared form"),
            filters=self.tr("Packed forms (*.crmform);;Form descriptions (form.toml)"),
            folder="",
            chosen=self.take_in,
        )

    def take_in(self, path: Path, *, replace: bool = False) -> None:
        """Take a packed form, or the folder of one, among the user's own."""
        library = self._context.library
        folder = path.parent if path.name == "form.toml" else path

        def keep() -> tuple[Library, Form]:
            if path.suffix.lower() == SUFFIX:
                return take_in(library, path, replace=replace)
            return install_form(library, folder, replace=replace)

        self._take(
            keep,
            title=self.tr("Adding the form"),
            told=self.tr("{form}, edition {year}, has been added."),
            again=lambda: self.take_in(path, replace=True),
        )

    def _take(
        self,
        keep: Callable[[], tuple[Library, Form]],
        *,
        title: str,
        told: str,
        again: Callable[[], None],
    ) -> None:
        """Do what makes a form one of the user's own; where there is one already, ask whether to replace it."""
        context = self._context

        def done(made: tuple[Library, Form]) -> None:
            library, form = made
            context.take_library(library)
            name = form.name.in_language(context.language)
            self.kept.emit(form.code, form.year)
            context.say(
                Notice(
                    told.format(form=name, year=form.year),
                    action=self.tr("Go to filings"),
                    act=lambda: context.go("filings", None),
                )
            )

        def failed(failure: Failure) -> None:
            refusal = failure.refusal
            if refusal is None or refusal.code != _THERE:
                context.tasks.failed.emit(failure)
                return
            sentence = context.word_error(refusal)
            question = Question(
                self.tr("A form with this code and year already exists"),
                sentence.text,
                self.tr("Replace"),
                is_grave=True,
            )
            context.ask.facts(question, Sheet(), taken=again)

        context.tasks.write(lambda _job: keep(), done=done, failed=failed, title=title)

    # ------------------------------------------------------------------------------- handing on, putting away

    def ask_pack(self, kept: KeptForm) -> None:
        """Where to write a form as one file, then write it."""
        context, form = self._context, kept.form
        name = form.name.in_language(context.language)

        def pack(path: Path) -> None:
            context.tasks.read(
                lambda _job: pack_form(context.library, kept.folder, path),
                done=lambda _form: tell_saved(context, path),
                title=self.tr("Packing the form"),
            )

        context.ask.save_file(
            title=self.tr("Share the form as one file"),
            filters=self.tr("Packed form (*.crmform)"),
            proposed=dated_name(context, f"{name}_{form.year}", SUFFIX),
            chosen=pack,
        )

    def put_away(self, kept: KeptForm) -> None:
        """Take a form of the user's own out of use, and offer to bring it back."""
        context, form = self._context, kept.form
        workplace, library = context.workplace, context.library

        def done(made: tuple[Library, Path]) -> None:
            context.take_library(made[0])
            self.kept.emit(form.code, form.year)
            name = form.name.in_language(context.language)
            told = self.tr("{form}, edition {year}, has been archived.").format(form=name, year=form.year)
            context.say(Notice(told, action=self.tr("Undo"), act=lambda: self._bring_back(made[1], form)))

        context.tasks.write(
            lambda _job: put_away(workplace, library, form.code, form.year),
            done=done,
            title=self.tr("Archiving the form"),
        )

    def _bring_back(self, put: Path, form: Form) -> None:
        context = self._context
        library = context.library

        def done(library: Library) -> None:
            context.take_library(library)
            self.kept.emit(form.code, form.year)

        context.tasks.write(
            lambda _job: bring_back(library, put, form.code, form.year),
            done=done,
            title=self.tr("Restoring the form"),
        )


def dropped_form(event: QDropEvent) -> Path | None:
    """The packed form or form's folder that is dropped; None for anything else."""
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 else Path()
    return path if path.suffix.lower() == SUFFIX or (path / "form.toml").is_file() else None
