#!/usr/bin/env bash
# Installs what is missing and passes all tests, offline but for the package registries. `--full` runs the long forms too.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
case "$*" in
    "") full= ;;
    --full) full=yes ;;
    *) printf 'test.sh: only --full may be given, not: %s\n' "$*" >&2; exit 2 ;;
esac

started=$SECONDS
# The minutes of a step on two cores; only told, since a slow machine is no defect.
report() { printf -- '-- %s: %d s (planned: %d min)\n' "$1" "$3" "$2"; }

. packaging/setup.sh
report install 4 $((SECONDS - started))

# Nobody's screen, theme or keyboard takes part.
for name in "${!QT_@}"; do unset "$name"; done
unset DISPLAY WAYLAND_DISPLAY
export PATH="$PWD/.venv/bin:$PATH" QT_QPA_PLATFORM=offscreen
exec </dev/null
output=$(mktemp)
trap 'rm -f "$output"' EXIT

step() {
    local name=$1 minutes=$2 began=$SECONDS status=0
    shift 2
    printf '\n== %s\n' "$name"
    "$@" 2>&1 | tee -a "$output" || status=$?
    report "$name" "$minutes" $((SECONDS - began))
    if [ "$status" != 0 ]; then
        printf '\n== failed: %s (status %d)\n' "$name" "$status"
        exit "$status"
    fi
}

lint_and_types() { ruff format --check . && ruff check . && mypy && lint-imports; }
# What the later steps do not name belongs to the first one, so that a new folder of tests is run, and none is run twice.
slower=(tests/flows tests/screens tests/faults)

step "lint and types" 2 lint_and_types
# Each worker takes the next test when it has none left, the longest first: a share dealt out beforehand would leave one idle.
both=(pytest -n 2 --dist loadgroup --no-loadscope-reorder --durations 15 --durations-min 4)

step "unit, property and contract" 4 "${both[@]}" tests "${slower[@]/#/--ignore=}"
step "flows and screens" 6 "${both[@]}" tests/flows tests/screens
step faults 6 "${both[@]}" tests/faults
if [ -n "$full" ]; then
    step "kill, long" 12 python -m tests.faults kill --seconds 600
    step "till, long" 12 python -m tests.faults till --seconds 600
    step "loyalty, long" 12 python -m tests.faults loyalty --full
    step "power, long" 6 python -m tests.faults power --full
    step "disk, long" 10 python -m tests.faults io --full
    step "a day of 300 sales" 3 env SCRIPTED_DAY_SALES=300 pytest tests/screens/scripted_day -k same_day_on_screen
    step "screens in all looks" 20 env SCREENS=all "${both[@]}" tests/screens/test_painted_words.py tests/screens/selfservice/test_look.py
    step benchmarks 15 python -m tests.benchmarks
fi
tests=$(awk '/^[0-9]+ passed/ { sum += $1 } END { print sum + 0 }' "$output")
printf '\n== all passed: %d tests in %d s\n' "$tests" $((SECONDS - started))
