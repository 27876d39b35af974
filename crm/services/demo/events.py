"""The demo's events and how many came to each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from crm.db.models import Attendance, Event
from crm.services.demo.dice import Dice, apportion_whole
from crm.services.demo.workdays import working_day

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm.services.demo.ledger import Ledger
    from crm.services.demo.script import EventPlan, EventYear, Script

_SPLITS = ((46, 32, 22), (60, 15, 25), (30, 55, 15), (72, 28), (100,))
"""How those who came divide among the groups, in percent."""


@dataclass(frozen=True, slots=True)
class PlannedEvent:
    """An event before it is written; ``weight`` is how many come, compared with others of its year."""

    held_on: date
    title: str
    kind: str
    role: str
    place: str
    weight: int


def build_events(ledger: Ledger, script: Script) -> dict[date, int]:
    """All events with their attendances; the ids of the matchmaking meetings by day."""
    meetings: dict[date, int] = {}
    numbers: dict[str, int] = {}
    for year in script.events.years:
        planned = sorted(
            [*_named(script.events, year), *_usual(script, year, numbers)],
            key=lambda event: (event.held_on, event.title),
        )
        weights = [0 if event.held_on in script.events.silent else event.weight for event in planned]
        for event, persons in zip(planned, apportion_whole(year.attendances, weights), strict=True):
            event_id = ledger.add(
                Event,
                title=event.title,
                kind=event.kind,
                role=event.role,
                place=event.place,
                held_on=event.held_on,
            )
            if event.kind == "matchmaking":
                meetings[event.held_on] = event_id
            if persons:
                _count(ledger, script.events, event, event_id=event_id, persons=persons)
    return meetings


def _count(ledger: Ledger, plan: EventPlan, event: PlannedEvent, *, event_id: int, persons: int) -> None:
    split = Dice(f"split/{event.held_on}/{event.title}").pick(_SPLITS)
    for group, share in zip(plan.groups, apportion_whole(persons, split), strict=False):
        if share:
            ledger.add(Attendance, event_id=event_id, tenant_id=None, group=group, persons=share)


def _named(plan: EventPlan, year: EventYear) -> Iterator[PlannedEvent]:
    for event in plan.named:
        if event.held_on.year == year.first.year:
            yield PlannedEvent(event.held_on, event.title, event.kind, event.role, event.place, event.weight)


def _usual(script: Script, year: EventYear, numbers: dict[str, int]) -> Iterator[PlannedEvent]:
    """The events that the story does not name, spread over the year; *numbers* run on from year to year by kind."""
    plan, dice = script.events, Dice(f"events/{year.first.year}")
    named = list(_named(plan, year))
    count = year.events - len(named)
    days = _days(year, count, dice, fixed=_fixed_days(script, year, {event.held_on for event in named}))
    kinds = _kinds(plan, count, dice)
    meetings = {matched.on for matched in script.matched}
    for day in days:
        kind = "matchmaking" if day in meetings else kinds[0]
        kinds.remove(kind)
        numbers[kind] = number = numbers.get(kind, 0) + 1
        words = plan.kinds[kind]
        topic = words.topics[(number - 1) % len(words.topics)]
        yield PlannedEvent(
            day,
            words.title.format(n=number, topic=topic, year=day.year),
            kind,
            "organiser" if dice.chance(280) else "host",
            plan.places[-1] if day in plan.silent else dice.pick(plan.places[:-1]),
            dice.between(*words.size),
        )


def _fixed_days(script: Script, year: EventYear, taken: set[date]) -> list[date]:
    """Days on which something must take place: matchmaking meetings with projects, events without a figure."""
    wanted = {matched.on for matched in script.matched} | script.events.silent
    return [day for day in sorted(wanted) if year.first <= day <= year.last and day not in taken]


def _days(year: EventYear, count: int, dice: Dice, *, fixed: list[date]) -> list[date]:
    """*count* working days from the first to the last of the year, the *fixed* ones among them, in order."""
    span = (year.last - year.first).days
    days = []
    for place in range(count):
        day = year.first + timedelta(days=(span * (2 * place + 1)) // (2 * count) + dice.between(-2, 2))
        days.append(working_day(day))
    for day in fixed:
        nearest = min((held for held in days if held not in fixed), key=lambda held: abs((held - day).days))
        days[days.index(nearest)] = day
    return sorted(days)


def _kinds(plan: EventPlan, count: int, dice: Dice) -> list[str]:
    """*count* kinds by their shares, mixed."""
    shares = apportion_whole(count, [kind.share for kind in plan.kinds.values()])
    kinds = [code for code, share in zip(plan.kinds, shares, strict=True) for _ in range(share)]
    for place in range(len(kinds) - 1, 0, -1):
        other = dice.below(place + 1)
        kinds[place], kinds[other] = kinds[other], kinds[place]
    return kinds
