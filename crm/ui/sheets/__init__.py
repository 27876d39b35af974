"""A sheet of a workbook on the screen: painted as it is printed, walked through with the keys of a spreadsheet."""
