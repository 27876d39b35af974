"""Small parts that pages are built of; none knows a page or a service."""
