#!/usr/bin/env bash
# Set up what the kit (or its tests) need on this machine. Usage: deploy/setup.sh run|test|vm|image|bench
#
# Everything Python goes into .venv by locks with hashes; Debian packages are installed only with root or sudo, and
# otherwise named in one line to run. Nothing happens when nothing changed, so that a second start takes seconds.
set -euo pipefail
cd "$(dirname "$0")/.."
want=${1:-run}
# shellcheck disable=SC2086 # $packages below are separate files
packages="deploy/debian-test.txt deploy/debian-print.txt"
case $want in
  run) packages=deploy/debian-print.txt ;;
  vm) packages=deploy/debian-vm.txt ;;
  image) packages=deploy/debian-image.txt ;;
esac
venv=.venv
state=.state
say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }

[ "$(uname -s)" = Linux ] || stop "The kit runs on Linux: a Raspberry Pi, Debian, Ubuntu, or Windows with WSL2."

may_root() { # whether this user can become root, and be asked for a password where one is needed
  [ "$(id -u)" = 0 ] || { command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; }
}

as_root() { # run a command as root
  if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

missing_packages() { # names of packages of a list that are not installed here; a|b is either, as distributions differ
  local names name first
  grep -v '^#' "$1" | while read -r names; do
    first=
    for name in ${names//|/ }; do
      if dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed'; then continue 2; fi
      if [ -z "$first" ] && apt-cache show "$name" >/dev/null 2>&1; then first=$name; fi
    done
    [ -z "$names" ] || printf '%s ' "${first:-${names%%|*}}"
  done
}

install_packages() { # packages of some lists; fails with the commands to run when we may not
  command -v apt-get >/dev/null || { say "No apt-get here; please install what these files name: $*"; return 0; }
  local missing
  missing=$(for list in "$@"; do missing_packages "$list"; done)
  [ -n "$missing" ] || return 0
  if may_root; then
    say "Installing Debian packages: $missing"
    # shellcheck disable=SC2086 # the names are separate words
    as_root env DEBIAN_FRONTEND=noninteractive sh -c "apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing" >/dev/null && return 0
  fi
  # A fresh machine has no package lists yet, and what is only recommended would bring a compiler.
  printf 'Debian packages are missing and cannot be installed from here. Run, as root or with sudo before each:\n' >&2
  printf '  apt-get update\n  apt-get install -y --no-install-recommends %s\n' "$missing" >&2
  return 1
}

find_python() {
  local name
  for name in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11; do
    if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$name"
      return
    fi
  done
  stop "Python 3.11 or newer is needed; this machine has $(python3 --version 2>&1 || echo none). Debian 12 and newer have it."
}

make_venv() {
  local python
  python=$(find_python)
  [ -x "$venv/bin/python" ] && "$venv/bin/python" -m pip --version >/dev/null 2>&1 && return
  # On a machine that lacks even this, all that is missing is named at once, for one call of whoever may install it.
  "$python" -c 'import ensurepip, venv' 2>/dev/null || install_packages deploy/debian-python.txt $packages || stop "Then run this again."
  say "Making the Python environment ..."
  rm -rf "$venv" "$state/run" "$state/test" "$state/demos"
  "$python" -m venv "$venv"
}

install_python() { # install by lock unless this very lock is already in
  local lock=$1 stamp=$state/$want digest
  digest=$(cat "$lock" requirements-build.txt pyproject.toml "$0" | sha256sum | cut -d' ' -f1)-$("$venv/bin/python" -V)
  [ "$(cat "$stamp" 2>/dev/null)" = "$digest" ] && return
  say "Installing Python packages by $lock ..."
  "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$lock"
  "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements-build.txt
  "$venv/bin/python" -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
  mkdir -p "$state"
  printf '%s' "$digest" >"$stamp"
}

install_demos() { # what bundled demos require beyond the kit; fails where it cannot be had, and nothing else is the worse
  local lock=requirements-demos.txt stamp=$state/demos digest
  digest=$(cat "$lock" "$0" | sha256sum | cut -d' ' -f1)-$("$venv/bin/python" -V)
  [ "$(cat "$stamp" 2>/dev/null)" = "$digest" ] && return
  say "Installing what the demos require by $lock ..."
  "$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r "$lock" || return 1
  mkdir -p "$state"
  printf '%s' "$digest" >"$stamp"
}

make_venv
case $want in
  run)
    # A screen without a desktop is drawn to directly, which needs these; without them the kiosk draws off screen.
    if [ -e /dev/dri ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then install_packages deploy/debian-screen.txt || true; fi
    install_packages $packages || say "The kit runs without them, but makes no PDF of reports and prints."
    install_python requirements.txt
    install_demos || say "The kit runs without it; a demo that needs it says so on its screen."
    ;;
  test)
    install_packages $packages
    install_python requirements-dev.txt
    install_demos || stop "The demos' tests need it."
    ;;
  vm | image)
    install_packages $packages
    want=test install_python requirements-dev.txt
    ;;
  bench) # what the kit is measured beside
    install_packages $packages
    want=test install_python requirements-dev.txt
    install_python requirements-bench.txt
    install_demos || stop "What is measured needs it."
    ;;
  *) stop "Usage: deploy/setup.sh run|test|vm|image|bench" ;;
esac
"$venv/bin/python" deploy/assets.py
