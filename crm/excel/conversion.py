"""Workbooks in Excel's old format, through LibreOffice where it is installed: one conversion, a profile of its own.

LibreOffice may be open already, hang, or start helpers: so it gets a profile nobody else uses, a limit of time, and is
ended together with whatever it has started.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

from crm.domain.errors import CrmError

OLD = ".xls"
SECONDS = 90
"""How long a conversion may take; the first one of a profile takes some ten seconds."""
_FILTERS = {".xls": "xls:MS Excel 97", ".xlsx": "xlsx:Calc MS Excel 2007 XML"}
_WINDOWS = tuple(
    Path(os.environ.get(name, "")) / "LibreOffice/program/soffice.exe"
    for name in ("ProgramFiles", "ProgramFiles(x86)")
)


class ConversionRefused(CrmError):
    """A workbook that could not be converted; the code says why (``office-…``)."""


def find_office() -> str | None:
    """LibreOffice's program; None where it is not installed."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return found or next((str(path) for path in _WINDOWS if path.is_file()), None)


def convert_workbook(data: bytes, *, name: str, source: str, to: str, seconds: int = SECONDS) -> bytes:
    """The workbook in *data*, whose format is *source*, in the format *to*: ``.xls`` or ``.xlsx``; *name* is told.

    Raises ConversionRefused ``office-missing``, ``office-silent`` after *seconds*, ``office-failed``.
    """
    program = find_office()
    if program is None:
        raise ConversionRefused("office-missing", file=name)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        folder = Path(scratch)
        given, made = folder / f"book{source}", folder / "made" / f"book{to}"
        given.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            *("--headless", "--norestore", "--convert-to", _FILTERS[to]),
            *("--outdir", str(made.parent), str(given)),
        ]
        _run(command, name=name, seconds=seconds)
        if not made.is_file():
            raise ConversionRefused("office-failed", file=name)
        return made.read_bytes()


def _run(command: list[str], *, name: str, seconds: int) -> None:
    try:
        running = subprocess.Popen(  # noqa: S603 - our own list, never a shell
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ConversionRefused("office-failed", file=name) from error
    try:
        running.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        _end(running)
        raise ConversionRefused("office-silent", file=name, seconds=seconds) from error


def _end(running: subprocess.Popen[bytes]) -> None:
    """End the program and what it has started: its launcher alone would leave the office itself running."""
    if os.name == "nt":  # pragma: no cover - run on Windows only
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(running.pid)], check=False, capture_output=True)  # noqa: S603, S607 - Windows' own
    else:
        with suppress(ProcessLookupError):
            os.killpg(running.pid, signal.SIGKILL)
    running.wait()
