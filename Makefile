# Klantkaart. From nothing but Python 3.11 and make.
.PHONY: run test lint bench lock setup

run: ## set up and start the demo at http://localhost:8000
	@tools/setup.sh base
	@.venv/bin/klantkaart run --demo

test: ## set up and run everything, browser and PostgreSQL included
	@tools/setup.sh dev
	@tools/test.sh

lint: ## style, types, tiers, templates, declarations
	@tools/setup.sh dev
	@tools/lint.sh

bench: ## measure speed and size (BENCH_SIZES="10000,100000")
	@tools/setup.sh dev
	@.venv/bin/python -m bench

lock: ## write the lock files anew
	@.venv/bin/uv pip compile -q --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header requirements/dev.in -o requirements/dev.txt
	@.venv/bin/uv pip compile -q --python-version 3.11 --universal --generate-hashes --no-emit-index-url --no-emit-find-links --no-header requirements/base.in -o requirements/base.txt -c requirements/dev.txt
