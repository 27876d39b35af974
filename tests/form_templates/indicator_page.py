"""`docs/indicators.md`: every indicator with its definition, where that was read, and the forms that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.indicators import Counted, Nature
from crm.domain.wording import Language
from crm.services.filings import list_forms
from crm.services.spoken import Spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from crm.domain.indicators import Indicator
    from crm.services.library import Library

_NATURES = {Nature.FLOW: "期间数", Nature.STOCK: "时点数"}
_COUNTED = {
    Counted.IN_PERIOD: "报告期内",
    Counted.UP_TO: "截至期末累计",
    Counted.VALID_AT: "期末有效",
    Counted.DURING: "报告期内有效过",
}


def page_of_indicators(library: Library) -> str:
    """The page, in Chinese, as those who file read it."""
    return "\n".join(_lines(library)) + "\n"


def _lines(library: Library) -> Iterator[str]:
    yield "# 指标"
    yield ""
    yield "全部指标的口径和来源（`resources/indicators.toml`）。由 `python3 tasks.py templates` 生成，请勿手改。"
    yield ""
    yield "没有读到主管部门原文的标“待核实”，报表和取数说明中同样标出。在数据目录的 `resources` 下放同名文件，"
    yield "只写要改的项，即可修改口径、来源和核实情况。"
    shown: dict[str, list[str]] = {}
    for form in list_forms(library):
        for code in dict.fromkeys(figure.indicator for figure in form.figures()):
            shown.setdefault(code, []).append(f"`{form.code}` {form.year}")
    catalogue = library.indicators
    counted = [one for one in catalogue if not one.is_reported and not one.is_stated]
    for title, group in (
        ("企业填报", catalogue.reported),
        ("孵化器自身数据", catalogue.stated),
        ("由登记的记录计数", counted),
    ):
        yield from _group(library, title, group, shown)


def _group(
    library: Library, title: str, group: Iterable[Indicator], shown: dict[str, list[str]]
) -> Iterator[str]:
    spoken = Spoken(library, Language.ZH)
    yield ""
    yield f"## {title}"
    for one in group:
        checked = "" if one.verified else "，待核实"
        yield ""
        yield f"### {one.name.zh}（`{one.code}`）"
        yield ""
        yield f"- {one.name.en}. {spoken.unit(one.unit)}，{_NATURES[one.nature]}"
        yield f"- 口径：{one.definition.zh}"
        yield f"- 来源：{one.origin.zh}{checked}"
        if one.form_item:
            yield f"- 表中项目：{one.form_item}"
        if one.part_of:
            yield "- 其中项，不大于：" + "、".join(library.indicators[code].name.zh for code in one.part_of)
        if not one.is_reported and not one.is_stated:
            yield f"- 记录：`{one.source.records}`，{_COUNTED[one.source.counted]}{_filters(one)}"
        if one.code in shown:
            yield "- 报表：" + "、".join(shown[one.code])


def _filters(one: Indicator) -> str:
    return "".join(
        f"；`{name}` = " + "、".join(f"`{code}`" if code else "（空）" for code in codes)
        for name, codes in one.source.filters.items()
    )
