"""In which letters a file is written, told by its bytes as they go by."""

from __future__ import annotations

import codecs

# Bytes that no text holds, beside tab, line ends and form feed. NUL is counted on its own: some exports pad with it.
_BINARY = bytes(set(range(1, 32)) - {9, 10, 12, 13, 26, 27})


class Letters:
    """Counts the bytes of a file; `size` is how many there were. All pieces but the last have an even length."""

    def __init__(self) -> None:
        self.size = self._nuls = self._even_nuls = self._binary = 0
        self._head = b""
        self._utf8 = True
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def add(self, piece: bytes) -> None:
        """Count one piece."""
        self._head = (self._head + piece[:3])[:3]
        self.size += len(piece)
        self._nuls += piece.count(0)
        self._even_nuls += piece[::2].count(0)
        self._binary += len(piece) - len(piece.translate(None, _BINARY))
        if self._utf8:
            try:
                self._decoder.decode(piece)
            except UnicodeDecodeError:
                self._utf8 = False

    def encoding(self, *, padding: float = 0.0) -> str | None:
        """Return the encoding, as Python names it; None for what is no text.

        `padding` is the share of the bytes that may be NUL, 0 to 1, in a text of one byte a letter.
        """
        if self._head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if self._nuls > self.size * 0.3:
            # Two bytes a letter without the mark: Latin letters leave every other byte empty.
            return "utf-16-be" if self._even_nuls > self._nuls / 2 else "utf-16-le"
        if self._binary > self.size * 0.01 or self._nuls > self.size * padding:
            return None
        if self._head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        return "utf-8" if self._utf8 else "cp1252"
