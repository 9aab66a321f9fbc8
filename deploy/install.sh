#!/usr/bin/env bash
# Make a kit of this machine, or bring it up to date: user, environment, units, rights. Debian trixie or Raspberry Pi OS.
#
# Usage: sudo bash install.sh [--station] [FOLDER]      FOLDER is what prepare.sh made; then no network is needed
#        sudo bash install.sh --uninstall [--purge]     leaves the kit's data, or with --purge nothing
#
# --station makes a further station (screen and radio) of it, whose hub is elsewhere.
#
# Each version has a folder of its own below /opt/xlab/releases, whole before it is used; /opt/xlab/current is the one in use.
# Running it again with the same folder changes nothing. Whatever fails is said, and leaves the version before in use.
set -euo pipefail
umask 022
here=$(cd "$(dirname "$0")" && pwd)
suite=trixie
home=/var/lib/xlab
cache=/var/cache/xlab
opt=/opt/xlab
units=/etc/systemd/system
rules=/etc/polkit-1/rules.d/50-xlab.rules
command=/usr/local/bin/xlab
groups=(video render input audio bluetooth)
space_mb=1000 # for a first installation, Debian's packages included; it took 650
work='' half=''

say() { printf '%s\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }
usage() { sed -n '4,5p' "$0" | cut -c3- >&2; exit 2; }
about() { sed -n "s/^$1=//p" "$source/prepared"; }
running() { [ -d /run/systemd/system ]; } # not in an image that is being made

# shellcheck disable=SC2317 # the trap calls it
clean() { # also after a failure: nothing half-done is left
  [ -z "$half" ] || rm -rf "$half"
  [ -z "$work" ] || rm -rf "$work"
}
trap clean EXIT

alone() {
  [ "$(id -u)" = 0 ] || stop "This changes the system; run it as root: sudo bash $0"
  exec 9>/run/xlab-install.lock
  flock -n 9 || stop "Another installation is under way here; wait for its end."
}

check_machine() {
  local found
  found=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2>/dev/null)
  [ "$found" = "$suite" ] ||
    stop "A kit needs Debian 13 ($suite) or the Raspberry Pi OS made of it; this is ${found:-something else}."
  command -v systemctl >/dev/null || stop "systemd is missing here; a kit is started by it."
}

check_space() {
  local free
  free=$(df --output=avail -BM / | tail -n 1 | tr -dc 0-9)
  [ "$free" -ge "$space_mb" ] || stop "The disk has $free MB free, and $space_mb MB are needed. Free some, or take a larger card."
}

find_source() { # the folder to install from; without one it is made now, from this checkout and the network
  source=${1:-}
  [ -n "$source" ] || [ ! -f "$here/prepared" ] || source=$here
  if [ -z "$source" ]; then
    [ -f "$here/prepare.sh" ] || stop "Name the folder that prepare.sh made: sudo bash $0 FOLDER"
    install_debian
    source=$work/kit
    bash "$here/prepare.sh" "$source" --arch "$(uname -m)" --without-debian || stop "Nothing was installed."
  fi
  if [ ! -f "$source/prepared" ] || [ ! -f "$source/SHA256SUMS" ]; then
    stop "$source is not a folder that prepare.sh made, or not all of it."
  fi
  source=$(cd "$source" && pwd)
}

check_source() {
  local wrong
  wrong=$(cd "$source" && sha256sum --quiet --strict --check SHA256SUMS 2>/dev/null) ||
    stop "Files in $source are damaged or missing: $(cut -d: -f1 <<<"$wrong" | head -n 3 | paste -sd' '). Copy or prepare it again."
  [ "$(about arch)" = "$(uname -m)" ] || stop "$source is for $(about arch), and this machine is $(uname -m). Prepare one for it."
  [ "$(about suite)" = "$suite" ] || stop "$source is for another Debian ($(about suite)). Prepare one for $suite."
}

missing_debian() { # names of packages that the lists of $1 name and that are not installed here
  local name
  cat "$1"/debian-{kit,screen,print}.txt | grep -v '^#' | while read -r name; do
    dpkg-query -W -f '${Status}' "$name" 2>/dev/null | grep -q 'ok installed' || printf '%s\n' "$name"
  done
}

install_debian() { # from the folder where it has packages, and from nowhere else then; else from where this machine has its own
  local deb lists=${source:-$here} options=(-qq -y --no-install-recommends --no-remove) missing=()
  mapfile -t missing < <(missing_debian "$lists")
  [ ${#missing[@]} -gt 0 ] || return 0
  say "Installing Debian packages: ${missing[*]}"
  if [ -n "$source" ] && [ -d "$source/debs" ]; then
    mkdir -p "$work/lists/partial"
    options+=(-o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts=/dev/null)
    options+=(-o "Dir::State::lists=$work/lists" -o APT::Sandbox::User=root)
    for deb in "$source"/debs/*.deb; do options+=(--with-source "$deb"); done
  else
    apt-get -qq update || stop "Debian's packages cannot be fetched; apt's reason is above. Connect to a network, or prepare a folder."
  fi
  export DEBIAN_FRONTEND=noninteractive
  dpkg --configure -a >/dev/null || true # an installation that the power was cut from
  apt-get "${options[@]}" install "${missing[@]}" >"$work/apt.log" 2>&1 || {
    tail -n 20 "$work/apt.log" >&2
    stop "Debian's packages could not be installed; apt's reason is above. The kit was not changed."
  }
}

make_user() {
  local group
  getent passwd xlab >/dev/null ||
    useradd --system --user-group --home-dir "$home" --no-create-home --shell /usr/sbin/nologin xlab
  for group in "${groups[@]}"; do
    getent group "$group" >/dev/null || groupadd --system "$group"
    usermod --append --groups "$group" xlab
  done
  install -d -o xlab -g xlab -m 0700 "$home" "$cache"
}

make_release() { # a version's own folder: never changed again once it is complete
  local name python
  python=$(python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  [ "$python" = "$(about python)" ] || stop "The folder is for Python $(about python), and this machine has $python. Prepare one for it."
  # Two builds of one version are two releases; which packages of Debian came along makes no difference.
  name=$(about version)-$(grep -v ' debs/' "$source/SHA256SUMS" | sha256sum | cut -c1-8)
  release=$opt/releases/$name
  [ ! -f "$release/complete" ] || return 0
  say "Installing version $name ..."
  half=$release
  rm -rf "$release"
  mkdir -p "$release/deploy"
  python3 -m venv "$release" || stop "The Python environment could not be made; the reason is above."
  into_release --require-hashes -r "$source/requirements.txt"
  into_release --no-deps "$source/wheels/$(about wheel)"
  cp -r "$source"/{install.sh,prepared,units,polkit,debian-kit.txt,debian-screen.txt,debian-print.txt} "$release/deploy/"
  "$release/bin/xlab" --version >/dev/null || stop "The new version does not start; the version before stays in use."
  sync -f "$release"
  touch "$release/complete"
  sync -f "$release"
  half=
}

into_release() {
  "$release/bin/python" -I -m pip --isolated --quiet --disable-pip-version-check --no-cache-dir install --no-index \
    -f "$source/wheels" "$@" >"$work/pip.log" 2>&1 || {
    grep -v 'Expected' "$work/pip.log" | tail -n 8 >&2 # of a package there are dozens of hashes
    stop "A Python package could not be installed; pip's reason is above. Prepare the folder again."
  }
}

make_root() { # the world that the services see: only what they are lent is in it (their units say what)
  local root=$opt/root name
  mkdir -p "$root"/{usr,etc,opt/xlab,var/lib/xlab,var/cache/xlab,var/tmp,tmp,run,dev,proc,sys,media,mnt}
  for name in bin sbin lib lib64; do
    [ ! -L "/$name" ] || ln -sfn "$(readlink "/$name")" "$root/$name"
  done
}

point() { # let the link $1 name the release $2: at once or not at all, whenever the power is cut
  ln -sfn "releases/$(basename "$2")" "$opt/$1.new"
  mv -T "$opt/$1.new" "$opt/$1"
  sync -f "$opt"
}

known_units() { # all that any version here has brought
  local unit
  for unit in "$opt"/releases/*/deploy/units/*.service; do
    if [ -f "$unit" ]; then basename "$unit"; fi
  done | sort -u
}

settle() { # units, rights and command of the release in use; what an older one had and this one lacks goes
  local unit deploy=$opt/current/deploy
  for unit in $(known_units); do
    [ -f "$deploy/units/$unit" ] || rm -f "$units/$unit" "$units"/*.wants/"$unit"
  done
  install -m 0644 -t "$units" "$deploy"/units/*.service
  install -D -m 0644 "$deploy/polkit/50-xlab.rules" "$rules"
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
  ! running || systemctl daemon-reload
  systemctl --quiet disable getty@tty1.service 2>/dev/null || true # its screen is the kiosk's
  systemctl --quiet disable xlab-hub.service xlab-scanner.service 2>/dev/null || true
  systemctl --quiet enable xlab-kiosk.service "$first.service"
}

start() { # each says that it is up before this ends
  ! running || systemctl restart "$first.service" xlab-kiosk.service
}

use_release() { # switch, start, and go back to the version before where the new one does not come up
  local before=
  [ ! -e "$opt/current" ] || before=$(readlink -f "$opt/current")
  if [ "$before" = "$release" ]; then
    settle
    ! running || systemctl start "$first.service" xlab-kiosk.service
    return
  fi
  point current "$release"
  settle
  if start; then
    [ -z "$before" ] || point previous "$before"
    return
  fi
  [ -n "$before" ] || stop "The kit was installed, but does not come up. See: systemctl status xlab-hub xlab-kiosk"
  point current "$before"
  settle
  start || true
  rm -rf "$release"
  stop "Version $(basename "$release") does not come up; $(basename "$before") is in use again. See: journalctl -u 'xlab-*'"
}

prune() { # the version in use and the one before it stay
  local folder
  for folder in "$opt"/releases/*; do
    case $(readlink -f "$opt/current") in "$folder") continue ;; esac
    case $(readlink -f "$opt/previous") in "$folder") continue ;; esac
    rm -rf "$folder"
  done
}

make_kit() {
  work=$(mktemp -d)
  check_machine
  [ -e "$opt/current" ] || check_space
  source=
  find_source "$1"
  check_source
  install_debian
  make_user
  make_release
  make_root
  use_release
  prune
  say "Installed: $(basename "$release"). Its data is in $home."
  if running; then say "How it is: sudo xlab doctor"; else say "It starts with the machine."; fi
}

uninstall() {
  local unit
  [ -e "$opt" ] || [ -e "$command" ] || [ -e "$home" ] || { say "No kit is installed here."; return; }
  for unit in $(known_units); do
    ! running || systemctl --quiet stop "$unit" 2>/dev/null || true
    systemctl --quiet disable "$unit" 2>/dev/null || true
    rm -f "$units/$unit"
  done
  rm -f "$rules" "$command"
  rm -rf "$opt" "$cache"
  systemctl --quiet enable getty@tty1.service 2>/dev/null || true
  ! running || systemctl daemon-reload
  if [ "$1" = yes ]; then
    rm -rf "$home"
    ! getent passwd xlab >/dev/null || userdel xlab
    say "The kit and all its data are gone. Debian's packages stay."
  else
    say "The kit is gone. Its data is still in $home; with --purge that goes as well. Debian's packages stay."
  fi
}

main() {
  local folder='' gone=no purge=no station=no
  while [ $# -gt 0 ]; do
    case $1 in
      --uninstall) gone=yes ;;
      --purge) purge=yes ;;
      --station) station=yes ;;
      -*) usage ;;
      *) [ -z "$folder" ] || usage; folder=$1 ;;
    esac
    shift
  done
  [ "$purge" = no ] || [ "$gone" = yes ] || usage
  alone
  # A machine stays what it was made.
  first=xlab-hub
  if [ "$station" = yes ] || [ -e "$units/multi-user.target.wants/xlab-scanner.service" ]; then first=xlab-scanner; fi
  if [ "$gone" = yes ]; then uninstall "$purge"; else make_kit "$folder"; fi
}

main "$@"
exit
