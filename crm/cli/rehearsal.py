"""``crm rehearse``: a rule set over the records, as if the filing were today; without one, the rule sets there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.cli.desk import Answer

if TYPE_CHECKING:
    from crm.cli.desk import Desk
    from crm.cli.verbs import Given


def answer(desk: Desk, given: Given) -> Answer:
    """Rehearse the rule set that was named, or list those in force at the period's end."""
    from crm.cli.rehearsal_document import RuleSetsDocument, rehearsal_document, rule_set_entry
    from crm.cli.rehearsal_lines import list_lines, rehearsal_lines
    from crm.services.rehearsal import rehearse
    from crm.services.rule_sets import read_rule_book

    period, name = given["period"], given["ruleset"]
    day = given["as_of"] or period.end
    if not name:
        found = [one for one in read_rule_book(desk.library).rule_sets if one.holds_on(day)]
        entries = tuple(rule_set_entry(desk, one) for one in found)
        document = RuleSetsDocument(str(day), entries)
        return Answer(document, list_lines(desk, document.rulesets))
    rehearsal = rehearse(desk.workplace(), desk.library, name, period, day=day)
    return Answer(rehearsal_document(desk, rehearsal), rehearsal_lines(desk, rehearsal))
