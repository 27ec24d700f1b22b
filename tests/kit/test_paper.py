from __future__ import annotations

from kit import paper


def test_a_square_to_scan_is_a_picture_in_letters() -> None:
    drawn = paper.qr("https://rosette.example/u/wexcombe/gotv/1/sheets/K7QM2RX4/")
    assert drawn.startswith("<svg")
    assert "http://www.w3.org/2000/svg" in drawn
