"""``crm form pack``, ``unpack`` and ``install``: a form handed on as one file, and taken among one's own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from crm.cli.desk import Answer

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.verbs import Given
    from crm.filings.form import Form


@dataclass(frozen=True, slots=True)
class PackingDocument:
    """A form that was packed or taken in: ``path`` is the file, or the folder it was kept in."""

    form: str
    year: int
    name: str
    path: str


def answer(desk: Desk, given: Given) -> Answer:
    """Pack, unpack or install, by the verb."""
    verb = "" if given.verb is None else given.verb.name
    if verb == "form pack":
        return _pack(desk, given)
    from crm.services.form_pack import take_in
    from crm.services.own_forms import install_form

    take = take_in if verb == "form unpack" else install_form
    library, form = take(desk.library, Path(given["file"]), replace=given["replace"])
    folder = library.form_folder(form.code, form.year).folder
    return _told(desk, "words.form_installed", form, str(folder))


def _pack(desk: Desk, given: Given) -> Answer:
    from crm.services.form_pack import pack_form

    library, code = desk.form(given["form"])
    folder = library.form_folder(code, given["year"]).folder
    form = pack_form(library, folder, Path(given["out"]))
    return _told(desk, "words.form_packed", form, given["out"])


def _told(desk: Desk, word: str, form: Form, path: str) -> Answer:
    name = desk.texts.of(form.name)
    document = PackingDocument(form.code, form.year, name, path)
    return Answer(document, [desk.texts.word(word, form=name, year=form.year, path=path)])
