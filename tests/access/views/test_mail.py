"""Mail: what was sent, by which server, and the letter box for trying out."""

from __future__ import annotations

import pytest
from django.test import Client
from django.utils import timezone

from access import transport
from access.actions import deliveries, mail
from access.models import MailServer, MailTransport, OutboxMessage, Unit
from access.roles import RoleName
from tests import cast as people
from tests.cast import Cast
from tests.everywhere import SCOPE

LIST, SERVER = "/u/wexcombe/access/mail/", "/u/labour/access/mail/server/"
ENTERED = {
    "from_email": "rosette@example.org",
    "host": "mail.example.org",
    "port": "587",
    "security": "starttls",
    "username": "rosette",
    "mail_password": "s3cret",
}


def _queue(unit: Unit | None, subject: str = "S", text: str = "T") -> OutboxMessage:
    return mail.queue(to="jo@example.org", kind="service", purpose="t", subject=subject, text=text, unit=unit)


def test_the_list_shows_this_units_mail_and_how_much_is_where(cast: Cast) -> None:
    _queue(cast.wexcombe, "For Wexcombe")
    _queue(cast.marsham, "For Marsham")
    _queue(None, "A sign-in link")
    deliveries.sweep()
    _queue(cast.wexcombe, "Another one")
    page = cast.client(cast.marian).get(LIST).content.decode()
    assert "For Wexcombe" in page
    assert "For Marsham" not in page
    assert "A sign-in link" not in page
    counted = {str(row["label"]): row["value"] for row in cast.client(cast.marian).get(LIST).context["figures"]}
    assert counted == {"Waiting to be sent": 1, "Sent": 1}
    only = cast.client(cast.marian).get(LIST, {"state": "sent"}).context["page"]
    assert [message.subject for message in only] == ["For Wexcombe"]
    assert len(cast.client(cast.marian).get(LIST, {"state": "nonsense"}).context["page"]) == 2


def test_a_list_of_one_and_of_three_costs_the_same(cast: Cast, django_assert_num_queries: object) -> None:
    browser = cast.client(cast.marian)
    for _one in range(3):
        _queue(cast.wexcombe)
        with django_assert_num_queries(6 + SCOPE):
            browser.get(LIST)


@pytest.mark.parametrize(
    ("url", "stored", "stuck", "words"),
    [
        ("caught://", False, False, "goes to nobody"),
        ("", False, False, "No mail server is set"),
        ("", True, False, "Mail leaves by mail.example.org:587"),
        ("smtp://mail.example.org", False, True, "535 not you"),
    ],
)
def test_the_page_says_whether_the_way_out_is_open(
    url: str, stored: bool, stuck: bool, words: str, cast: Cast, settings: object
) -> None:
    settings.EMAIL_URL, settings.MAIL_IS_CAUGHT = url, url.startswith("caught")
    if stored:
        MailServer.objects.create(from_email="a@b.org", host="mail.example.org", port=587, security="starttls")
    if stuck:
        now = timezone.now()
        MailTransport.objects.create(failures=1, stuck_since=now, stuck_reason="535 not you", try_again_at=now)
    assert words in cast.client(cast.marian).get(LIST).content.decode()


@pytest.fixture
def administrator(cast: Cast, settings: object) -> Client:
    """Somebody who may change the mail server, where nothing else settles it."""
    settings.EMAIL_URL, settings.MAIL_IS_CAUGHT = "", False
    people.grant(cast.noor, Unit.objects.get(parent=None), RoleName.ADMINISTRATOR)
    return cast.client(cast.noor)


def test_a_mail_server_is_tried_out_and_kept(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    monkeypatch.setattr(transport, "try_out", tried.append)
    answer = administrator.post(SERVER, ENTERED | {"test_message": "on"}, follow=True)
    assert "The mail server is set." in answer.content.decode()
    stored = transport.stored_server(MailServer.objects.get())
    assert tried == [stored]
    assert stored.password == "s3cret"
    assert OutboxMessage.objects.get().purpose == "test"


def test_an_empty_password_keeps_the_one_that_is_stored(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "try_out", lambda _server: None)
    administrator.post(SERVER, ENTERED)
    page = administrator.get(SERVER).content.decode()
    assert "A password is stored." in page
    assert "s3cret" not in page
    administrator.post(SERVER, ENTERED | {"mail_password": "", "host": "other.example.org"})
    stored = transport.stored_server(MailServer.objects.get())
    assert (stored.host, stored.password) == ("other.example.org", "s3cret")


def test_a_server_that_does_not_let_us_in_changes_nothing(
    administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shut(_server: transport.Server) -> None:
        raise transport.Shut("535 not you")

    monkeypatch.setattr(transport, "try_out", shut)
    page = administrator.post(SERVER, ENTERED).content.decode()
    assert "The mail server didn’t let us in: 535 not you. Nothing was changed." in page
    assert "s3cret" not in page
    assert not MailServer.objects.exists()


def test_what_is_missing_is_said(administrator: Client) -> None:
    form = administrator.post(SERVER, {"security": "starttls"}).context["form"]
    assert set(form.errors) == {"from_email", "host", "port"}


def test_it_is_changed_at_the_top_of_the_tree_only_and_not_over_the_environment(cast: Cast, settings: object) -> None:
    people.grant(cast.noor, cast.wexcombe, RoleName.ADMINISTRATOR)
    people.grant(cast.noor, Unit.objects.get(parent=None), RoleName.ADMINISTRATOR)
    browser = cast.client(cast.noor)
    assert browser.get(SERVER).status_code == 404, "EMAIL_URL settles it"
    settings.EMAIL_URL, settings.MAIL_IS_CAUGHT = "", False
    assert browser.get(SERVER).status_code == 200
    assert browser.get("/u/wexcombe/access/mail/server/").status_code == 404
    assert cast.client(cast.marian).get("/u/wexcombe/access/mail/server/").status_code == 403


def test_caught_mail_can_be_read_by_anybody_with_its_links(cast: Cast) -> None:
    first = _queue(None, "First", "Open https://rosette.example.org/accounts/x/ now\n\n<script>alert(1)</script>")
    second = _queue(cast.wexcombe, "Second")
    page = Client().get("/dev/mail").content.decode()
    assert page.index("Second") < page.index("First")
    assert f"/dev/mail/{second.pk}/" in page
    page = Client().get(f"/dev/mail/{first.pk}/").content.decode()
    assert '<a href="https://rosette.example.org/accounts/x/"' in page
    assert "<script>alert" not in page


def test_caught_mail_comes_in_pages(cast: Cast) -> None:
    for number in range(27):
        _queue(None, f"No. {number}")
    assert "1 to 25 of 27" in Client().get("/dev/mail").content.decode()


@pytest.mark.parametrize("url", ["", "smtp://mail.example.org"])
def test_where_mail_is_sent_there_is_no_letter_box(url: str, cast: Cast, settings: object) -> None:
    message = _queue(None)
    settings.EMAIL_URL, settings.MAIL_IS_CAUGHT = url, False
    assert Client().get("/dev/mail").status_code == 404
    assert Client().get(f"/dev/mail/{message.pk}/").status_code == 404
    assert cast.client(cast.marian).get("/dev/mail").status_code == 404
