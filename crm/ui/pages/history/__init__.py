"""What was done, and what each deed changed."""
