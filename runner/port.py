"""The address to serve on: is it free, and if not, whose is it?"""

from __future__ import annotations

import os
import re
import socket
import sys
from pathlib import Path

from runner import processes
from runner.console import Problem

_LISTENING = "0A"


def chosen() -> tuple[str, int]:
    """Return HOST and PORT from the environment (127.0.0.1 and 8000). Raises Problem for a PORT that is none."""
    host, port = os.environ.get("HOST") or "127.0.0.1", os.environ.get("PORT") or "8000"
    if not port.isdecimal() or not 0 < int(port) < 65536:
        raise Problem(f"PORT is {port!r}, which is not a port. Give a number such as PORT=8001 python3 run.py")
    return host, int(port)


def require_free(host: str, port: int) -> None:
    """Raise Problem with who has the port and what to do, if it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise Problem(f"Port {port} is for root only. Take one from 1024 up: PORT=8000 python3 run.py") from error
        except socket.gaierror as error:
            raise Problem(f"HOST is {host!r}, which is no address of this machine. Try HOST=127.0.0.1") from error
        except OSError as error:
            raise Problem(
                f"Port {port} on {host} can't be used: {error.strerror}.{_who(port)}\n"
                f"Stop it, or take another port: PORT={port + 1 if port < 65535 else 8000} python3 run.py"
            ) from error


def _who(port: int) -> str:
    """Return a sentence about the process that listens there; "" where the system does not tell us."""
    if sys.platform != "linux":
        return f"\nWho has it: lsof -nP -iTCP:{port} -sTCP:LISTEN"
    sockets = {f"socket:[{inode}]" for inode in _listening(port)}
    for link in Path("/proc").glob("[0-9]*/fd/*") if sockets else ():
        try:
            if str(link.readlink()) in sockets:
                pid = int(link.parts[2])
                return f"\nProcess {pid} has it: {processes.command_line(pid)[:120]}"
        except OSError:
            continue  # it ended, or belongs to somebody else
    return ""


def _listening(port: int) -> set[str]:
    """Return the inodes of the sockets that listen on the port."""
    found = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        try:
            lines = Path(table).read_text(encoding="ascii").splitlines()[1:]
        except OSError:
            continue
        for fields in (re.split(r"\s+", line.strip()) for line in lines):
            if fields[3] == _LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                found.add(fields[9])
    return found
