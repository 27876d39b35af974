"""Why figures changed against last year: told completely, drafted, written down, frozen, put beside the workbook."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from crm.db.queries.change_notes import drafted_reasons
from crm.domain.errors import NotFoundError, RuleError, StaleError
from crm.domain.period import Period
from crm.domain.quantity import unit_named
from crm.domain.wording import Language, Words
from crm.filings.form import ChangeLimit
from crm.filings.movement import Movement, Mover
from crm.services.change_draft import DraftWords
from crm.services.change_reasons import reasons_filed, write_reason
from crm.services.figures import Figure, put_figures
from crm.services.filed_reasons import FiledReason, ReasonDifference, compare_reasons, filed_reasons
from crm.services.filings import build_filing
from crm.services.freezing import freeze_filing
from crm.services.frozen_filings import find_filing
from crm.services.history import get_operation_lines, title_of
from crm.services.operation import undo
from crm.services.year_on_year import explain_changes, limit_of
from crm.services.year_on_year_text import (
    export_changes,
    export_changes_beside,
    export_filed_changes_beside,
)

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.filings import BuiltFiling
    from crm.services.library import Library
    from crm.services.operation import Workplace
    from crm.services.year_on_year import YearOnYear

FORM = "zone-quarterly"
NOW, THEN = Period.parse("2026Q3"), Period.parse("2025Q3")


def built(place: Workplace, library: Library, *, code: str = FORM, period: Period = NOW) -> BuiltFiling:
    return build_filing(place, library, code, period)


def found_in(place: Workplace, library: Library, *, above: int | None = None) -> YearOnYear:
    return explain_changes(place, library, built(place, library), above=above)


def write(place: Workplace, subject: str, text: str, *, seen: str = "") -> int:
    return write_reason(place, subject, text, form=FORM, period=NOW, seen=seen).operation


@pytest.mark.parametrize("code", ["zone-quarterly", "torch-tenant", "zone-monthly"])
def test_who_moved_a_figure_adds_up_to_its_change(demo: Workplace, library: Library, code: str) -> None:
    period = {"zone-monthly": "2026-09", "torch-tenant": "2025"}.get(code, "2026Q3")
    filing = built(demo, library, code=code, period=Period.parse(period))
    found = explain_changes(demo, library, filing)
    assert found.changes
    for change in found.changes:
        assert sum(mover.amount for mover in change.movers) == (change.after or 0) - (change.before or 0)
        assert change.after == filing.built.figures[change.request].value
        assert all(mover.id in found.names for mover in change.movers if mover.id)


def test_last_year_is_what_was_filed_then_and_what_was_corrected_since_stands_apart(
    demo: Workplace, library: Library
) -> None:
    freeze_filing(demo, library, built(demo, library, period=THEN), reason="已核对")
    before = found_in(demo, library).change_of("total_income")
    assert before.was_filed
    tenant = next(one for one in before.movers if one.movement is Movement.GREW)
    figure = Figure(tenant.id, "total_income", THEN, tenant.before + 7_000_000)
    put_figures(demo, library, [figure], reason="企业更正")
    found = found_in(demo, library)
    after = found.change_of("total_income")
    assert found.filed_version == 1
    assert (after.before, after.after) == (before.before, before.after)
    own = [one for one in after.movers if one.id == tenant.id]
    assert {(one.movement, one.amount) for one in own} >= {(Movement.CORRECTED, 7_000_000)}
    assert sum(one.amount for one in own) == tenant.amount
    draft = DraftWords(library, found, Language.ZH).draft(after)
    assert "上年同期数上报后有更正，涉及企业1家，增加7.00万元" in draft


def test_the_limit_is_the_forms_own_else_that_of_the_rules(demo: Workplace, library: Library) -> None:
    filing = built(demo, library)
    own = limit_of(library, filing.form, NOW.end)
    assert (own.percent, own.verified) == (30, False)
    assert "通知" in own.origin.zh
    early = limit_of(library, filing.form, date(2024, 12, 31))
    assert early.origin == library.rules["year_on_year_change"].origin
    strict = ChangeLimit(date(2026, 1, 1), 40, Words("某文件", "a text"), True, {"exports": 70})
    form = replace(filing.form, change_limits=(*filing.form.change_limits, strict))
    found = explain_changes(demo, library, replace(filing, form=form))
    assert found.limit is strict
    exports = found.change_of("exports")
    assert exports.limit == 70
    assert not exports.is_beyond
    assert all(change.is_beyond for change in found.beyond)
    wider = {change.subject for change in found_in(demo, library, above=5).beyond}
    assert {change.subject for change in found.beyond} < wider


def test_the_draft_tells_what_it_was_and_is_and_who_moved_it(demo: Workplace, library: Library) -> None:
    found = found_in(demo, library)
    zh, en = DraftWords(library, found, Language.ZH), DraftWords(library, found, Language.EN)
    exports = found.change_of("exports")
    text = zh.draft(exports)
    assert text.startswith(
        "2026年第三季度出口总额175.23万元，上年同期109.19万元，同比增加66.04万元，增长60.5%。主要原因：一是"
    )
    assert text.endswith("。")
    assert "；二是" in text
    assert zh.who(exports.movers[0]) in text
    assert en.draft(exports).startswith("Exports in 2026Q3: 1,752,300 yuan, in the same period last year")
    to_date = found.change_of("exports.incubating.to_date")
    assert zh.draft(to_date).startswith("2026年1—9月出口总额419.00万元")
    assert en.draft(to_date).startswith("Exports in 2026Q3, year to date: 4.19 million yuan")
    part = found.change_of("college")
    assert zh.draft(part).startswith("2026年第三季度末大专以上659人，上年同期652人")
    assert en.draft(part).startswith("College degree or above in 2026Q3: 659 ")
    assert "：本单位登记的活动减少1场。" in zh.draft(found.change_of("events_held"))
    residents = zh.draft(found.change_of("resident_tenants"))
    assert "新增企业16家（其中" in residents
    assert "增加16家" not in residents  # a tenant that only counts is not told as an amount
    entered = zh.draft(found.change_of("new_tenants"))
    assert "4家，与上年同期持平。具体为：本期4家（" in entered
    assert "；上年同期4家（" in entered
    assert "新计入" in zh.draft(found.change_of("technology_smes"))
    assert "末有效发明专利31件" in zh.draft(found.change_of("ip_valid_invention"))


def test_who_came_or_went_with_losses_is_told_so(demo: Workplace, library: Library) -> None:
    found = found_in(demo, library)
    profit, words = found.change_of("net_profit"), DraftWords(library, found, Language.ZH)
    told = words.draft(profit)
    assert "新增企业15家，合计为-97.29万元，拉低总额（其中山西橡度镁业科技有限公司-14.31万元、" in told
    assert "毕业、退出企业3家，上年同期合计为-11.55万元，相应增加11.55万元（" in told
    assert "企业1家，上年同期为-2.85万元，相应增加2.85万元（岚石（山西）工业设计有限公司）" in told
    assert "毕业、退出企业10家，相应减少227.73万元（其中晋汾市焱矩充换电科技有限公司34.99万元、" in told
    assert "new tenants: 15, in all -972,900 yuan, below zero (" in DraftWords(
        library, found, Language.EN
    ).draft(profit)


def test_what_the_site_states_itself_leaves_the_reason_to_be_added(demo: Workplace, library: Library) -> None:
    filing = built(demo, library, code="torch-summary", period=Period.parse("2025"))
    found = explain_changes(demo, library, filing)
    words = DraftWords(library, found, Language.ZH)
    assert words.draft(found.change_of("property_income")) == (
        "2025年度物业收入1,239千元，上年同期1,132千元，同比增加107千元，增长9.4%。"
        "主要原因：本单位填报的数据变化，原因待补充。"
    )  # the difference is that of the figures shown
    listed = words.draft(found.change_of("listings_total"))
    assert listed.startswith("2025年末累计上市（挂牌）企业数1家，上年同期为0，增加1家。主要原因：新计入1家（")
    assert words.draft(found.change_of("national_projects")).startswith("2025年度承担国家级科技计划项目数3件")


def test_each_month_of_a_year_is_explained_for_itself(demo: Workplace, library: Library) -> None:
    found = explain_changes(
        demo, library, built(demo, library, code="tax-property", period=Period.parse("2025"))
    )
    assert len({change.subject for change in found.changes}) == len(found.changes)
    words = DraftWords(library, found, Language.ZH)
    february = found.change_of("others_area.anybody.month2")
    assert words.name(february) == "其他出租面积（2025年2月）"
    assert DraftWords(library, found, Language.EN).name(february).endswith("(2025-02)")
    assert words.draft(february).startswith("2025年2月末其他出租面积2,385.00平方米，上年同期3,941.40平方米")


RATES = (
    (0, 175_00, "上年同期为0，增加0.02万元。"),
    (-500_00, 700_00, "上年同期-0.05万元，由负转正，增加0.12万元。"),
    (500_00, -700_00, "上年同期0.05万元，由正转负，减少0.12万元。"),
    (-500_00, -700_00, "上年同期-0.05万元，减少0.02万元（上年同期为负，不计算增幅）。"),
    (500_00, 500_00, "0.05万元，与上年同期持平。"),
    (500_00, 500_10, "0.05万元，与上年同期基本持平。"),
    (500_00, 250_00, "上年同期0.05万元，同比减少0.02万元，下降50.0%。"),
)


def test_a_rate_is_told_only_where_it_has_a_meaning(demo: Workplace, library: Library) -> None:
    found = found_in(demo, library)
    exports, words = found.change_of("exports"), DraftWords(library, found, Language.ZH)
    for before, after, told in RATES:
        assert words.draft(replace(exports, before=before, after=after, movers=())).endswith(told)


def test_percentages_change_by_points(demo: Workplace, library: Library) -> None:
    found = found_in(demo, library)
    exports, percent = found.change_of("exports"), unit_named("percent")
    cells = tuple(replace(cell, unit=percent) for cell in exports.cells)
    rate = replace(exports, cells=cells, before=80_00, after=75_50, movers=())
    zh, en = DraftWords(library, found, Language.ZH), DraftWords(library, found, Language.EN)
    assert zh.draft(rate).endswith("75.50%，上年同期80.00%，同比降低4.50个百分点。")
    assert en.draft(replace(rate, after=81_00)).endswith("up 1.00 percentage points.")
    assert zh.moved(0, percent) == "持平"


def test_a_base_of_zero_has_no_rate_and_what_cannot_be_compared_no_draft(
    demo: Workplace, library: Library
) -> None:
    found = found_in(demo, library)
    words = DraftWords(library, found, Language.ZH)
    exports = found.change_of("exports")
    whole = Mover("tenant", exports.movers[0].id, Movement.ENTERED, 0, exports.after or 0)
    fresh = replace(exports, before=0, movers=(whole,))
    assert fresh.is_beyond
    assert "%" not in words.draft(fresh)
    assert f"新增企业1家，相应增加175.23万元（{words.who(whole)}）" in words.draft(fresh)
    assert words.draft(replace(exports, before=None)) == ""
    with pytest.raises(NotFoundError, match="change-subject-unknown"):
        found.change_of("nothing")


def test_what_is_written_is_kept_undone_and_guarded(demo: Workplace, library: Library) -> None:
    exports = found_in(demo, library).change_of("exports").subject
    number = write(demo, exports, "  新增企业出口较多  ")
    found = found_in(demo, library)
    assert found.written[exports].text == "新增企业出口较多"
    assert found.written[exports].written_by == "tester"
    assert exports not in {change.subject for change in found.unwritten}
    with pytest.raises(StaleError, match="change-note-stale"):
        write(demo, exports, "另一种说法")
    assert write(demo, exports, "改过", seen="新增企业出口较多") > number
    assert not write_reason(demo, exports, "改过", form=FORM, period=NOW, seen="改过").tables
    write(demo, exports, "", seen="改过")
    assert not found_in(demo, library).written
    with pytest.raises(StaleError, match="change-note-stale"):
        write(demo, exports, "还在", seen="改过")
    undo(demo)
    undo(demo)
    undo(demo, number)
    assert not found_in(demo, library).written


def test_reasons_are_kept_on_each_kind_of_database(workplace: Workplace, library: Library) -> None:
    write(workplace, "exports.incubating", "新增企业出口较多")
    with pytest.raises(StaleError, match="change-note-stale"):
        write(workplace, "exports.incubating", "另一种说法")
    write(workplace, "exports.incubating", "改过", seen="新增企业出口较多")
    undo(workplace)
    line = get_operation_lines(workplace, [1])[1]
    assert title_of(library, line, Language.ZH) == "填写“开发区季报”2026Q3 的同比变动说明：出口总额"
    with workplace.database.reading() as connection:
        (held,) = drafted_reasons(connection, FORM, NOW).values()
    assert (held.text, held.written_by) == ("新增企业出口较多", "tester")


def test_what_was_frozen_never_changes(demo_on_each: Workplace, library: Library) -> None:
    demo = demo_on_each
    exports = found_in(demo, library).change_of("exports").subject
    write(demo, exports, "第一版说明")
    freeze_filing(demo, library, built(demo, library), reason="已核对")
    first = find_filing(demo, FORM, NOW)
    with pytest.raises(RuleError, match="filing-unchanged"):
        freeze_filing(demo, library, built(demo, library), reason="已核对")
    write(demo, exports, "第二版说明", seen="第一版说明")
    assert [one.text for one in reasons_filed(demo, first.id)] == ["第一版说明"]
    freeze_filing(demo, library, built(demo, library), reason="说明改写")
    second = find_filing(demo, FORM, NOW)
    assert second.version == 2
    assert [one.text for one in reasons_filed(demo, second.id)] == ["第二版说明"]
    told = filed_reasons(demo, library, second.id, Language.ZH)
    assert told == (FiledReason(exports, "出口总额", "第二版说明", "tester"),)
    assert compare_reasons(demo, library, first.id, second.id, Language.EN) == (
        ReasonDifference(exports, "Exports", "第一版说明", "第二版说明"),
    )
    assert compare_reasons(demo, library, first.id, first.id, Language.EN) == ()
    undo(demo)
    assert reasons_filed(demo, second.id) == ()
    assert found_in(demo, library).written[exports].text == "第二版说明"


def words_of(path: Path) -> str:
    with zipfile.ZipFile(path) as document:
        return document.read("word/document.xml").decode()


def test_it_is_written_beside_the_workbook_once_somebody_wrote_it(
    demo: Workplace, library: Library, tmp_path: Path
) -> None:
    filing, book = built(demo, library), tmp_path / "季报.xlsx"
    assert export_changes_beside(demo, library, filing, book) is None
    exports = found_in(demo, library).change_of("exports").subject
    write(demo, exports, "新增企业出口较多")
    beside = export_changes_beside(demo, library, filing, book)
    assert beside == tmp_path / "季报_同比变动说明.docx"
    told = words_of(beside)
    assert "新增企业出口较多" in told
    assert "出口总额本年累计（草稿，未确认）" in told
    assert "界限待核实" in told
    freeze_filing(demo, library, filing, reason="已核对")
    filed = find_filing(demo, FORM, NOW)
    write(demo, exports, "后来改的", seen="新增企业出口较多")
    again = export_filed_changes_beside(demo, library, filed, tmp_path / "v1.xlsx")
    assert again is not None
    assert "新增企业出口较多" in words_of(again)
    assert "后来改的" not in words_of(again)


def test_a_filing_without_reasons_has_no_document(demo: Workplace, library: Library, tmp_path: Path) -> None:
    freeze_filing(demo, library, built(demo, library), reason="已核对")
    filed = find_filing(demo, FORM, NOW)
    assert export_filed_changes_beside(demo, library, filed, tmp_path / "v1.xlsx") is None


def test_the_names_of_frozen_figures_are_those_of_then(
    demo: Workplace, library: Library, tmp_path: Path
) -> None:
    write(demo, "exports.incubating.to_date", "累计说明")
    write(demo, "gone.anybody", "指标已取消")
    freeze_filing(demo, library, built(demo, library), reason="已核对")
    path = export_filed_changes_beside(demo, library, find_filing(demo, FORM, NOW), tmp_path / "a.xlsx")
    assert path is not None
    told = words_of(path)
    assert "出口总额本年累计" in told
    assert "gone.anybody" in told


def test_the_workbook_has_all_who_moved_a_figure_and_their_sum(
    demo: Workplace, library: Library, tmp_path: Path
) -> None:
    freeze_filing(demo, library, built(demo, library, period=THEN), reason="已核对")
    found = found_in(demo, library)
    book = openpyxl.load_workbook(export_changes(demo, library, found, tmp_path / "说明.xlsx", Language.ZH))
    assert book.sheetnames == ["同比变动说明", "变动构成"]
    assert "第 1 版" in str(book["同比变动说明"]["A1"].value)
    assert book["同比变动说明"].max_row == 2 + len(found.beyond)
    rows = list(book["变动构成"].iter_rows(min_row=2, values_only=True))
    for change in found.beyond:
        name = DraftWords(library, found, Language.ZH).name(change)
        *movers, total = [row for row in rows if row[0] == name]
        assert len(movers) == len(change.movers)
        assert sum(Decimal(str(row[5])) for row in movers) == Decimal(str(total[5]))


def test_text_and_a_document_without_anything_to_explain_say_so(
    demo: Workplace, library: Library, tmp_path: Path
) -> None:
    found = found_in(demo, library)
    text = export_changes(demo, library, found, tmp_path / "a.txt", Language.EN).read_text("utf-8-sig")
    assert text.startswith("Explanation of year-on-year changes\n")
    assert "Exports (draft, not confirmed)\n" in text
    none = found_in(demo, library, above=10_000)
    assert none.beyond == ()
    text = export_changes(demo, library, none, tmp_path / "b.txt", Language.ZH).read_text("utf-8-sig")
    assert text.endswith("没有超过界限的指标。")
    assert "没有超过界限的指标" in words_of(
        export_changes(demo, library, none, tmp_path / "b.docx", Language.ZH)
    )


def test_an_explanation_that_one_version_has_and_the_other_has_not_is_a_difference(
    demo: Workplace, library: Library
) -> None:
    subjects = [change.subject for change in found_in(demo, library).changes[:2]]
    write(demo, subjects[0], "只在第一版")
    freeze_filing(demo, library, built(demo, library), reason="已核对")
    write(demo, subjects[0], "", seen="只在第一版")
    write(demo, subjects[1], "只在第二版")
    freeze_filing(demo, library, built(demo, library), reason="说明改写")
    found = {
        one.subject: (one.before, one.after) for one in compare_reasons(demo, library, 1, 2, Language.ZH)
    }
    assert found == {subjects[0]: ("只在第一版", ""), subjects[1]: ("", "只在第二版")}
