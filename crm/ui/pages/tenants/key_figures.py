"""A tenant's key figures: the latest ones, and how they stand against a year before."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from crm.domain.quantity import UNITS
from crm.ui.labels import NOTHING, amount, measured, number, shown_unit
from crm.ui.widgets.facts import KeyFigure

if TYPE_CHECKING:
    from datetime import date

    from crm.domain.period import Period
    from crm.services.tenant_file import TenantFile
    from crm.services.tenants import TenantProfile
    from crm.ui.context import Context

INCOME, EMPLOYEES = "total_income", "employees"
_UP, _DOWN = "▲", "▼"
_HUNDREDTH = 10
"""Changes are told in tenths of a percent."""


class Standing(NamedTuple):
    """A figure of a period, and the one a year before (or of the period before) where it is known."""

    value: int
    period: Period
    earlier: int | None
    earlier_period: Period | None


def standing_of(profile: TenantProfile, indicator: str) -> Standing | None:
    """The latest figure of an indicator, among the periods of the kind it is reported for most often."""
    held = {figure.period: figure.value for figure in profile.figures if figure.indicator == indicator}
    if not held:
        return None
    kind = Counter(period.kind for period in held).most_common(1)[0][0]
    last = max((period for period in held if period.kind is kind), key=lambda period: period.key)
    for other in (last.same_period_last_year(), last.previous()):
        if other in held:
            return Standing(held[last], last, held[other], other)
    return Standing(held[last], last, None, None)


def change_text(standing: Standing) -> tuple[str, str]:
    """How a figure has changed, in words, and the tone; an arrow says what the colour does."""
    if standing.earlier is None or standing.earlier == 0:
        return "", "text3"
    difference = standing.value - standing.earlier
    tenths = round(abs(difference) * 100 * _HUNDREDTH / abs(standing.earlier))
    if tenths == 0:
        return QCoreApplication.translate("KeyFigures", "unchanged"), "text3"
    sign, tone = (_UP, "ok") if difference > 0 else (_DOWN, "danger")
    return f"{sign} {tenths // _HUNDREDTH:,}.{tenths % _HUNDREDTH}%", tone


def key_figures(context: Context, file: TenantFile) -> list[KeyFigure]:
    """Income, staff, area and valid rights."""
    return [
        _reported(context, file.profile, INCOME),
        _reported(context, file.profile, EMPLOYEES),
        _area(file),
        _rights(file, context.workplace.today),
    ]


def _reported(context: Context, profile: TenantProfile, code: str) -> KeyFigure:
    indicator = context.library.indicators[code]
    unit = shown_unit(indicator.unit)
    name = indicator.name.in_language(context.language)
    caption = measured(name, context.labels.unit(unit))
    standing = standing_of(profile, code)
    if standing is None:
        return KeyFigure(caption, NOTHING, QCoreApplication.translate("KeyFigures", "never reported"))
    text, tone = change_text(standing)
    of = context.labels.period(standing.period)
    if standing.earlier_period is not None:
        template = QCoreApplication.translate("KeyFigures", "{period} vs {earlier}")
        of = template.format(period=of, earlier=context.labels.period(standing.earlier_period))
    return KeyFigure(caption, amount(standing.value, unit), of, text, tone)


def _area(file: TenantFile) -> KeyFigure:
    line = file.profile.line
    since = "" if line.moved_in_on is None else line.moved_in_on.isoformat()
    return KeyFigure(
        QCoreApplication.translate("KeyFigures", "Area (m²)"),
        amount(line.area, UNITS["square_metre"]),
        QCoreApplication.translate("KeyFigures", "moved in on {day}").format(day=since) if since else "",
    )


def _rights(file: TenantFile, today: date) -> KeyFigure:
    """Rights that are granted and have not lapsed; and how many were granted this year."""
    valid = new = 0
    for right in file.records.get("ip_right", ()):
        granted, lapsed = right.values["granted_on"], right.values["lapsed_on"]
        if granted is not None and granted <= today and (lapsed is None or lapsed > today):  # type: ignore[operator]
            valid += 1
            new += granted.year == today.year  # type: ignore[union-attr]
    template = QCoreApplication.translate("KeyFigures", "granted this year: {count}")
    return KeyFigure(
        QCoreApplication.translate("KeyFigures", "Valid IP rights"),
        number(valid),
        template.format(count=new),
        f"{_UP} {new}" if new else "",
        "ok",
    )
