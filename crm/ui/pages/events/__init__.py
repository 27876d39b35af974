"""The events of the incubator."""
