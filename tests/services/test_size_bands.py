"""A question within a size is asked of the tenants of that size; of others it is asked as it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import RuleError
from crm.domain.lifecycle import Stage
from crm.domain.measures import MeasureRequest
from crm.domain.period import Period
from crm.services.figures import Figure, answer, put_figures
from crm.services.rehearsal import rehearse, sizes_on
from crm.services.size_bands import Asking
from crm.services.tenants import add_tenant

if TYPE_CHECKING:
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.services.tenants import FieldValue


def test_sizes_are_those_of_the_day_and_each_tenant_is_in_one_group(
    demo: Workplace, library: Library
) -> None:
    period = Period.parse("2026Q3")
    with demo.database.reading() as connection:
        asking = Asking(connection, library)
        plain = MeasureRequest("total_income", period)
        assert asking.question(plain).groups == {}
        groups = asking.question(
            MeasureRequest("total_income", period, within=(("size", ("micro",)),))
        ).groups
        again = asking.question(MeasureRequest("employees", period, within=(("size", ("small",)),))).groups
        assert again["size"] is groups["size"]
        sized = [one for one in sizes_on(connection, library, period.end) if one.size is not None]
        with pytest.raises(RuleError):
            asking.question(
                MeasureRequest("total_income", Period.parse("2016"), within=(("size", ("micro",)),))
            )
    tenants = [tenant for members in groups["size"].values() for tenant in members]
    assert len(tenants) == len(set(tenants))
    assert sum(len(members) for code, members in groups["size"].items() if code) == len(sized)
    both = answer(
        demo, library, MeasureRequest("total_income", period, within=(("size", ("small", "micro")),))
    )
    each = [
        answer(demo, library, MeasureRequest("total_income", period, within=(("size", (code,)),))).value or 0
        for code in ("small", "micro")
    ]
    assert both.value == sum(each) > 0
    none = answer(demo, library, MeasureRequest("total_income", period, within=(("size", ("large",)),)))
    assert none.contributions == ()


@pytest.mark.parametrize("period", ["2026-09", "2026Q3", "2026H1", "2025"])
def test_who_reports_by_quarter_or_year_has_a_size_too(
    workplace: Workplace, library: Library, period: str
) -> None:
    values: dict[str, FieldValue] = {"name": "甲", "industry": "6513", "founded_on": date(2020, 1, 1)}
    (tenant,) = add_tenant(workplace, library, values, stage=Stage.INCUBATING, on=date(2021, 1, 1)).tenants
    asked, year = Period.parse(period), Period.parse("2025")
    put_figures(
        workplace,
        library,
        [Figure(tenant, "employees", asked, 60), Figure(tenant, "total_income", year, 800_000_000)],
    )
    with workplace.database.reading() as connection:
        (sized,) = sizes_on(connection, library, asked.end)
    assert sized.size is not None
    assert (sized,) == rehearse(workplace, library, "size", asked).sizes
