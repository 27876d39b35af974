"""The forms there are, and how an authority's blank becomes one."""
