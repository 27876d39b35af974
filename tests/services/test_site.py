"""The incubator's own record, and that its filings carry it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from crm.domain.errors import RuleError, StaleError
from crm.domain.period import Period
from crm.services.filings import build_filing
from crm.services.operation import undo
from crm.services.site import change_site, get_site

if TYPE_CHECKING:
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.services.tenants import FieldValue

SAID: dict[str, FieldValue] = {
    "name": "汾川孵化器",
    "operator": " 汾川园区运营有限公司 ",
    "opened_on": date(2020, 6, 1),
    "responsible": "甲",
    "preparer": "乙",
    "phone": "0354-5550100",
}


def test_what_is_said_first_puts_the_site_down(workplace: Workplace) -> None:
    assert get_site(workplace) is None
    change_site(workplace, SAID, seen={})
    site = get_site(workplace)
    assert site is not None
    assert (site.name, site.operator, site.opened_on) == (
        "汾川孵化器",
        "汾川园区运营有限公司",
        date(2020, 6, 1),
    )
    assert (site.authority, site.reviewer) == ("", "")


def test_later_what_differs_is_changed_and_undone(workplace: Workplace) -> None:
    change_site(workplace, SAID, seen={})
    seen: dict[str, FieldValue] = {"reviewer": "", "opened_on": date(2020, 6, 1)}
    changes = change_site(workplace, {"reviewer": "丙", "opened_on": None}, seen=seen)
    site = get_site(workplace)
    assert site is not None
    assert (site.reviewer, site.opened_on, site.preparer) == ("丙", None, "乙")
    undo(workplace, changes.operation)
    site = get_site(workplace)
    assert site is not None
    assert (site.reviewer, site.opened_on) == ("", date(2020, 6, 1))


def test_the_same_again_changes_nothing(workplace: Workplace) -> None:
    change_site(workplace, SAID, seen={})
    assert not change_site(workplace, {"preparer": "乙"}, seen={"preparer": "乙"}).tables


def test_a_site_has_a_name(workplace: Workplace) -> None:
    with pytest.raises(RuleError) as refused:
        change_site(workplace, {"name": "  ", "phone": "1"}, seen={})
    assert refused.value.code == "site-name-missing"


def test_what_somebody_else_has_changed_is_not_overwritten(workplace: Workplace) -> None:
    change_site(workplace, SAID, seen={})
    change_site(workplace, {"preparer": "丁"}, seen={"preparer": "乙"})
    with pytest.raises(StaleError) as stale:
        change_site(workplace, {"preparer": "戊"}, seen={"preparer": "乙"})
    assert (stale.value.values["field"], stale.value.values["now"], stale.value.values["by"]) == (
        "preparer",
        "丁",
        "tester",
    )


def test_a_filing_carries_the_reporting_unit_and_the_signers(workplace: Workplace, library: Library) -> None:
    change_site(workplace, SAID, seen={})
    filing = build_filing(workplace, library, "zone-quarterly", Period.parse("2026Q1"))
    texts = {text.anchor: text.value for text in filing.built.texts if text.sheet == "综合情况"}
    assert texts["A3"] == "填报单位（盖章）：汾川园区运营有限公司"
    assert "单位负责人：甲" in texts["A32"]
    assert "填表人：乙" in texts["A32"]
    assert "联系电话：0354-5550100" in texts["A32"]
