"""The workloads W1–W9 measured against their limits; `python -m bench` runs them."""
