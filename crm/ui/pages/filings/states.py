"""How far each filing is: not built, a draft, with errors, with warnings to explain, frozen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.finding import Severity
from crm.ui.pages.filings.moments import local_time
from crm.ui.pages.filings.period_list import Entry, State

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.services.filings import BuiltFiling, FilingInfo
    from crm.ui.context import Context
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

    def take_frozen(self, filings: Sequence[FilingInfo]) -> None:
        """What is frozen now, the latest first."""
        self._frozen = {(info.form, info.period.code): info for info in reversed(filings)}

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
        """How far a filing is: frozen before anything else, then as it was last built."""
        return (
            self.lock_of(form, period)
            or self._built.get((form, period))
            or State(QCoreApplication.translate("FilingStates", "Not built"), _MUTED)
        )

    def lock_of(self, form: str, period: str) -> State | None:
        """That a period is frozen, with version, time and user; None where it is not."""
        info = self._frozen.get((form, period))
        if info is None:
            return None
        text = QCoreApplication.translate("FilingStates", "Frozen v{version}").format(version=info.version)
        detail = QCoreApplication.translate(
            "FilingStates",
            "Frozen on {day} by {user}. Whatever changes now can only be filed as a further version.",
        )
        return State(text, _DONE, detail.format(day=local_time(info.frozen_at), user=info.frozen_by))
