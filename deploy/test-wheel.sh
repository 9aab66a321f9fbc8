#!/usr/bin/env bash
# The tests again, from the built wheel in an empty environment: what is installed must not lean on the checkout.
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pip() { "$work/venv/bin/python" -m pip install -q --disable-pip-version-check "$@"; }

"$root/.venv/bin/python" -m hatchling build -t wheel -d "$work/dist" >/dev/null
"$root/.venv/bin/python" -m venv "$work/venv"
pip --require-hashes -r requirements.txt
pip --no-deps "$work"/dist/*.whl

# The wheel alone, with nothing of the tests beside it.
cd "$work"
strangers=$(unzip -Z1 dist/*.whl 2>/dev/null || "$work/venv/bin/python" -m zipfile -l dist/*.whl | awk 'NR>1{print $1}')
strangers=$(printf '%s\n' "$strangers" | cut -d/ -f1 | sort -u | grep -vE '^(xlab|xlab_kiosk|xlab_demo_[a-z_]+|portable_xperience_lab-.*\.dist-info)$' || true)
[ -z "$strangers" ] || { printf 'The wheel holds what it should not: %s\n' "$strangers" >&2; exit 1; }
venv/bin/xlab --version
venv/bin/xlab beacons replay "$("$work/venv/bin/python" -c 'from xlab.beacons.recordings import bundled; print(bundled().path)')" --json | tail -n 1

cd "$root"
pip --require-hashes -r requirements-dev.txt
cp -r tests pyproject.toml "$work/"
cd "$work"
venv/bin/python -m pytest -n 4 --dist loadfile tests/integration tests/browser tests/shell tests/host tests/store "$@"
