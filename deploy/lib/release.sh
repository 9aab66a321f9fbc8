# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # names of install.sh
# A version's own folder below /opt/xlab/releases, the user it runs as, and what is left over of older ones. Sourced by install.sh.

groups=(video render input audio bluetooth)

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
  name=$(about name)
  [[ $name =~ ^[0-9][0-9A-Za-z.+]*-[0-9a-f]{8}$ ]] || stop "$source does not say which version it is. Prepare it again."
  release=$opt/releases/$name
  [ ! -f "$release/complete" ] || return 0
  say "Installing version $name ..."
  half=$release
  rm -rf "$release"
  mkdir -p "$release/deploy"
  python3 -m venv "$release" || stop "The Python environment could not be made; the reason is above."
  into_release --require-hashes -r "$source/requirements.txt"
  into_release --no-deps "$source/wheels/$(about wheel)"
  carried "$source" | xargs cp -r -t "$release/deploy" "$source/prepared"
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
  ln -sfn /run "$root/var/run" # where programs look for the system bus by an old name
}
