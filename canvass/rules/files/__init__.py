"""Register files as they arrive: what kind of file it is, its letters, its lines, its rows."""

from canvass.rules.files.looking import Look, look
from canvass.rules.files.opening import Opened, Shape, opened, shape
from canvass.rules.files.reading import Row
from canvass.rules.files.refusing import MAX_LINE, UnknownLayout, WrongFile

__all__ = ["MAX_LINE", "Look", "Opened", "Row", "Shape", "UnknownLayout", "WrongFile", "look", "opened", "shape"]
