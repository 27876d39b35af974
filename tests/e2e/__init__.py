"""The main job, from the records to another program that reads the filing."""
