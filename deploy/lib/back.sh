#!/usr/bin/env bash
# The task of xlab-update-back.service: somebody wants the version before. It is tried like any other that comes into use.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
umask 022
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
. "$here/switch.sh"
version='' before=''

main() {
  systemctl stop xlab-update-watch.service # it holds the lock for as long as it watches
  trap 'systemctl start --no-block xlab-update-watch.service' EXIT # which does nothing where nothing is tried
  alone 60
  export XLAB_ALONE=yes
  if [ -e "$trying" ] && recall && [ "$stays" = yes ]; then accept; fi # it had just proved itself
  if [ -e "$trying" ]; then # the one in use has not proved itself yet
    problem=asked
    tell switching
    trap begin_again EXIT # also where going back is held up: the next start goes on with it
    trap 'trap - EXIT; exit 1' TERM # but not on half a log, where it takes too long
    halt
    leave
  else
    version=$(name_of previous) before=$(name_of current)
    if [ -z "$version" ] || [ "$version" = "$before" ]; then
      tell failed nothing_before
    elif halt && ! upkeep "$opt/previous" reads-log >/dev/null; then
      begin_again
      tell failed newer_log
    elif ! switch_to "$opt/releases/$version"; then
      tell failed log
    fi
  fi
}

main
exit
