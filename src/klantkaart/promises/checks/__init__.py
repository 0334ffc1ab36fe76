"""The checks: each compares independent sources, never a status column with itself."""
