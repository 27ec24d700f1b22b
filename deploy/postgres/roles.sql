-- The two roles and the database. Run by a superuser, as often as you like, through psql:
--   psql -v owner_role=... -v app_role=... -v database=... [-v owner_password=... -v app_password=...] -f roles.sql
-- run.py runs it for its own server and deploy/postgres/10-roles.sh for the containers'.
--
-- The owner makes and changes tables (migrations). The application's role uses them: it owns nothing, can change no
-- table's shape, and row-level security binds it.
\set ON_ERROR_STOP on

SELECT format('CREATE ROLE %I', :'owner_role')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'owner_role') \gexec
SELECT format('CREATE ROLE %I', :'app_role')
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'app_role') \gexec

-- CREATEDB: a backup counts only when it has been restored into a scratch database.
ALTER ROLE :"owner_role" LOGIN NOSUPERUSER CREATEDB NOCREATEROLE;
ALTER ROLE :"app_role" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS;
\if :{?owner_password}
ALTER ROLE :"owner_role" PASSWORD :'owner_password';
ALTER ROLE :"app_role" PASSWORD :'app_password';
\endif

SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'owner_role')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \gexec

-- In template1 too, so that every database made from it (the suite's, for one) has the same rights.
\connect template1
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner_role" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"app_role";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner_role" GRANT USAGE, SELECT ON SEQUENCES TO :"app_role";
\connect :"database"
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner_role" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"app_role";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner_role" GRANT USAGE, SELECT ON SEQUENCES TO :"app_role";
