"""Typesetting with Typst: a template of ours and data in, a tagged PDF out, with no browser and no network."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import segno
import typst
from django.conf import settings


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF of templates/<template>, which reads `data` as JSON from sys.inputs.data.

    Text stays text: nothing in the data can become markup. It is PDF/UA-1, so a screen reader finds its tables; a
    template that leaves out what that asks for (a title, a language, a word for each picture) raises TypstError.
    """
    root = Path(settings.BASE_DIR) / "templates"
    return typst.compile(
        root / template,
        root=root,
        sys_inputs={"data": json.dumps(data)},
        # The fonts of the library itself: a page is cut to lengths that must be the same on every machine.
        ignore_system_fonts=True,
        pdf_standards="ua-1",
    )


def qr(text: str) -> str:
    """Return a QR code as SVG text, for a template to draw."""
    drawn = io.BytesIO()
    segno.make(text, error="m").save(drawn, kind="svg", border=2, xmldecl=False, svgns=True)
    return drawn.getvalue().decode()
