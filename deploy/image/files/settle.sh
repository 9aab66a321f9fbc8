#!/usr/bin/env bash
# Runs inside the tree of an image, after the kit was installed there: makes a card's system of it, which knows no machine yet.
# Usage: settle.sh ARCH BOOT HOSTNAME EPOCH
set -euo pipefail
umask 022
here=$(cd "$(dirname "$0")" && pwd)
arch=$1 boot=$2 name=$3 epoch=$4

start_on_pc() { # shim and GRUB as Debian signed them; a GRUB for a BIOS, in one piece
  local efi=$boot/EFI
  install -D -m 0644 /usr/lib/shim/shimx64.efi.signed "$efi/BOOT/BOOTX64.EFI"
  install -m 0644 /usr/lib/shim/mmx64.efi.signed "$efi/BOOT/mmx64.efi"
  install -m 0644 /usr/lib/grub/x86_64-efi-signed/grubx64.efi.signed "$efi/BOOT/grubx64.efi"
  install -D -m 0644 "$here/grub-early.cfg" "$efi/debian/grub.cfg"
  install -D -m 0644 "$here/grub.cfg" /boot/grub/grub.cfg
  grub-mkimage -O i386-pc -o /boot/grub/core.img -p '(hd0,gpt3)/boot/grub' -c "$here/grub-early.cfg" \
    biosdisk part_gpt ext2 search search_label configfile normal linux
  systemctl --quiet mask grub-common.service # it notes each good start in a file that is read-only, and fails
}

start_on_pi() { # Debian's own hook puts firmware, kernel and device trees there, and writes config.txt and cmdline.txt
  install -m 0644 "$here/raspi-firmware" /etc/default/raspi-firmware
  install -m 0644 "$here/raspi-extra-cmdline" /etc/default/raspi-extra-cmdline
  DEB_MAINT_PARAMS=configure /etc/kernel/postinst.d/z50-raspi-firmware
}

write_files() {
  printf '%s\n' "$name" >/etc/hostname
  printf '%s\n' "127.0.0.1 localhost $name" '::1 localhost ip6-localhost ip6-loopback' >/etc/hosts
  # The boot partition is written to a few times in its life: read-only, a pulled plug cannot harm it.
  printf '%s\n' 'LABEL=xlab-root / ext4 noatime,errors=remount-ro 0 1' \
    "LABEL=XLAB-BOOT $boot vfat ro,nofail,noatime,umask=0077,utf8 0 2" >/etc/fstab
  install -m 0600 "$here/xlab.toml" "$boot/xlab.toml"
  install -D -m 0644 "$here/card.sh" /usr/local/lib/xlab/card.sh
  install -m 0644 "$here/xlab-card.service" /etc/systemd/system/xlab-card.service
  systemctl --quiet enable xlab-card.service
  systemctl --quiet enable NetworkManager.service systemd-timesyncd.service
  passwd --quiet --lock root
}

forget() { # what belongs to one machine, or to the one that made this
  : >/etc/machine-id # empty: systemd makes one at the first start, and takes no other step of a first start
  rm -f /etc/resolv.conf /var/lib/dbus/machine-id /var/lib/systemd/random-seed /var/lib/systemd/credential.secret
  rm -f /etc/ssh/ssh_host_* /var/cache/ldconfig/aux-cache /etc/apt/apt.conf.d/*proxy* /root/.bash_history
  rm -rf /root/.cache /var/cache/apt/*.bin /var/lib/apt/lists/* /var/cache/debconf/*-old
  find /var/log -type f -delete
  rm -rf /var/tmp/* /data/lost+found
}

one_time() { # nothing is younger than the version it was made of; bytecode holds for a source of one time, which it names
  python3 -I - "$epoch" <<'PYTHON'
import struct
import sys
from pathlib import Path

for path in Path("/opt/xlab/releases").rglob("*.pyc"):
    with path.open("r+b") as file:
        if file.read(8)[4:] == bytes(4):  # it goes by the time of its source, not by its hash
            file.write(struct.pack("<I", int(sys.argv[1])))
PYTHON
  find / "$boot" -xdev -newermt "@$epoch" -exec touch --no-dereference --date "@$epoch" {} +
}

case $arch in
  x86_64) start_on_pc ;;
  aarch64) start_on_pi ;;
esac
write_files
one_time
bash /opt/xlab/current/deploy/readonly.sh on
forget
find / "$boot" /data -xdev -newermt "@$epoch" -exec touch --no-dereference --date "@$epoch" {} +
