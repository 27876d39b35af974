"""Every use case as one function; the only callers of the data layer."""
