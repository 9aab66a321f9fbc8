# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # names of install.sh
# What a version lends the system: units, rights, rules of udev, folders of tmpfiles, the command. Sourced by install.sh.

units=/etc/systemd/system
# A folder of deploy/, and where its files lie on the system.
lent=("units $units" "polkit /etc/polkit-1/rules.d" "udev /etc/udev/rules.d" "tmpfiles /etc/tmpfiles.d"
  "journald /etc/systemd/journald.conf.d" "sysctl /etc/sysctl.d" "manager /etc/systemd/system.conf.d")

first=xlab-hub
[ ! -e "$units/multi-user.target.wants/xlab-scanner.service" ] || first=xlab-scanner # a machine stays what it was made

known() { # files of the folder $1 that any version here has brought
  local file
  for file in "$opt"/releases/*/deploy/"$1"/*; do
    if [ -f "$file" ]; then basename "$file"; fi
  done | sort -u
}

settle() { # for the release in use; what an older one had and this one lacks goes
  local deploy=$opt/current/deploy line name
  for name in $(known units); do
    [ -f "$deploy/units/$name" ] || drop_unit "$name"
  done
  for line in "${lent[@]}"; do
    for name in $(known "${line%% *}"); do
      if [ -f "$deploy/${line%% *}/$name" ]; then
        install -D -m 0644 "$deploy/${line%% *}/$name" "${line#* }/$name"
      else
        rm -f "${line#* }/$name"
      fi
    done
  done
  lend_command
  heed
  enable_units
}

lend_command() {
  install -D -m 0755 /dev/stdin "$command" <<'WRAPPER'
#!/bin/sh
# The kit's command, as the kit's own user: who else writes into its home leaves what the kit cannot change.
XLAB_HOME=/var/lib/xlab HOME=/var/lib/xlab XDG_CACHE_HOME=/var/cache/xlab
export XLAB_HOME HOME XDG_CACHE_HOME
case $(id -u) in
  "$(id -u xlab)") exec /opt/xlab/current/bin/xlab "$@" ;;
  0) exec setpriv --reuid=xlab --regid=xlab --init-groups /opt/xlab/current/bin/xlab "$@" ;;
  *) exec sudo -u xlab /usr/local/bin/xlab "$@" ;;
esac
WRAPPER
}

heed() { # the system reads what was lent to it, or taken back
  local file
  running || return 0
  systemctl daemon-reload
  udevadm control --reload 2>/dev/null || true # not in a container
  for file in $(known tmpfiles); do
    [ ! -f "/etc/tmpfiles.d/$file" ] || systemd-tmpfiles --create "$file" || true # what it says is in the journal
  done
}

enable_units() { # all that say when they are wanted; of hub and scanner the one that this machine is for
  local file name
  systemctl --quiet disable getty@tty1.service 2>/dev/null || true # its screen is the kiosk's
  systemctl --quiet disable xlab-hub.service xlab-scanner.service 2>/dev/null || true
  for file in "$opt"/current/deploy/units/*; do
    name=$(basename "$file")
    case $name in xlab-hub.service | xlab-scanner.service) continue ;; esac
    grep -q '^\[Install\]' "$file" || continue
    systemctl --quiet enable "$name"
    # What waits for a time, a file or a caller begins to wait; a service with a task at boot has it at the next one.
    case $name in *.timer | *.path | *.socket) ! running || systemctl start --no-block "$name" ;; esac
  done
  systemctl --quiet enable "$first.service"
}

drop_unit() { # stopped, not wanted any more, and gone
  ! running || systemctl --quiet stop "$1" 2>/dev/null || true
  systemctl --quiet disable "$1" 2>/dev/null || true
  rm -f "$units/$1" "$units"/*.wants/"$1"
}

unsettle() { # take back all that was lent
  local line name
  for name in $(known units); do drop_unit "$name"; done
  for line in "${lent[@]}"; do
    for name in $(known "${line%% *}"); do rm -f "${line#* }/$name"; done
  done
  rm -f "$command"
  systemctl --quiet enable getty@tty1.service 2>/dev/null || true
  heed
}

start() { # each says that it is up before this ends
  ! running || systemctl restart "$first.service" xlab-kiosk.service
}

erase() { # these folders; of one that is mounted from the data's own partition (readonly.sh) all that is in it
  local folder
  for folder in "$@"; do
    if mountpoint -q "$folder"; then find "$folder" -mindepth 1 -delete; else rm -rf "$folder"; fi
  done
}
