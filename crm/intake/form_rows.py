"""Whose rows a register lists: enterprises of one population, or records, which is for the user to say."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm.intake.form_sheet import Register
    from crm.intake.form_words import FormWords

OF_RECORDS = "bind-rows-of-records"
"""The doubt about a column of a register that seems to list records."""


def rows_doubt(register: Register, title: str, words: FormWords, *, has_names: bool) -> str:
    """What is unclear about the rows of *register*, in a form called *title*; nothing where its words say it all.

    A register in which no enterprise is named (*has_names*), or whose title speaks of events, deals or people, lists
    records: bound as a list of enterprises it would show a row for each of them.
    """
    if not has_names or words.is_of_records(register.title, register.sheet):
        return OF_RECORDS
    if words.population_in(register.title, register.sheet, title) is None:
        return "bind-rows-whose"
    return ""
