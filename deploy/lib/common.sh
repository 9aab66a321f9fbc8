# shellcheck shell=bash
# shellcheck disable=SC2034 # used by who sources it
# Where a kit lies on a machine, and what every script here says and does alike. Sourced by all of them.

suite=trixie
home=/var/lib/xlab
cache=/var/cache/xlab
opt=/opt/xlab
command=/usr/local/bin/xlab

say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }
running() { [ -d /run/systemd/system ]; } # not in an image that is being made

writable_begin() { :; } # only a system that is kept from writing has more to do; its own file says what
writable_end() { :; }
# shellcheck source=/dev/null
[ ! -f "${BASH_SOURCE[0]%/*}/../writable.sh" ] || . "${BASH_SOURCE[0]%/*}/../writable.sh"

alone() { # what changes the versions is done by one at a time, who waits for $1 seconds; who holds the lock says so to what it starts
  [ "$(id -u)" = 0 ] || stop "This changes the system; run it as root: sudo bash $0"
  [ -z "${XLAB_ALONE:-}" ] || return 0
  exec 9>/run/xlab-install.lock
  flock -w "$1" 9 || stop "Another installation is under way here; wait for its end."
}

carried() { # what of the folder $1 a kit is given: the scripts of its root, what they lend the system, what they need of Debian
  local name
  for name in install.sh writable.sh readonly.sh carry.py lib units polkit udev tmpfiles journald sysctl manager \
    debian-{kit,screen,print}.txt; do
    if [ -e "$1/$name" ]; then printf '%s\n' "$1/$name"; fi
  done
}

point() { # let the link $1 name the release $2: at once or not at all, whenever the power is cut
  ln -sfn "releases/$(basename "$2")" "$opt/$1.new" && mv -T "$opt/$1.new" "$opt/$1" && sync -f "$opt"
}

prune() { # the version in use and the one before it stay
  local folder
  for folder in "$opt"/releases/*; do
    case $(readlink -f "$opt/current") in "$folder") continue ;; esac
    case $(readlink -f "$opt/previous") in "$folder") continue ;; esac
    rm -rf "$folder"
  done
}
