"""Rooms, partners, people and events on the command line: listed, corrected, removed, taken from a workbook."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Said


def test_a_room_is_listed_corrected_and_removed(say: Callable[..., Said], demo: Path) -> None:
    at = ("--database", demo)
    rooms = say("records", "room", *at, "--json").document["records"]
    room = next(one for one in rooms if one["values"]["use"] == "public")
    record = f"room:{room['id']}"
    changed = say(
        "record", "change", record, "--set", "area=85.5", "--set", "use=其他用途", *at, "--json"
    ).document
    assert (changed["kind"], changed["record"]) == ("room", room["id"])
    again = say("record", "change", record, "--set", "area=85.50", *at)
    assert again.out.startswith("没有需要写入")
    (held,) = [
        one for one in say("records", "room", *at, "--json").document["records"] if one["id"] == room["id"]
    ]
    assert held["values"] == {**room["values"], "area": "85.5", "use": "other"}
    with closing(sqlite3.connect(demo)) as database:
        (let,) = database.execute("SELECT room_id FROM lease_lines LIMIT 1").fetchone()
    refused = say("record", "remove", f"room:{let}", *at)
    assert refused.status == 1
    assert "份租赁登记在这间房" in refused.err
    removed = say("record", "remove", record, *at, "--json").document
    assert say("undo", str(removed["operation"]), *at).status == 0
    assert "平方米" not in say("records", "policy", *at).out
    assert say("records", "lease", *at, "--json").document["error"]["code"] == "record-kind-unknown"


def test_values_are_read_by_the_kind_of_their_field(say: Callable[..., Said], demo: Path) -> None:
    at = ("--database", demo, "--json")
    sets = (
        "--set",
        "paid_in=12.5",
        "--set",
        "is_own_fund=否",
        "--set",
        "registered_on=",
        "--set",
        "round=A轮",
    )
    assert "error" not in say("record", "change", "financing:1", *sets, *at).document
    assert "error" not in say("record", "change", "graduate_hire:1", "--set", "persons=3人", *at).document
    assert "error" not in say("record", "change", "project:1", "--set", "organisation_id=1", *at).document
    assert "error" not in say("record", "change", "policy:1", "--set", "published_on=2021.3.5", *at).document
    for wrong, code in (
        ("use=月球", "record-value"),
        ("moon=1", "record-field-unknown"),
        ("area=x", "amount-unknown"),
    ):
        assert say("record", "change", "room:1", "--set", wrong, *at).document["error"]["code"] == code


def test_people_and_events_are_listed(say: Callable[..., Said], demo: Path, tmp_path: Path) -> None:
    at = ("--database", demo)
    people = say("people", "--kind", "mentors", *at, "--json").document
    assert people["kind"] == "mentors"
    assert {"name", "organisation"} <= people["people"][0]["values"].keys()
    assert " 是  " in say("people", "--kind", "staff", *at).out
    events = say("events", "--year", "2026", *at, "--json").document["events"]
    assert {one["held_on"][:4] for one in events} == {"2026"}
    assert events[0]["title"] in say("events", *at).out
    assert say("events", "--year", "1999", *at).out.strip() == "（无）"
    empty = ("--database", tmp_path / "empty.db")
    assert say("import", "--help").status == 0
    path = tmp_path / "台账.csv"
    path.write_text("活动名称,日期,参加人数,备注\n沙龙,2026-03-05,20,略\n", encoding="utf-8")
    assert "新增 1 场" in say("events", "import", path, "--dry-run", *empty).out
    assert say("people", "--kind", "staff", *empty).out.strip() == "（无）"
    assert say("records", "room", *empty).out.strip() == "（无）"
    taken = say("events", "import", path, *empty)
    assert "没有用到的列：备注" in taken.out
    assert "已写入" in taken.out
    again = say("events", "import", path, *empty, "--json").document
    assert (again["new"], again["known"], again["operation"], again["applied"]) == (0, 1, None, True)
    assert say("events", "import", path, *empty).out.strip().endswith("没有需要写入的变化。")
