#!/usr/bin/env bash
# Installs what is missing and passes all tests, offline but for the package registries. `--full` runs the long forms too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
started=$SECONDS
. packaging/setup.sh
export PATH="$PWD/.venv/bin:$PATH" QT_QPA_PLATFORM=offscreen PYTHONDONTWRITEBYTECODE=1
full=${1:-}

step() {
    local name=$1 began=$SECONDS
    shift
    printf '\n== %s\n' "$name"
    "$@"
    printf -- '-- %s: %d s\n' "$name" $((SECONDS - began))
}

printf -- '-- install: %d s\n' $((SECONDS - started))
step format ruff format --check .
step lint ruff check .
step types mypy
step walls lint-imports
step "unit and property" pytest -n 2 tests/unit tests/property
step "contracts and flows" pytest -n 2 tests/contract tests/flows
step screens pytest -n 2 tests/screens
step faults pytest tests/faults
if [ "$full" = --full ]; then
    step "kill, long" python -m tests.faults kill --seconds 600
    step benchmarks python -m tests.benchmarks
fi
printf '\n== all passed in %d s\n' $((SECONDS - started))
