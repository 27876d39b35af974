"""What can be filed: the newest layout of each form, and its periods."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from crm.domain.period import Period
from crm.services.filings import list_forms

if TYPE_CHECKING:
    from crm.ui.context import Context

_PERIODS = 12


class Offer(NamedTuple):
    """A form that can be filed: its newest layout's name, its authority, and its periods, the latest first."""

    code: str
    name: str
    authority: str
    is_own_layout: bool
    periods: tuple[Period, ...]


def list_offers(context: Context) -> list[Offer]:
    """Every form there is, those that are due by themselves first, each with its last periods."""
    newest = {form.code: form for form in sorted(list_forms(context.library), key=lambda form: form.year)}
    offers = []
    for form in sorted(newest.values(), key=lambda form: (not form.due, form.code)):
        periods = [Period.containing(context.workplace.today, form.period_kind)]
        while len(periods) < _PERIODS:
            periods.append(periods[-1].previous())
        name = form.name.in_language(context.language)
        authority = form.authority.in_language(context.language)
        offers.append(Offer(form.code, name, authority, form.own_layout, tuple(periods)))
    return offers


def with_period(offer: Offer, period: Period) -> Offer:
    """*offer* with *period* among its periods, also where that lies further back."""
    periods = sorted({*offer.periods, period}, key=lambda one: one.end, reverse=True)
    return offer._replace(periods=tuple(periods))
