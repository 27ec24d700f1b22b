"""The colours of the design system keep their distance, in every theme, whatever anybody changes in tokens.css."""

from __future__ import annotations

import re

import pytest

from config import contrast


def test_the_formula_gives_the_known_ends() -> None:
    assert contrast.ratio("#000000", "#ffffff") == pytest.approx(21)
    assert contrast.ratio("#ffffff", "#ffffff") == pytest.approx(1)
    # The grey that WCAG's own examples call the lightest that still passes on white.
    assert contrast.ratio("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("theme", contrast.THEMES)
@pytest.mark.parametrize("pair", contrast.PAIRS, ids=lambda pair: f"{pair.front}-on-{pair.back}")
def test_every_pair_keeps_its_distance(pair: contrast.Pair, theme: str) -> None:
    found = contrast.figure(pair, theme)
    assert found.passes, f"{pair.name}: {found.ratio} in {theme}, needs {pair.limit}"


def test_sunlight_has_at_least_nine_to_one_for_text() -> None:
    """Words on the map are the exception: its steps have to differ from one another."""
    texts = [pair for pair in contrast.PAIRS if pair.limit >= contrast.TEXT and "ramp" not in pair.back]
    assert [pair.name for pair in texts if contrast.figure(pair, "sunlight").ratio < 9] == []


def test_no_pair_names_the_same_colours_twice() -> None:
    pairs = [(pair.front, pair.back) for pair in contrast.PAIRS]
    assert len(pairs) == len(set(pairs))


def test_every_text_colour_is_measured() -> None:
    measured = {pair.front for pair in contrast.PAIRS} | {pair.back for pair in contrast.PAIRS}
    # A hairline is never the only edge of anything.
    assert set(contrast.palette("light")) - measured == {"rule"}


def test_old_phones_get_the_light_theme() -> None:
    """Browsers without light-dark() read plain colours, which have to be the light halves."""
    text = contrast.TOKENS.read_text(encoding="utf-8")
    plain = contrast.declared(text, r"@supports not \(color: light-dark\(#000, #fff\)\) \{\s*:root")
    assert plain == contrast.palette("light")


def test_colours_stand_in_the_tokens_alone() -> None:
    """Print is paper, so it may name its own greys; the shade behind the menu is no colour of the design."""
    folder = contrast.TOKENS.parent
    for sheet in sorted(folder.rglob("*.css")):
        if sheet.name in {"tokens.css", "print.css"}:
            continue
        text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert re.findall(r"#[0-9a-fA-F]{3,8}\b", text) == [], sheet.name
