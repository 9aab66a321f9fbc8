#!/usr/bin/env bash
# The task of xlab-update-back.service: somebody wants the version before. It is tried like any other that comes into use.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
umask 022
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
. "$here/switch.sh"
version='' before=$(name_of current)

main() {
  alone 60
  export XLAB_ALONE=yes
  if [ -e "$trying" ]; then # the one in use has not proved itself yet
    systemctl stop xlab-update-watch.service
    recall
    problem=asked
    tell switching
    halt
    leave
    begin_again
  else
    version=$(name_of previous)
    if [ -z "$version" ] || [ "$version" = "$before" ]; then
      tell failed nothing_before
    elif halt && ! upkeep "$opt/previous" reads-log >/dev/null; then
      begin_again
      tell failed newer_log
    elif switch_to "$opt/releases/$version"; then
      systemctl start --no-block xlab-update-watch.service
    else
      tell failed log
    fi
  fi
}

main
exit
