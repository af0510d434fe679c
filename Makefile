# Daily habits. `./run` and `./test` set the environment up; these use it.
python := .venv/bin/python
sources := app.py kpi pipelines checks pages benchmarks tests

.PHONY: check fix bench audit scan run test

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

# Known weaknesses of what is pinned. What cannot be looked up, for want of a network too, fails.
audit:
	.venv/bin/pip-audit --strict --no-deps --disable-pip --progress-spinner off -r constraints.txt

# A scanner of web applications, in an environment of its own, against a server that it starts on 127.0.0.1.
scan:
	./scripts/scan.sh

run:
	./run

test:
	./test
