"""The library: shipped data, the user's own laid over it, and faults named by file and place."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crm import paths
from crm.domain.errors import DataFormatError, NotFoundError
from crm.domain.wording import Language
from crm.services.library import Library, load_messages, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODE = re.compile(r"[a-z]+(-[a-z0-9]+)+")


def test_the_users_own_indicator_is_laid_over_the_shipped_one(tmp_path: Path, library: Library) -> None:
    (tmp_path / "indicators.toml").write_text(
        """
[total_income]
zh = "营业收入"
en = "Revenue"
unit = "yuan"
nature = "flow"
definition.zh = "一"
definition.en = "one"
origin = "our own"
verified = false

[own_figure]
zh = "自设指标"
en = "Our own"
unit = "item"
nature = "stock"
definition.zh = "一"
definition.en = "one"
origin = "our own"
""",
        encoding="utf-8",
    )
    own = Library.load(user_folder=tmp_path)
    assert own.indicators["total_income"].name.in_language(Language.ZH) == "营业收入"
    assert not own.indicators["total_income"].verified
    assert own.indicators["own_figure"].is_reported
    assert len(own.indicators.by_code) == len(library.indicators.by_code) + 1


def test_words_of_the_users_own_leave_all_other_lists_as_they_are(tmp_path: Path, library: Library) -> None:
    (tmp_path / "synonyms.toml").write_text('[fields]\nstage = ["园区状态"]\n', "utf-8")
    (tmp_path / "form_words.toml").write_text('[bases]\nprevious = ["上期末"]\n', "utf-8")
    own, shipped = Library.load(user_folder=tmp_path), library
    assert own.synonyms.fields["stage"] == ("园区状态",)
    assert own.synonyms.fields["name"] == shipped.synonyms.fields["name"]
    assert own.synonyms.currency == shipped.synonyms.currency
    assert {word for word, basis in own.form_words.bases.items() if basis == "previous"} == {"上期末"}
    assert own.form_words.bases["本期数"] == "period"


def test_a_users_file_with_a_fault_is_refused_by_name_and_line(tmp_path: Path) -> None:
    path = tmp_path / "fields.toml"
    path.write_text("[name\n", encoding="utf-8")
    with pytest.raises(DataFormatError, match="data-not-toml") as caught:
        Library.load(user_folder=tmp_path)
    assert caught.value.values["where"] == "fields.toml"
    assert "line 1" in str(caught.value.values["why"])
    path.write_bytes(b"\xff\xfe[")
    with pytest.raises(DataFormatError, match="data-not-toml"):
        read_toml(path)


def test_a_form_is_found_by_its_code_and_the_newest_layout_wins(tmp_path: Path, library: Library) -> None:
    shipped = library.form_folder("zone-quarterly")
    newer = tmp_path / "forms" / "zone" / "quarterly" / "2031"
    newer.mkdir(parents=True)
    text = (shipped.folder / "form.toml").read_text(encoding="utf-8")
    (newer / "form.toml").write_text(re.sub(r"(?m)^year = \d+", "year = 2031", text), encoding="utf-8")
    own = Library.load(user_folder=tmp_path)
    assert own.form_folder("zone-quarterly").folder == newer
    assert own.form_folder("zone-quarterly", shipped.year).folder == shipped.folder
    with pytest.raises(NotFoundError, match="form-template-missing"):
        _ = own.form_folder("zone-quarterly").template
    with pytest.raises(NotFoundError, match="form-unknown"):
        own.form_folder("nonsense")
    (newer / "form.toml").write_text('code = "x"\n', encoding="utf-8")
    with pytest.raises(DataFormatError, match="data-text-missing"):
        Library.load(user_folder=tmp_path)


def test_a_code_that_stands_in_two_message_files_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "messages"
    folder.mkdir()
    for name in ("a.toml", "b.toml"):
        (folder / name).write_text('[x]\nzh = "一"\nen = "one"\n', encoding="utf-8")
    with pytest.raises(DataFormatError, match="data-code-twice"):
        load_messages(tmp_path)


def raised_codes() -> Iterator[tuple[str, str]]:
    """Every code the program raises or finds: first arguments of errors and findings, and calls that pass codes on."""
    for path in sorted(Path(paths.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else ""
            first = node.args[0]
            if name.endswith(("Error", "Refused", "Finding")) and isinstance(first, ast.Constant):
                yield str(first.value), f"{path.name}:{node.lineno}"


def test_every_code_that_is_raised_has_its_sentence() -> None:
    known = {message.code for message in load_messages()}
    missing = {(code, where) for code, where in raised_codes() if _CODE.fullmatch(code) and code not in known}
    assert missing == set()
