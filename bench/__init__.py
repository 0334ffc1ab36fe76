"""Speed and size of this machine's Klantkaart, beside the stated figures: ``make bench`` (docs/how-to/measure.md)."""
