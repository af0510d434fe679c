"""The speed budgets as benchmarks: `python -m benchmarks [name …] [--heavy] [--strict] [--write FILE]`.

Every figure is a median, judged as a ratio to a floor measured in the same run, or against an absolute bound
with the floor beside it. Timings never fail a run unless `--strict` asks for it.
"""
