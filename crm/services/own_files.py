"""Files of the user's own in the data folder: written whole, and put back as they were."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crm.domain.errors import RuleError
from crm.excel.saving import save_atomically

if TYPE_CHECKING:
    from pathlib import Path

    from crm.services.operation import Workplace


@dataclass(frozen=True, slots=True)
class FileChange:
    """A file as it was and as it is; None where there was or is none."""

    path: Path
    before: bytes | None
    after: bytes | None


def edited_by(workplace: Workplace) -> dict[str, object]:
    """Who changes a table of such a file, and on which day, as the table keeps it."""
    return {"edited_by": workplace.user, "edited_on": workplace.today}


def put_file(path: Path, content: bytes | None) -> FileChange:
    """Write *content* to *path*; with None the file goes."""
    before = read_file(path)
    if content is None:
        path.unlink(missing_ok=True)
    else:
        path.parent.mkdir(parents=True, exist_ok=True)
        save_atomically(path, content)
    return FileChange(path, before, content)


def read_file(path: Path) -> bytes | None:
    """The bytes at *path*; None where nothing lies there."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def take_back(change: FileChange) -> FileChange:
    """Put the file back as it was. RuleError ``ruleset-file-changed`` where somebody has changed it since."""
    if read_file(change.path) != change.after:
        raise RuleError("ruleset-file-changed", file=change.path.name)
    return put_file(change.path, change.before)
