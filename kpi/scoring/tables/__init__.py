"""Somebody's own two tables, values and structure, as a board to be scored; and any board as these two tables.

`tables_of` answers with the board or with every fault of both tables at once; nothing is kept anywhere.
"""
