#!/usr/bin/env bash
# Collect all that a kit is installed from in one folder, for a stick: its own wheel, the wheels of the lock, and Debian's
# packages. Then on the kit, which needs no network for it: sudo bash FOLDER/install.sh
#
# Usage: deploy/prepare.sh FOLDER --arch aarch64|x86_64 [--without-debian] [--update FILE]
#
# --update also writes all of it to one signed file, by which a kit that runs renews itself: xlab update FILE. Who prepares
# has a key for that in a folder of their own; what was once installed from here takes such files from nobody else.
# shellcheck source-path=SCRIPTDIR/..
set -euo pipefail
umask 022
root=$(cd "$(dirname "$0")/.." && pwd)
work=
. "$root/deploy/lib/common.sh"

usage() { stop "Usage: deploy/prepare.sh FOLDER --arch aarch64|x86_64 [--without-debian] [--update FILE]"; }
clean() { [ -z "$work" ] || rm -rf "$work"; }
trap clean EXIT

make_tools() { # what builds a wheel and reads a lock, by a lock of its own
  local python=${PYTHON:-python3}
  "$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    stop "Python 3.11 or newer with venv is needed here: apt-get install python3-venv"
  "$python" -m venv "$work/tools"
  "$work/tools/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r "$root/requirements-build.txt" ||
    stop "What builds the kit's wheel could not be fetched; pip's reason is above. Check the network."
}

build_wheel() { # the kit itself, with fonts and charts in it
  "$work/tools/bin/python" "$root/deploy/assets.py" || stop "The wheel was not built."
  say "Building the kit's wheel ..."
  (cd "$root" && "$work/tools/bin/python" -m hatchling build -t wheel -d "$work/kit/wheels") >"$work/log" 2>&1 || {
    cat "$work/log" >&2
    stop "The kit's wheel could not be built; the reason is above."
  }
}

fetch_wheels() {
  say "Fetching the wheels of the lock ..."
  "$work/tools/bin/python" "$root/deploy/wheels.py" --arch "$arch" "$work/kit/wheels" || exit 1
  mv "$work/kit/wheels/requirements.txt" "$work/kit/requirements.txt"
}

packages() { cat "$root"/deploy/debian-{kit,screen,print}.txt | grep -v '^#'; }

fetch_debian() { # all packages the kit needs, and all they need, but for those that every Debian has
  local debs=$work/kit/debs debian=amd64 here
  [ "$arch" = x86_64 ] || debian=arm64
  mkdir "$debs"
  here=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2>/dev/null)-$(dpkg --print-architecture 2>/dev/null || true)
  if [ "$here" = "$suite-$debian" ]; then
    say "Fetching Debian packages from where this machine has its own ..."
    from_here "$debs"
  else
    command -v mmdebstrap >/dev/null || stop "mmdebstrap is needed here for packages of another Debian: apt-get install mmdebstrap"
    say "Fetching Debian packages ($suite, $debian) ..."
    from_debian "$debs" "$debian"
  fi
}

from_here() { # as if nothing were installed here, so that the kit may have more or less of it
  local options=(-qq -o "Dir::State=$work/apt" -o "Dir::Cache=$work/apt" -o Dir::State::status=/dev/null -o APT::Sandbox::User=)
  mkdir -p "$work/apt/lists/partial" "$work/apt/archives/partial"
  # shellcheck disable=SC2046 # the names are separate words
  { apt-get "${options[@]}" update && apt-get "${options[@]}" --no-install-recommends --download-only -y install $(packages); } ||
    stop "Debian's packages could not be fetched; apt's reason is above."
  mv "$work"/apt/archives/*.deb "$1"
}

from_debian() {
  # shellcheck disable=SC2016 # mmdebstrap's shell puts the values in
  local fetch='APT_CONFIG=$MMDEBSTRAP_APT_CONFIG apt-get -qq --no-install-recommends --download-only -y install $XLAB_PACKAGES'
  mkdir "$work/apt"
  XLAB_PACKAGES=$(packages | tr '\n' ' ') mmdebstrap --quiet --variant=extract --architectures="$2" \
    --extract-hook="$fetch" --extract-hook="copy-out /var/cache/apt/archives $work/apt" "$suite" /dev/null ||
    stop "Debian's packages could not be fetched; the reason is above."
  mv "$work"/apt/archives/*.deb "$1"
}

upkeep() { PYTHONPATH=$root "$work/tools/bin/python" -m xlab.upkeep "$@"; }

carry_key() { # whose updates the kit will take; made once for who prepares, and theirs to keep
  local there=no
  [ ! -f "$config/keys/signing.key" ] || there=yes
  upkeep key "$config" >"$work/kit/updates.pub" || stop "The key for updates cannot be used; the reason is above."
  [ "$there" = yes ] ||
    say "Made the key that signs your updates: $config/keys/signing.key. Keep a copy: a kit takes updates by this key alone."
}

listed() { (cd "$work/kit" && find . -type f -printf '%P\0' | sort -z | xargs -0 sha256sum); }

describe() { # what it is, what it is for, what installs it, and the sum of every file, last: without it a folder is not whole
  local wheel version
  wheel=$(basename "$work"/kit/wheels/portable_xperience_lab-*.whl)
  version=$(cut -d- -f2 <<<"$wheel")
  carried "$root/deploy" | xargs cp -r -t "$work/kit"
  listed >"$work/sums"
  # Two builds of one version are two; when, by whom, and with which packages of Debian it was prepared makes no difference.
  printf '%s\n' "name=$version-$(grep -Ev ' (debs/.*|updates\.pub)$' "$work/sums" | sha256sum | cut -c1-8)" "version=$version" \
    "arch=$arch" "suite=$suite" python=3.13 "wheel=$wheel" "when=$(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$work/kit/prepared"
  listed >"$work/sums" && mv "$work/sums" "$work/kit/SHA256SUMS"
}

folder='' arch='' debian=yes update='' config=${XDG_CONFIG_HOME:-$HOME/.config}/xlab
while [ $# -gt 0 ]; do
  case $1 in
    --arch) [ $# -gt 1 ] || usage; arch=$2; shift ;;
    --without-debian) debian=no ;;
    --update) [ $# -gt 1 ] || usage; update=$2; shift ;;
    -*) usage ;;
    *) [ -z "$folder" ] || usage; folder=${1%/} ;;
  esac
  shift
done
case $arch in aarch64 | x86_64) ;; *) usage ;; esac
[ -n "$folder" ] || usage
if [ -e "$folder" ] && [ ! -f "$folder/SHA256SUMS" ] && [ -n "$(ls -A "$folder" 2>/dev/null || echo file)" ]; then
  stop "$folder holds something else; name a new folder."
fi
mkdir -p "$(dirname "$folder")"
work=$(mktemp -d "$(cd "$(dirname "$folder")" && pwd)/.preparing.XXXXXX")
mkdir "$work/kit" "$work/kit/wheels"

make_tools
fetch_wheels
build_wheel
[ "$debian" = no ] || fetch_debian
carry_key
describe
[ -z "$update" ] || upkeep make "$work/kit" "$update" "$config" || stop "The update file was not written; the reason is above."
rm -rf "$folder"
mv "$work/kit" "$folder"
say "Ready: $folder, $(du -sh "$folder" | cut -f1). On the kit: sudo bash $(basename "$folder")/install.sh"
[ -z "$update" ] || say "Ready: $update, $(du -h "$update" | cut -f1). On a kit that runs: sudo xlab update $(basename "$update")"
