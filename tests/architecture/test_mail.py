"""All mail goes through the outbox: nothing else in the house may build or send an email."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = ("config", "kit", "access", "organise", "canvass", "gotv", "roadmap", "runner")
# The transport talks SMTP; the backend is what Django is given so that send_mail raises; the rules read SMTP's errors.
ALLOWED = {"access/transport.py", "access/mail_backend.py", "access/rules/mail.py"}
_MAIL = ("django.core.mail", "smtplib", "email.mime", "email.message", "aiosmtplib")


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_only_the_transport_sends_mail() -> None:
    senders = {
        str(path.relative_to(ROOT))
        for folder in CODE
        for path in (ROOT / folder).rglob("*.py")
        if any(name.startswith(_MAIL) for name in _imports(path))
    }
    assert senders == ALLOWED


def test_nobody_calls_send_mail_on_a_user_or_by_a_shortcut() -> None:
    calls = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for folder in CODE
        for path in (ROOT / folder).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in {"email_user", "mail_admins", "mail_managers"}
    ]
    assert calls == []
