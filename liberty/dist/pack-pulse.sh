#!/bin/sh
# Makes pulse-<version>.tar.gz: the client with its start script and its completion for bash and zsh.
#   pack-pulse.sh <version> <JAVA_HOME>
# The same output of the build makes the same archive, to the byte.
set -eu
version=$1 JAVA_HOME=$2
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$here/../..
work=$here/target/pulse
name=pulse-$version
export JAVA_HOME

rm -rf "$work"
mkdir -p "$work/$name/completion"
cd "$work"
cp "$root/cli/target/pulse" "$root/cli/target/pulse.jar" "$root/LICENSE" "$name/"
"$name/pulse" completion >"$name/completion/pulse"

find "$name" -type d -exec chmod 755 {} +
find "$name" -type f -exec chmod 644 {} +
chmod 755 "$name/pulse"

tar --sort=name --mtime='2026-01-01 00:00Z' --owner=0 --group=0 --numeric-owner --format=ustar -cf - "$name" | gzip -n >"$here/target/$name.tar.gz"
cd "$here/target"
sha256sum "$name.tar.gz" >"$name.tar.gz.sha256"
rm -rf "$work"
