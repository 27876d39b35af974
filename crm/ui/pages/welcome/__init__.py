"""The first page of a new database: three ways to begin."""
