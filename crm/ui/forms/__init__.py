"""Forms: built from field specs, one entry a kind; what was typed is checked when it is left."""
