# One command each; `make help` lists them. What a target needs it installs itself.

PORT ?= 8000
# How long `make soak` takes.
MINUTES ?= 60
BIN := .venv/bin
# The first Python of the machine that is new enough; `make PYTHON=/path/to/python3.12 …` chooses another.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$name >/dev/null 2>&1 && \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && \
	{ command -v $$name; break; }; done)
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header $(UPGRADE)

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help python install demo prerequisites lint test test-quick words pictures bench soak lock clean

help: ## 显示这份说明 | Show this list
	@echo '办结 Banjie —— make 目标 | targets:'
	@echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

python:
	@test -n "$(PYTHON)" || { \
	echo '没有找到 Python 3.11 或更新的版本。请安装后再试，或用 make PYTHON=路径 指明。' >&2; \
	echo 'No Python 3.11 or newer was found. Install one, or name it: make PYTHON=/path/to/python3' >&2; \
	exit 1; }

install: python ## 安装到 .venv（含测试工具），命令是 .venv/bin/banjie | Install into .venv, test tools included
	@$(PYTHON) -m deploy.install --with-tools

demo: python ## 演示：带一个县的数据，http://127.0.0.1:8000（PORT= 换端口） | The demo, with a county's data (PORT=)
	@$(PYTHON) -m deploy.install
	@$(BIN)/banjie demo --port $(PORT)

prerequisites: install
	@$(BIN)/python -m tests.support.prerequisites

lint: install ## 静态检查：ruff、mypy、模块方向 | Static checks: ruff, mypy, direction of imports
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

test: prerequisites lint ## 全部检查和测试（两核 25 分钟以内） | All checks and tests (under 25 minutes on two cores)
	$(BIN)/pytest -n 2 --timeout 600

test-quick: install ## 只测引擎，不用浏览器和服务器 | The engine's tests only, without browser or servers
	$(BIN)/pytest -n 2 --timeout 600 tests/engine -k 'not postgresql'

words: install ## 更新界面译文表，列出还没有译文的 | Bring the interface's catalogue up to date, list what wants a translation
	$(BIN)/python -m tests.support.words

pictures: prerequisites ## 重拍文档里的截图（docs/images） | Take the pictures of the documentation anew
	BANJIE_PICTURES=docs/images $(BIN)/pytest -q --timeout 600 tests/browser/test_tour.py tests/browser/test_all_colours.py tests/browser/test_designer_chain.py tests/browser/test_tours.py tests/browser/test_complaint_journey.py tests/browser/test_office_acts.py tests/browser/test_green_channel.py

bench: install ## 量速度：一张表，并写入 bench/latest.json | Measure: a table, and bench/latest.json
	$(BIN)/python -m tests.bench $(if $(ONLY),--only $(ONLY))

soak: prerequisites ## 长时间的随机测试，共 MINUTES 分钟 | The long random tests, MINUTES in all
	BANJIE_SOAK_MINUTES=$(MINUTES) $(BIN)/pytest -m soak

lock: install ## 重写依赖锁（UPGRADE=--upgrade 升级） | Write the locks again (UPGRADE=--upgrade for newer parts)
	$(COMPILE) requirements/runtime.in -o requirements/runtime.lock
	$(COMPILE) requirements/build.in -o requirements/build.lock
	$(COMPILE) requirements/dev.in -o requirements/dev.lock
	cd web/frontend && PATH="$(CURDIR)/$(BIN):$$PATH" npm install --package-lock-only

clean: ## 删除安装和构建的东西，数据不动 | Remove what was installed and built; data stays
	rm -rf .venv web/frontend/node_modules web/static/dist tests/.artifacts build banjie.egg-info
	rm -rf .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis .coverage
	find engine web workers tests deploy -name __pycache__ -type d -prune -exec rm -rf {} +
