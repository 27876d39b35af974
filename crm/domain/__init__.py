"""The trade: stages, periods, quantities, indicators, findings. No file, no clock, no screen."""
