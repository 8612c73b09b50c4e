#!/bin/sh
# Installs the Debian packages named as arguments that are not there yet.
missing=
for package; do
    dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null \
        | grep -q 'install ok installed' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0

install="apt-get install -y --no-install-recommends$missing"
if [ "$(id -u)" = 0 ]; then
    sudo=
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
    sudo=sudo
elif command -v sudo >/dev/null && [ -t 0 ]; then
    sudo=sudo
else
    sudo=unavailable
fi
if [ "$sudo" = unavailable ] || ! command -v apt-get >/dev/null; then
    echo "these packages are missing; as root, run:" >&2
    echo "    apt-get update && $install" >&2
    exit 1
fi
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$sudo apt-get update -qq && $sudo $install -qq >/dev/null && exit 0
echo "could not install the packages; as root, run:" >&2
echo "    apt-get update && $install" >&2
exit 1
