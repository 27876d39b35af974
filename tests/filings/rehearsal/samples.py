"""Little rule sets, facts and tenants in few words."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from crm.domain.indicators import catalogue_from_tables
from crm.domain.measures import Population
from crm.domain.quantity import UNITS
from crm.domain.rules import rules_from_tables
from crm.domain.wording import Words
from crm.filings.rehearsal.facts import facts_from_tables
from crm.filings.rehearsal.figures import Absent, RuleFigure, Share
from crm.filings.rehearsal.ruleset import Criterion, FigureSpec, Line, Operator, Source, SourceKind
from crm.filings.rehearsal.ruleset_file import Known
from crm.filings.rehearsal.tenants import Member

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.filings.rehearsal.facts import Fact

WORDS = {"zh": "名称", "en": "Name"}
DAY = date(2026, 4, 15)
SOURCE = Source("https://example.org/rule", SourceKind.REPUBLICATION)

FACTS = facts_from_tables(
    {
        "income": {**WORDS, "unit": "yuan", "indicator": "total_income"},
        "income_before": {**WORDS, "unit": "yuan", "indicator": "total_income", "back": 1},
        "rights": {**WORDS, "unit": "item", "indicator": "rights"},
        "growth": {**WORDS, "unit": "percent", "growth": ["income", "income_before"]},
        "share": {**WORDS, "unit": "percent", "ratio": ["income_before", "income"]},
        "moved_in_on": {**WORDS, "field": "moved_in_on"},
        "stay": {**WORDS, "unit": "month", "months": ["moved_in_on", "day"]},
        "field": {**WORDS, "field": "technology_field"},
        "industry": {**WORDS, "field": "industry"},
        "assets": {**WORDS, "unit": "yuan", "field": "total_assets"},
        "high_tech": {**WORDS, "field": "high_tech"},
    },
    where="facts.toml",
)

_INDICATOR = {**WORDS, "nature": "stock", "definition": WORDS, "origin": "来源"}
INDICATORS = catalogue_from_tables(
    {
        "total_income": {**_INDICATOR, "unit": "yuan", "nature": "flow"},
        "rights": {**_INDICATOR, "unit": "item", "source": {"records": "ip_rights"}},
        "tenants": {**_INDICATOR, "unit": "enterprise", "source": {"records": "tenants"}},
        "area": {**_INDICATOR, "unit": "square_metre", "source": {"records": "rooms", "amount": "area"}},
    }
)
RULES = rules_from_tables(
    {
        "months": {**WORDS, "limit": 48, "unit": "month", "origin": "原文", "verified": True},
        "months_longer": {
            **WORDS,
            "limit": 60,
            "unit": "month",
            "origin": "原文",
            "technology_fields": ["biomedicine"],
        },
    }
)
KNOWN = Known(FACTS, INDICATORS, RULES)


def criterion(code: str = "income", limit: int | None = 100, **parts: Any) -> Criterion:  # noqa: ANN401
    """A criterion: of a tenant's fact of its own name unless it says otherwise."""
    known: dict[str, Any] = {
        "code": code,
        "name": Words(code, code),
        "operator": Operator.AT_LEAST,
        "unit": UNITS["yuan"],
        "lines": (line(limit),),
        "source": SOURCE,
    }
    if "value" not in parts:
        known["fact"] = code
    return Criterion(**{**known, **parts})


def line(limit: int | None, **parts: Any) -> Line:  # noqa: ANN401
    return Line(None if limit is None else Fraction(limit), verified=limit is not None, **parts)


def member(number: int, facts: Mapping[str, Fact | int] | None = None) -> Member:
    given = {code: Fraction(one) if isinstance(one, int) else one for code, one in (facts or {}).items()}
    return Member(number, f"企业{number}", given)


def spec(name: str = "tenants", **parts: Any) -> FigureSpec:  # noqa: ANN401
    return FigureSpec(
        **{"name": name, "population": Population.INCUBATING, "unit": UNITS["enterprise"], **parts}
    )


def figure(name: str, tenants: int, *, absent: int = 0, counts: bool = True, **parts: Any) -> RuleFigure:  # noqa: ANN401
    """A figure of so many tenants, 1 and up, and so many more of whom nothing is known."""
    return RuleFigure(
        spec(name, **parts),
        tuple(
            Share("tenant", number, f"企业{number}", Fraction(1), number) for number in range(1, tenants + 1)
        ),
        tuple(Absent("tenant", 900 + number, f"缺{number}", ("income",)) for number in range(absent)),
        counts=counts,
    )


def rule_table(**parts: Any) -> dict[str, Any]:  # noqa: ANN401
    """A rule set file that is right."""
    return {
        **WORDS,
        "code": "little",
        "edition": "2026",
        "document": "某号",
        "subject": "tenant",
        "since": date(2026, 1, 1),
        "dates_verified": True,
        "checked_on": DAY,
        "source": "https://example.org/rule",
        "source_kind": "republication",
        "criteria": {"income": criterion_table()},
        **parts,
    }


def criterion_table(**parts: Any) -> dict[str, Any]:  # noqa: ANN401
    """A criterion of such a file."""
    return {
        **WORDS,
        "fact": "income",
        "operator": ">=",
        "limit": 100,
        "unit": "yuan",
        "verified": True,
        **parts,
    }


def figure_rules(figures: Mapping[str, object], **parts: Any) -> dict[str, Any]:  # noqa: ANN401
    """A file of an incubator's rule set over *figures* with one criterion."""
    ours = {key: value for key, value in criterion_table(**parts).items() if key != "fact"}
    return rule_table(subject="incubator", figures=figures, criteria={"one": ours})
