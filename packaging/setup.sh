#!/usr/bin/env bash
# Sourced by run.sh and test.sh from the project's folder: installs what is missing (system libraries, .venv, pinned
# packages) and leaves $python set. When all is there it only looks, well under a second.

say() { printf '%s\n' "$*"; }
fail() { printf 'comptoir: %s\n' "$*" >&2; exit 1; }

# Shared libraries that the wheels of Qt, OpenCV and pyzbar load, with the Debian package of each.
libraries=(
    libEGL.so.1:libegl1 libGL.so.1:libgl1 libxkbcommon.so.0:libxkbcommon0 libdbus-1.so.3:libdbus-1-3
    libfontconfig.so.1:libfontconfig1 libglib-2.0.so.0:libglib2.0-0 libzbar.so.0:libzbar0
    libxcb-cursor.so.0:libxcb-cursor0 libxkbcommon-x11.so.0:libxkbcommon-x11-0 libxcb-icccm.so.4:libxcb-icccm4
    libxcb-keysyms.so.1:libxcb-keysyms1 libxcb-image.so.0:libxcb-image0 libxcb-render-util.so.0:libxcb-render-util0
    libxcb-shape.so.0:libxcb-shape0 libwayland-cursor.so.0:libwayland-cursor0 libwayland-egl.so.1:libwayland-egl1
)
at_least_311='import sys; raise SystemExit(sys.version_info < (3, 11))'

find_python() {
    local name
    base_python=
    for name in python3 python3.13 python3.12 python3.11; do
        if "$name" -I -c "$at_least_311" 2>/dev/null; then base_python=$name; return; fi
    done
}

# Sets $wanted to the Debian packages of the libraries this machine lacks.
missing_libraries() {
    local known entry
    wanted=()
    known=$(PATH="$PATH:/usr/sbin:/sbin" ldconfig -p) || fail "ldconfig does not answer; this needs Linux with glibc"
    for entry in "${libraries[@]}"; do
        case $known in *[[:space:]]"${entry%%:*} "*) ;; *) wanted+=("${entry#*:}") ;; esac
    done
}

# Adds to $wanted what Python lacks; Debian ships the module venv without what it needs to work.
missing_python() {
    find_python
    if [ -z "$base_python" ]; then
        wanted+=(python3 python3-venv)
    elif ! "$base_python" -I -c 'import ensurepip, venv' 2>/dev/null; then
        wanted+=(python3-venv "$("$base_python" -I -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')")
    fi
}

# Sets $as_root to what goes before a command that needs root. sudo may ask for a password only where somebody can type one.
become_root() {
    as_root=()
    [ "$(id -u)" = 0 ] && return
    as_root=(sudo)
    command -v sudo >/dev/null 2>&1 && { sudo -n true 2>/dev/null || { [ -t 0 ] && sudo -v; }; } && return
    fail "system packages are missing and neither root nor sudo is at hand; ask an administrator to run: apt-get install -y ${wanted[*]}"
}

install_wanted() {
    command -v apt-get >/dev/null 2>&1 || fail "system packages are missing and there is no apt-get; install what this system calls: ${wanted[*]}"
    become_root
    say "Installing system packages: ${wanted[*]}"
    local apt=(env LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=l apt-get -qq -o DPkg::Lock::Timeout=300)
    # A list that cannot be fetched may be of no concern here; the install says what is.
    "${as_root[@]}" "${apt[@]}" update || say "Some package lists could not be fetched; going on with those at hand"
    "${as_root[@]}" "${apt[@]}" install -y --no-install-recommends "${wanted[@]}" >/dev/null </dev/null \
        || fail "apt-get could not install: ${wanted[*]}"
}

system_packages() {
    missing_libraries
    venv_is_sound || missing_python
    [ ${#wanted[@]} = 0 ] && return
    install_wanted
    missing_libraries
    [ ${#wanted[@]} = 0 ] || fail "still missing after the installation: ${wanted[*]}"
}

venv_is_sound() { .venv/bin/python -I -c "import pip; $at_least_311" 2>/dev/null; }

# The stamp names the folder too: the scripts of a .venv that was moved point to where it was.
python_packages() {
    local stamp known
    stamp="$(cat requirements.txt pyproject.toml packaging/setup.sh | sha256sum | cut -c1-64) $PWD"
    known=$(cat .venv/comptoir.stamp 2>/dev/null) || true
    if [ "$known" != "$stamp" ] || ! venv_is_sound; then
        say "Installing Python packages into .venv (once; a minute or two)"
        case $known in "" | *" $PWD") ;; *) unsound=yes ;; esac
        install_python "$stamp"
    fi
    python=.venv/bin/python
}

# A run that was interrupted leaves the word "unfinished", and the next one begins with an empty .venv.
install_python() {
    local pip=(.venv/bin/python -I -m pip --quiet --disable-pip-version-check --no-input)
    if [ -n "${unsound:-}" ] || ! "${pip[@]}" --version >/dev/null 2>&1; then
        find_python
        [ -n "$base_python" ] || fail "Python 3.11 or newer is needed, and this system's packages have only an older one"
        "$base_python" -I -m venv --clear .venv || fail "no virtual environment could be made in .venv"
    fi
    printf unfinished >.venv/comptoir.stamp
    # Wheels only: nothing is compiled and no package's own script runs. PIP_USER would put them elsewhere.
    PIP_USER=0 "${pip[@]}" install --only-binary :all: --require-hashes -r requirements.txt \
        || fail "the Python packages could not be installed; the lines above say why, and the same command tries again"
    PIP_USER=0 "${pip[@]}" install --no-deps --no-build-isolation --no-index --editable . || fail "comptoir itself could not be installed into .venv"
    printf '%s' "$1" >.venv/comptoir.stamp
}

unset PYTHONHOME PYTHONPATH
# Qt and Python read and write UTF-8; a bare machine sets no locale at all.
[ "$(locale charmap 2>/dev/null)" = UTF-8 ] || export LC_ALL=C.UTF-8
# Two commands started together wait for each other; the lock is let go before anything is run.
exec {setup_lock}<packaging/setup.sh
if command -v flock >/dev/null 2>&1; then flock "$setup_lock"; fi
system_packages
previous_umask=$(umask)
umask 022
python_packages
umask "$previous_umask"
exec {setup_lock}<&-
