#!/bin/sh
# Run once by the postgres image when its volume is new: the two roles and the database, from the same file that
# run.py uses. Passwords go by the environment of this one process, never on a command line.
set -eu
secrets=${SECRETS_DIR:-/run/rosette}
owner_password=$(cat "$secrets/owner/password")
app_password=$(cat "$secrets/app/password")
export owner_password app_password
psql -X --username "$POSTGRES_USER" --dbname postgres \
  -c '\getenv owner_password owner_password' -c '\getenv app_password app_password' \
  -v owner_role=rosette_owner -v app_role=rosette_app -v database=rosette \
  -f "${ROLES_SQL:-/deploy/roles.sql}"
