"""Queries that return frozen rows, never ORM objects."""
