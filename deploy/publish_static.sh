#!/bin/sh
# Copy the image's static files to where Caddy serves them from. Files of earlier versions stay: a page that was
# loaded before an upgrade still finds the names it knows.
set -eu
cp -R "${STATIC_ROOT:-/opt/static}/." "$1/"
