"""The steps of a filing on the command line: handed over, checked, approved, returned; each by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.cli.verbs import UsageError

if TYPE_CHECKING:
    from crm.cli.verbs import Given
    from crm.services.filings import BuiltFiling
    from crm.services.library import Library
    from crm.services.operation import Workplace


def require_sense(given: Given) -> None:
    """UsageError for what says nothing together: a reason, or a signature on paper, without what it is for."""
    if given["reason"] and not (given["freeze"] or given["by"] or given["return"]):
        raise UsageError("cli-reason-without-freeze")
    if given["on_paper"] and not (given["check"] or given["approve"]):
        raise UsageError("cli-paper-without-name")


def sign(workplace: Workplace, library: Library, filing: BuiltFiling, given: Given) -> None:
    """Take the steps that were asked for, in their order. Raises what the steps raise."""
    from crm.services.approval import StepKind, return_filing, sign_filing, submit_filing

    reason, on_paper = given["reason"] or "", given["on_paper"]
    if given["return"]:
        return_filing(workplace, filing, name=given["return"], reason=reason)
    if given["by"]:
        submit_filing(workplace, library, filing, name=given["by"], reason=reason)
    if given["check"]:
        sign_filing(workplace, library, filing, StepKind.CHECKED, name=given["check"], on_paper=on_paper)
    if given["approve"]:
        sign_filing(workplace, library, filing, StepKind.APPROVED, name=given["approve"], on_paper=on_paper)
