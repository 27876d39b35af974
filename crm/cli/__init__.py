"""The command line: the services without a window. `main(["import", "register.xlsx"])` returns the exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str]) -> int:
    """Do what *argv* says and return the exit status: 0 done, 1 findings or refusal, 2 not understood."""
    from crm.cli.run import main as run

    return run(argv)
