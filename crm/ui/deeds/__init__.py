"""What is done to records from more than one page: asked for with the facts it needs, then done."""
