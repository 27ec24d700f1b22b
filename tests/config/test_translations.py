"""Translations are compiled without msgfmt, and a broken one stops nothing else."""

from __future__ import annotations

import gettext
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

PO = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;\\n"

msgid "Boards"
msgstr "Byrddau"
"""


def _put(folder: Path, text: str) -> Path:
    place = folder / "cy" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.po").write_text(text, encoding="utf-8")
    return place


def test_a_translation_is_compiled(tmp_path: Path) -> None:
    place = _put(tmp_path, PO)
    call_command("compile_translations", folder=tmp_path)
    with (place / "django.mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("Boards") == "Byrddau"


def test_a_broken_translation_is_named(tmp_path: Path) -> None:
    _put(tmp_path, 'msgid "Boards"\nnonsense "x"\n')
    with pytest.raises(CommandError, match=r"django\.po can't be read"):
        call_command("compile_translations", folder=tmp_path)


def test_no_translations_is_no_fault(tmp_path: Path) -> None:
    call_command("compile_translations", folder=tmp_path)
