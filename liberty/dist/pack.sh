#!/bin/sh
# Makes pulsefleet-<kind>-<version>.tar.gz: Open Liberty with what the server needs of it, the server, its units and install.sh.
#   pack.sh <agent|hub> <version> <JAVA_HOME>
# The same output of the build makes the same archive, to the byte.
set -eu
kind=$1 version=$2 JAVA_HOME=$3
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
liberty=$here/..
work=$here/target/$kind
name=pulsefleet-$kind-$version
export JAVA_HOME

rm -rf "$work"
mkdir -p "$work/$name/program"
cd "$work"

# Which of its 374 MB this server needs, Liberty itself says; for that it reads the server's configuration.
# With all that settings may switch on.
WLP_USER_DIR=$liberty/$kind/target/usr WLP_OUTPUT_DIR=$work/output keystore_password=only-to-pack PULSE_OPENID=on \
  "$liberty/runtime/target/wlp/bin/server" package "$kind" --archive="$work/wlp.zip" --include=minify >"$work/package.log" 2>&1 || {
  cat "$work/package.log" >&2
  exit 1
}
if grep 'CWWKF[0-9]*E' "$work/package.log" >&2; then
  exit 1
fi
(cd "$name/program" && "$JAVA_HOME/bin/jar" xf "$work/wlp.zip" && rm -rf wlp/usr)

cp -R "$liberty/$kind/target/usr/." "$name/program/"
mkdir "$name/units" "$name/etc"
cp "$liberty/systemd/pulsefleet-$kind.service" "$name/units/"
cp "$here/etc/$kind.env" "$name/etc/"
if [ "$kind" = agent ]; then
  cp "$liberty/systemd/pulsefleet-supervisor.service" "$name/units/"
  cp "$liberty/systemd/supervisor.allow" "$name/etc/"
fi
cp "$here/install.sh" "$liberty/../LICENSE" "$name/"
printf 'kind=%s\nversion=%s\n' "$kind" "$version" >"$name/package"

find "$name" -type d -exec chmod 755 {} +
find "$name" -type f -exec chmod 644 {} +
chmod 755 "$name/install.sh" "$name/program/wlp/bin/server"
find "$name/program/bin" -maxdepth 1 -type f -exec chmod 755 {} + 2>/dev/null || true # the hub has none

tar --sort=name --mtime='2026-01-01 00:00Z' --owner=0 --group=0 --numeric-owner --format=ustar -cf - "$name" | gzip -n >"$here/target/$name.tar.gz"
cd "$here/target"
sha256sum "$name.tar.gz" >"$name.tar.gz.sha256"
printf 'kind=%s\nversion=%s\nsha256=%s\n' "$kind" "$version" "$(cut -d' ' -f1 "$name.tar.gz.sha256")" >"$name.tar.gz.release"
rm -rf "$work"
