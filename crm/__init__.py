"""Incubator CRM (孵化管家): from a tenant's first lead to the filings an authority asks for."""

from __future__ import annotations

__version__ = "0.1.0"
