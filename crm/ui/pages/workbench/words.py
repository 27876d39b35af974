"""What the workbench says: its figures, the changes against a year before, and what needs doing."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.quantity import Dimension, in_unit, round_half_up, unit_named
from crm.domain.wording import Language, counted, unit_after, with_unit
from crm.services.duties import DutyKind, Urgency
from crm.ui.charts.data import ChartData, Series, Shape
from crm.ui.labels import NOTHING, amount, number, shown_unit
from crm.ui.pages.workbench.cards import CardText
from crm.ui.pages.workbench.waiting_words import waiting_text

if TYPE_CHECKING:
    from datetime import date

    from crm.domain.period import Period
    from crm.domain.quantity import Unit
    from crm.services.duties import Duty
    from crm.services.workbench import KeyFigure, Workbench
    from crm.ui.context import Context

_ICONS = {
    DutyKind.LEASE: "file",
    DutyKind.STAY: "calendar",
    DutyKind.NOTE: "people",
    DutyKind.FILING: "filings",
    DutyKind.UNREPORTED: "warning",
    DutyKind.CHECKS: "warning",
    DutyKind.GRADUATION: "stage",
    DutyKind.SIGNING: "edit",
    DutyKind.AMENDMENT: "freeze",
}


class WorkbenchWords:
    """The words for one language, over the rules in force."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self.labels = context.labels

    # ---- figures

    def figure_name(self, code: str) -> str:
        """What a key figure is called."""
        translate = QCoreApplication.translate
        names = {
            "incubating": translate("Workbench", "Incubating tenants"),
            "new": translate("Workbench", "Moved in this period"),
            "income": translate("Workbench", "Income (incubating, YTD)"),
            "employees": translate("Workbench", "Employees (incubating)"),
            "occupancy": translate("Workbench", "Occupancy"),
            "high_tech": translate("Workbench", "High-tech enterprises"),
            "graduates": translate("Workbench", "Graduates, cumulative"),
        }
        return names[code]

    def card(self, figure: KeyFigure) -> CardText:
        """A key figure as its card says it."""
        unit, places = self._shown_in(figure)
        value = NOTHING if figure.value is None else number(in_unit(figure.value, unit, places=places))
        change, tone = self.change(figure)
        missing = ""
        if figure.missing:
            text = QCoreApplication.translate("Workbench", "{count} missing")
            missing = text.format(count=f"{figure.missing:,}")
        mark = "" if figure.is_verified else QCoreApplication.translate("Workbench", "To be checked")
        return CardText(
            self.figure_name(figure.code),
            value,
            unit_after(value, self.labels.unit(unit)),
            change,
            tone,
            self._note(figure),
            missing,
            mark,
        )

    def change(self, figure: KeyFigure) -> tuple[str, str]:
        """The change against a year before with an arrow, and its tone."""
        if figure.value is None or figure.last_year is None:
            return QCoreApplication.translate("Workbench", "No comparison"), "text3"
        difference = Decimal(figure.value - figure.last_year)
        if figure.is_rate:  # in points, between the rates as they are shown
            unit = unit_named("percent")
            now, before = (in_unit(one, unit, places=1) for one in (figure.value, figure.last_year))
            difference = now - before
        if not difference:
            return QCoreApplication.translate("Workbench", "Unchanged"), "text3"
        arrow, tone = ("▲", "ok") if difference > 0 else ("▼", "warn")
        change = figure.change
        if figure.is_rate:
            text = QCoreApplication.translate("Workbench", "{arrow} {points} {points|point|points}")
            return counted(text, arrow=arrow, points=number(abs(difference))), tone
        if figure.unit.dimension is not Dimension.MONEY and abs(difference) < 1000:
            sign = "+" if difference > 0 else "−"
            return f"{arrow} {sign}{abs(difference):,}", tone
        if change is None:
            return f"{arrow}", tone
        percent = number(in_unit(abs(change), unit_named("percent"), places=1))
        return f"{arrow} {percent}%", tone

    def _note(self, figure: KeyFigure) -> str:
        if figure.last_year is None:
            return ""
        unit, places = self._shown_in(figure)
        text = QCoreApplication.translate("Workbench", "was {value}")
        return text.format(value=number(in_unit(figure.last_year, unit, places=places)))

    def _shown_in(self, figure: KeyFigure) -> tuple[Unit, int | None]:
        """The unit of a card and its decimals: 万元 have no name of their own in English, so there it says millions."""
        if figure.unit.dimension is not Dimension.MONEY:
            return figure.unit, 1 if figure.is_rate else None
        if self._context.language is Language.EN:
            return unit_named("million_yuan"), 2
        return shown_unit(figure.unit), 0

    def card_tip(self, figure: KeyFigure) -> str:
        """The exact figure, what is counted, and that a click opens the list."""
        indicator = self._context.library.indicators[figure.listing.request.indicator]
        unit = shown_unit(figure.unit)
        exact = with_unit(amount(figure.value, unit), self.labels.unit(unit))
        opens = QCoreApplication.translate("Workbench", "Opens the {count} {count|tenant|tenants} it counts")
        return "\n".join(
            part
            for part in (
                f"{self.figure_name(figure.code)}: {exact}",
                self.areas(figure),
                indicator.definition.in_language(self._context.language),
                counted(opens, count=f"{figure.tenants:,}"),
            )
            if part
        )

    @staticmethod
    def areas(figure: KeyFigure) -> str:
        """Of a rate, what it is made of."""
        if figure.parts is None:
            return ""
        area = unit_named("square_metre")
        let, whole = (number(round_half_up(in_unit(part, area), 0)) for part in figure.parts)
        return QCoreApplication.translate("Workbench", "{let} of {whole} m² let").format(let=let, whole=whole)

    def list_label(self, figure: KeyFigure, period: Period, *, missing: bool = False) -> str:
        """What the list behind a figure is called."""
        name = self.figure_name(figure.code)
        if missing:
            name = QCoreApplication.translate("Workbench", "{figure}: not reported").format(figure=name)
        return f"{name} · {self.labels.period(period)}"

    # ---- charts

    def income_chart(self, board: Workbench) -> ChartData:
        """Income and employees over the periods."""
        income = self._context.library.indicators["total_income"]
        staff = self._context.library.indicators["employees"]
        money = shown_unit(income.unit)
        language = self._context.language
        return ChartData(
            QCoreApplication.translate("Workbench", "Income and employees of incubating tenants"),
            tuple(self.labels.period(one) for one in board.periods),
            (
                Series(income.name.in_language(language), board.income, money, self.labels.unit(money)),
                Series(
                    staff.name.in_language(language),
                    board.employees,
                    staff.unit,
                    self.labels.unit(staff.unit),
                    shape=Shape.LINE,
                    on_right=True,
                ),
            ),
        )

    def slice_name(self, key: str) -> str:
        """What a part of the way is called."""
        translate = QCoreApplication.translate
        names = {
            "before": translate("Workbench", "Before entry"),
            "succeeded": translate("Workbench", "Listed, acquired"),
        }
        return names.get(key) or self.labels.term("stage", key)

    def stages_chart(self, board: Workbench) -> ChartData:
        """How the tenants stand along the way."""
        unit = unit_named("enterprise")
        name = QCoreApplication.translate("Workbench", "Tenants")
        values = tuple(one.count for one in board.slices)
        return ChartData(
            QCoreApplication.translate("Workbench", "Tenants by stage"),
            tuple(self.slice_name(one.key) for one in board.slices),
            (Series(name, values, unit, self.labels.unit(unit)),),
        )

    def buildings_chart(self, board: Workbench) -> ChartData:
        """How much of each building is let."""
        unit = unit_named("percent")
        name = QCoreApplication.translate("Workbench", "Occupancy")
        values = tuple(one.rate for one in board.buildings)
        return ChartData(
            QCoreApplication.translate("Workbench", "Occupancy by building"),
            tuple(one.building for one in board.buildings),
            (Series(name, values, unit, self.labels.unit(unit)),),
        )

    def fields_chart(self, board: Workbench) -> ChartData:
        """The incubating tenants by technology field."""
        unit = unit_named("enterprise")
        name = QCoreApplication.translate("Workbench", "Incubating tenants")
        return ChartData(
            QCoreApplication.translate("Workbench", "Incubating tenants by technology field"),
            tuple(self.labels.term("technology_field", one.field) for one in board.fields),
            (Series(name, tuple(one.count for one in board.fields), unit, self.labels.unit(unit)),),
        )

    # ---- duties

    def heading(self, urgency: Urgency) -> str:
        """What a group of duties is called."""
        translate = QCoreApplication.translate
        names = {
            Urgency.YOURS: translate("Workbench", "Filings waiting for you"),
            Urgency.OVERDUE: translate("Workbench", "Overdue"),
            Urgency.TODAY: translate("Workbench", "Today"),
            Urgency.WEEK: translate("Workbench", "This week"),
            Urgency.LATER: translate("Workbench", "Later"),
            Urgency.OTHERS: translate("Workbench", "Filings waiting for others"),
            Urgency.HINT: translate("Workbench", "Hints"),
        }
        return names[urgency]

    def icon(self, duty: Duty) -> str:
        """The drawing of a duty."""
        return _ICONS[duty.kind]

    def duty_text(self, duty: Duty) -> str:
        """What a duty is about."""
        translate = QCoreApplication.translate
        count = f"{duty.count:,}"
        if duty.form:
            return self.filing_name(duty)
        if duty.kind is DutyKind.UNREPORTED and duty.period is not None:
            text = translate("Workbench", "No figures of {period}: {count} {count|tenant|tenants}")
            return counted(text, period=self.labels.period(duty.period), count=count)
        if duty.kind is DutyKind.GRADUATION:
            return counted(
                translate("Workbench", "May graduate: {count} {count|tenant|tenants}"), count=count
            )
        return duty.tenant

    def filing_name(self, duty: Duty) -> str:
        """The form with its period."""
        name = duty.form if duty.form_name is None else duty.form_name.in_language(self._context.language)
        return name if duty.period is None else f"{name} · {self.labels.period(duty.period)}"

    def duty_sub(self, duty: Duty) -> str:
        """Why it is to be done."""
        translate = QCoreApplication.translate
        day = "" if duty.due is None else duty.due.isoformat()
        unchecked = "" if duty.is_verified else " · " + translate("Workbench", "to be checked")
        if duty.waiting is not None:
            return waiting_text(duty.waiting)
        if duty.kind is DutyKind.LEASE:
            return translate("Workbench", "Lease ends on {day}").format(day=day)
        if duty.kind is DutyKind.STAY:
            text = translate("Workbench", "{months} {months|month|months} of incubation end on {day}")
            return counted(text, months=duty.limit, day=day) + unchecked
        if duty.kind is DutyKind.FILING:
            return translate("Workbench", "Not frozen; due by {day}").format(day=day) + unchecked
        if duty.kind is DutyKind.CHECKS:
            text = translate(
                "Workbench", "Checks: {errors} {errors|error|errors}, {warnings} {warnings|warning|warnings}"
            )
            return counted(text, errors=duty.errors, warnings=duty.warnings)
        if duty.kind is DutyKind.GRADUATION:
            return " · ".join(f"{self._ground(code)} {count:,}" for code, count in duty.grounds) + unchecked
        return duty.text

    @staticmethod
    def _ground(code: str) -> str:
        translate = QCoreApplication.translate
        names = {
            "graduation_high_tech": translate("Workbench", "High-tech"),
            "graduation_two_year_income": translate("Workbench", "Income"),
            "graduation_financing": translate("Workbench", "Investment"),
        }
        return names[code]

    @staticmethod
    def days_left(duty: Duty, today: date) -> str:
        """How far off its day is."""
        if duty.due is None:
            return ""
        translate = QCoreApplication.translate
        days = (duty.due - today).days
        if days < 0:
            return counted(translate("Workbench", "{days} {days|day|days} overdue"), days=f"{-days:,}")
        if days == 0:
            return translate("Workbench", "today")
        return counted(translate("Workbench", "in {days} {days|day|days}"), days=f"{days:,}")

    def duty_list_label(self, duty: Duty) -> str:
        """What the list behind a hint is called."""
        return self.duty_text(duty).partition(":")[0]
