#!/bin/bash
# A host of its own with systemd as its first process: host.sh <empty folder>. It ends when this process is killed.
# Of this host it has the programs, and nothing that it could change. UNSHARE: more namespaces; PREPARE: a script that is read
# in its /etc/systemd/system before it starts.
set -eu
export HOST=$1 GROUP=pulsefleet-test-$$

if [ -d /sys/fs/cgroup/systemd ]; then
  export HIERARCHIES="systemd unified"
else
  export HIERARCHIES=. # version 2 only
fi
for each in $HIERARCHIES; do
  mkdir -p "/sys/fs/cgroup/$each/$GROUP"
  echo $$ > "/sys/fs/cgroup/$each/$GROUP/cgroup.procs"
done

# shellcheck disable=SC2086 # words
exec unshare ${UNSHARE:-} --fork --kill-child --pid --mount --uts --ipc --cgroup bash -euc '
  mount --make-rprivate /
  mount -t tmpfs -o mode=755 tmpfs "$HOST"
  cd "$HOST"
  mkdir -p usr etc/systemd/system proc sys run tmp var/log dev root
  for each in bin sbin lib lib64; do ln -s usr/$each $each; done
  mount --bind /usr usr
  mount -o remount,bind,ro usr
  mount -t tmpfs -o mode=755 tmpfs run
  mount -t proc proc proc
  mount -t sysfs -o ro sysfs sys
  if [ "$HIERARCHIES" = . ]; then
    mount -t cgroup2 cgroup2 sys/fs/cgroup
  else
    mount -t tmpfs -o mode=755 tmpfs sys/fs/cgroup
    mkdir sys/fs/cgroup/systemd sys/fs/cgroup/unified
    mount -t cgroup -o none,name=systemd,xattr cgroup sys/fs/cgroup/systemd
    mount -t cgroup2 cgroup2 sys/fs/cgroup/unified
  fi
  mount -t tmpfs -o mode=755 tmpfs dev
  mkdir dev/pts dev/shm
  for each in null zero full random urandom tty; do
    touch dev/$each
    mount --bind /dev/$each dev/$each
  done
  echo root:x:0:0::/root:/bin/sh > etc/passwd
  echo root:x:0: > etc/group
  : > etc/machine-id

  cd etc/systemd/system
  unit() { printf "%s\n" "${@:2}" > "$1"; }
  unit good.service [Unit] Description=Runs [Service] ExecStart="/bin/sleep infinity" Restart=always RestartSec=100ms
  unit bad.service [Unit] Description=Fails [Service] ExecStart=/bin/false
  unit tick.service [Unit] Description="Runs its course" [Service] Type=oneshot ExecStart=/bin/true
  unit tick.timer [Unit] Description="Each hour" [Timer] OnActiveSec=100ms OnUnitActiveSec=1h AccuracySec=100ms
  unit test.target [Unit] DefaultDependencies=no AllowIsolate=yes Wants="good.service bad.service tick.timer"
  if [ -n "${PREPARE:-}" ]; then . "$PREPARE"; fi
  exec env -i container=test PATH=/usr/sbin:/usr/bin \
    chroot "$HOST" /lib/systemd/systemd --system --unit=test.target --log-target=null --show-status=false
'
