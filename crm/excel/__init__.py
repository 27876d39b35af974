"""Workbooks: read anything, fill a template losing nothing, write a register."""
