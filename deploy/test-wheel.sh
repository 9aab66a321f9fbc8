#!/usr/bin/env bash
# What a wheel can lack, tried from the built one in an empty environment: what is installed must not lean on the checkout.
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
pip --require-hashes --only-binary :all: -r requirements-demos.txt
cp -r tests pyproject.toml "$work/"
cd "$work"
# Not all tests again: rules and folds are the same code from anywhere. What a wheel can lack are modules, files that are
# no code (templates, styles, scripts, words, fonts, pictures, sounds, recordings, the demo to begin with), entry points,
# and what processes are started by. So: every process and command as people start it, every page once in the real
# server or a browser, the bundled demos, a demo begun, carried and checked, and a report set and printed.
venv/bin/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder \
  tests/integration tests/browser/test_browser_kit.py tests/browser/test_browser_rounds.py \
  tests/browser/test_browser_visit.py tests/browser/test_browser_it.py tests/browser/test_browser_room.py \
  tests/dashboard/test_dashboard_pages.py tests/dashboard/test_dashboard_server.py tests/report/test_report_documents.py \
  tests/shell/test_kiosk_*.py tests/shell/test_app*.py tests/host tests/cli tests/check/test_check_bundled.py \
  tests/demos tests/box/test_doctor.py --deselect tests/integration/test_flood.py "$@"
