"""成效简报: the achievements of a period, every figure with its records, as a document or a workbook."""
