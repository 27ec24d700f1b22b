"""`compile_translations`: make .mo files from the .po files in locale/, without msgfmt on the machine."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Compile the translations in locale/. Does nothing where there are none."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--folder", type=Path, default=Path(settings.LOCALE_PATHS[0]))

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
            target = source.with_suffix(".mo")
            if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
                continue
            try:
                with source.open("rb") as text:
                    catalogue = read_po(text, locale=source.parent.parent.name, abort_invalid=True)
            except PoFileError as error:
                raise CommandError(f"{source} can't be read: {error}. The other translations are as before.") from error
            with target.open("wb") as compiled:
                write_mo(compiled, catalogue)
            self.stderr.write(f"Compiled {source.parent.parent.name}/{source.name}")
