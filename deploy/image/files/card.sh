#!/bin/sh
# What an image needs at its first start, and what is looked at in every later one: its last partition (label xlab-data)
# takes the rest of the card it was written to, and the machine keeps the id it was given, also on a read-only system.
set -eu
card=/media/root-ro

grow() {
  part=$(blkid -L xlab-data)
  disk=/dev/$(lsblk -no PKNAME "$part" | head -n 1)
  number=$(cat "/sys/class/block/${part##*/}/partition")
  end=$(($(cat "/sys/class/block/${part##*/}/start") + $(cat "/sys/class/block/${part##*/}/size")))
  # Less than 16 MiB behind it is not worth a change of the table; at the end of a GPT lies its copy.
  [ $(($(cat "/sys/class/block/${disk##*/}/size") - end)) -gt 32768 ] || return 0
  # The copy of a GPT belongs to the end of the card; the table itself is written in one go, so a cut leaves old or new.
  [ "$(blkid -p -s PTTYPE -o value "$disk")" != gpt ] || sfdisk --quiet --no-reread --no-tell-kernel --relocate gpt-bak-std "$disk"
  echo ', +' | sfdisk --quiet --no-reread --no-tell-kernel --partno "$number" "$disk"
  # The kernel is told of the new length alone (BLKPG_RESIZE_PARTITION): partx takes the partition away and brings it again,
  # and systemd then unmounts what it has mounted of it by now.
  partx --raw --noheadings --output START,SECTORS --nr "$number" "$disk" | python3 -I -c '
import ctypes, fcntl, struct, sys
start, length = (int(word) * 512 for word in sys.stdin.read().split())
part = ctypes.create_string_buffer(struct.pack("qqi", start, length, int(sys.argv[2])), 152)
with open(sys.argv[1], "rb") as disk:
    fcntl.ioctl(disk, 0x1269, struct.pack("iiiP", 3, 0, len(part), ctypes.addressof(part)))
' "$disk" "$number"
  udevadm settle --timeout=60 # it looks at the partition once more; not while its file system grows
}

keep_id() { # what systemd chose at this start, where it can write to memory only
  [ -d "$card" ] && [ ! -s "$card/etc/machine-id" ] && [ -s /etc/machine-id ] || return 0
  mount -o remount,rw "$card"
  trap 'mount -o remount,ro "$card"' EXIT
  # Into the empty file itself: the memory over it holds on to that one, and were it replaced, the card could not be made
  # read-only again. ext4 keeps the length after what it is the length of, so a cut leaves it empty or whole.
  cat /etc/machine-id >"$card/etc/machine-id"
  sync -f "$card/etc/machine-id"
}

case ${1:-} in
  grow | keep_id) "$1" ;;
  *) # In a shell of its own each: it ends at the first step that fails, and the other is done all the same.
    sh "$0" grow || echo "The data partition could not grow; it is used as it is." >&2
    sh "$0" keep_id || echo "The machine's id could not be kept; it gets another at the next start." >&2
    ;;
esac
