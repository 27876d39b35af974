"""Locks: what a frozen filing stands on is written with a reason only, whoever writes it, and the journal keeps it."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import RuleError
from crm.domain.lifecycle import Stage
from crm.domain.measures import MeasureRequest
from crm.domain.period import Period
from crm.domain.wording import Language
from crm.services.entry import EnteredFigure, read_entry_sheet, save_figures
from crm.services.figures import Figure, answer, put_figures
from crm.services.filings import build_filing
from crm.services.freezing import freeze_filing
from crm.services.frozen_filings import list_filings, read_frozen
from crm.services.history import list_operations, title_of
from crm.services.imports import ImportRequest, apply_import, prepare_import
from crm.services.operation import undo
from crm.services.operator import Statement, state_figures
from crm.services.site import change_site
from crm.services.tenant_file import change_figure
from crm.services.tenants import add_tenant
from crm.services.watch import watch_filings

if TYPE_CHECKING:
    from pathlib import Path

    from crm.filings.built import Built
    from crm.services.library import Library
    from crm.services.operation import Workplace

Q2 = Period.parse("2025Q2")
QUARTERLY = "zone-quarterly"
NAMES = ("汾川甲木有限公司", "汾川乙水有限公司", "汾川丙火有限公司", "汾川丁土有限公司")


@dataclass(frozen=True)
class House:
    """Four tenants with figures of a quarter, and the quarterly report of it, frozen."""

    workplace: Workplace
    library: Library
    tenants: tuple[int, ...]

    def income(self, value: int | None, *, period: Period = Q2, of: int = 0) -> Figure:
        return Figure(self.tenants[of], "total_income", period, value)

    def held(self, period: Period = Q2) -> int | None:
        return answer(self.workplace, self.library, MeasureRequest("total_income", period)).value

    def freeze(self, form: str = QUARTERLY, period: Period = Q2, *, user: str = "tester") -> None:
        workplace = replace(self.workplace, user=user)
        freeze_filing(
            workplace, self.library, build_filing(workplace, self.library, form, period), reason="已核对"
        )

    def title(self) -> str:
        return title_of(self.library, list_operations(self.workplace, limit=1)[0], Language.ZH)

    @property
    def changed(self) -> int:
        """How many cells the watch tells of."""
        return sum(len(one.differences) for one in watch_filings(self.workplace, self.library))


@pytest.fixture
def open_house(workplace: Workplace, library: Library) -> House:
    made: list[int] = []
    for name in NAMES:
        changes = add_tenant(workplace, library, {"name": name}, stage=Stage.INCUBATING, on=date(2023, 1, 1))
        made += changes.tenants
    put_figures(
        workplace,
        library,
        [Figure(one, "total_income", Q2, 1_000_000 * place) for place, one in enumerate(made, start=1)],
    )
    return House(workplace, library, tuple(made))


@pytest.fixture
def house(open_house: House) -> House:
    open_house.freeze()
    return open_house


def test_a_filed_figure_is_written_with_a_reason_only_and_the_history_tells_it(house: House) -> None:
    operations = len(list_operations(house.workplace))
    with pytest.raises(RuleError) as caught:
        put_figures(house.workplace, house.library, [house.income(5), house.income(6, of=1)])
    assert caught.value.code == "period-locked"
    told = {name: caught.value.values[name] for name in ("form", "period", "version", "by", "count")}
    assert told == {"form": QUARTERLY, "period": "2025Q2", "version": 1, "by": "tester", "count": 2}
    assert house.held() == 10_000_000
    assert len(list_operations(house.workplace)) == operations
    put_figures(house.workplace, house.library, [house.income(5)], reason=" 企业来函更正 ")
    assert house.held() == 9_000_005
    assert house.title() == "填报 1 个数据；更正已封存数据 1 个，原因：企业来函更正"
    assert house.changed


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_blank_reason_is_none(house: House, reason: str) -> None:
    with pytest.raises(RuleError, match="period-locked"):
        put_figures(house.workplace, house.library, [house.income(None)], reason=reason)


def test_what_stands_already_is_neither_refused_nor_written_again(house: House) -> None:
    changes = put_figures(
        house.workplace,
        house.library,
        [house.income(1_000_000), house.income(None, period=Period.parse("2024"))],
    )
    assert not changes.tables


@pytest.mark.parametrize("code", ["2025Q2", "2025-04", "2025Q1", "2025H1", "2025-01", "2024Q2", "2024-05"])
def test_whatever_the_filing_counts_is_locked(house: House, code: str) -> None:
    with pytest.raises(RuleError, match="period-locked"):
        put_figures(house.workplace, house.library, [house.income(1, period=Period.parse(code))])


@pytest.mark.parametrize(
    "code", ["2025Q3", "2025", "2025H2", "2025-07", "2024", "2024Q3", "2023Q2", "2026Q2"]
)
def test_other_periods_stay_open(house: House, code: str) -> None:
    put_figures(house.workplace, house.library, [house.income(1, period=Period.parse(code))])
    assert not house.changed


def test_an_indicator_that_the_form_does_not_ask_for_stays_open(house: House) -> None:
    asked = {
        request.indicator
        for request in read_frozen(house.workplace, list_filings(house.workplace)[0].id).figures
    }
    other = next(one.code for one in house.library.indicators.reported if one.code not in asked)
    put_figures(house.workplace, house.library, [Figure(house.tenants[0], other, Q2, 1)])
    assert not house.changed


def test_the_last_version_is_named_and_holds_until_its_freezing_is_undone(house: House) -> None:
    put_figures(house.workplace, house.library, [house.income(5)], reason="更正")
    house.freeze(user="同事")
    frozen = list_operations(house.workplace, limit=1)[0].id
    with pytest.raises(RuleError) as caught:
        put_figures(house.workplace, house.library, [house.income(6)])
    assert (caught.value.values["version"], caught.value.values["by"]) == (2, "同事")
    undo(house.workplace, frozen)
    with pytest.raises(RuleError) as caught:
        put_figures(house.workplace, house.library, [house.income(6)])
    assert caught.value.values["version"] == 1


def test_a_filing_whose_freezing_was_undone_locks_nothing(house: House) -> None:
    undo(house.workplace)
    put_figures(house.workplace, house.library, [house.income(5)])
    assert house.held() == 9_000_005


def test_entered_figures_ask_for_a_reason_and_the_sheet_names_the_filing(house: House) -> None:
    assert [info.form for info in read_entry_sheet(house.workplace, house.library, Q2).filings] == [QUARTERLY]
    entered = [EnteredFigure(house.tenants[0], "total_income", 5, 1_000_000)]
    with pytest.raises(RuleError, match="period-locked"):
        save_figures(house.workplace, house.library, Q2, entered)
    save_figures(house.workplace, house.library, Q2, entered, reason="漏报")
    assert house.title() == "填报 2025Q2 的 1 个数据；更正已封存数据 1 个，原因：漏报"


def test_a_correction_on_the_page_of_an_enterprise_has_its_reason_and_tells_it_once(house: House) -> None:
    change_figure(house.workplace, house.library, house.income(7), seen=1_000_000, reason="审计调整")
    assert house.title() == f"更正“{NAMES[0]}”2025Q2 总收入（审计调整）；更正已封存数据 1 个"


def test_an_import_says_what_is_locked_and_needs_a_reason(house: House, tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    rows = [f"{NAMES[0]},5", f"{NAMES[1]},200", f"{NAMES[2]},7"]
    path.write_text("\n".join(["企业名称,总收入（万元）", *rows]), encoding="utf-8")
    prepared = prepare_import(house.workplace, house.library, ImportRequest(path, period=Q2))
    assert [(lock.filing.form, lock.count) for lock in prepared.locks] == [(QUARTERLY, 3)]
    (finding,) = (one for one in prepared.findings if one.code == "figures-locked")
    assert finding.values["figures"] == 3
    assert "3 个" in house.library.messages.word_finding(finding, Language.ZH).text
    with pytest.raises(RuleError, match="period-locked"):
        apply_import(house.workplace, house.library, prepared)
    assert house.held() == 10_000_000
    assert apply_import(house.workplace, house.library, prepared, reason="企业补报")
    assert house.title().endswith("；更正已封存数据 3 个，原因：企业补报")
    again = prepare_import(house.workplace, house.library, ImportRequest(path, period=Q2))
    assert again.locks == ()


def test_figures_of_the_incubator_itself_are_locked_too(open_house: House) -> None:
    workplace, library, year = open_house.workplace, open_house.library, Period.parse("2025")
    change_site(workplace, {"name": "汾川孵化器"}, seen={})
    stated = "incubation_fund"
    state_figures(workplace, library, [Statement(stated, year, 500)])
    open_house.freeze("shanxi-incubator", year)
    assert not state_figures(workplace, library, [Statement(stated, year, 500)]).tables
    with pytest.raises(RuleError, match="period-locked"):
        state_figures(workplace, library, [Statement(stated, year, None)])
    state_figures(workplace, library, [Statement(stated, year, 501)], reason="决算数")
    assert open_house.title().endswith("原因：决算数")


def test_undoing_what_was_put_in_before_the_freezing_needs_a_reason(open_house: House) -> None:
    put_figures(open_house.workplace, open_house.library, [open_house.income(5)])
    before = list_operations(open_house.workplace, limit=1)[0].id
    open_house.freeze()
    with pytest.raises(RuleError, match="period-locked"):
        undo(open_house.workplace, before)
    assert open_house.held() == 9_000_005
    undo(open_house.workplace, before, reason="录错企业")
    assert open_house.held() == 10_000_000
    assert open_house.title() == f"撤销操作 {before}；更正已封存数据 1 个，原因：录错企业"


def test_a_correction_with_a_reason_is_undone_and_done_again_without_another(house: House) -> None:
    put_figures(house.workplace, house.library, [house.income(5)], reason="更正")
    corrected = list_operations(house.workplace, limit=1)[0].id
    undo(house.workplace, corrected)
    assert not house.changed
    assert house.title() == f"撤销操作 {corrected}；更正已封存数据 1 个"
    undo(house.workplace, list_operations(house.workplace, limit=1)[0].id)
    assert house.held() == 9_000_005


def test_a_correction_that_was_filed_meanwhile_is_not_undone_without_a_reason(house: House) -> None:
    put_figures(house.workplace, house.library, [house.income(5)], reason="更正")
    corrected = list_operations(house.workplace, limit=1)[0].id
    house.freeze()
    with pytest.raises(RuleError) as caught:
        undo(house.workplace, corrected)
    assert caught.value.values["version"] == 2


def test_of_three_hundred_edits_none_without_a_reason_changes_what_is_filed_and_the_watch_tells_all_others(
    open_house: House,
) -> None:
    workplace, library = open_house.workplace, open_house.library
    dice = random.Random(20251129)
    open_house.freeze()
    filed = read_frozen(workplace, list_filings(workplace)[0].id)
    found: set[str] = set()
    refused = passed = told = 0
    for _ in range(5):
        for _ in range(30):
            try:
                passed += bool(put_figures(workplace, library, [_edit(dice, open_house)]).tables)
            except RuleError:
                refused += 1
        assert _watched(open_house) == found
        for _ in range(30):
            put_figures(workplace, library, [_edit(dice, open_house)], reason="更正")
        found = _watched(open_house)
        assert found == _differing(filed, build_filing(workplace, library, QUARTERLY, Q2).built)
        told += len(found)
    assert min(refused, passed, told) > 20


def _edit(dice: random.Random, house: House) -> Figure:
    code = dice.choice(["total_income", "employees", "rd_expenditure", "exports", "ip_valid"])
    year = dice.choice(["2023", "2024", "2025"])
    part = dice.choice(["", "H1", "H2", "Q1", "Q2", "Q3", "-03", "-05", "-06", "-12"])
    value = dice.choice([None, 0, dice.randrange(1, 10**9)])
    return Figure(dice.choice(house.tenants), code, Period.parse(year + part), value)


def _watched(house: House) -> set[str]:
    """The cells that the watch tells of."""
    (watched,) = watch_filings(house.workplace, house.library)
    return {f"{cell.sheet}!{cell.address}" for cell in watched.differences}


def _differing(filed: Built, now: Built) -> set[str]:
    """The cells whose value or records differ, found without the program's own comparison."""
    before, after = _content(filed), _content(now)
    return {place for place in before.keys() | after.keys() if before.get(place) != after.get(place)}


def _content(built: Built) -> dict[str, object]:
    content: dict[str, object] = {}
    for cell in built.cells():
        shares = [
            sorted(
                (share.id, share.amount)
                for share in built.figures[request].contributions
                if cell.tenant_id in {None, share.tenant_id}
            )
            for request in cell.requests
        ]
        content[cell.place] = (cell.value, shares)
    return content
