#!/usr/bin/env bash
# The task of xlab-wayback.service, before hub and kiosk at each start of the machine: a version that was being tried when the power
# was cut, or that hangs the start, has two starts to prove itself. Then the one before it is used again.
# shellcheck source-path=SCRIPTDIR
set -euo pipefail
umask 022
here=$(cd "$(dirname "$0")" && pwd)
. "$here/common.sh"
. "$here/switch.sh"
most_starts=2

main() {
  alone 60 # who switched ends in a moment
  export XLAB_ALONE=yes
  [ -e "$trying" ] || exit 0
  recall || exit 0
  if [ "$stays" = yes ]; then
    accept # it had proved itself
  elif [ "$(name_of current)" != "$version" ]; then
    leave # it was never switched to, or was just being left
  elif [ "$starts" -ge "$most_starts" ]; then
    problem=no_boot
    leave
  else
    starts=$((starts + 1))
    if remember; then
      settle_used || true # the power may have been cut before that
    else
      problem=no_boot # a start that cannot be counted cannot be given
      leave
    fi
  fi
}

main
exit
