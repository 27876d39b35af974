"""Import: a workbook in, looked at before anything is written."""
