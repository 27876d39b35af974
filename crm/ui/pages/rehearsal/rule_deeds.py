"""What is done to a rule set: a number changed, its days, the shipped one restored; each can be taken back."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm.services.judgements import SizeIndustry
from crm.services.own_files import FileChange, take_back
from crm.services.own_rule_tables import (
    SIZES,
    change_bounds,
    change_cases,
    check_bounds,
    check_table,
    read_bounds,
    restore_industry,
)
from crm.services.own_rules import (
    OwnNumber,
    change_dates,
    change_number,
    check_days,
    check_number,
    find_rule_file,
    restore_criterion,
    restore_rule_set,
)
from crm.ui.ask import Question
from crm.ui.deeds.limits import LimitDeeds
from crm.ui.forms.form import Section
from crm.ui.forms.sheet import FormSheet
from crm.ui.forms.spec import EntryKind, EntrySpec
from crm.ui.notice import Notice
from crm.ui.pages.rehearsal.rule_table import SOURCE, VERIFIED, table_of_bounds, table_of_cases
from crm.ui.pages.rehearsal.words import SIGNS, read_number, shown_number

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from crm.services.judgements import Criterion, RuleSet
    from crm.services.tenants import FieldValue
    from crm.ui.context import Context
    from crm.ui.pages.rehearsal.rule_table import RuleTable, TableRead
    from crm.ui.pages.rehearsal.words import RehearsalWords

_LIMIT, _NOTE = "limit", "note"
_PLACES = {
    "ruleset-source-missing": SOURCE,
    "limit-source-same": SOURCE,
    "ruleset-number-unverified": VERIFIED,
}


class RuleDeeds(QObject):
    """Asks, writes the user's own file, and says so with a way back."""

    done = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.limits = LimitDeeds(context)
        self.limits.done.connect(self.done)

    def is_changed(self, rule_set: RuleSet) -> bool:
        """Whether anything of the rule set is the user's own."""
        file = find_rule_file(self._context.library, rule_set)
        return file.is_changed and bool(file.shipped)

    def ask(self, words: RehearsalWords, rule_set: RuleSet, rule: Criterion | SizeIndustry) -> None:
        """Ask for the numbers of a rule, their source and whether they were read there; of a limit, for the limit."""
        if isinstance(rule, SizeIndustry):
            self._ask_bounds(words, rule_set, rule)
        elif _limits_of(rule):
            self.limits.ask(_limits_of(rule))
        elif len(rule.lines) > 1:
            self._ask_cases(words, rule_set, rule)
        else:
            self._ask_number(words, rule_set, rule)

    def _ask_cases(self, words: RehearsalWords, rule_set: RuleSet, criterion: Criterion) -> None:
        context, table = self._context, table_of_cases(words, criterion)

        def save(given: TableRead) -> FileChange:
            return change_cases(
                context.workplace,
                context.library,
                rule_set,
                criterion,
                given.numbers,
                verified=given.verified,
                source=given.source,
            )

        self._ask_table(table, words.of(criterion.name), save=save, check=lambda _read: None)

    def _ask_bounds(self, words: RehearsalWords, rule_set: RuleSet, industry: SizeIndustry) -> None:
        context = self._context
        bounds = read_bounds(context.library, rule_set, industry)
        table = table_of_bounds(context, words, industry, bounds, source=rule_set.source.address)

        def entered(given: TableRead) -> dict[str, list[Fraction | None]]:
            return {
                measure.fact: given.numbers[place * len(SIZES) : (place + 1) * len(SIZES)]
                for place, measure in enumerate(industry.measures)
            }

        def save(given: TableRead) -> FileChange:
            return change_bounds(
                context.workplace,
                context.library,
                rule_set,
                industry,
                entered(given),
                verified=given.verified,
                source=given.source,
            )

        self._ask_table(
            table, words.of(industry.name), save=save, check=lambda given: check_bounds(entered(given))
        )

    def _ask_table(
        self,
        table: RuleTable,
        name: str,
        *,
        save: Callable[[TableRead], FileChange],
        check: Callable[[TableRead], None],
    ) -> None:
        def judge(given: Mapping[str, FieldValue]) -> None:
            read = table.read(given)
            check_table(read.numbers, verified=read.verified, source=read.source)
            check(read)

        sheet = FormSheet(
            self._context,
            [Section("", table.specs)],
            table.values,
            judge=judge,
            place=lambda error: _PLACES.get(error.code, table.first),
        )

        def taken() -> None:
            read = table.read(sheet.form.values())
            self._write(lambda: save(read), self.tr('Changed "{name}" in the rule set').format(name=name))

        question = Question(name, self._own_words(), self.tr("Save"))
        self._context.ask.facts(question, sheet, taken=taken)

    def _own_words(self) -> str:
        return self.tr(
            "Saved as your own; the built-in rule set is kept. Changed values are marked wherever "
            "they are used."
        )

    def _ask_number(self, words: RehearsalWords, rule_set: RuleSet, criterion: Criterion) -> None:
        context, line = self._context, criterion.lines[0]
        text = EntryKind.TEXT
        number = EntrySpec(_LIMIT, self._caption(criterion), text)
        specs = (
            *(() if criterion.unit is None else (number,)),
            EntrySpec(VERIFIED, self.tr("Verified against its source"), EntryKind.YES_NO),
            EntrySpec(SOURCE, self.tr("Source: document, address or page"), text),
            EntrySpec(_NOTE, self.tr("Note"), EntryKind.PROSE),
        )
        values: dict[str, FieldValue] = {
            _LIMIT: "" if line.limit is None else shown_number(line.limit),
            VERIFIED: line.verified,
            SOURCE: criterion.source.address,
            _NOTE: "" if criterion.note is None else words.of(criterion.note),
        }
        sheet = FormSheet(
            context,
            [Section("", specs)],
            values,
            judge=lambda given: check_number(criterion, _number_of(given, criterion)),
            place=lambda error: _PLACES.get(error.code, specs[0].code),
        )
        question = Question(
            words.of(criterion.name),
            self._own_words(),
            self.tr("Save"),
        )

        def taken() -> None:
            number = _number_of(sheet.form.values(), criterion)
            told = self.tr('Changed "{name}" in the rule set').format(name=words.of(criterion.name))
            self._write(
                lambda: change_number(context.workplace, context.library, rule_set, criterion.code, number),
                told,
            )

        context.ask.facts(question, sheet, taken=taken)

    def _caption(self, criterion: Criterion) -> str:
        unit = "" if criterion.unit is None else self._context.labels.unit(criterion.unit)
        return self.tr("Required: {operator} ({unit}); leave blank if not known").format(
            operator=SIGNS[criterion.operator], unit=unit
        )

    def ask_dates(self, words: RehearsalWords, rule_set: RuleSet) -> None:
        """Ask from when to when the rule set holds."""
        context, day = self._context, EntryKind.DATE
        specs = (
            EntrySpec("since", self.tr("Effective from"), day, required=True),
            EntrySpec("until", self.tr("Effective until; leave blank if still in force"), day),
            EntrySpec("checked_on", self.tr("Source checked on"), day, required=True),
        )
        values: dict[str, FieldValue] = {
            "since": rule_set.since,
            "until": rule_set.until,
            "checked_on": context.workplace.today,
        }
        sheet = FormSheet(
            context, [Section("", specs)], values, judge=_check_days, place=lambda _error: "until"
        )
        question = Question(words.of(rule_set.name), words.of(rule_set.document), self.tr("Save"))

        def taken() -> None:
            since, until, checked = _days_of(sheet.form.values())
            told = self.tr('Changed the effective dates of "{name}"').format(name=words.of(rule_set.name))
            self._write(
                lambda: change_dates(context.library, rule_set, since=since, until=until, checked_on=checked),
                told,
            )

        context.ask.facts(question, sheet, taken=taken)

    def restore(self, words: RehearsalWords, rule_set: RuleSet, rule: Criterion | SizeIndustry) -> None:
        """Let the shipped numbers hold again."""
        library = self._context.library
        told = self.tr('"{name}" has been reset to the built-in value').format(name=words.of(rule.name))
        if isinstance(rule, SizeIndustry):
            self._write(lambda: restore_industry(library, rule_set, rule.code), told)
        elif _limits_of(rule):
            self.limits.restore(_limits_of(rule))
        else:
            self._write(lambda: restore_criterion(library, rule_set, rule.code), told)

    def restore_all(self, words: RehearsalWords, rule_set: RuleSet) -> None:
        """Let the shipped rule set hold again."""
        told = self.tr('"{name}" has been reset to the built-in value').format(name=words.of(rule_set.name))
        self._write(lambda: restore_rule_set(self._context.library, rule_set), told)

    def _write(self, work: Callable[[], FileChange], told: str) -> None:
        context = self._context

        def done(change: FileChange) -> None:
            undo = self.tr("Undo")
            context.say(
                Notice(told, action=undo, act=lambda: self._take_back(change, told))
                if change.before != change.after
                else Notice(self.tr("Nothing has changed."), tone="info")
            )
            self.done.emit()

        context.tasks.write(lambda _job: work(), done=done, title=self.tr("Saving the rule set"))

    def _take_back(self, change: FileChange, told: str) -> None:
        def done(_back: FileChange) -> None:
            self._context.say(Notice(self.tr("Undone: {step}").format(step=told)))
            self.done.emit()

        title = self.tr("Saving the rule set")
        self._context.tasks.write(lambda _job: take_back(change), done=done, title=title)


def _limits_of(criterion: Criterion) -> list[str]:
    """The limits that a criterion takes its numbers from; none where it has numbers of its own."""
    return [line.rule for line in criterion.lines if line.rule]


def _number_of(given: Mapping[str, FieldValue], criterion: Criterion) -> OwnNumber:
    """What was entered. RuleError ``ruleset-number-wrong`` where the number is none."""
    limit: Fraction | None = Fraction(1)
    if criterion.unit is not None:
        limit = read_number(str(given.get(_LIMIT) or ""))
    return OwnNumber(
        limit,
        verified=given.get(VERIFIED) is True,
        source=str(given.get(SOURCE) or "").strip(),
        note=str(given.get(_NOTE) or "").strip(),
    )


def _days_of(given: Mapping[str, FieldValue]) -> tuple[date, date | None, date]:
    since, until, checked = (_day(given[code]) for code in ("since", "until", "checked_on"))
    return since or date.min, until, checked or date.min


def _day(value: FieldValue) -> date | None:
    return value if isinstance(value, date) else None


def _check_days(given: Mapping[str, FieldValue]) -> None:
    since, until, _checked = _days_of(given)
    check_days(since, until)
