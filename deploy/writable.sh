# shellcheck shell=bash
# For scripts that change the system, to be sourced: on a read-only system (readonly.sh) what they change would be gone at
# the next start. Between writable_begin and writable_end they work as anywhere; writable_end carries what they changed onto
# the card. On an ordinary system both do nothing. A script that fails in between calls writable_end with `failed`, and
# nothing is carried: the next start finds the system as it was.
writable_card=/media/root-ro writable_memory=/media/root-rw/overlay
writable_here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

is_read_only() { [ "$(findmnt -no FSTYPE /)" = overlay ] && [ -d "$writable_memory" ]; }

writable_begin() { # fails where the card cannot be written: before anything was changed
  is_read_only || return 0
  mount -o remount,rw "$writable_card" || {
    printf '%s\n' "The system's card cannot be written, so nothing was changed. Look at it with: sudo xlab doctor" >&2
    return 1
  }
}

writable_end() { # $1: failed, where what was changed is not to stay
  local status=0
  is_read_only || return 0
  if [ "${1:-}" != failed ]; then
    /usr/bin/python3 -I "$writable_here/carry.py" "$writable_memory" "$writable_card" || status=1
    sync -f "$writable_card"
  fi
  # A file that was replaced while a program has it open keeps the card writable until the next start. Nobody writes then.
  mount -o remount,ro "$writable_card" 2>/dev/null || true
  [ "$status" = 0 ] || printf '%s\n' "What was changed could not be written onto the card, and is gone at the next start." >&2
  return "$status"
}
