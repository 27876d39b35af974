"""What a rehearsal is made of, for whoever shows one: rule sets with their criteria, verdicts, figures and tenants."""

from __future__ import annotations

from crm.filings.rehearsal.book import RuleBook
from crm.filings.rehearsal.evaluate import Candidate, Departure, IncubatorOutcome, Lift, Outcome
from crm.filings.rehearsal.figures import RuleFigure
from crm.filings.rehearsal.judge import Judged, Readiness, Requirement, Verdict, Why
from crm.filings.rehearsal.ruleset import (
    Criterion,
    FigureSpec,
    Line,
    Operator,
    RuleSet,
    SizeIndustry,
    SourceKind,
    Subject,
)
from crm.filings.rehearsal.tenants import Size, Sized, TenantVerdict

__all__ = [
    "Candidate",
    "Criterion",
    "Departure",
    "FigureSpec",
    "IncubatorOutcome",
    "Judged",
    "Lift",
    "Line",
    "Operator",
    "Outcome",
    "Readiness",
    "Requirement",
    "RuleBook",
    "RuleFigure",
    "RuleSet",
    "Size",
    "SizeIndustry",
    "Sized",
    "SourceKind",
    "Subject",
    "TenantVerdict",
    "Verdict",
    "Why",
]
