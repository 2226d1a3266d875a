#!/bin/sh
# Installs PulseFleet's agent or hub on a host with systemd, as a user of its own that may write nothing but its own folders.
#
#   ./install.sh [install]      installs, or upgrades what is there; settings and data are kept
#   ./install.sh rollback       goes back to the version before
#   ./install.sh uninstall      removes it; settings and data are kept
#   ./install.sh uninstall --purge   removes settings, data and user as well
#
#   --dry-run        says what would be done, and does nothing
#   --no-start       installs, and starts nothing
#   --root DIR       installs into a folder that holds a system, as an image; starts nothing
#   --java-home DIR  the Java to use (17 or newer); else JAVA_HOME, or the java on the PATH
#
# /opt/pulsefleet/<kind>-<version> is the program, /opt/pulsefleet/<kind> a link to the one that is used.
set -eu

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P)
least_java=17
not_started=''
command=install dry_run=no start=yes purge=no root='' java_home=${JAVA_HOME:-}

main() {
  read_arguments "$@"
  read_package
  know_host
  case $command in
    install) install_it ;;
    rollback) roll_back ;;
    uninstall) uninstall_it ;;
  esac
}

usage() {
  sed -n '2,/^set -eu/{/^# \{0,1\}/!d;s/^# \{0,1\}//;p;}' "$0"
}

read_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      install | rollback | uninstall) command=$1 ;;
      --dry-run) dry_run=yes ;;
      --no-start) start=no ;;
      --purge) purge=yes ;;
      --root | --java-home)
        [ $# -gt 1 ] || fail "$1 needs a folder behind it."
        case $1 in --root) root=${2%/} ;; *) java_home=$2 ;; esac
        shift
        ;;
      -h | --help)
        usage
        exit 0
        ;;
      *) fail "'$1' is not known; see $0 --help." ;;
    esac
    shift
  done
  [ "$purge" = no ] || [ "$command" = uninstall ] || fail "--purge goes with uninstall only."
  [ -z "$root" ] || [ -d "$root" ] || fail "--root $root: there is no such folder."
}

read_package() {
  [ -r "$here/package" ] || fail "There is no file 'package' beside $0: unpack the whole archive."
  kind=$(value_in "$here/package" kind)
  version=$(value_in "$here/package" version)
  case $kind in
    agent) user=pulsefleet units='pulsefleet-supervisor pulsefleet-agent' ;;
    hub) user=pulsefleet-hub units=pulsefleet-hub ;;
    *) fail "$here/package names no kind that is known: '$kind'." ;;
  esac
  home=/opt/pulsefleet
  program=$home/$kind-$version
  link=$home/$kind
  settings=/etc/pulsefleet/$kind.env
  data=/var/lib/$user
  logs=/var/log/$user
}

# What of a distribution matters: its name, and how its Java is called there.
know_host() {
  distribution=unknown id='' like=''
  if [ -r "$root/etc/os-release" ]; then
    distribution=$(value_in "$root/etc/os-release" PRETTY_NAME)
    id=$(value_in "$root/etc/os-release" ID)
    like=$(value_in "$root/etc/os-release" ID_LIKE)
  fi
  case " $id $like " in
    *' amzn '*) java_package='dnf install java-17-amazon-corretto-headless' ;; # it is like Fedora, and says so
    *' debian '* | *' ubuntu '*) java_package='apt-get install openjdk-17-jre-headless' ;;
    *' suse '* | *' opensuse '* | *' sles '*) java_package='zypper install java-17-openjdk-headless' ;;
    *' rhel '* | *' fedora '* | *' centos '*) java_package='dnf install java-17-openjdk-headless' ;;
    *) java_package='' ;;
  esac
  nologin=/usr/sbin/nologin
  [ -e "$root$nologin" ] || [ ! -e "$root/sbin/nologin" ] || nologin=/sbin/nologin
  live=no
  if [ -z "$root" ] && [ -d /run/systemd/system ]; then
    live=yes
  fi
  [ "$live" = yes ] || start=no
}

install_it() {
  require_rights
  find_java
  say "PulseFleet $kind $version on $distribution, with Java $java_version in $java_home"
  before=$(linked)
  if [ -d "$root$link" ] && [ ! -L "$root$link" ]; then
    fail "$root$link is a folder, of an installation by hand: stop it and move the folder away. Settings and data stay where they are."
  fi

  make_user
  stop_units
  copy_program
  run mkdir -p "$root/etc/pulsefleet" "$root/etc/systemd/system"
  run chmod 755 "$root/etc/pulsefleet"
  keep_settings
  install_command
  put_units
  switch_to "$program"
  remove_old
  start_units
  say_end
}

roll_back() {
  require_rights
  now=$(linked)
  back=$(link_of "$root$link.before")
  if [ -z "$back" ] || [ ! -d "$root$back" ]; then
    fail "There is no version before $now to go back to."
  fi
  say "PulseFleet $kind: from $now back to $back"
  before=$now
  stop_units
  switch_to "$back"
  put_units_of "$back"
  start_units
}

uninstall_it() {
  require_rights
  say "PulseFleet $kind: is removed"
  if [ "$live" = yes ]; then
    for unit in $units; do
      [ ! -e "/etc/systemd/system/$unit.service" ] || run systemctl disable --now "$unit.service"
    done
  fi
  for unit in $units; do
    run rm -f "$root/etc/systemd/system/$unit.service" "$root/etc/systemd/system/multi-user.target.wants/$unit.service"
  done
  [ "$live" = no ] || run systemctl daemon-reload
  [ "$kind" != agent ] || run rm -f "$root/usr/bin/pulsefleet-agent"
  run rm -f "$root$link" "$root$link.before"
  for each in "$root$home/$kind"-*; do
    [ ! -d "$each" ] || run rm -rf "$each"
  done
  if [ "$purge" = yes ]; then
    run rm -rf "$root$settings" "$root$data" "$root$logs"
    [ "$kind" != agent ] || run rm -f "$root/etc/pulsefleet/supervisor.env" "$root/etc/pulsefleet/supervisor.allow"
    if known passwd "$user"; then
      in_root userdel "$user"
    fi
    if known group "$user"; then
      in_root groupdel "$user"
    fi
    remove_empty "$root/etc/pulsefleet"
  else
    say "Kept: $settings, $data, $logs and the user $user; 'uninstall --purge' removes them, too."
  fi
  remove_empty "$root$home"
}

require_rights() {
  if [ "$dry_run" = no ] && [ "$(id -u)" != 0 ]; then
    fail "Only root may install; try --dry-run to see what would be done."
  fi
}

# The Java that is given, that of the settings that are kept, or the one on the PATH; whichever comes first must do.
find_java() {
  if [ -z "$java_home" ] && [ -r "$root$settings" ]; then
    java_home=$(value_in "$root$settings" JAVA_HOME)
  fi
  if [ -z "$java_home" ] && [ -z "$root" ] && command -v java >/dev/null; then
    java_home=$(dirname "$(dirname "$(readlink -f "$(command -v java)")")")
  fi
  if [ -z "$java_home" ]; then
    for each in "$root"/usr/lib/jvm/*; do
      if [ -x "$each/bin/java" ] && [ "$(java_major "$each")" -ge $least_java ]; then
        java_home=${each#"$root"}
        break
      fi
    done
  fi
  [ -n "$java_home" ] || fail "PulseFleet needs Java $least_java or newer, and there is none on this host. $(java_remedy)"
  [ -x "$root$java_home/bin/java" ] || fail "There is no $root$java_home/bin/java. $(java_remedy)"
  java_version=$(java_major "$root$java_home")
  [ "$java_version" -ge $least_java ] ||
    fail "PulseFleet needs Java $least_java or newer; the one in $java_home is $java_version. $(java_remedy)"
}

# The number that counts: 17 of 17.0.15, 8 of 1.8.0_402; 0 where nobody says.
java_major() {
  found=''
  if [ -r "$1/release" ]; then
    found=$(value_in "$1/release" JAVA_VERSION)
  fi
  if [ -z "$found" ] && [ -z "$root" ]; then
    found=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p') || found=''
  fi
  found=${found#1.}
  found=${found%%[!0-9]*}
  printf '%s\n' "${found:-0}"
}

java_remedy() {
  if [ -n "$java_package" ]; then
    printf 'On %s: %s. Or name one that you have: --java-home DIR.\n' "$distribution" "$java_package"
  else
    printf 'Install one, or name one that you have: --java-home DIR.\n'
  fi
}

make_user() {
  known group "$user" || in_root groupadd --system "$user"
  known passwd "$user" ||
    in_root useradd --system --gid "$user" --home-dir "$data" --no-create-home --shell "$nologin" "$user"
}

known() {
  if [ -n "$root" ]; then
    [ -r "$root/etc/$1" ] && grep -q "^$2:" "$root/etc/$1"
  else
    getent "$1" "$2" >/dev/null
  fi
}

in_root() {
  tool=$1
  shift
  if [ -n "$root" ]; then
    run "$tool" --prefix "$root" "$@"
  else
    run "$tool" "$@"
  fi
}

stop_units() {
  if [ "$start" = yes ]; then
    for unit in $units; do
      if systemctl is-active --quiet "$unit.service"; then
        run systemctl stop "$unit.service"
      fi
    done
  fi
}

# Whole, or not there: it is copied beside, and gets its name when it is complete.
copy_program() {
  if [ "$here" = "$root$program" ]; then
    return 0
  fi
  run mkdir -p "$root$home"
  run chmod 755 "$root$home"
  run rm -rf "$root$program.new"
  run cp -R "$here/program" "$root$program.new"
  run cp -R "$here/units" "$here/etc" "$here/install.sh" "$here/package" "$here/LICENSE" "$root$program.new/"
  run chown -R 0:0 "$root$program.new"
  run chmod -R go-w,a+rX "$root$program.new"
  run rm -rf "$root$program"
  run mv "$root$program.new" "$root$program"
  if [ "$live" = yes ] && command -v restorecon >/dev/null; then
    run restorecon -R "$program"
  fi
}

keep_settings() {
  if [ -e "$root$settings" ]; then
    say "  $settings is kept"
  else
    secret=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')
    sed -e "s|@JAVA_HOME@|$java_home|" -e "s|@SECRET@|$secret|" "$here/etc/$kind.env" | put "$settings" 640 "0:$user"
  fi
  if [ "$kind" = agent ]; then
    if [ ! -e "$root/etc/pulsefleet/supervisor.env" ]; then
      printf 'JAVA_HOME=%s\n' "$java_home" | put /etc/pulsefleet/supervisor.env 644 0:0
    fi
    if [ ! -e "$root/etc/pulsefleet/supervisor.allow" ]; then
      put /etc/pulsefleet/supervisor.allow 644 0:0 <"$here/etc/supervisor.allow"
    fi
  fi
}

install_command() {
  if [ "$kind" = agent ] && [ -e "$here/program/bin/pulsefleet-agent" ]; then
    run ln -sfn "$link/bin/pulsefleet-agent" "$root/usr/bin/pulsefleet-agent"
  fi
}

put_units() {
  for unit in $units; do
    put "/etc/systemd/system/$unit.service" 644 0:0 <"$here/units/$unit.service"
  done
}

put_units_of() {
  for unit in $units; do
    put "/etc/systemd/system/$unit.service" 644 0:0 <"$root$1/units/$unit.service"
  done
}

# A link is made beside and renamed over the old one: at each moment there is one.
switch_to() {
  if [ -n "$before" ] && [ "$before" != "$1" ]; then
    point "$link.before" "$before"
  fi
  point "$link" "$1"
}

point() {
  run ln -sfn "${2##*/}" "$root$1.new"
  run mv -T "$root$1.new" "$root$1"
}

linked() {
  link_of "$root$link"
}

link_of() {
  [ ! -L "$1" ] || printf '%s/%s\n' "$home" "$(readlink "$1")"
}

# This version and the one before stay.
remove_old() {
  back=$(link_of "$root$link.before")
  for each in "$root$home/$kind"-*; do
    if [ -d "$each" ] && [ "$each" != "$root$program" ] && [ "$each" != "$root$back" ] && [ "$each" != "$root$before" ]; then
      run rm -rf "$each"
    fi
  done
}

start_units() {
  [ "$live" = no ] || run systemctl daemon-reload
  for unit in $units; do
    if [ "$start" = yes ]; then
      run systemctl enable --now "$unit.service" || not_started="$not_started $unit"
    elif [ -n "$root" ]; then
      run mkdir -p "$root/etc/systemd/system/multi-user.target.wants"
      run ln -sfn "/etc/systemd/system/$unit.service" "$root/etc/systemd/system/multi-user.target.wants/$unit.service"
    fi
  done
}

say_end() {
  say "Installed: $link -> $program"
  [ -z "$not_started" ] || fail "Not started:$not_started; systemctl status$not_started says why."
  if [ "$start" = yes ]; then
    say "Settings: $settings, then 'systemctl reload pulsefleet-$kind'. What it says: journalctl -u pulsefleet-$kind"
  elif [ -z "$root" ]; then
    say "Not started. When its settings ($settings) are as you want them: systemctl enable --now $units"
  fi
}

remove_empty() {
  if [ "$dry_run" = yes ]; then
    say "+ rmdir $1, if it is empty"
  elif [ -d "$1" ]; then
    rmdir "$1" 2>/dev/null || true # others have something there
  fi
}

# Writes what it is given to a file, whole or not at all.
put() {
  if [ "$dry_run" = yes ]; then
    say "+ write $root$1 (mode $2, owner $3)"
    return 0
  fi
  (umask 077 && cat >"$root$1.new")
  chown "$(numeric "$3")" "$root$1.new"
  chmod "$2" "$root$1.new"
  mv "$root$1.new" "$root$1"
}

# A group of another root is known there only.
numeric() {
  if [ -n "$root" ] && [ "${1#*:}" != 0 ]; then
    printf '0:%s\n' "$(sed -n "s/^${1#*:}:[^:]*:\([0-9]*\):.*/\1/p" "$root/etc/group")"
  else
    printf '%s\n' "$1"
  fi
}

run() {
  if [ "$dry_run" = yes ]; then
    say "+ $*"
  else
    "$@"
  fi
}

# name=value, with or without quotes; the last counts.
value_in() {
  sed -n "s/^$2=//p" "$1" | tail -n 1 | sed -e 's/^"\(.*\)"$/\1/' -e "s/^'\(.*\)'\$/\1/"
}

say() {
  printf '%s\n' "$*"
}

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

main "$@"
