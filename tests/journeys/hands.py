"""What a canvasser's thumb and a teller's finger do on the phone pages, and what their eyes see."""

from __future__ import annotations

import re
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect


@dataclass(frozen=True)
class Canvasser:
    """Somebody with the board of a page. Every method waits until the page says that it is done."""

    page: Page
    keeps: bool = False  # whether the story chooses a PIN itself

    def __post_init__(self) -> None:
        """Whenever the page asks whether to keep the board, go on without."""
        if self.keeps:
            return
        skip = self.page.locator("#opening-skip")

        def go_on(_found: Locator) -> None:
            skip.click()

        self.page.add_locator_handler(skip, go_on)

    def says(self, intention: str, scale: int | None = 8) -> None:
        """Tap an intention, and then the scale; None skips the scale."""
        before = self.page.locator("#said").text_content()
        self.page.locator(f"#intentions input[value={intention}]").click()
        if intention in {"wont_say", "non_voter"}:
            expect(self.page.locator("#said")).not_to_have_text(before or "")
        elif scale is None:
            self.page.locator("#skip").click()
        else:
            self.page.locator(f"#scale input[value='{scale}']").click()
            expect(self.page.locator("#said")).to_contain_text(f"{scale} of 10")  # said once it is on the disk

    def cares_about(self, *issues: str) -> None:
        for issue in issues:
            self.page.locator(f"#issues input[value={issue}]").check()

    def opens_more(self, page: str) -> None:
        """Open the sheet behind More, at one of its pages."""
        self.page.locator("#more-open").click()
        self.page.locator(f"#more [data-goes={page}]").click()

    def saves(self) -> None:
        """Press the button of the form that is open, which then is gone."""
        self.page.locator("#more [type=submit]").locator("visible=true").click()
        expect(self.page.locator("#more")).to_be_hidden()

    def not_in(self) -> None:
        self.page.locator("#not-in").click()

    def goes_to(self, number: str) -> None:
        """Choose a door from the list of all doors."""
        self.page.locator("#left").click()
        self.page.locator("#all-doors .row", has=self.page.get_by_text(number, exact=True)).click()
        self.at_door(number)

    def at_door(self, number: str) -> None:
        expect(self.page.locator("#number")).to_have_text(number)

    def sees(self, saved: int, sent: int | None = None) -> None:
        """Look at the counters that are always in view."""
        expect(self.page.locator("#saved")).to_have_text(re.compile(rf"^\s*{saved} saved\s*$"))
        if sent is not None:
            expect(self.page.locator("#sent")).to_have_text(re.compile(rf"^\s*{sent} sent\b"), timeout=20_000)

    def open_sheet(self) -> None:
        self.page.locator("#sent").click()
        expect(self.page.locator("#sheet")).to_be_visible()

    def send_now(self) -> None:
        self.open_sheet()
        self.page.locator("#sheet-send").click()
        self.page.locator("#sheet-close").click()


@dataclass(frozen=True)
class Teller:
    """Somebody at the keypad of a page."""

    page: Page

    def types(self, number: str) -> None:
        """Press the keys of a number, then Voted."""
        for sign in number:
            self.page.locator(f"[data-key='{sign}']").click()
        expect(self.page.locator("#typed")).to_have_text(number)
        self.page.locator("#voted").click()

    def sees(self, sent: int, waiting: int) -> None:
        expect(self.page.locator("#sync b")).to_have_text(f"{sent} sent", timeout=20_000)
        words = f"{waiting} waiting to send" if waiting else "nothing waiting"
        expect(self.page.locator("#sync span")).to_have_text(words)

    def last(self) -> list[str]:
        """Return the last five as "1268 Counted", the newest first."""
        rows = self.page.locator("#last li:not(.none)")
        return [f"{row.locator('b').inner_text()} {row.locator('span').inner_text()}" for row in rows.all()]
