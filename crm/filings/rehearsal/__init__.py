"""Rehearsal: dated rule sets held against measured facts. Readiness and margins, never an official score."""
