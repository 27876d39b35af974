"""人员与导师: who works for the incubator, and who advises its tenants."""
