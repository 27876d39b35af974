"""Draws the templates of our own forms from their layouts: `python3 tasks.py templates [FOLDER …]`.

``layout.toml`` beside a ``form.toml`` says what a form cannot: titles, merged headings, widths, notes. What is where,
in which unit and with how many decimals, stands in the form alone, so that the two never disagree. The same layout
gives the same bytes; a test holds every template to its layout. The page of each form in ``docs/forms``, that of all
checks, ``docs/checks.md``, of all indicators, ``docs/indicators.md``, and of all rule sets, ``docs/rulesets.md``, are
written too.
"""

from __future__ import annotations

import io
import re
import sys
import tempfile
import tomllib
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import xlsxwriter

from crm import paths
from crm.domain.indicators import catalogue_from_tables
from crm.filings.form_file import form_from_table
from crm.services.filings import list_forms
from crm.services.library import Library
from tests.form_templates.canvas import Canvas, Looks
from tests.form_templates.indicator_page import page_of_indicators
from tests.form_templates.language import page_of_checks
from tests.form_templates.layout import SheetLayout, layouts_from_table
from tests.form_templates.pages import index_of, page_of
from tests.form_templates.rule_pages import page_of_rules
from tests.form_templates.sheet import draw_sheet

if TYPE_CHECKING:
    from collections.abc import Iterable

    from crm.domain.indicators import IndicatorCatalogue
    from crm.filings.form import Form

PAGES = Path(__file__).resolve().parents[2] / "docs" / "forms"
CHECKS = PAGES.with_name("checks.md")
INDICATORS = PAGES.with_name("indicators.md")
RULES = PAGES.with_name("rulesets.md")
MADE_ON = datetime(2025, 1, 1)  # noqa: DTZ001 - workbooks know no zones


def draw_template(form: Form, layouts: Iterable[SheetLayout], indicators: IndicatorCatalogue) -> bytes:
    """The template workbook of *form*."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    book.set_properties({"title": form.name.zh, "created": MADE_ON})
    looks = Looks(book)
    for layout in layouts:
        draw_sheet(Canvas(book, looks, form, layout, indicators))
    book.close()
    return file.getvalue()


def form_folders() -> list[Path]:
    """The shipped forms that have a layout."""
    return sorted(path.parent for path in (paths.resources() / "forms").glob("*/*/*/layout.toml"))


def draw_folder(folder: Path) -> bytes:
    """The template of the form in *folder*, drawn from its layout."""
    form = form_from_table(
        _read(folder / "form.toml"), _read(paths.resources() / "checks" / "relations.toml")
    )
    indicators = catalogue_from_tables(_read(paths.resources() / "indicators.toml"))
    return draw_template(form, layouts_from_table(_read(folder / "layout.toml")), indicators)


def write_pages(library: Library) -> dict[str, str]:
    """The pages of all shipped forms: file name → text, their list first."""
    forms = {f"{form.code}-{form.year}.md": form for form in list_forms(library)}
    titles = {name: f"{form.name.zh}（{form.year}）" for name, form in forms.items()}
    return {"README.md": index_of(titles)} | {name: page_of(form, library) for name, form in forms.items()}


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))


def main(arguments: list[str]) -> int:
    """Draw all templates, or those whose folder ends as one of *arguments*; and write all pages."""
    for folder in form_folders():
        if arguments and not any(re.search(one, folder.as_posix()) for one in arguments):
            continue
        template = folder / "template.xlsx"
        template.write_bytes(draw_folder(folder))
        sys.stdout.write(f"{template.relative_to(paths.resources())}\n")
    with tempfile.TemporaryDirectory() as nobodys:
        library = Library.load(user_folder=Path(nobodys))
        pages = write_pages(library)
    PAGES.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (PAGES / name).write_text(text, "utf-8")
    CHECKS.write_text(page_of_checks(library), "utf-8")
    INDICATORS.write_text(page_of_indicators(library), "utf-8")
    RULES.write_text(page_of_rules(library), "utf-8")
    return 0
