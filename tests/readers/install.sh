#!/usr/bin/env bash
# Installs what reads exported files back in `cargo test --test readers`: FOLDER/venv for Python, FOLDER/node for JavaScript.
#
# Usage: tests/readers/install.sh [FOLDER]     FOLDER is target/readers unless given, and then the tests have to be told:
#                                             DIURNA_READERS_FOLDER=FOLDER cargo test --features parquet --test readers
#
# Needs python3 (3.11 or later) with venv, node (20 or later) with npm, and to build PyICU: g++, pkg-config, ICU's headers.
# On Debian: apt-get install graphviz g++ pkg-config libicu-dev python3-dev python3-venv nodejs npm
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$here/../../target/readers}
mkdir -p "$folder/node"
if [ ! -x "$folder/venv/bin/python" ]; then
  python3 -m venv "$folder/venv"
fi
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check -r "$here/requirements.txt"
cp "$here/package.json" "$folder/node/package.json"
npm install --prefix "$folder/node" --no-audit --no-fund --loglevel=error
if ! command -v dot >/dev/null; then
  echo "Graphviz is not installed: apt-get install graphviz"
fi
