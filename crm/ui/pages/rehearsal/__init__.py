"""预演: a rule set held against the records, as if the filing were today."""
