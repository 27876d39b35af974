"""The workloads W1–W6 measured against their limits; `python -m bench` runs them."""
