"""The explanation of a cell for a person: all that is known of it, as text and as a workbook."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from crm.domain.measures import NotReported
from crm.domain.period import Period
from crm.domain.quantity import round_half_up
from crm.domain.wording import Language
from crm.filings.built import TOTAL_OF_ROUNDED
from crm.services.explanation import explain_fully, explained_facts, explanation_text, export_explanation
from crm.services.figures import Figure, put_figures
from crm.services.filings import build_filing
from crm.services.freezing import freeze_filing
from crm.services.frozen_filings import previous_filing
from crm.services.spoken import Spoken

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.explanation import Explanation
    from crm.services.library import Library
    from crm.services.operation import Workplace

SUMMARY, DETAILS = "综合情况", "在孵企业明细"
THEN, NOW = Period.parse("2026Q2"), Period.parse("2026Q3")


@pytest.fixture
def filed(demo: Workplace, library: Library) -> Workplace:
    """The demo with the second quarter filed."""
    freeze_filing(demo, library, build_filing(demo, library, "zone-quarterly", THEN), reason="已核对")
    return demo


def explained(place: Workplace, library: Library, cell: str, *, period: Period = NOW) -> Explanation:
    sheet, _, address = cell.partition("!")
    filing = build_filing(place, library, "zone-quarterly", period)
    return explain_fully(filing, previous_filing(place, filing), sheet=sheet, address=address)


def test_a_total_says_all_that_is_known_of_it(filed: Workplace, library: Library) -> None:
    found = explained(filed, library, f"{SUMMARY}!E19")
    facts = dict(explained_facts(library, found, Language.ZH))
    trace = found.trace
    assert trace.definition is not None
    assert list(facts) == [
        "单元格",
        "含义",
        "数值",
        "指标",
        "口径",
        "口径来源",
        "期间",
        "统计范围",
        "算法",
        "合计",
        "上次上报",
    ]
    assert facts["口径"] == trace.definition.definition.zh
    assert facts["口径来源"].startswith(trace.definition.origin.zh)
    assert facts["口径来源"].endswith("（待核实）") is not trace.definition.verified
    assert facts["统计范围"].endswith("（2026-09-30）")
    assert facts["合计"].endswith("各记录之和等于填报数")
    assert found.change is not None
    assert facts["上次上报"].startswith("2026Q2：")
    assert f"{found.change:+,}（{found.rate:+}%）" in facts["上次上报"]


def test_the_text_has_every_record_and_everybody_who_has_not_reported(
    filed: Workplace, library: Library
) -> None:
    found = explained(filed, library, f"{SUMMARY}!E19")
    partly = NotReported("tenant", 0, "汾川云图软件有限公司", ("2026-08", "2026-09"), 0)
    part = found.trace.parts[0]
    part = replace(part, missing=(*part.missing, partly))
    text = explanation_text(library, replace(found, trace=replace(found.trace, parts=(part,))), Language.EN)
    lines = text.split("\n")
    assert lines[0].startswith("Cell: ")
    rows = [line.partition("\t") for line in lines if "\t" in line]
    assert [name for name, _, _ in rows] == [*(row.label for row in part.rows), "Sum"]
    amounts = [Decimal(amount) for _, _, amount in rows]
    assert sum(amounts[:-1]) == amounts[-1] == part.shown
    whole = [one for one in part.missing if not one.lacking]
    assert lines[-len(part.missing) - 1] == f"Not reported ({len(part.missing)})"
    assert {one.label for one in whole} <= set(lines)
    assert lines[-1] == f"{partly.label} (lacking 2026-08, 2026-09)"


def test_the_rows_make_a_workbook_whose_sums_are_the_figures(
    filed: Workplace, library: Library, tmp_path: Path
) -> None:
    found = explained(filed, library, f"{SUMMARY}!G19")
    path = export_explanation(filed, library, found, tmp_path / "G19.xlsx", Language.ZH)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["说明", "构成记录", "未上报"]
    sheet = book["构成记录"]
    for part in found.trace.parts:
        mine = [row for row in sheet.iter_rows(min_row=2, values_only=True) if row[0] == part.period.code]
        *records, total = mine
        assert total[3] == "合计"
        assert sum(Decimal(str(row[5])) for row in records) == part.shown == Decimal(str(total[5]))
        assert [row[3] for row in records] == [row.label for row in part.rows]
    missing = list(book["未上报"].iter_rows(min_row=2, values_only=True))
    assert len(missing) == sum(len(part.missing) for part in found.trace.parts)


def test_a_growth_is_not_held_against_its_rows(filed: Workplace, library: Library) -> None:
    found = explained(filed, library, f"{SUMMARY}!G19")
    assert found.adds_up is None
    facts = dict(explained_facts(library, found, Language.ZH))
    assert "对比的数（2025Q3）" in facts
    assert found.change is not None
    assert found.rate is None  # percent of a percentage would say nothing
    assert facts["上次上报"].endswith(f"本次比上次 {found.change:+} 个百分点")
    assert explanation_text(library, found, Language.ZH).count("合计\t") == 2


def test_a_text_of_a_row_leads_to_its_record(demo: Workplace, library: Library, tmp_path: Path) -> None:
    found = explained(demo, library, f"{DETAILS}!B6")
    assert (found.change, found.rate, found.before) == (None, None, None)
    assert explanation_text(library, found, Language.ZH).endswith(found.trace.records[0].label)
    path = export_explanation(demo, library, found, tmp_path / "B6.xlsx", Language.EN)
    (row,) = openpyxl.load_workbook(path)["Records"].iter_rows(min_row=2, values_only=True)
    assert row[1] == "Tenant"
    assert row[4] == found.trace.value


def test_rounding_is_told_and_a_sum_that_does_not_come_to_the_value_too(
    demo: Workplace, library: Library
) -> None:
    found = explained(demo, library, f"{SUMMARY}!E19")
    assert isinstance(found.trace.value, Decimal)
    nudged = replace(found.trace, nudge=Decimal("0.01"), value=found.trace.value + Decimal("0.01"))
    facts = dict(explained_facts(library, replace(found, trace=nudged), Language.ZH))
    assert "+0.01" in facts["舍位平衡"]
    assert facts["合计"].endswith("各记录之和等于填报数")
    wrong = replace(found.trace, value=Decimal("1.00"))
    facts = dict(explained_facts(library, replace(found, trace=wrong), Language.ZH))
    assert facts["合计"].endswith("各记录之和不等于填报数")


def test_a_total_of_rows_that_are_rounded_each_for_itself_is_no_sum_that_differs(
    demo: Workplace, library: Library
) -> None:
    filing = build_filing(demo, library, "torch-tenant", Period.parse("2025"))
    totals = (cell for cell in filing.built.figures_shown() if cell.formula.code == TOTAL_OF_ROUNDED)
    total = next(totals)
    found = explain_fully(filing, None, sheet=total.sheet, address=total.address)
    part = found.trace.parts[0]
    assert part.shown is not None
    assert total.value != round_half_up(part.shown, 0)
    assert found.adds_up
    facts = dict(explained_facts(library, found, Language.ZH))
    assert facts["合计"].endswith("各行分别取整后相加即填报数")
    assert facts["算法"] == "本列各行分别取整后之和"


def test_a_cell_that_nobody_reported_says_so(demo: Workplace, library: Library) -> None:
    found = explained(demo, library, f"{SUMMARY}!E19", period=Period.parse("2030Q1"))
    facts = dict(explained_facts(library, found, Language.EN))
    assert facts["Value"] == "not reported"
    assert "Sum" not in facts


def test_a_base_of_zero_has_no_rate(demo: Workplace, library: Library) -> None:
    filing = build_filing(demo, library, "zone-quarterly", THEN)
    block = filing.built.blocks[0]
    later = build_filing(demo, library, "zone-quarterly", NOW).built.blocks[0].tenants
    tenant = next(one for one in block.tenants if one is not None and one in later)
    put_figures(demo, library, [Figure(tenant, "total_income", THEN, 0)], reason="更正")
    freeze_filing(demo, library, build_filing(demo, library, "zone-quarterly", THEN), reason="已核对")
    put_figures(demo, library, [Figure(tenant, "total_income", NOW, 500)], reason="更正")
    now = build_filing(demo, library, "zone-quarterly", NOW).built
    column = next(one for one in now.blocks[0].columns if one.indicator == "total_income" and one.letter)
    place = now.block_cell(now.blocks[0], column, now.blocks[0].tenants.index(tenant))
    found = explained(demo, library, place.place)
    assert found.before is not None
    assert found.before.value == 0
    assert found.rate is None
    facts = dict(explained_facts(library, found, Language.ZH))
    assert facts["上次上报"].startswith("2026Q2：0")
    assert "%" not in facts["上次上报"]


def test_kinds_and_days_have_words(library: Library) -> None:
    spoken = Spoken(library, Language.ZH)
    assert spoken.kind("tenant") == "企业"
    assert spoken.kind("ip_right") == "知识产权"
    assert spoken.filed(NOW.end) == "2026-09-30"
    assert spoken.unit(None) == ""
    assert spoken.filed(None) == "未上报"
    assert spoken.filed("文字") == "文字"
