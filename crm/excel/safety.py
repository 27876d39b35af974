"""What a file is, and whether it is safe to open: by its content, before any reader touches it.

A reader that is handed a zip bomb, or a sheet with one stray cell in its last corner, asks for more memory than there
is and takes the whole program down; so sizes are looked at first.
"""

from __future__ import annotations

import errno
import os
import re
import struct
import zipfile
import zlib
from enum import Enum
from typing import TYPE_CHECKING

from crm.domain.errors import CrmError
from crm.excel.compound import Flaw, flaw_of_compound

if TYPE_CHECKING:
    from pathlib import Path

# What zipfile raises for archives that are broken: bad data, unknown methods, names that are no text.
ARCHIVE_FAILURES = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,
    EOFError,
    UnicodeDecodeError,
    struct.error,
)
ON_WINDOWS = os.name == "nt"

MOST_CELLS = 10_000_000
MOST_UNPACKED_BYTES = 1 << 30
# A sheet of equal cells packs about 1:100; past this only a bomb does.
MOST_PACKING = 400
HARMLESS_BYTES = 64 << 20
MOST_TEXT_BYTES = 512 << 20

_HEAD_BYTES = 8192
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<\s*(?:!doctype\s+html|html|head|body|table|meta|style)\b", re.IGNORECASE)
_SPREADSHEET_ML = b"urn:schemas-microsoft-com:office:spreadsheet"
_WORKBOOK_PART = re.compile(r"(?:^|/)(?:xl/.*|workbook\d*\.(?:xml|bin))$", re.IGNORECASE)


class ReadRefused(CrmError):
    """A file that cannot be read as a workbook; the code says why (``workbook-…``)."""


class Kind(Enum):
    """What the content of a file is, whatever its name says."""

    OPENXML = "openxml"
    BINARY = "binary"
    OPENDOCUMENT = "opendocument"
    HTML = "html"
    SPREADSHEET_ML = "spreadsheet-ml"
    TEXT = "text"


def refusal(code: str, path: Path, **values: str | int) -> ReadRefused:
    """A refusal that names the file; *values* are further named values of the sentence."""
    return ReadRefused(code, file=path.name, **values)


def refusal_of_opening(error: OSError, path: Path) -> ReadRefused:
    """The refusal for an operating system's *error* while *path* was opened or read."""
    # A name that is too long for the system is one that no file has; nothing more may be asked of it.
    if isinstance(error, FileNotFoundError) or error.errno == errno.ENAMETOOLONG:
        return refusal("workbook-missing", path)
    if isinstance(error, IsADirectoryError) or path.is_dir():
        return refusal("workbook-not-a-workbook", path)
    if getattr(error, "winerror", None) in {32, 33} or (ON_WINDOWS and isinstance(error, PermissionError)):
        return refusal("workbook-locked-by-other", path)
    if isinstance(error, PermissionError):
        return refusal("workbook-forbidden", path)
    if error.errno == errno.EINVAL and path.is_file():
        # A damaged archive that points before its own beginning; Windows says the same of a name it does not allow.
        return refusal("workbook-damaged", path)
    return refusal("workbook-unreachable", path, reason=error.strerror or str(error))


def recognise(path: Path) -> Kind:
    """What *path* holds, by content; raises ReadRefused where it is no workbook or must not be opened."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
            if not head:
                raise refusal("workbook-empty", path)
            if head.startswith(_OLE):
                _check_compound(head + file.read(), path=path)
                return Kind.BINARY
        if head.startswith(b"PK"):
            with zipfile.ZipFile(path) as archive:
                return check_archive(archive, path=path)
        if path.stat().st_size > MOST_TEXT_BYTES:
            raise refusal("workbook-too-large", path, where="")
    except OSError as error:
        raise refusal_of_opening(error, path) from error
    except ARCHIVE_FAILURES as error:
        raise refusal("workbook-damaged", path) from error
    return recognise_text(head, path=path)


def _check_compound(data: bytes, *, path: Path) -> None:
    flaw = flaw_of_compound(data)
    if flaw is not None:
        raise refusal("workbook-encrypted" if flaw is Flaw.ENCRYPTED else "workbook-damaged", path)


def recognise_text(head: bytes, *, path: Path) -> Kind:
    """Whether the beginning of a file that is no archive is a web page, Excel's own XML or plain text."""
    if _SPREADSHEET_ML in head.replace(b"\0", b""):
        return Kind.SPREADSHEET_ML
    if _HTML.search(head.replace(b"\0", b"")):
        return Kind.HTML
    if head.startswith(
        (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"MZ")
    ):
        raise refusal("workbook-not-a-workbook", path)
    if head[:2] in {b"\x09\x00", b"\x09\x02", b"\x09\x04"}:
        raise refusal("workbook-too-old", path)
    return Kind.TEXT


def check_archive(archive: zipfile.ZipFile, *, path: Path) -> Kind:
    """What workbook the archive is; refuses bombs, encrypted ones and archives of anything else."""
    names = [entry.filename.replace("\\", "/") for entry in archive.infolist()]
    if any(_WORKBOOK_PART.search(name) for name in names):
        kind = Kind.OPENXML
    elif "content.xml" in names:
        kind = Kind.OPENDOCUMENT
    else:
        raise refusal("workbook-not-a-workbook", path)
    if any(entry.flag_bits & 1 for entry in archive.infolist()):
        raise refusal("workbook-encrypted", path)
    check_sizes(archive, path=path)
    if kind is Kind.OPENDOCUMENT:
        check_opendocument(archive, path=path)
    return kind


def check_sizes(archive: zipfile.ZipFile, *, path: Path) -> None:
    """Refuse an archive that would unpack to more than a workbook ever is."""
    swollen = swollen_part(archive)
    if swollen is not None:
        raise refusal("workbook-too-large", path, where=swollen)


def swollen_part(archive: zipfile.ZipFile) -> str | None:
    """The part with which an archive grows beyond what a workbook ever is; None where it does not."""
    total = 0
    for entry in archive.infolist():
        total += entry.file_size
        swells = entry.file_size > MOST_PACKING * max(entry.compress_size, 1)
        if total > MOST_UNPACKED_BYTES or (swells and entry.file_size > HARMLESS_BYTES):
            return entry.filename
    return None


def check_opendocument(archive: zipfile.ZipFile, *, path: Path) -> None:
    """Refuse an OpenDocument file with a password, or one that is a text or a picture instead of a spreadsheet."""
    names = archive.namelist()
    if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise refusal("workbook-encrypted", path)
    if "mimetype" in names and b"spreadsheet" not in archive.read("mimetype"):
        raise refusal("workbook-not-a-workbook", path)
