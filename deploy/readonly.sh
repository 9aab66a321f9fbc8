#!/usr/bin/env bash
# A system that is never written to, beside one partition for the kit's data: the plug may be pulled at any moment.
#
# Usage: sudo bash readonly.sh on | off | status
#
# on needs an ext4 partition with the label xlab-data. The kit's data moves there at once, and stays there; from the next
# start the system itself is read-only, and whatever else is written is in memory. off makes it writable again, from the
# next start; the data stays on its partition.
set -euo pipefail
umask 022
here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=deploy/writable.sh
. "$here/writable.sh"
label=xlab-data data=/data home=/var/lib/xlab
conf=/etc/overlayroot.conf
mounting=/etc/systemd/system/data.mount.d/50-xlab.conf checking=/etc/systemd/system/systemd-fsck@.service.d/50-xlab.conf
remounting=/etc/systemd/system/systemd-remount-fs.service.d/50-xlab.conf
services=(xlab-kiosk.service xlab-hub.service xlab-scanner.service)
begin='# Of the kit (readonly.sh): its data, and what else must outlive a start' end='# End of the kit'
# Place on the partition, place in the system.
kept=("lib:$home" opt:/opt/xlab cache:/var/cache/xlab network:/etc/NetworkManager/system-connections
  state/NetworkManager:/var/lib/NetworkManager state/bluetooth:/var/lib/bluetooth state/systemd:/var/lib/systemd)

say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }
running() { [ -d /run/systemd/system ]; }
wanted() { grep -qs '^overlayroot="tmpfs' "$(card)$conf"; }                 # read-only from the next start
apart() { grep -qsxF "$begin" "$(card)/etc/fstab"; }                       # the data has its own partition
card() { if is_read_only; then printf '%s' "$writable_card"; fi; }          # where the system's own files are

lines() { # what belongs into fstab
  local pair
  say "$begin"
  # After a pulled plug at most what the last 5 seconds wrote and nobody asked to be kept is gone; what is acknowledged was
  # asked for. A partition that is damaged is read-only at once, rather than more damaged. nofail: the kit starts without it.
  say "LABEL=$label $data ext4 noatime,nodev,nosuid,commit=5,errors=remount-ro,nofail,x-systemd.growfs 0 2"
  for pair in "${kept[@]}"; do
    say "$data/${pair%%:*} ${pair#*:} none bind,nofail,x-systemd.requires-mounts-for=$data 0 0"
  done
  say "$end"
}

check() {
  local device package
  # In an image that is being made, a folder that is mounted there stands for the partition.
  if running || ! mountpoint -q "$data"; then
    device=$(blkid -L "$label") || stop "No partition has the label $label. Make one, or name an empty one so: mkfs.ext4 -L $label /dev/..."
    [ "$(blkid -o value -s TYPE "$device")" = ext4 ] || stop "$device is labelled $label, but is not ext4. Make it anew: mkfs.ext4 -L $label $device"
  fi
  for package in overlayroot busybox; do # overlayroot fails without busybox, and does not say so
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
      stop "The Debian package $package is missing. Install it: apt-get install $package"
  done
}

# shellcheck disable=SC2317 # the trap calls it
again() { # services that were stopped for the move
  ! running || systemctl --no-block start "${stopped[@]}"
}

move() { # the kit's data onto the partition; what is there already stays
  local pair from to
  stopped=() moved=no
  if running; then
    for unit in "${services[@]}"; do
      if systemctl --quiet is-active "$unit"; then stopped+=("$unit"); fi
    done
    [ ${#stopped[@]} = 0 ] || { trap again EXIT; systemctl stop "${stopped[@]}"; }
  fi
  mkdir -p "$data"
  mountpoint -q "$data" || mount -o noatime,nodev,nosuid,commit=5,errors=remount-ro "LABEL=$label" "$data"
  for pair in "${kept[@]}"; do
    from=${pair#*:} to=$data/${pair%%:*}
    mkdir -p "$from" "$(dirname "$to")"
    [ ! -d "$to" ] || continue
    rm -rf "$to.half"
    cp -a "$from" "$to.half" # with owner and rights
    sync -f "$data"
    mv -T "$to.half" "$to"
    [ "$from" != "$home" ] || moved=yes
  done
  sync -f "$data"
}

leave_little() { # below what is mounted from now on: nothing of visits, for nobody could erase it there
  find "$home" -xdev -mindepth 1 -maxdepth 1 ! -name keys ! -name kit.toml ! -name kit.id -exec rm -rf {} +
}

guard() { # where the partition is missing or damaged, the kit starts without it; what can be repaired is
  install -D -m 0644 /dev/stdin "$mounting" <<<$'[Unit]\nOnFailure=xlab-nodata.service'
  install -D -m 0644 /dev/stdin "$checking" <<<$'[Service]\nSetCredential=fsck.repair:yes'
  # It cannot mount an overlay anew. Where the kernel was told rw, the card below is still writable; where it was told ro, as
  # by Debian's own GRUB, the memory over it is read-only as well.
  install -D -m 0644 /dev/stdin "$remounting" <<CONF
[Service]
ExecStart=
ExecStart=/bin/sh -c 'if [ -d $writable_memory ]; then mount --options-source disable -o remount,rw / && mount -o remount,ro $writable_card; else exec /usr/lib/systemd/systemd-remount-fs; fi'
CONF
}

identity() { # what a start would otherwise make anew each time
  running || return 0 # an image belongs to no machine yet
  [ -s /etc/machine-id ] || systemd-machine-id-setup
  ! command -v ssh-keygen >/dev/null || [ ! -d /etc/ssh ] || ssh-keygen -A >/dev/null
}

replaced() { # $1 gets what is read, whole or not at all
  cat >"$1.xlab"
  chmod 0644 "$1.xlab"
  sync "$1.xlab"
  mv -T "$1.xlab" "$1"
  sync -f "$1"
}

on() {
  if is_read_only && wanted; then say "The system is read-only already."; return; fi
  check
  writable_begin
  if ! apart; then
    move
    guard
    { cat /etc/fstab; lines; } | replaced "$(card)/etc/fstab"
    [ "$moved" = no ] || leave_little
    if running; then systemctl daemon-reload; fi
    for pair in "${kept[@]}"; do
      mountpoint -q "${pair#*:}" || mount --bind "$data/${pair%%:*}" "${pair#*:}"
    done
  fi
  identity
  is_read_only || update-initramfs -u >/dev/null || stop "The start of the system cannot be changed; update-initramfs says why above."
  # Only the system's own partition: the data is not to be in memory. A boot partition (vfat) is left alone by it.
  printf '%s\n' '# Of the kit (readonly.sh)' 'overlayroot_cfgdisk="disabled"' 'overlayroot="tmpfs:swap=1,recurse=0"' | replaced "$(card)$conf"
  writable_end failed # nothing else is to be carried
  say "From the next start the system is read-only. The kit's data is on the partition $label."
}

off() {
  if ! wanted; then say "The system is writable already$(! is_read_only || printf ', from the next start')."; return; fi
  writable_begin
  printf '%s\n' '# Of the kit (readonly.sh)' 'overlayroot_cfgdisk="disabled"' 'overlayroot=""' | replaced "$(card)$conf"
  writable_end failed # nothing else is to be carried
  say "From the next start the system is writable. The kit's data stays on the partition $label."
}

status() {
  if is_read_only; then say "The system is read-only$(wanted || printf ' until the next start')."; else
    say "The system is writable$(! wanted || printf ' until the next start')."
  fi
  if ! apart; then say "The kit's data is on the system's partition."
  elif mountpoint -q "$data"; then say "The kit's data is on the partition $label."
  else say "The partition $label is missing: what the kit keeps now is gone at the next start."; fi
}

[ $# = 1 ] || { sed -n '4p' "$0" | cut -c3- >&2; exit 2; }
case $1 in
  status) status ;;
  on | off)
    [ "$(id -u)" = 0 ] || stop "This changes the system; run it as root: sudo bash $0 $1"
    "$1"
    ;;
  *) sed -n '4p' "$0" | cut -c3- >&2; exit 2 ;;
esac
