"""Whether a document holds personal data, which are masked on paper unless somebody asks for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.ui.printing.documents import FactsSection, ListDocument, ProfileDocument, TableSection

if TYPE_CHECKING:
    from crm.ui.printing.documents import Document, Section


def has_personal(document: Document) -> bool:
    """Whether any column or fact is personal."""
    if isinstance(document, ListDocument):
        return any(column.personal for column in document.columns)
    return isinstance(document, ProfileDocument) and any(map(_is_personal, document.sections))


def _is_personal(section: Section) -> bool:
    if isinstance(section, FactsSection):
        return any(fact.personal for fact in section.facts)
    return isinstance(section, TableSection) and any(column.personal for column in section.columns)
