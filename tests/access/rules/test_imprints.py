"""The imprint names the promoter, on whose behalf, and the address."""

from __future__ import annotations

from access.rules.imprints import written


def test_it_is_worded_as_the_law_wants_it() -> None:
    assert written(" M. Teale", "Wexcombe Labour Party ", "4 Corn Hall Lane,\nWexcombe WX1 2AB.") == (
        "Promoted by M. Teale on behalf of Wexcombe Labour Party, both at 4 Corn Hall Lane, Wexcombe WX1 2AB."
    )
