"""``crm self-test``: whether the database and the program's own files are sound."""

from __future__ import annotations
