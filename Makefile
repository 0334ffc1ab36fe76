# Klantkaart. From nothing but Python 3.11 or newer, and make.
.PHONY: help run test lint bench messages lock

help: ## these words
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

run: ## set up and start the demo at http://localhost:8000
	@tools/setup.sh base
	@exec .venv/bin/klantkaart run --demo

test: ## set up and run every test, real browser and PostgreSQL included
	@tools/setup.sh dev
	@tools/test.sh

lint: ## set up and check style, types, tiers, templates and declarations
	@tools/setup.sh dev
	@tools/lint.sh

bench: ## set up and measure speed and size (BENCH_SIZES=10000,100000,1000000)
	@tools/setup.sh dev
	@.venv/bin/python -m bench

messages: ## bring the English catalogue up to date with the texts, and say what is not translated
	@tools/setup.sh dev
	@.venv/bin/python tools/messages.py

lock: ## write the lock files anew from requirements/*.in
	@tools/setup.sh dev
	@tools/lock.sh
