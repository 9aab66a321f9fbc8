#!/usr/bin/env bash
# The task of xlab-update.service: take the update file that the kit's user asked for, and use the version that is in it.
#
# The file is read once, by that user, through a pipe: what is checked is what is unpacked, in a folder of root's own.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
umask 022
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
. "$here/switch.sh"
incoming=$opt/incoming
version='' before=$(name_of current) over=''

# shellcheck disable=SC2317 # the trap calls it
ended() { # whatever stopped it, nobody waits for it any more
  [ -n "$over" ] || tell failed failed
}

failed() { # nothing was changed
  over=yes
  rm -rf "$incoming"
  tell failed "$@"
  exit 1
}

main() {
  local reason
  alone 60 # what watched the last one ends in a moment
  export XLAB_ALONE=yes
  [ ! -e "$trying" ] || exit 1 # a version is being tried; the hub has said so
  tell checking
  trap ended EXIT
  rm -rf "$incoming"
  if ! reason=$(upkeep "$opt/current" offer 2>/dev/null | "$opt/current/bin/python" -I -m xlab.upkeep take); then
    version=$(sed -n 's/.*"version":"\([^"]*\)".*/\1/p' "$opt/update.json")
    failed "$(tail -n 1 <<<"$reason")"
  fi
  version=$reason
  tell installing
  if ! bash "$incoming/install.sh" --beside "$incoming" >"$opt/update.log" 2>&1; then
    failed install "$(tail -n 3 "$opt/update.log")"
  fi
  rm -rf "$incoming"
  switch_to "$opt/releases/$version" || failed log
  over=yes
  systemctl start --no-block xlab-update-watch.service
}

main
exit
