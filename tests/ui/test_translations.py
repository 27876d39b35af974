"""The Chinese words: complete, without leftovers, with the same places for values, compiled, and shown everywhere."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QFileInfo, QLibraryInfo, Qt, QTranslator
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFileDialog,
    QFileIconProvider,
    QLabel,
    QLineEdit,
    QTableView,
)

from crm.cli.texts import Texts
from crm.domain.lifecycle import Need
from crm.domain.lifecycle import Stage as Step
from crm.domain.measures import Population
from crm.domain.period import Period
from crm.domain.quantity import UNITS
from crm.domain.wording import Language
from crm.services.library import read_toml
from crm.ui.labels import Labels
from crm.ui.main_window import ALL_PAGES
from crm.ui.pages.settings.page import SECTIONS
from crm.ui.qt_words import words_qt_lacks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication, QWidget

    from crm.services.library import Library
    from tests.ui.stage import Stage

ROOT = Path(__file__).resolve().parents[2]
TS = ROOT / "resources/i18n/crm_zh_CN.ts"
QM = TS.with_suffix(".qm")
TOOLS = Path(sys.executable).parent

Entry = tuple[str, str, str, str]


def entries(path: Path) -> Iterator[Entry]:
    """Context, source, translation and its state."""
    for context in ET.parse(path).getroot().iter("context"):  # noqa: S314 - our own file
        for message in context.iter("message"):
            found = message.find("translation")
            assert found is not None
            yield (
                context.findtext("name", ""),
                message.findtext("source", ""),
                found.text or "",
                found.get("type", ""),
            )


def test_the_file_has_every_string_of_the_program_and_no_other(tmp_path: Path) -> None:
    scratch = tmp_path / "scratch.ts"
    files = ["crm/app.py", *sorted(str(path.relative_to(ROOT)) for path in (ROOT / "crm/ui").rglob("*.py"))]
    subprocess.run([TOOLS / "pyside6-lupdate", "-silent", *files, "-ts", scratch], check=True, cwd=ROOT)
    found = {(context, source) for context, source, _, _ in entries(scratch)}
    assert found == {(context, source) for context, source, _, _ in entries(TS)}
    assert len(found) > 200


def test_every_string_is_translated() -> None:
    assert [entry for entry in entries(TS) if entry[3] or not entry[2]] == []


def test_the_places_for_values_are_the_same_on_both_sides() -> None:
    for _, source, translation, _ in entries(TS):
        places = [sorted(re.findall(r"\{\w+\}|%\d|%n", text)) for text in (source, translation)]
        assert places[0] == places[1], source


PLURAL = re.compile(r"\{(\w+)\} (?:[a-z-]+ )?([a-z]{2,}[^s\W]s|people|criteria)\b")
VERBS = {
    "stands",
    "holds",
    "ends",
    "looks",
    "comes",
    "needs",
    "takes",
    "lacks",
    "tells",
    "this",
    "does",
    "starts",
}
VERBS |= {"contradicts", "exceeds", "refers", "requires", "gives", "appears", "exists"}


def english_sentences() -> Iterator[str]:
    """Every English sentence with places for values: of the window, of the messages, of the command line."""
    yield from (source for _, source, _, _ in entries(TS))
    for path in sorted((ROOT / "resources/messages").glob("*.toml")):
        for table in read_toml(path).values():
            assert isinstance(table, dict)
            yield str(table.get("en", ""))
            remedy = table.get("remedy")
            yield str(remedy.get("en", "")) if isinstance(remedy, dict) else ""
    texts = Texts.load(Language.EN)
    yield from texts.by_name.values()


def test_english_quotes_with_straight_marks(library: Library) -> None:
    """Typefaces with Chinese draw the curly ones as wide as a character, and the sentence falls apart."""
    english = [source for _, source, _, _ in entries(TS)]
    english += [part for path in sorted((ROOT / "resources/messages").glob("*.toml")) for part in said(path)]
    english += [path.read_text("utf-8") for path in sorted((ROOT / "resources/help/en").glob("*.md"))]
    assert len(english) > 1000
    assert [text for text in english if set(text) & set("“”‘’")] == []
    shown = [Labels(library, language).quoted("zzzz") for language in (Language.EN, Language.ZH)]
    assert shown == ['"zzzz"', "“zzzz”"]


def said(path: Path) -> Iterator[str]:
    """The English of a file of messages."""
    for message in read_toml(path).values():
        assert isinstance(message, dict)
        yield from (str(part["en"]) for part in (message, message.get("remedy")) if part and "en" in part)


def test_what_follows_a_number_has_a_form_for_one() -> None:
    wrong = [
        (found[0], text)
        for text in english_sentences()
        for found in PLURAL.finditer(text)
        if found[2] not in VERBS
    ]
    assert wrong == []


def test_the_terms_are_those_of_the_trade() -> None:
    words = " ".join(translation for _, _, translation, _ in entries(TS))
    for wrong in ("公司", "租户", "客户"):
        assert wrong not in words
    assert "企业" in words


def test_the_compiled_file_is_of_this_source(qapp: QApplication) -> None:
    del qapp
    translator = QTranslator()
    assert translator.load(str(QM))
    for context, source, translation, _ in entries(TS):
        assert translator.translate(context, source) == translation


def words_of(part: QWidget) -> list[str]:
    """What a widget shows or says."""
    words = [part.accessibleName(), part.toolTip()]
    if isinstance(part, QLabel | QAbstractButton):
        words.append(part.text())
    if isinstance(part, QLineEdit):
        words.append(part.placeholderText())
    if isinstance(part, QComboBox):
        words += [part.itemText(row) for row in range(part.count())]
    if isinstance(part, QTableView) and part.model() is not None:
        across = Qt.Orientation.Horizontal
        words += [
            str(part.model().headerData(column, across) or "") for column in range(part.model().columnCount())
        ]
    return [word for word in words if word]


def parts_of(scene: Stage, page: QWidget) -> Iterator[QWidget]:
    """The page itself, and everything in the window that shows words."""
    yield page
    for kind in (QLabel, QAbstractButton, QLineEdit, QComboBox, QTableView):
        yield from scene.shell.findChildren(kind)


def walk_pages(scene: Stage, *, without: str = "") -> Iterator[QWidget]:
    """Every page and every section of the settings, opened one after the other, then the help and the welcome."""
    for name in (*ALL_PAGES, "welcome"):
        if name == without:
            continue
        scene.shell.go(name)
        scene.settle()
        page = scene.shell.page
        assert page is not None
        yield page
    for section in SECTIONS:
        scene.shell.show_query("settings", section)
        scene.settle()
        page = scene.shell.page
        assert page is not None
        yield page
    scene.trigger("help")
    yield scene.shell.help


def test_no_english_is_left_in_the_chinese_window(chinese: None, stage: Callable[..., Stage]) -> None:
    del chinese
    scene = stage(demo=True, language=Language.ZH)
    english = {source for _, source, translation, _ in entries(TS) if source != translation}
    for page in walk_pages(scene):
        for part in parts_of(scene, page):
            assert not english.intersection(words_of(part)), words_of(part)
    sentence = re.compile(r"[A-Za-z]{4,} [A-Za-z]{3,}")
    for part in scene.shell.findChildren(QLabel):
        assert not sentence.search(part.text()) or "Qt" in part.text(), part.text()


def test_no_chinese_of_ours_is_in_the_english_window(stage: Callable[..., Stage]) -> None:
    scene = stage()
    han = re.compile(r"[\u3400-\u9fff]")
    one = re.compile(r"(?<![\w.,-])1 (?!is\b|was\b|has\b)[a-z]+[^s\W]s\b")
    for page in walk_pages(scene, without="brief"):  # whose sentences are those of a Chinese paper
        for part in parts_of(scene, page):
            for word in words_of(part):
                assert not one.search(word), word
                if "〔" not in word:  # the number of a document is part of its name
                    assert not han.search(word) or word == "中文", word  # what the language calls itself


@pytest.mark.parametrize("language", list(Language))
def test_everything_countable_has_a_label(library: Library, language: Language, qapp: QApplication) -> None:
    del qapp
    labels = Labels(library, language)
    assert all(labels.unit(unit) for unit in UNITS.values())
    assert all(labels.population(population) for population in Population)
    assert all(labels.stage(step) for step in Step)
    assert labels.stage(None) == "—"
    for need in Need:
        assert labels.need(need, Step.GRADUATED)
    assert labels.need(Need.DETAIL, Step.ACQUIRED) == "Acquired by"
    assert labels.entry("financing") == "Financing"
    assert labels.entry("omen") == "omen"
    assert [labels.period(Period.parse(text)) for text in ("2026", "2026H1", "2026Q3", "2026-02")] == [
        "2026",
        "2026H1",
        "2026Q3",
        "2026-02",
    ]


def test_fields_are_shown_as_a_person_reads_them(library: Library, qapp: QApplication) -> None:
    del qapp
    labels = Labels(library, Language.EN)
    assert labels.field_value("name", None) == ""
    assert labels.field_value("founder_serial", True) == "Yes"
    assert labels.field_value("registered_capital", 123_456_700) == "123.46"
    assert labels.field_value("industry", "6513").startswith("6513 ")
    assert labels.field_value("technology_field", "aerospace") == "Aerospace"
    assert labels.field_value("technology_field", "unheard_of") == "unheard_of"
    assert labels.field_value("room", "A-101、A-102") == "A-101, A-102"
    assert Labels(library, Language.ZH).field_value("room", "A-101、A-102") == "A-101、A-102"
    assert labels.field_value("founded_on", Period.parse("2026Q1").start) == "2026-01-01"
    assert labels.term("stage", "") == ""


def test_qts_own_file_dialog_is_chinese_all_over(qapp: QApplication) -> None:
    english = words_qt_lacks()
    translators = [QTranslator(qapp), QTranslator(qapp)]
    assert translators[0].load(str(QM))
    assert translators[1].load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
    for translator in translators:
        qapp.installTranslator(translator)
    dialog = QFileDialog()
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    folder = QFileIconProvider().type(QFileInfo("/"))
    labels = [one.text() for one in dialog.findChildren(QLabel) if one.text()]
    chinese = words_qt_lacks()
    for translator in translators:
        qapp.removeTranslator(translator)
    dialog.deleteLater()
    assert len(labels) == 3
    for word in (*labels, folder, *chinese):
        assert re.search(r"[\u4e00-\u9fff]", word), word
    assert not set(english) & set(chinese)
