"""The manual is whole and true: alike in both languages, a chapter a page, no invented key, picture or word."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget

from crm.domain.wording import choose_forms
from crm.ui.actions import Actions, list_actions
from crm.ui.help.shortcuts import list_groups
from crm.ui.main_window import ALL_PAGES
from crm.ui.pages.settings.page import SECTIONS
from tests.manual_pictures import LARGEST, LIST, list_pictures, with_few_colours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parents[1]
MANUAL = ROOT / "docs" / "manual"
WORDS = ROOT / "resources" / "i18n" / "crm_zh_CN.ts"
LANGUAGES = ("zh", "en")
READMES = {"zh": ROOT / "README.zh-CN.md", "en": ROOT / "README.md"}

KEY = re.compile(
    r"(?:Ctrl|Alt|Shift)(?:\+(?:Alt|Shift))*\+(?:PgUp|PgDown|[A-Za-z0-9]+|[→←↑↓,/+-])|(?<![A-Za-z])F\d{1,2}\b"
)
WRITTEN = {"Left": "←", "Right": "→", "Return": "Enter"}
"""How the manual writes keys that the table of actions calls otherwise."""
OF_WIDGETS = frozenset(
    [
        "Ctrl+Shift+→",
        "Ctrl+Shift+←",
        "Shift+→",
        "Shift+←",
        "Shift+↓",
        "Shift+↑",
        "Ctrl+Shift+↓",
        "Alt+↑",
        "Alt+↓",
        "F4",
        "Shift+Tab",
        "Ctrl++",
        "Ctrl+-",
        "Ctrl+0",
        "Ctrl+PgUp",
        "Ctrl+PgDown",
    ]
)
"""Keys that a widget serves and no action: cards, blocks in lists, the choice of columns, forms, sheets."""

PICTURE = re.compile(r"!\[(?P<alt>[^\]]*)\]\((?P<path>[^)]+)\)")
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<path>[^)#]+)(?:#[^)]*)?\)")
QUOTED = re.compile(r"“([^”]+)”")
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
EXAMPLES = {
    "zh": {
        "总收入（万元）",
        "2020年第一季度",
        "1-9月",
        "原值 → 新值",
        "只保留文本",
        "删除企业",
        "填报单位",
        "sxlj",
        "120万元",
    },
    "en": {"Income (10k yuan)", "sxlj", "120 yuan"},
}
"""What stands in quotation marks and is not a word of the program."""


def chapters(language: str) -> dict[str, str]:
    """The chapters of one language by their file's name."""
    return {file.stem: file.read_text("utf-8") for file in sorted((MANUAL / language).glob("*.md"))}


def whole(language: str) -> str:
    """All chapters of one language."""
    return "\n".join(chapters(language).values())


@cache
def chinese_words() -> dict[tuple[str, str], str]:
    """Context and source → what the window says in Chinese."""
    return {
        (context.findtext("name", ""), message.findtext("source", "")): message.findtext("translation", "")
        for context in ET.parse(WORDS).getroot().iter("context")  # noqa: S314 - our own file
        for message in context.iter("message")
    }


def said(language: str, context: str, text: str) -> str:
    """What the window says for the string *text*."""
    return chinese_words()[context, text] if language == "zh" else text


def shape(text: str) -> list[str]:
    """What each line of a chapter is: a heading of which depth, an item, a row of a table, a picture, a fence."""
    return re.findall(r"^(#+(?= )|-(?= )|\d\.(?= )|\||!|```)", text, re.MULTILINE)


def test_both_languages_have_the_same_chapters_of_the_same_shape() -> None:
    zh, en = chapters("zh"), chapters("en")
    assert zh.keys() == en.keys()
    assert {name: shape(text) for name, text in zh.items()} == {
        name: shape(text) for name, text in en.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_page_has_a_chapter_that_bears_its_name(language: str) -> None:
    names = {spec.id: spec.text for spec in list_actions()}
    for page in ALL_PAGES:
        title = chapters(language)[page].splitlines()[0]
        assert said(language, "Actions", names[f"go.{page}"]).casefold() in title.casefold()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_index_leads_to_each_chapter(language: str) -> None:
    index = chapters(language)["index"]
    for name in chapters(language):
        assert name == "index" or f"({name}.md)" in index


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_action_is_named_by_its_words(language: str) -> None:
    text = whole(language).casefold()
    for spec in list_actions():
        assert said(language, "Actions", spec.text).casefold() in text, spec.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_section_of_the_settings_has_a_heading(language: str) -> None:
    headings = re.findall(r"^## (.+)$", chapters(language)["settings"], re.MULTILINE)
    sections = [
        said(language, "SettingsPage", text)
        for text in ("Incubator", "Directory", "Appearance", "Database", "Rules", "About")
    ]
    assert len(sections) == len(SECTIONS)
    assert headings[: len(SECTIONS)] == sections


def written(keys: str) -> str:
    """Keys as the manual writes them."""
    return "+".join(WRITTEN.get(part, part) for part in keys.split("+")) if not keys.endswith("+") else keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_key_that_is_named_is_a_key_of_the_program(language: str, qapp: QApplication) -> None:
    window = QWidget()
    groups = list_groups(Actions(window))
    known = {written(keys) for spec in list_actions() for keys in spec.shortcuts}
    known |= {keys for group in groups for shortcut in group.shortcuts for keys in shortcut.keys} | OF_WIDGETS
    for name, text in chapters(language).items():
        assert set(KEY.findall(text)) <= known, name
    window.deleteLater()
    assert qapp is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_shortcut_stands_in_the_chapter_on_the_keyboard(language: str) -> None:
    named = set(KEY.findall(chapters(language)["keyboard"]))
    for spec in list_actions():
        for keys in spec.shortcuts:
            # The pages are opened by Ctrl and their place in the rail, which is said once.
            assert written(keys) in named or re.fullmatch(r"Ctrl\+\d", keys), spec.id


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pictures_are_those_of_the_list_with_its_words(language: str) -> None:
    listed = tomllib.loads(LIST.read_text("utf-8"))
    used = set()
    for text in (whole(language), READMES[language].read_text("utf-8")):
        for match in PICTURE.finditer(text):
            path = Path(match["path"])
            assert path.parent.name == language
            assert path.parent.parent.name == "pictures"
            assert match["alt"] == listed[path.stem]["shows"][language]
            used.add(path.stem)
    assert used == set(list_pictures())
    drawn = {file.stem: file.stat().st_size for file in (MANUAL / "pictures" / language).glob("*.png")}
    assert drawn.keys() == used
    assert max(drawn.values()) <= LARGEST


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_link_leads_somewhere(language: str) -> None:
    for file in (*(MANUAL / language).glob("*.md"), READMES[language]):
        text = CODE.sub("", file.read_text("utf-8"))
        for match in (*LINK.finditer(text), *PICTURE.finditer(text)):
            target = match["path"]
            assert target.startswith("https://") or (file.parent / target).exists(), (file.name, target)
    assert f"(docs/manual/{language}/index.md)" in READMES[language].read_text("utf-8")


def test_the_chinese_is_chinese_and_the_english_english() -> None:
    for name, text in chapters("zh").items():
        prose = CODE.sub("", text)
        assert not re.search(r"(?:[A-Za-z]{2,}[ ,]+){3}[A-Za-z]{2,}", prose), name
        assert not re.search(r"租户|客户(?!端)|公司", prose), name
    for name, text in chapters("en").items():
        assert not re.search(r"[\u3000-\u9fff\uff00-\uffef]", CODE.sub("", text)), name


def words_of_the_program(language: str) -> Iterator[str]:
    """All that the window, its messages and its data files can say, values left open."""
    pairs = chinese_words()
    yield from (pairs.values() if language == "zh" else (text for _, text in pairs))
    resources = ROOT / "resources"
    for file in (*(resources / "messages").glob("*.toml"), *resources.glob("*.toml")):
        yield from told(tomllib.loads(file.read_text("utf-8")), language)
    for file in (resources / "forms").rglob("form.toml"):
        yield from told(tomllib.loads(file.read_text("utf-8")), language)


def told(table: object, language: str) -> Iterator[str]:
    """The texts under *language* anywhere in *table*."""
    if isinstance(table, dict):
        for key, value in table.items():
            if key == language and isinstance(value, str):
                yield value
            yield from told(value, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_stands_in_quotation_marks_is_what_the_program_says(language: str) -> None:
    spoken = (choose_forms(text, {}) for text in words_of_the_program(language))
    program = "\n".join(re.sub(r"\{[^{}]*\}", "…", text) for text in spoken)
    program = program.casefold().replace(" …", "…").replace("… ", "…")
    for name, text in chapters(language).items():
        for quoted in QUOTED.findall(text):
            wanted = quoted.casefold().replace(" …", "…").replace("… ", "…").rstrip(".")
            assert quoted in EXAMPLES[language] or wanted in program, (name, quoted)


def test_a_few_red_pixels_stay_red_in_a_picture_of_few_colours() -> None:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    for place in range(
        64 * 64
    ):  # more greys than a picture may have colours, each more frequent than the red
        grey = place // 8 % 256
        image.setPixelColor(place % 64, place // 64, QColor(grey, grey, (grey + place % 2) % 256))
    image.setPixelColor(3, 3, QColor(200, 30, 20))
    few = with_few_colours(image)
    assert few.colorCount() <= 256
    assert few.pixelColor(3, 3) == QColor(200, 30, 20)
