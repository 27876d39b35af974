"""Tenants: the list, one in detail, and the moves from stage to stage."""
