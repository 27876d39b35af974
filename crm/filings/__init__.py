"""A form and measured figures in; cells with their reasons, findings and differences out. Pure."""
