"""Leases that cannot all be right, told in the filings that count them on the day, and in no other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import DataFormatError
from crm.domain.period import Period
from crm.domain.wording import Language
from crm.filings.letting import letting_rules
from crm.services.filings import build_filing
from crm.services.records import add_record, add_reference, list_references
from crm.services.tenants import add_tenant

if TYPE_CHECKING:
    from crm.domain.finding import Finding
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.services.tenants import FieldValue

CODES = {"leases-meet", "leases-overlap", "building-overlet"}
YEAR_END = date(2025, 12, 31)
TENANTS = ("汾川石火新材料有限公司", "汾川半亩农业有限公司")


def findings(workplace: Workplace, library: Library, form: str, period: str) -> list[Finding]:
    filing = build_filing(workplace, library, form, Period.parse(period))
    return [finding for finding in filing.findings if finding.code in CODES]


class House:
    """A building with one room of 50 m² and two tenants that rent it."""

    def __init__(self, workplace: Workplace, library: Library) -> None:
        self.workplace, self.library = workplace, library
        self.tenants = [min(add_tenant(workplace, library, {"name": name}).tenants or ()) for name in TENANTS]
        place = {"building": "一号楼", "floor": "2F", "number": "201"}
        room: dict[str, FieldValue] = {**place, "use": "tenant", "area": 50_00}
        add_reference(workplace, library, "room", room)
        (self.room,) = list_references(workplace, "room")

    def let(self, tenant: int, start: date, until: date | None, *, area: int = 50_00) -> None:
        days: dict[str, FieldValue] = {"start_on": start, "until_on": until}
        lease = {"number": f"ZL-{start.year}-{tenant}", "room_id": self.room.id, "area": area, **days}
        add_record(self.workplace, self.library, "lease", self.tenants[tenant], lease)

    def sentences(self, form: str, period: str, language: Language = Language.ZH) -> list[str]:
        found = findings(self.workplace, self.library, form, period)
        return [self.library.messages.word_finding(one, language).text for one in found]


@pytest.fixture
def house(workplace: Workplace, library: Library) -> House:
    return House(workplace, library)


def test_two_leases_that_meet_on_the_last_day_of_a_period_are_told_with_the_day(house: House) -> None:
    house.let(0, date(2025, 1, 1), YEAR_END)
    house.let(1, YEAR_END, date(2026, 12, 30))
    building = "一号楼：2025-12-31 在租面积合计 100 平方米，比楼内房间面积 50 平方米多 50 平方米"
    assert house.sentences("torch-summary", "2025") == [
        (
            "一号楼 201：汾川石火新材料有限公司的租赁“ZL-2025-0”到 2025-12-31 止，"
            "汾川半亩农业有限公司的租赁“ZL-2025-1”自同一天起，当天面积算了两次"
        ),
        building,
    ]
    (meeting, _) = findings(house.workplace, house.library, "tax-property", "2025")
    assert meeting.where.startswith("其他出租明细!")  # the row of the later lease
    assert findings(house.workplace, house.library, "zone-events", "2025") == []  # counts no leases
    assert findings(house.workplace, house.library, "torch-summary", "2024") == []


def test_leases_that_overlap_are_told_where_they_do_not_find_room_beside_each_other(house: House) -> None:
    house.let(0, date(2025, 1, 1), None, area=30_00)
    house.let(1, date(2025, 6, 1), date(2025, 6, 30), area=20_00)
    assert house.sentences("tax-property", "2025") == []  # they share it
    house.let(1, date(2025, 8, 1), date(2026, 3, 31))
    house.let(0, date(2026, 2, 1), None, area=30_00)
    told = house.sentences("torch-summary", "2025")
    assert told[0] == (
        "一号楼 201：汾川石火新材料有限公司的租赁“ZL-2025-0”与汾川半亩农业有限公司的租赁“ZL-2025-1”"
        "自 2025-08-01 至 2026-03-31 重叠，两份共 80 平方米，房间只有 50 平方米"
    )
    assert len(told) == 2  # and the building
    assert "overlap from 2026-02-01 onward" in house.sentences("zone-monthly", "2026-05", Language.EN)[0]


def test_who_takes_the_room_on_meets_its_own_lease_even_where_both_would_fit(house: House) -> None:
    house.let(0, date(2025, 1, 1), YEAR_END, area=20_00)
    house.let(1, date(2025, 1, 1), YEAR_END, area=10_00)
    house.let(0, YEAR_END, None, area=20_00)
    (told,) = house.sentences("torch-summary", "2025")
    assert "ZL-2025-0”到 2025-12-31 止" in told
    assert house.sentences("zone-monthly", "2025-11") == []


def test_leases_that_follow_each_other_are_not_told(demo: Workplace, library: Library, house: House) -> None:
    for form, period in (("tax-property", "2025"), ("zone-monthly", "2026-09"), ("torch-summary", "2025")):
        assert findings(demo, library, form, period) == []
    house.let(0, date(2025, 1, 1), YEAR_END - timedelta(days=1))
    house.let(1, YEAR_END, None)
    assert house.sentences("torch-summary", "2025") == []


@pytest.mark.parametrize(
    "table",
    ["no table", {"relation": "meet"}, {"relation": "touch", "code": "leases-meet", "severity": "warning"}],
)
def test_a_rule_that_says_something_else_is_refused(table: object) -> None:
    with pytest.raises(DataFormatError):
        letting_rules({"mine": table})


def test_every_rule_of_letting_has_its_sentence_and_may_leave_forms_out(library: Library) -> None:
    assert {rule.code for rule in library.letting} == CODES <= set(library.messages.by_code)
    table = {"code": "leases-meet", "relation": "meet", "severity": "info", "forms": ["tax-*"]}
    (rule,) = letting_rules({"mine": {**table, "source": "", "verified": True}})
    assert rule.is_for("tax-property")
    assert not rule.is_for("torch-summary")
