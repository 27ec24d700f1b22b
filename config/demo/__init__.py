"""The demo: an invented constituency from a seed, the same one every time, dated from today.

Every name, street, number and answer here is made up; no public file was copied. The parts:

- `people`, `places`, `register`: an invented register, made without a database;
- `units`, `members`, `history`, `outings`, `polling_day`, `rooms`, `ideas`: the rest of the story on top of it;
- `kit.bulk`: COPY, since row by row would take a quarter of an hour;
- `notices`: the files of the register, one of them waiting, with questions of who is who;
- `quality`: how good the data was, month by month;
- `loading`: all of it in order, in one transaction;
- `files`: the next edition as a council would send it, for trying the import page.
"""

SEED = "wexcombe"
