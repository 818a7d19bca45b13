"""Tables as text: which characters, which dialect, where the rows begin, and what the columns are.

Our code decodes, the strict parser of the standard library (or numpy's, where all is plain numbers) parts the cells,
and types are decided here over all rows: every cell is taken, or it is said why not.
"""
