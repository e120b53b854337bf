#!/usr/bin/env bash
# Sourced by run.sh and test.sh: installs what is missing (system libraries, .venv, pinned packages) and leaves $python set.
# It does nothing the second time, save for looking.

say() { printf '%s\n' "$*"; }
fail() { printf 'comptoir: %s\n' "$*" >&2; exit 1; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null 2>&1; then sudo "$@"
    else fail "system packages are missing and neither root nor sudo is here; ask an administrator to run: apt-get install -y ${wanted[*]}"
    fi
}

# Shared libraries that the wheels of Qt, OpenCV and pyzbar load, with the Debian package of each.
libraries=(
    libEGL.so.1:libegl1 libGL.so.1:libgl1 libxkbcommon.so.0:libxkbcommon0 libdbus-1.so.3:libdbus-1-3
    libfontconfig.so.1:libfontconfig1 libglib-2.0.so.0:libglib2.0-0 libzbar.so.0:libzbar0
    libxcb-cursor.so.0:libxcb-cursor0 libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-icccm.so.4:libxcb-icccm4
    libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-image.so.0:libxcb-image0 libxcb-render-util.so.0:libxcb-render-util0
    libxcb-shape.so.0:libxcb-shape0
)

find_python() {
    local name
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if "$name" -c 'import sys; raise SystemExit(sys.version_info < (3, 11))' 2>/dev/null; then command -v "$name"; return; fi
    done
}

system_packages() {
    local known entry
    wanted=()
    known=$(PATH="$PATH:/sbin:/usr/sbin" ldconfig -p)
    for entry in "${libraries[@]}"; do
        case "$known" in *"${entry%%:*}"*) ;; *) wanted+=("${entry#*:}") ;; esac
    done
    base_python=$(find_python) || true
    if [ -z "$base_python" ]; then
        wanted+=(python3 python3-venv)
    elif ! "$base_python" -c 'import ensurepip, venv' 2>/dev/null; then
        wanted+=(python3-venv "python$("$base_python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv")
    fi
    [ ${#wanted[@]} = 0 ] && return
    command -v apt-get >/dev/null 2>&1 || fail "these system packages are missing and there is no apt-get: ${wanted[*]}"
    say "Installing system packages: ${wanted[*]}"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null
    base_python=$(find_python) || true
    [ -n "$base_python" ] || fail "Python 3.11 or newer is needed; this system's packages have only an older one"
}

python_packages() {
    local stamp
    stamp=$(cat requirements.txt pyproject.toml packaging/setup.sh | sha256sum | cut -d' ' -f1)
    if [ "$(cat .venv/comptoir.stamp 2>/dev/null)" != "$stamp" ]; then
        say "Installing Python packages into .venv (once; a few minutes)"
        [ -x .venv/bin/python ] || "$base_python" -m venv .venv
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
        .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
        printf '%s' "$stamp" >.venv/comptoir.stamp
    fi
    python=.venv/bin/python
}

system_packages
python_packages
