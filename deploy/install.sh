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

usage() { sed -n '4,5p' "$0" | cut -c3- >&2; exit 2; }

# shellcheck disable=SC2317 # the trap calls it
clean() { # also after a failure: nothing half-done is left
  [ -z "$half" ] || rm -rf "$half"
  [ -z "$work" ] || rm -rf "$work"
  [ -z "$opened" ] || writable_end
}
trap clean EXIT

alone() {
  [ "$(id -u)" = 0 ] || stop "This changes the system; run it as root: sudo bash $0"
  exec 9>/run/xlab-install.lock
  flock -n 9 || stop "Another installation is under way here; wait for its end."
}

use_release() { # switch, start, and go back to the version before where the new one does not come up
  local before=
  [ ! -e "$opt/current" ] || before=$(readlink -f "$opt/current")
  if [ "$before" = "$release" ]; then
    settle
    ! running || systemctl start "$first.service" xlab-kiosk.service
    return
  fi
  point current "$release"
  settle
  if start; then
    [ -z "$before" ] || point previous "$before"
    return
  fi
  [ -n "$before" ] || stop "The kit was installed, but does not come up. See: systemctl status xlab-hub xlab-kiosk"
  point current "$before"
  settle
  start || true
  rm -rf "$release"
  stop "Version $(basename "$release") does not come up; $(basename "$before") is in use again. See: journalctl -u 'xlab-*'"
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
  use_release
  prune
  say "Installed: $(basename "$release"). Its data is in $home."
  if running; then say "How it is: sudo xlab doctor"; else say "It starts with the machine."; fi
}

uninstall() {
  [ -e "$opt" ] || [ -e "$command" ] || [ -e "$home" ] || { say "No kit is installed here."; return; }
  unsettle
  rm -rf "$opt" "$cache"
  if [ "$1" = yes ]; then
    rm -rf "$home"
    ! getent passwd xlab >/dev/null || userdel xlab
    say "The kit and all its data are gone. Debian's packages stay."
  else
    say "The kit is gone. Its data is still in $home; with --purge that goes as well. Debian's packages stay."
  fi
}

main() {
  local folder='' gone=no purge=no station=no
  while [ $# -gt 0 ]; do
    case $1 in
      --uninstall) gone=yes ;;
      --purge) purge=yes ;;
      --station) station=yes ;;
      -*) usage ;;
      *) [ -z "$folder" ] || usage; folder=$1 ;;
    esac
    shift
  done
  [ "$purge" = no ] || [ "$gone" = yes ] || usage
  alone
  opened=yes
  writable_begin
  # A machine stays what it was made.
  first=xlab-hub
  if [ "$station" = yes ] || [ -e "$units/multi-user.target.wants/xlab-scanner.service" ]; then first=xlab-scanner; fi
  if [ "$gone" = yes ]; then uninstall "$purge"; else make_kit "$folder"; fi
}

main "$@"
exit
