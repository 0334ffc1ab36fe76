"""Invoices: what was delivered, what it costs, and what happens to the document until its last term."""
