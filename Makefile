# Daily habits. `./run` and `./test` set the environment up; these use it.
python := .venv/bin/python
sources := app.py kpi pipelines checks pages benchmarks tests

.PHONY: check fix bench run test

check:
	.venv/bin/ruff format --check -q $(sources)
	.venv/bin/ruff check -q $(sources)
	.venv/bin/basedpyright
	$(python) -m pytest tests/architecture tests/unit

fix:
	.venv/bin/ruff check -q --fix $(sources)
	.venv/bin/ruff format -q $(sources)

bench:
	$(python) -m benchmarks

run:
	./run

test:
	./test
