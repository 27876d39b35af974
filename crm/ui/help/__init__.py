"""Help: a sheet at the side about the page that is open, and a list of all shortcuts."""
