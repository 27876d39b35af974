"""Rule sets and the facts they speak of, read from data files with the user's own laid over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError
from crm.filings.rehearsal.book import book_of
from crm.filings.rehearsal.facts import Working, facts_from_tables
from crm.filings.rehearsal.overlay import lay_over
from crm.filings.rehearsal.ruleset_file import Known, rule_sets_from_table
from crm.services.library import read_tables, read_toml

if TYPE_CHECKING:
    from crm.filings.rehearsal.book import RuleBook
    from crm.filings.rehearsal.facts import FactSpec
    from crm.services.library import Library

FOLDER = "rulesets"
"""Where rule sets lie, in the folder of data files."""
_FACTS = "rule_facts.toml"


def read_facts(library: Library) -> dict[str, FactSpec]:
    """The facts that rules may speak of. DataFormatError names file and place."""
    facts = facts_from_tables(read_tables(_FACTS, library.folders), where=_FACTS)
    for fact in facts.values():
        if fact.working is Working.INDICATOR:
            known = library.indicators.by_code.get(fact.of[0])
            if known is None or (fact.unit or known.unit).dimension is not known.unit.dimension:
                raise DataFormatError("data-value-unknown", where=f"{_FACTS}.{fact.code}", value=fact.of[0])
    return facts


def known_names(library: Library) -> Known:
    """What a rule set may name."""
    return Known(read_facts(library), library.indicators, library.rules)


def read_rule_book(library: Library) -> RuleBook:
    """All rule sets, the user's own files laid over the shipped ones. DataFormatError names file and place."""
    known = known_names(library)
    tables: dict[str, dict[str, object]] = {}
    for folder in library.folders:
        for path in sorted(folder.glob(f"{FOLDER}/*.toml")):
            own = read_toml(path)
            tables[path.name] = lay_over(tables[path.name], own) if path.name in tables else own
    return book_of(
        one for name, table in tables.items() for one in rule_sets_from_table(table, where=name, known=known)
    )
