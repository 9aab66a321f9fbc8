#!/usr/bin/env bash
# The task of xlab-update-watch.service: whether a version that is being tried stays, or the one before it is used again.
# It runs after each switch, and again after each start of the machine for as long as that is not decided.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
umask 022
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
. "$here/switch.sh"

main() {
  alone 60 # who switched ends in a moment
  export XLAB_ALONE=yes
  [ -e "$trying" ] || exit 0
  recall || exit 0
  if [ "$stays" = yes ] || prove; then
    accept
  else
    tell switching
    trap begin_again EXIT # also where going back is held up: the next start goes on with it
    trap 'trap - EXIT; exit 1' TERM # but not on half a log: who ends this goes back by hand, and goes on with it
    halt
    leave
  fi
}

main
exit
