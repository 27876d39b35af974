"""Start: a bare `crm` opens the window, anything else goes to the command line. No traceback reaches a user."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run and return the exit status. What nobody foresaw is written to the log, whose path is told."""
    words = sys.argv[1:] if argv is None else list(argv)
    for stream in (sys.stdout, sys.stderr):
        # A Windows console or pipe would take the code page of the system; without a console there is no stream.
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        return _run(words)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of our output has gone (`crm history | head`): nothing is left to say, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:  # noqa: BLE001 - the last resort: everything foreseen has been handled before
        return _report(error, words)


def _run(words: list[str]) -> int:
    if not words:
        # The usual way in: nothing is imported that the first painting does not need.
        from crm.cli.window import WindowRefused, open_window

        with suppress(WindowRefused):  # tried again below, where the refusal is put into words
            return open_window()
    from crm import cli

    return cli.main(words)


def _report(error: Exception, words: list[str]) -> int:
    try:
        from crm.cli.crash import report_crash

        return report_crash(error, words)
    except Exception:  # noqa: BLE001 - even the words cannot be read, so the error's own must do
        print(f"crm: {type(error).__name__}: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
