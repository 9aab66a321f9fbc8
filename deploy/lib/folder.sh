# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # names of install.sh
# The folder a kit is installed from: finding it, checking it, and the Debian packages it needs. Sourced by install.sh.

space_mb=1000 # for a first installation, Debian's packages included; it took 650

about() { sed -n "s/^$1=//p" "$source/prepared"; }

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
