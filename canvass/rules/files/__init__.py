"""Register files as they arrive: what kind of file it is, its letters, its lines, its rows."""

from canvass.rules.files.looking import MAX_LINE, Look, WrongFile, look
from canvass.rules.files.reading import Opened, Row, opened

__all__ = ["MAX_LINE", "Look", "Opened", "Row", "WrongFile", "look", "opened"]
