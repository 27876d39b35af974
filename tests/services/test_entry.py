"""The entry of figures: who may report, what is read, and that nobody's work is overwritten unseen."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import StaleError
from crm.domain.lifecycle import Stage
from crm.domain.measures import MeasureRequest
from crm.domain.period import Period, PeriodKind
from crm.domain.wording import Language
from crm.services.entry import (
    EnteredFigure,
    asked_indicators,
    list_writers,
    read_entry_sheet,
    save_figures,
)
from crm.services.figures import Figure, answer, put_figures
from crm.services.filings import build_filing
from crm.services.freezing import freeze_filing
from crm.services.history import list_operations, title_of
from crm.services.operation import undo
from crm.services.tenants import add_tenant, change_stage

if TYPE_CHECKING:
    from crm.services.library import Library
    from crm.services.operation import Workplace

Q1, Q2 = Period.parse("2025Q1"), Period.parse("2025Q2")


def tenant(workplace: Workplace, library: Library, name: str, *, on: date = date(2024, 1, 1)) -> int:
    changes = add_tenant(workplace, library, {"name": name}, stage=Stage.INCUBATING, on=on)
    (made,) = changes.tenants
    return made


def entered(tenant_id: int, value: int | None, seen: int | None, code: str = "total_income") -> EnteredFigure:
    return EnteredFigure(tenant_id, code, value, seen)


def test_the_sheet_shows_who_was_in_the_house_graduates_and_whoever_reported(
    workplace: Workplace, library: Library
) -> None:
    here = tenant(workplace, library, "在园")
    late = tenant(workplace, library, "后来", on=date(2025, 7, 1))
    gone = tenant(workplace, library, "早走")
    graduate = tenant(workplace, library, "毕业")
    reporter = tenant(workplace, library, "仍报", on=date(2025, 7, 1))
    change_stage(workplace, gone, Stage.EXITED, on=date(2024, 6, 1), reason="期满")
    change_stage(workplace, graduate, Stage.GRADUATED, on=date(2024, 9, 1), reason="达标", allowed_by="主任")
    put_figures(
        workplace,
        library,
        [Figure(reporter, "employees", Q1, 3), Figure(here, "employees", Period.parse("2024Q4"), 2)],
    )
    sheet = read_entry_sheet(workplace, library, Q1)
    found = {one.id: (one.in_house, one.followed) for one in sheet.tenants}
    assert found == {here: (True, False), graduate: (False, True), reporter: (False, False)}
    assert [one.name for one in sheet.tenants] == ["毕业", "仍报", "在园"]
    assert sheet.values["employees"] == {reporter: 3}
    assert sheet.before["employees"] == {here: 2}
    assert sheet.values["total_income"] == {}
    assert late not in found


def test_who_left_in_the_period_was_in_the_house(workplace: Workplace, library: Library) -> None:
    one = tenant(workplace, library, "甲")
    change_stage(workplace, one, Stage.EXITED, on=date(2025, 1, 2), reason="期满")
    assert [found.in_house for found in read_entry_sheet(workplace, library, Q1).tenants] == [True]
    assert read_entry_sheet(workplace, library, Q2).tenants == ()


def test_saved_figures_are_one_operation_that_names_its_period(
    workplace: Workplace, library: Library
) -> None:
    one, two = tenant(workplace, library, "甲"), tenant(workplace, library, "乙")
    changes = save_figures(workplace, library, Q1, [entered(one, 100, None), entered(two, 0, None)])
    assert changes.tenants == {one, two}
    assert answer(workplace, library, MeasureRequest("total_income", Q1)).value == 100
    last = list_operations(workplace, limit=1)[0]
    assert "2025Q1" in title_of(library, last, Language.ZH)
    undo(workplace)
    assert read_entry_sheet(workplace, library, Q1).values["total_income"] == {}


def test_a_blank_takes_a_figure_away(workplace: Workplace, library: Library) -> None:
    one = tenant(workplace, library, "甲")
    save_figures(workplace, library, Q1, [entered(one, 100, None)])
    save_figures(workplace, library, Q1, [entered(one, None, 100)])
    assert read_entry_sheet(workplace, library, Q1).values["total_income"] == {}


@pytest.mark.parametrize("theirs", [7, None])
def test_what_somebody_else_changed_meanwhile_is_not_overwritten(
    workplace: Workplace, library: Library, theirs: int | None
) -> None:
    one, two = tenant(workplace, library, "甲"), tenant(workplace, library, "乙")
    save_figures(workplace, library, Q1, [entered(one, 100, None), entered(two, 5, None)])
    other = replace(workplace, user="同事")
    save_figures(other, library, Q1, [entered(one, theirs, 100)])
    with pytest.raises(StaleError) as caught:
        save_figures(workplace, library, Q1, [entered(two, 6, 5), entered(one, 200, 100)])
    assert caught.value.code == "stale-figures"
    values = caught.value.values
    assert (values["count"], values["name"], values["indicator"], values["by"]) == (
        1,
        "甲",
        "total_income",
        "同事",
    )
    assert str(values["at"]) == list_operations(workplace, limit=1)[0].at
    now = read_entry_sheet(workplace, library, Q1).values["total_income"]
    assert now == ({two: 5} if theirs is None else {one: 7, two: 5})
    save_figures(workplace, library, Q1, [entered(one, 200, theirs)])
    assert read_entry_sheet(workplace, library, Q1).values["total_income"][one] == 200


def test_the_writers_of_figures_are_told(workplace: Workplace, library: Library) -> None:
    one, two = tenant(workplace, library, "甲"), tenant(workplace, library, "乙")
    save_figures(workplace, library, Q1, [entered(one, 100, None)])
    other = replace(workplace, user="同事")
    save_figures(other, library, Q1, [entered(one, None, 100)])
    found = list_writers(workplace, Q1, [(one, "total_income"), (two, "total_income")])
    assert list(found) == [(one, "total_income")]
    assert found[one, "total_income"][0] == "同事"


def test_rows_whose_parts_exceed_their_whole_are_told(workplace: Workplace, library: Library) -> None:
    one, two = tenant(workplace, library, "甲"), tenant(workplace, library, "乙")
    figures = [(one, "employees", 4), (one, "college", 5), (two, "employees", 4), (two, "college", 4)]
    put_figures(workplace, library, [Figure(who, code, Q1, value) for who, code, value in figures])
    assert read_entry_sheet(workplace, library, Q1).broken == {one}


def test_the_forms_say_which_indicators_are_asked_for(library: Library) -> None:
    asked = asked_indicators(library)
    assert set(asked) == {PeriodKind.MONTH, PeriodKind.QUARTER, PeriodKind.YEAR}
    assert asked[PeriodKind.QUARTER][0] == "venture_investment"
    assert "registered_capital_at_founding" not in asked[PeriodKind.QUARTER]
    assert "registered_capital_at_founding" in asked[PeriodKind.YEAR]
    reported = [one.code for one in library.indicators.reported]
    for codes in asked.values():
        assert list(codes) == [code for code in reported if code in codes]


def test_the_filings_that_stand_on_a_period_are_told(demo: Workplace, library: Library) -> None:
    quarter = Period.parse("2026Q2")
    filing = build_filing(demo, library, "zone-quarterly", quarter)
    freeze_filing(demo, library, filing, reason="已核对")
    assert [info.form for info in read_entry_sheet(demo, library, quarter).filings] == ["zone-quarterly"]
    assert read_entry_sheet(demo, library, Period.parse("2026-05")).filings[0].period == quarter
    assert read_entry_sheet(demo, library, Period.parse("2026Q3")).filings == ()
    # The half-year counts in its year to date, as last year's quarter does in what it is compared with.
    for code in ("2026H1", "2026Q1", "2025Q2"):
        assert read_entry_sheet(demo, library, Period.parse(code)).filings[0].period == quarter
    assert read_entry_sheet(demo, library, Period.parse("2026")).filings == ()
