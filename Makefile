# make help lists the commands.
PYTHON ?= python3
UV := .uv/bin/uv
export UV_PYTHON_DOWNLOADS := never
export UV_PROJECT_ENVIRONMENT := .venv

.PHONY: help setup setup-dev demo test test-long bench check format clean

help: ## この一覧
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/'

.uv/bin/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 以上が必要です (make PYTHON=python3.12 …)"; exit 1; }
	@$(PYTHON) -m venv .uv || { echo "Debian では: apt-get install python3-venv"; exit 1; }
	@.uv/bin/pip install --quiet --disable-pip-version-check uv==0.13.9

setup: .uv/bin/uv ## 入れるだけ(.venv/bin/cswtool ができる)
	@$(UV) sync --quiet --locked --no-dev --python "$$(command -v $(PYTHON))"

setup-dev: .uv/bin/uv
	@$(UV) sync --quiet --locked --python "$$(command -v $(PYTHON))"

demo: setup ## 架空のデータの事業所を作って動かす(PORT, CSWTOOL_DATA)
	@CSWTOOL_DATA="$${CSWTOOL_DATA:-var/demo}" CSWTOOL_HTTP=1 .venv/bin/cswtool demo --serve --port "$${PORT:-8000}"

check: setup-dev ## 書式・型・契約・テンプレート
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/djlint templates --check --quiet
	.venv/bin/djlint templates --lint --quiet

format: setup-dev ## 書式を直す
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .
	.venv/bin/djlint templates --reformat --quiet || true

test: check ## すべての検査と試験
	@sh tests/debian.sh
	@sh tests/run.sh -m "not long"

test-long: check ## 時間のかかる試験も
	@sh tests/debian.sh
	@sh tests/run.sh

bench: setup-dev ## 2万ケース・20万件の記録で画面の速さを測る(DATABASE=sqlite|postgresql)
	@sh tests/debian.sh
	.venv/bin/python -m tests.bench --database "$${DATABASE:-sqlite}"
	.venv/bin/python -m tests.bench.textgate

clean: ## 作ったものを消す(var/ は残す)
	rm -rf .venv .uv .mypy_cache .ruff_cache .hypothesis
