#!/usr/bin/env bash
# Installs what is missing and starts the demo shop. Arguments go to `comptoir demo` (try --help, or --tour DIR).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. packaging/setup.sh
exec .venv/bin/comptoir demo "$@"
