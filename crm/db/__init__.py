"""The data layer: engine, models, queries, journal, migrations, backup."""
