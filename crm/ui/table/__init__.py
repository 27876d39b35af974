"""The table engine: one way for every list of records to be read, shown, sorted, copied and written out.

A page describes its records once, as a `Source`: the columns, how a query is answered, what a line says. `ListView`
does the rest. `crm/ui/pages/history/source.py` is a small one, `crm/ui/pages/tenants/source.py` a large one. Tables
whose rows are kept whole are a `SmallTable` each: the same without a source.
"""
