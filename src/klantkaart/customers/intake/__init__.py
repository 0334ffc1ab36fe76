"""The reading half of an import: from a file somebody else made to drafts of cards. Pure Python, no database.

``files`` lets a file in, ``tables`` reads it row by row, ``layouts`` says which column goes where, ``reader`` turns
rows into drafts and findings, ``report`` writes the findings down (docs/architecture.md, mapping P01, P02, P04).
"""
