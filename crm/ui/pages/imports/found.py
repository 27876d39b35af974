"""What the steps of an import hand on: a sheet as it is understood, what would happen, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from array import array

    from crm.domain.errors import CrmError
    from crm.services.import_preview import ImportPreview
    from crm.services.import_sheets import LoadedSheet
    from crm.services.imports import Applied, Outline
    from crm.ui.pages.imports.memory import Kept


class Found(NamedTuple):
    """A sheet, and how it is understood; no outline where no header was found, and why."""

    loaded: LoadedSheet
    outline: Outline | None
    trouble: CrmError | None = None
    kept: Kept | None = None


class Checked(NamedTuple):
    """What would happen, and the rows to look at."""

    preview: ImportPreview
    doubtful: array[int]


class Outcome(NamedTuple):
    """What has been done, and in how many seconds."""

    applied: Applied
    preview: ImportPreview
    seconds: float
