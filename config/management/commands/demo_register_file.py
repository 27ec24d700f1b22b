"""`demo_register_file OUT.csv`: the demo's next register as the council would send it, for trying the import page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.demo import SEED, files, places, register
from kit import clock


class Command(BaseCommand):
    help = "Write the demo's next register edition as a CSV file in the Xpress layout. The database is not touched."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("out", type=Path, metavar="OUT.csv")
        parser.add_argument("--seed", default=SEED, help="that of the demo it is to go with")
        parser.add_argument("--this-edition", action="store_true", help="the edition that the demo holds already")

    def handle(self, *args: Any, **options: Any) -> None:
        found = register.make(options["seed"], places.WEXCOMBE, clock.today())
        if not options["this_edition"]:
            found = files.next_edition(options["seed"], found)
        out: Path = options["out"]
        try:
            with out.open("x", encoding=files.ENCODING, newline="") as to:
                count = files.write(found, to)
        except FileExistsError as error:
            raise CommandError(f"There is a file {out} already. It was not touched; choose another name.") from error
        except OSError as error:
            raise CommandError(f"{out} can't be written: {error.strerror}.") from error
        self.stdout.write(f"Wrote {count:,} electors, register of {found.dated_on:%d %B %Y}, to {out}.")
