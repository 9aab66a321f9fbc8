# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # names of common.sh
# From one version to another, and back: what makes it safe to cut the power at any moment. Sourced by who switches.
#
# /opt/xlab/trying is there from before the link is switched until the new version has proved itself, or is left again. As long
# as it is there, `previous` names the version to go back to, whose own scripts watch and go back: a version that is no good need
# not be good at that. Each step may be cut off and done again, and none counts on room: a version may be no good because it
# fills the card.

trying=$opt/trying
patience=${XLAB_PATIENCE:-600} # seconds for a new version to prove itself; a hub that puts a log right takes minutes
steady=${XLAB_STEADY:-90}      # seconds for which all of it must stay up within that time
most_ends=5                    # so often may it not end and come back: a kiosk does once, when its screen comes late

note() { sed -n "s/^$1=//p" "$trying" 2>/dev/null; }

as_kit() { # root opens no file of the kit's user: that user does
  setpriv --reuid=xlab --regid=xlab --init-groups --no-new-privs env -i PATH=/usr/bin:/bin HOME="$home" XLAB_HOME="$home" "$@"
}

upkeep() { as_kit "$1/bin/python" -I -m xlab.upkeep "${@:2}"; } # by the code of the version $1

plainly() { tr -cd '[:alnum:] .,:;/_()=+~-' | cut -c1-400; } # nothing that JSON would need marked

tell() { # how it stands, for everybody: state, problem, in English what a program said of it, events kept aside and their file
  if printf '{"state":"%s","version":"%s","before":"%s","when":%s,"boot":"%s","problem":"%s","detail":"%s","events":%s,"kept":"%s"}' \
    "$1" "$version" "$before" "$(date +%s)" "$(cat /proc/sys/kernel/random/boot_id)" "${2:-}" "$(plainly <<<"${3:-}")" "${4:-0}" "${5:-}" >"$opt/update.json.new" &&
    chmod 644 "$opt/update.json.new" && sync "$opt/update.json.new"; then
    mv -T "$opt/update.json.new" "$opt/update.json"
  fi
}

name_of() { if [ -e "$opt/$1" ]; then basename "$(readlink -f "$opt/$1")"; fi; }

remember() { # what is being tried; whole on the card on return. 1: it could not be kept
  printf '%s\n' "version=$version" "before=$before" "older=$older" "up=$up" "starts=$starts" "problem=$problem" \
    "stays=$stays" >"$trying.new" && sync "$trying.new" && mv -T "$trying.new" "$trying" && sync -f "$opt"
}

recall() { # 1: what is noted leads nowhere, and is forgotten; the version in use stays
  version=$(note version) before=$(note before) older=$(note older) up=$(note up) starts=$(note starts) problem=$(note problem)
  stays=$(note stays)
  [[ $starts =~ ^[0-9]+$ ]] || starts=0
  [ -z "$version" ] || [ -z "$before" ] || [ ! -f "$opt/releases/$before/complete" ] || return 0
  forget
  return 1
}

forget() { rm -f "$trying" && sync -f "$opt"; }

kit_units() { # the services that this machine is for
  local unit
  for unit in xlab-hub xlab-scanner xlab-kiosk; do
    if systemctl --quiet is-enabled "$unit.service" 2>/dev/null; then printf '%s\n' "$unit"; fi
  done
}

halt() { systemctl stop xlab-kiosk.service xlab-hub.service xlab-scanner.service 2>/dev/null || true; }

begin_again() { kit_units | xargs -r systemctl start --no-block; }

settle_used() { XLAB_ALONE=yes bash "$opt/current/deploy/install.sh" --settle; } # by the code of the version that is used now

switch_to() { # the release $1 is used from now on and tried; the kit stands still for some seconds. 1: it was not switched
  version=$(basename "$1") before=$(name_of current) older=$(name_of previous) starts=0 problem='' stays=''
  up=$(kit_units | while read -r unit; do ! systemctl --quiet is-active "$unit.service" || printf '%s ' "$unit"; done)
  tell switching
  halt
  # Who calls asks whether it went well, so that no step here ends the script by itself.
  if ! { upkeep "$opt/current" keep-log >/dev/null && remember && point previous "$before" && point current "$version"; }; then
    point current "$before" || true
    [ -z "$older" ] || point previous "$older" || true
    upkeep "$opt/current" drop-log >/dev/null || true
    forget
    begin_again
    return 1
  fi
  # A version that cannot even lend the system its units is watched like any other that does not come up.
  settle_used || true
  begin_again
}

is_up() { # what was up before is up again, and the hub answers as this version
  local unit
  for unit in ${up:-$(kit_units)}; do
    systemctl --quiet is-active "$unit.service" || return 1
  done
  case " ${up:-xlab-hub} " in
    *" xlab-hub "*) upkeep "$opt/previous" healthy "$version" >/dev/null 2>&1 ;;
  esac
}

ends() { # how often its services have ended by themselves
  local unit sum=0
  for unit in $(kit_units); do
    sum=$((sum + $(systemctl show --property=NRestarts --value "$unit.service" 2>/dev/null || echo 0)))
  done
  echo "$sum"
}

prove() { # wait until it is up and stays so; 1: it does not, with $problem saying how
  local until=$((SECONDS + patience)) since='' ended='' now
  while [ "$SECONDS" -lt "$until" ]; do
    now=$(ends)
    if [ "$now" -ge "$most_ends" ]; then problem=dies; return 1; fi
    if [ "$now" = "$ended" ] && is_up; then
      [ -n "$since" ] || { since=$SECONDS; tell watching; }
      if [ $((SECONDS - since)) -ge "$steady" ]; then return 0; fi
    else
      since=''
    fi
    ended=$now
    sleep 2
  done
  problem=no_start
  return 1
}

accept() { # it stays; what was kept for going back goes, and from the first step on there is no going back
  stays=yes
  remember || true
  upkeep "$opt/current" drop-log >/dev/null || true
  prune
  tell 'done'
  forget
}

leave() { # back to the version before, for the reason $problem; the services are started by who called
  local kept events file
  [ -z "$problem" ] || remember || true
  point current "$before"
  point previous "${older:-$before}"
  settle_used || true
  # Before the log is put back, which needs room.
  [ "$version" = "$before" ] || [ "$version" = "$older" ] || rm -rf "$opt/releases/$version"
  if kept=$(upkeep "$opt/current" put-back-log "$version"); then
    events=${kept%% *} file=${kept#* }
  else
    events=0 file='' # said in the journal; the log is as the version that is left had it
  fi
  if [ -n "$problem" ]; then tell back "$problem" "" "$events" "$file"; else tell failed power_cut; fi
  forget
}
