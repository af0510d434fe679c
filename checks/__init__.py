"""What must hold of a file, a submission and a release: suites made from the catalogue, and rules in SQL.

Great Expectations is imported when a suite first runs, never when this package is imported.
"""
