"""Printing: documents laid out on A4, a preview of our own, PDF and printers."""
