"""Puts a file in place whole or not at all: written beside its place, forced to the disk, then renamed.

Whatever goes wrong, the file that was there is untouched and nothing half-written is left.
"""

from __future__ import annotations

import errno
import os
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

from crm.domain.errors import CrmError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import BinaryIO

    Writer: TypeAlias = Callable[[BinaryIO], object]

ON_WINDOWS = os.name == "nt"

_DATABASE = b"SQLite format 3\0"
"""How every database begins."""
_LOCKED = {32, 33}  # ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION
_FULL = {errno.ENOSPC, errno.EDQUOT if hasattr(errno, "EDQUOT") else errno.ENOSPC}
_FULL_ON_WINDOWS = {39, 112}  # ERROR_HANDLE_DISK_FULL, ERROR_DISK_FULL


class SaveRefused(CrmError):
    """A file that could not be written; the code says why (``save-…``). What was there before is still there."""


def save_atomically(path: Path, content: bytes | Writer, *, ending: str = "") -> None:
    """Write *content*, bytes or a function that writes into an open file, to *path*.

    Raises SaveRefused: ``save-locked`` (another program holds the file), ``save-disk-full``, ``save-read-only`` (the
    file or its folder may not be written), ``save-no-folder``, ``save-is-folder``, ``save-name-too-long``,
    ``save-failed``; ``save-ending`` where the name must end with *ending* and does not, ``save-not-a-file`` where a
    device or the like has that name, ``save-is-database`` where a database stands there.
    """
    temporary: Path | None = None
    try:
        _refuse_target(path, ending=ending)
        _refuse_read_only(path)
        beside = path.with_name(f".~{secrets.token_hex(8)}.part")
        with beside.open("xb") as file:
            temporary = beside
            if isinstance(content, bytes):
                file.write(content)
            else:
                content(file)
            file.flush()
            os.fsync(file.fileno())
        if path.exists() and not ON_WINDOWS:
            temporary.chmod(path.stat().st_mode & 0o777)
        temporary.replace(path)
        temporary = None
    except OSError as error:
        raise _refusal(error, path, written=temporary is not None) from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
    _force_folder(path.parent)


def _refuse_target(path: Path, *, ending: str) -> None:
    """What must never be written over, whoever asks for it."""
    if path.is_dir():
        raise SaveRefused("save-is-folder", file=str(path))
    if ending and path.suffix.lower() != ending:
        raise SaveRefused("save-ending", file=path.name, ending=ending)
    if path.exists() and not path.is_file():
        raise SaveRefused("save-not-a-file", file=str(path))
    if path.is_file() and os.access(path, os.R_OK):
        with path.open("rb") as there:
            if there.read(len(_DATABASE)) == _DATABASE:
                raise SaveRefused("save-is-database", file=str(path))


def _refuse_read_only(path: Path) -> None:
    """A file marked read-only would be replaced all the same on Linux, and refused as if it were open on Windows."""
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EROFS, os.strerror(errno.EROFS), str(path))


def _force_folder(folder: Path) -> None:
    """Force the new name to the disk; where a folder cannot be opened, as on Windows, the system does so by itself."""
    if ON_WINDOWS:
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refusal(error: OSError, path: Path, *, written: bool) -> SaveRefused:
    windows = getattr(error, "winerror", None)
    if error.errno in _FULL or windows in _FULL_ON_WINDOWS:
        return SaveRefused("save-disk-full", folder=str(path.parent))
    if error.errno == errno.ENAMETOOLONG:
        return SaveRefused("save-name-too-long", file=path.name)
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return SaveRefused("save-no-folder", folder=str(path.parent))
    if error.errno == errno.EROFS:
        return SaveRefused("save-read-only", file=str(path))
    if windows in _LOCKED or error.errno in {errno.EBUSY, errno.ETXTBSY}:
        return SaveRefused("save-locked", file=path.name)
    if isinstance(error, PermissionError):
        # Windows says only "access denied" of a file that Excel or WPS has open; that the folder may be written, the
        # temporary file has shown.
        in_use = ON_WINDOWS and written
        return SaveRefused(
            "save-locked" if in_use else "save-read-only", file=path.name if in_use else str(path)
        )
    return SaveRefused("save-failed", file=str(path), reason=error.strerror or str(error))
