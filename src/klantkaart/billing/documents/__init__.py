"""The invoice as a document: from plain values to totals, UBL, a verdict of the official rules, and a paper to keep.

Nothing here reads or writes a database. ``making.make`` does it all; the parts stand on their own:

| module | what |
|---|---|
| ``parts`` | the values an invoice is made of |
| ``totals`` | amounts in cents, as EN 16931 demands |
| ``grounds``, ``rates`` | why there is no VAT; which rates hold on which day |
| ``checks`` | INV-1 to INV-13, before anything is made |
| ``profiles`` | EN 16931, Peppol BIS, NLCIUS: which one a document can have |
| ``ubl`` | the e-invoice |
| ``rules``, ``schematron``, ``exact`` | what the rules say about it |
| ``paper`` | the PDF/A-3 with the e-invoice inside |
"""
