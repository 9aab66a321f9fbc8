#!/bin/sh
# How a service of the kit ended, said in its own log, unless it was asked to: systemd runs this in its place, as its user.
# The journal knows it too, but that is in memory: whoever pulled the plug of a kit that hung would find nothing.
# Usage: ended.sh hub | kiosk
set -eu
log=$XLAB_HOME/logs/$1.log
# In bounds also where the service ends before it looks after its log.
most=300000

[ "$SERVICE_RESULT" != success ] && [ -f "$log" ] && [ "$(stat -c %s "$log")" -lt "$most" ] || exit 0
printf '%s ERROR systemd: It ended, and is started again: %s (%s, %s)\n' \
  "$(date +%Y-%m-%dT%H:%M:%S)" "$SERVICE_RESULT" "${EXIT_CODE:-}" "${EXIT_STATUS:-}" >>"$log"
