"""A question within a size is asked of the tenants of that size; of others it is asked as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import RuleError
from crm.domain.measures import MeasureRequest
from crm.domain.period import Period
from crm.services.figures import answer
from crm.services.rehearsal import sizes_on
from crm.services.size_bands import Asking

if TYPE_CHECKING:
    from crm.services.library import Library
    from crm.services.operation import Workplace


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
