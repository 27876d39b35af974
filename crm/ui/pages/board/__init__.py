"""The board: the way from a lead to a listing as lanes of cards."""
