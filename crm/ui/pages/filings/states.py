"""How far each filing is: not built, a draft, with errors, with warnings to explain, frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.finding import Severity
from crm.domain.period import Period
from crm.services.approval import FilingState, StepKind
from crm.services.moment import local_time
from crm.ui.pages.filings.approval import TONES
from crm.ui.pages.filings.period_list import Entry, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.services.filings import BuiltFiling
    from crm.services.frozen_filings import FilingInfo
    from crm.ui.context import Context
    from crm.ui.pages.filings.frozen import OpenSteps
    from crm.ui.pages.filings.offers import Offer

_MUTED, _BAD, _SOON, _GOOD, _DONE = (
    ("text2", "mute_soft"),
    ("danger", "danger_soft"),
    ("warn", "warn_soft"),
    ("accent", "accent_soft"),
    ("ok", "ok_soft"),
)


class FilingStates:
    """Remembers what was built since the start, and what is frozen."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._built: dict[tuple[str, str], State] = {}
        self._frozen: dict[tuple[str, str], FilingInfo] = {}
        self._open: dict[tuple[str, str], State] = {}

    def note_built(self, filing: BuiltFiling, *, unexplained: int) -> None:
        """A filing has been built, or explained further."""
        errors = len(filing.of_severity(Severity.ERROR))
        translate = QCoreApplication.translate
        if errors:
            text = translate("FilingStates", "Errors {count}").format(count=errors)
            state = State(text, _BAD)
        elif unexplained:
            state = State(translate("FilingStates", "To explain {count}").format(count=unexplained), _SOON)
        else:
            state = State(translate("FilingStates", "Draft"), _GOOD)
        self._built[filing.built.form, filing.built.period.code] = state

    def take_frozen(self, filings: Sequence[FilingInfo], still_open: OpenSteps) -> None:
        """What is frozen now, the latest first, and what is on its way with the steps taken."""
        self._frozen = {(info.form, info.period.code): info for info in reversed(filings)}
        self._open = {}
        for (form, key), steps in still_open.items():
            kind = steps[-1].kind
            if kind is not StepKind.RETURNED:
                state = FilingState(kind.value)
                text = self._context.labels.term("filing_state", state.value)
                self._open[form, Period.from_key(key).code] = State(text, TONES[state])

    def note_fall(self, form: str, period: str) -> None:
        """A filing on its way has become a draft again."""
        self._open.pop((form, period), None)

    def entries(self, offers: Sequence[Offer]) -> list[Entry]:
        """The lines of the list."""
        labels = self._context.labels
        lines = []
        for offer in offers:
            lines.append(Entry(offer.code, "", offer.name))
            lines += [
                Entry(offer.code, period.code, labels.period(period), self.state_of(offer.code, period.code))
                for period in offer.periods
            ]
        return lines

    def state_of(self, form: str, period: str) -> State:
        """How far a filing is: on its way before anything else, then frozen, then as it was last built."""
        return (
            self._open.get((form, period))
            or self.lock_of(form, period)
            or self._built.get((form, period))
            or State(QCoreApplication.translate("FilingStates", "Not built"), _MUTED)
        )

    def mark_of(self, form: str, period: str) -> State | None:
        """The state to be told beside the period: on its way, or frozen; None where it is neither."""
        return self._open.get((form, period)) or self.lock_of(form, period)

    def lock_of(self, form: str, period: str) -> State | None:
        """That a period is frozen, with version, time and user; None where it is not."""
        info = self._frozen.get((form, period))
        if info is None:
            return None
        text = QCoreApplication.translate("FilingStates", "Frozen v{version}").format(version=info.version)
        detail = QCoreApplication.translate(
            "FilingStates",
            "Frozen on {day} by {user}. Later changes can only be filed as a new version.",
        )
        return State(text, _DONE, detail.format(day=local_time(info.frozen_at), user=info.frozen_by))
