"""The settings: how the window looks, where the data lies, which rules hold, and what this program is."""
