"""The page of figures: what tenants report for a period, typed or pasted into a grid."""
