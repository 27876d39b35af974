"""What tables show: ordered ids with pages of rows behind them, and small lists."""
