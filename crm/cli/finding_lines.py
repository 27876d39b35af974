"""Findings for a reader: the worst first, alike ones together, so that a thousand of them stay readable."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crm.domain.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from crm.cli.desk import Desk, WordedFinding
    from crm.domain.finding import Finding

_SHOWN_OF_A_KIND = 5


def finding_lines(desk: Desk, findings: Sequence[Finding]) -> list[str]:
    """Lines on *findings*: five of each code with place and sentence, how many more, and one remedy a code."""
    if not findings:
        return []
    texts = desk.texts
    counts = [
        f"{texts.word(f'severity.{severity.code}')} {number}"
        for severity in reversed(Severity)
        if (number := sum(finding.severity is severity for finding in findings))
    ]
    return [
        "",
        texts.word("words.findings", counts=texts.word("words.comma").join(counts)),
        *_by_code(desk, findings),
    ]


def _by_code(desk: Desk, findings: Sequence[Finding]) -> Iterator[str]:
    in_order = sorted(findings, key=lambda finding: -finding.severity)
    totals = Counter(finding.code for finding in in_order)
    for code, total in totals.items():
        remedies: dict[str, None] = {}
        worded = [desk.word(finding) for finding in in_order if finding.code == code][:_SHOWN_OF_A_KIND]
        for finding in worded:
            yield _line(desk, finding)
            remedies[finding.remedy] = None
        if total > len(worded):
            yield "        " + desk.texts.word("words.more", count=total - len(worded), code=code)
        for remedy in filter(None, remedies):
            yield "        " + desk.texts.word("words.remedy", remedy=remedy)


def _line(desk: Desk, finding: WordedFinding) -> str:
    severity = desk.texts.word(f"severity.{finding.severity}")
    place = f"{finding.where}  " if finding.where else ""
    message = finding.message
    if finding.value and finding.value not in message:
        message = desk.texts.word("words.with_value", message=message, value=finding.value)
    return f"  {severity}  {place}{message}"
