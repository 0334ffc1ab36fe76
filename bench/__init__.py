"""Speed and size, measured against stated figures in one run (never by a test)."""
