"""Names of the demo's people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm.services.demo.dice import Dice
    from crm.services.demo.script import People


@dataclass(frozen=True, slots=True)
class Person:
    """A person: name and gender code."""

    name: str
    gender: str


def meet_person(dice: Dice, people: People) -> Person:
    """Somebody new."""
    gender = "female" if dice.chance(370) else "male"
    given = people.female if gender == "female" else people.male
    return Person(dice.pick(people.surnames) + dice.pick(given), gender)
