"""Limits changed in the window: asked for with their source, laid over the shipped ones, taken back and restored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from crm.domain.errors import RuleError
from crm.domain.quantity import in_unit
from crm.services.own_files import take_back
from crm.services.own_limits import OwnLimit, change_limits, check_limit, reload_limits, restore_limits
from crm.ui.ask import Question
from crm.ui.forms.form import Section
from crm.ui.forms.sheet import FormSheet
from crm.ui.forms.spec import EntryKind, EntrySpec
from crm.ui.labels import measured
from crm.ui.notice import Notice

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from crm.domain.rules import Rule
    from crm.services.library import Library
    from crm.services.own_files import FileChange
    from crm.services.tenants import FieldValue
    from crm.ui.context import Context

_LIMIT, _VERIFIED, _SOURCE = "limit", "verified", "source"
_PLACES = {"ruleset-source-missing": _SOURCE, "limit-source-same": _SOURCE}


class LimitDeeds(QObject):
    """Asks, writes the user's own file, lets the window work with it, and says so with a way back."""

    done = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context

    def is_changed(self, codes: Sequence[str]) -> bool:
        """Whether the user has changed any of the limits."""
        return any(self._context.library.rules[code].edit is not None for code in codes)

    def ask(self, codes: Sequence[str]) -> None:
        """Ask for the numbers of limits, each with its source and whether it was read there."""
        context = self._context
        rules = [context.library.rules[code] for code in dict.fromkeys(codes)]
        values: dict[str, FieldValue] = {}
        for rule in rules:
            values |= self._values(rule)
        sheet = FormSheet(
            context,
            [self._section(rule) for rule in rules],
            values,
            judge=lambda given: _check(given, rules),
            place=lambda error: self._place(error.code, sheet.form.values(), rules),
        )
        name = self._name(rules[0]) if len(rules) == 1 else self.tr("Limits")
        question = Question(
            name,
            self.tr(
                "Saved as your own value; the built-in one is kept. It applies throughout: to-do "
                "list, rehearsal and figure entry."
            ),
            self.tr("Save"),
        )

        def taken() -> None:
            given = sheet.form.values()
            limits = {rule.code: _limit_of(given, rule) for rule in rules if self._differs(given, rule)}
            told = self.tr("Changed: {name}").format(name=name)
            self._write(lambda: change_limits(context.workplace, context.library, limits), told)

        context.ask.facts(question, sheet, taken=taken)

    def restore(self, codes: Sequence[str]) -> None:
        """Let the shipped limits hold again."""
        name = self._name(self._context.library.rules[codes[0]])
        told = self.tr('"{name}" has been reset to the built-in value').format(name=name)
        self._write(lambda: restore_limits(self._context.library, codes), told)

    def _name(self, rule: Rule) -> str:
        return rule.name.in_language(self._context.language)

    def _section(self, rule: Rule) -> Section:
        unit = self._context.labels.unit(rule.unit)
        caption = measured(self._name(rule), unit)
        text = EntryKind.TEXT
        return Section(
            "",
            (
                EntrySpec(f"{rule.code}.{_LIMIT}", caption, text, required=True),
                EntrySpec(
                    f"{rule.code}.{_VERIFIED}", self.tr("Verified against its source"), EntryKind.YES_NO
                ),
                EntrySpec(
                    f"{rule.code}.{_SOURCE}", self.tr("Source: document, address or page"), EntryKind.PROSE
                ),
            ),
        )

    def _values(self, rule: Rule) -> dict[str, FieldValue]:
        return {
            f"{rule.code}.{_LIMIT}": f"{in_unit(rule.limit, rule.unit):f}",
            f"{rule.code}.{_VERIFIED}": rule.verified,
            f"{rule.code}.{_SOURCE}": rule.origin.in_language(self._context.language),
        }

    def _differs(self, given: Mapping[str, FieldValue], rule: Rule) -> bool:
        return any(given.get(code) != value for code, value in self._values(rule).items())

    @staticmethod
    def _place(code: str, given: Mapping[str, FieldValue], rules: Sequence[Rule]) -> str:
        """Under which field a refusal is told: that of the first limit that is refused."""
        wrong = next(rule for rule in rules if _refuses(given, rule))
        return f"{wrong.code}.{_PLACES.get(code, _LIMIT)}"

    def _write(self, work: Callable[[], tuple[Library, FileChange]], told: str) -> None:
        def done(made: tuple[Library, FileChange]) -> None:
            library, change = made
            self._context.say(
                Notice(told, action=self.tr("Undo"), act=lambda: self._take_back(change, told))
                if change.before != change.after
                else Notice(self.tr("Nothing has changed."), tone="info")
            )
            self._take(library)

        self._context.tasks.write(lambda _job: work(), done=done, title=self.tr("Saving the limits"))

    def _take_back(self, change: FileChange, told: str) -> None:
        library = self._context.library

        def work(_job: object) -> Library:
            take_back(change)
            return reload_limits(library)

        def done(made: Library) -> None:
            self._context.say(Notice(self.tr("Undone: {step}").format(step=told)))
            self._take(made)

        self._context.tasks.write(work, done=done, title=self.tr("Saving the limits"))

    def _take(self, library: Library) -> None:
        self._context.take_library(library)
        self.done.emit()


def _limit_of(given: Mapping[str, FieldValue], rule: Rule) -> OwnLimit:
    """What was entered. RuleError ``limit-wrong`` where it is no whole number."""
    text = str(given.get(f"{rule.code}.{_LIMIT}") or "")
    clean = text.replace(",", "").replace("，", "").strip()
    if not clean.isdecimal():
        raise RuleError("limit-wrong", value=text)
    return OwnLimit(
        int(clean),
        verified=given.get(f"{rule.code}.{_VERIFIED}") is True,
        source=str(given.get(f"{rule.code}.{_SOURCE}") or "").strip(),
    )


def _check(given: Mapping[str, FieldValue], rules: Sequence[Rule]) -> None:
    for rule in rules:
        check_limit(rule, _limit_of(given, rule))


def _refuses(given: Mapping[str, FieldValue], rule: Rule) -> bool:
    try:
        _check(given, [rule])
    except RuleError:
        return True
    return False
