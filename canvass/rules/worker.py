"""Which files a page of the phone needs to work without a connection: what it names, and what those name in turn."""

from __future__ import annotations

import re

# `import … from "./x.js"`, `import "./x.js"`, `import("./x.js")`; a mention in a comment only adds a file.
_IMPORTED = re.compile(r"""\b(?:from|import)\s*\(?\s*["'](\.{1,2}/[^"']+)["']""")
_STYLED = re.compile(r"""url\(\s*["']?([^"')#?]+)""")


def named_by_page(html: str, prefix: str) -> list[str]:
    """Return the addresses under `prefix` that a page names, each once, in order."""
    found = re.findall(rf"""["'(]({re.escape(prefix)}[^"'#?)\s]+)""", html)
    return list(dict.fromkeys(found))


def named_by_file(name: str, text: str) -> list[str]:
    """Return what a script or a style sheet asks for in turn, relative to itself; nothing for any other file."""
    if name.endswith(".js"):
        return _IMPORTED.findall(text)
    if name.endswith(".css"):
        return [one for one in _STYLED.findall(text) if not one.startswith(("data:", "http", "//"))]
    return []
