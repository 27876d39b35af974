"""``crm attach`` and ``crm evidence``."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said


def test_a_file_is_attached_and_bound_with_the_filing(
    say: Callable[..., Said], demo: Path, tmp_path: Path
) -> None:
    at = ("--database", demo)
    words = ("evidence", "zone-quarterly", "--period", "2026Q3", *at)
    before = say(*words, "--json")
    assert before.status == 1
    event = next(one for one in before.document["missing"] if one["kind"] == "event")
    scan = tmp_path / "签到表.pdf"
    scan.write_bytes(b"%PDF")
    said = say("attach", scan, "--to", f"event:{event['id']}", "--note", "现场", *at)
    assert said.out.strip() == "已附上：签到表.pdf（活动通知、签到表与照片）"
    out = tmp_path / "材料.zip"
    shown = say(*words, "--out", out)
    assert f"材料 1 份，已有佐证 1 项，缺 {len(before.document['missing']) - 1} 项" in shown.out
    assert "还有" in shown.out
    assert "营业执照与孵化协议" in shown.out, "a proof is told in words"
    with zipfile.ZipFile(out) as archive:
        assert len(archive.namelist()) == 2
    book = ("file", "zone-quarterly", "--period", "2026Q3", "--out", tmp_path / "a.xlsx")
    say(*book, "--freeze", "--reason", "已核对", *at)
    frozen = say("evidence", "1", *at, "--json").document
    assert [one["name"] for one in frozen["files"]] == ["签到表.pdf"]


def test_what_is_not_understood_is_said(say: Callable[..., Said], demo: Path, tmp_path: Path) -> None:
    at = ("--database", demo, "--json")
    assert say("evidence", "zone-quarterly", *at).document["error"]["code"] == "cli-evidence-period"
    wrong = say("attach", tmp_path / "x", "--to", "event5", *at)
    assert (wrong.status, wrong.document["error"]["code"]) == (2, "cli-record-form")
    unknown = say("attach", tmp_path / "x", "--to", "planet:5", *at)
    assert unknown.document["error"]["code"] == "evidence-proof-unknown"
