"""Filings: choose, build, check, explain, export and freeze."""
