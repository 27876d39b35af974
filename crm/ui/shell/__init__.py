"""What frames every page: rail, head, notice and foot. Painted before the data layer is imported."""
