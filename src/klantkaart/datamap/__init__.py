"""The declaration engine: personal data is said once, next to its model, and every reader follows (DESIGN 1)."""
