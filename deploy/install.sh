#!/usr/bin/env bash
# Make a kit of this machine, or bring it up to date: user, environment, units, rights. Debian trixie or Raspberry Pi OS.
#
# Usage: sudo bash install.sh [--station] [FOLDER]      FOLDER is what prepare.sh made; then no network is needed
#        sudo bash install.sh --uninstall [--purge]     leaves the kit's data, or with --purge nothing
#
# --station makes a further station (screen and radio) of it, whose hub is elsewhere.
#
# Each version has a folder of its own below /opt/xlab/releases, whole before it is used; /opt/xlab/current is the one in use.
# Running it again with the same folder changes nothing. Whatever fails is said, and leaves the version before in use.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
umask 022
here=$(cd "$(dirname "$0")" && pwd)
work='' half='' opened=''
. "$here/lib/common.sh"
. "$here/lib/folder.sh"
. "$here/lib/release.sh"
. "$here/lib/settle.sh"
. "$here/lib/switch.sh"

usage() { sed -n '4,5p' "$0" | cut -c3- >&2; exit 2; }

# shellcheck disable=SC2317 # the trap calls it
clean() { # also after a failure: nothing half-done is left
  local status=$?
  [ -z "$half" ] || rm -rf "$half"
  [ -z "$work" ] || rm -rf "$work"
  [ -z "$opened" ] || if [ "$status" = 0 ]; then writable_end; else writable_end failed; fi
}
trap clean EXIT

use_release() { # switch, start, and go back to the version before where the new one does not come up
  local before
  before=$(name_of current)
  if [ "$before" = "$(basename "$release")" ]; then
    settle
    ! running || systemctl start "$first.service" xlab-kiosk.service
  elif [ -n "$before" ] && running; then
    switch_to "$release" || stop "The event log could not be copied, so that nothing was changed; the reason is above."
    watched
  else
    [ -z "$before" ] || point previous "$before"
    point current "$release"
    settle
    start || stop "The kit was installed, but does not come up. See: systemctl status xlab-hub xlab-kiosk"
  fi
}

watched() { # by the version before, whose task it is to go back where this one does not come up
  say "Version $version is in use, and is watched for $steady seconds before the one before is given up ..."
  exec 9>&- # the task needs the lock
  systemctl start xlab-update-watch.service
  while systemctl --quiet is-active xlab-update-watch.service; do sleep 1; done
  [ "$(name_of current)" = "$version" ] ||
    stop "Version $version does not come up; $before is in use again. See: journalctl -u 'xlab-*'"
}

lend_key() { # whose updates this kit takes: as root at its keyboard has it, and never by an update
  [ ! -f "$source/updates.pub" ] || install -D -m 0644 "$source/updates.pub" /etc/xlab/updates.pub
}

make_kit() {
  work=$(mktemp -d)
  check_machine
  [ -e "$opt/current" ] || check_space
  source=
  find_source "$1"
  check_source
  install_debian
  make_user
  make_release
  make_root
  [ "$beside" = no ] || return 0
  lend_key
  use_release
  prune
  say "Installed: $(basename "$release"). Its data is in $home."
  if running; then say "How it is: sudo xlab doctor"; else say "It starts with the machine."; fi
}

uninstall() {
  [ -e "$opt" ] || [ -e "$command" ] || [ -e "$home" ] || { say "No kit is installed here."; return; }
  unsettle
  erase "$opt" "$cache" /etc/xlab
  if [ "$1" = yes ]; then
    erase "$home"
    ! getent passwd xlab >/dev/null || userdel xlab
    say "The kit and all its data are gone. Debian's packages stay."
  else
    say "The kit is gone. Its data is still in $home; with --purge that goes as well. Debian's packages stay."
  fi
}

main() {
  local folder='' gone=no purge=no station=no settled=no
  beside=no
  while [ $# -gt 0 ]; do
    case $1 in
      --uninstall) gone=yes ;;
      --purge) purge=yes ;;
      --station) station=yes ;;
      --beside) beside=yes ;; # of an update: install, and leave in use what is
      --settle) settled=yes ;; # of an update: lend the system what the version in use brings
      -*) usage ;;
      *) [ -z "$folder" ] || usage; folder=$1 ;;
    esac
    shift
  done
  [ "$purge" = no ] || [ "$gone" = yes ] || usage
  alone 0
  opened=yes
  writable_begin
  [ "$station" = no ] || first=xlab-scanner
  if [ "$settled" = yes ]; then settle; return; fi
  if [ "$gone" = yes ]; then uninstall "$purge"; return; fi
  [ ! -e "$trying" ] || ! running ||
    stop "Version $(note version) came into use a moment ago and is still watched. Try again in some minutes."
  make_kit "$folder"
}

main "$@"
exit
