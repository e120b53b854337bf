#!/usr/bin/env bash
# Installs what is missing and starts the demo shop. Arguments go to `comptoir demo` (try --help, or --tour DIR).
set -euo pipefail
invoked_from=$PWD
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. packaging/setup.sh
comptoir=$PWD/.venv/bin/comptoir
cd "$invoked_from"
exec "$comptoir" demo "$@"
