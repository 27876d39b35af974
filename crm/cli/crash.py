"""What nobody foresaw: the traceback goes to the log, the user gets a sentence with the log's path."""

from __future__ import annotations

import platform
import tempfile
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from crm import __version__, paths
from crm.domain.errors import CrmError

if TYPE_CHECKING:
    from collections.abc import Sequence

_LARGEST = 1_000_000
"""Bytes of a log from which it is begun anew, the old one kept once."""


class Crashed(CrmError):
    """An unforeseen error; ``path`` is the log."""


def keep_traceback(error: BaseException) -> Path:
    """Write *error* to the log in the user's folder, or where that cannot be written to the system's temporary one."""
    text = "".join(traceback.format_exception(error))
    entry = f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S}Z  {__version__}  {platform.platform()}\n{text}\n"
    for folder in (paths.user_logs(), Path(tempfile.gettempdir())):
        path = folder / "incubator-crm.log"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            if path.exists() and path.stat().st_size > _LARGEST:
                path.replace(path.with_suffix(".old.log"))
            with path.open("a", encoding="utf-8", errors="backslashreplace") as log:
                log.write(entry)
        except OSError:
            continue
        return path
    return Path("-")


def report_crash(error: BaseException, argv: Sequence[str]) -> int:
    """Write *error* to the log and say where that is, as *argv* asks: language, JSON. Returns the exit status."""
    from crm.cli.arguments import peek_language
    from crm.cli.desk import Desk
    from crm.cli.run import refuse

    path = keep_traceback(error)
    desk = Desk(peek_language(argv), as_json="--json" in argv)
    return refuse(desk, Crashed("cli-crashed", path=str(path)))
