"""Raw cells in, a plan out: header, mapping, draft, match, plan. Pure."""
