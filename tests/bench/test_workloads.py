from __future__ import annotations

import gc
import json
from typing import TYPE_CHECKING

import pytest

from bench import __main__ as bench
from bench import (
    detail_sheet,
    figures,
    filing,
    importing,
    listing,
    memory,
    paging,
    report,
    searching,
    stand,
    timing,
)
from bench.plan import LARGE, Plan
from bench.register import make_register, observations
from bench.timing import Times, Work, measure_in_turns
from crm.domain.identifiers import uscc_problem

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from bench.report import Result

FEW = 60


def line(
    *, ours: float, limit: float | None = None, target: float | None = None, judged: str = "ratio"
) -> Result:
    times = Times((ours,), (ours,))
    return report.timed(
        "W0", "something", 5_000, ours=times, limit=Times((limit,), (limit,)) if limit else None, judged=judged,
        target=target,
    )  # fmt: skip


def test_the_register_is_the_same_every_time_and_its_keys_are_unique_and_right() -> None:
    rows = make_register(FEW).rows
    assert rows == make_register(FEW).rows
    for column in (0, 1, 2):
        assert len({row[column] for row in rows}) == FEW
    assert all(uscc_problem(str(row[2])) is None for row in rows)


def test_observations_come_in_the_order_of_their_key() -> None:
    keys = [row[:3] for row in observations(3)]
    assert keys == sorted(keys)
    assert len(keys) == 8 * 10 * 3


@pytest.mark.parametrize(
    "workload", [importing.run, searching.run, paging.run, figures.run, detail_sheet.run, filing.run]
)
def test_ours_and_the_limit_come_to_the_same(
    workload: Callable[[Plan], list[Result]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Each workload compares the two outcomes itself and stops where they differ.
    monkeypatch.setattr(memory, "peak_of", lambda _: 1.0)
    monkeypatch.setattr(timing, "_SHORTEST", 0.0)  # nothing is timed here
    monkeypatch.setattr(gc, "collect", lambda: 0)  # all tests share one large heap
    results = workload(Plan(tmp_path, sizes=(FEW,), rounds=1))
    assert results


def test_the_list_in_the_window_is_measured_in_all_its_steps(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stand, "_STEPS", 1)
    results = listing.run(Plan(tmp_path, sizes=(FEW,), rounds=1))
    steps = [result.what for result in results]
    assert steps[:3] == ["scroll step", "repaint", "random jump"]
    assert [step for step in steps if step.startswith("first rows by")] == steps[3:]
    assert all(result.size == FEW and result.ours > 0 for result in results)
    assert not [one for one in qapp.topLevelWidgets() if one.isVisible()]  # it would take later tests' mouse


def test_work_is_measured_in_turns_and_preparation_is_not_counted() -> None:
    done: list[str] = []
    first = Work(lambda: done.append("a"), lambda: done.append("prepare"), once=True)
    second = Work(lambda: done.append("b"), once=True)
    times = measure_in_turns((first, second), rounds=2)
    assert done == ["prepare", "a", "b", "prepare", "a", "b", "b", "prepare", "a"]
    assert [len(one.cpu) for one in times] == [2, 2]


@pytest.mark.parametrize(
    ("result", "kept"),
    [
        (line(ours=3, limit=1, target=4), True),
        (line(ours=5, limit=1, target=4), False),
        (line(ours=0.9e-3, target=1e-3, judged="ours"), True),
        (line(ours=1), None),
        (report.memory("W0", "peak", 5_000, ours=float("nan"), target=80), None),
    ],
)
def test_a_target_is_kept_missed_or_not_judged(result: Result, kept: bool | None) -> None:
    assert result.kept is kept
    shown = report.table([result])[2]
    assert ("kept" in shown, "MISSED" in shown) == (kept is True, kept is False)


def test_growth_is_the_exponent_between_two_sizes() -> None:
    small = report.timed("W0", "x", 5_000, ours=Times((1.0,), (1.0,)), limit=None)
    large = report.timed("W0", "x", LARGE, ours=Times((20.0,), (20.0,)), limit=None)
    (grown,) = report.growth([small, large])
    assert grown.ours == pytest.approx(1.0)
    assert grown.kept is True


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1.5, "s", "1.5 s"),
        (0.0123, "s", "12.3 ms"),
        (4.2e-5, "s", "42 µs"),
        (80.4, "MB", "80 MB"),
        (1.04, "exponent", "1.04"),
    ],
)
def test_quantities_are_written_in_the_unit_that_fits(value: float, unit: str, text: str) -> None:
    assert report.quantity(value, unit) == text


def test_the_outcome_is_printed_and_written_as_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(paging, "run", lambda _: [line(ours=5, limit=1, target=4)])
    out = tmp_path / "build" / "bench.json"
    assert bench.main(["--only", "W3", "--out", str(out)]) == 0
    written = json.loads(out.read_text("utf-8"))
    assert written["results"][0]["kept"] is False
    assert "1 of 1 lines missed" in capsys.readouterr().out


def test_this_process_holds_some_memory() -> None:
    assert memory.own_peak() > 1
