"""Composite scores: a hierarchy of indicators over units and periods, arrays in and arrays out.

A `Board` holds what is scored, a `Recipe` how. `prepare` brings the indicators to one scale, better always higher;
`score` adds them up the hierarchy. The same board and recipe give the same bytes.
"""
