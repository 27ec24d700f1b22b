"""Entering a mail server."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from access.enums import MailSecurity, MailState
from access.models import MailServer
from access.rules import mail as rules
from access.transport import Server, stored_server


class MailServerFields(forms.Form):
    """The fields of a mail server, for the first visit and for changing it later."""

    from_email = forms.EmailField(
        label=gettext_lazy("Sender’s address"),
        max_length=200,
        help_text=gettext_lazy("What people see as the sender. The mail server must allow it."),
    )
    host = forms.CharField(
        label=gettext_lazy("Mail server"),
        max_length=200,
        help_text=gettext_lazy("Such as smtp.example.org"),
    )
    port = forms.IntegerField(
        label=gettext_lazy("Port"),
        min_value=1,
        max_value=65535,
        initial=587,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    security = forms.ChoiceField(label=gettext_lazy("Encryption"), choices=MailSecurity, initial=MailSecurity.STARTTLS)
    username = forms.CharField(
        label=gettext_lazy("User name at the mail server"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    mail_password = forms.CharField(
        label=gettext_lazy("Password at the mail server"),
        required=False,
        strip=False,
        help_text=gettext_lazy("Kept encrypted."),
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def nothing_is_needed(self) -> None:
        """Let every field be empty or wrong: no mail server is wanted now."""
        for name in MailServerFields.base_fields:
            asked = self.fields[name]
            self.fields[name] = forms.CharField(
                required=False, label=asked.label, help_text=asked.help_text, widget=asked.widget
            )

    def server(self, keep: MailServer | None = None) -> Server:
        """Return what was entered. Only for a form that is valid.

        Where no password was typed, that of `keep` stays. Raises transport.Shut when it can't be opened.
        """
        data = self.cleaned_data
        password = data["mail_password"]
        if not password and keep is not None and data["username"] == keep.username:
            password = stored_server(keep).password
        return Server(
            host=rules.one_line(data["host"], 200),
            port=data["port"],
            username=data["username"],
            password=password,
            security=data["security"],
            from_email=data["from_email"],
        )


class MailServerForm(MailServerFields):
    """Changing the mail server. An empty password keeps the one that is stored."""

    test_message = forms.BooleanField(label=gettext_lazy("Send me a test message"), required=False, initial=True)


class MailFilterForm(forms.Form):
    """Which messages to show."""

    state = forms.ChoiceField(
        label=gettext_lazy("Show"), choices=[("", gettext_lazy("All messages")), *MailState.choices], required=False
    )

    def state_asked(self) -> str:
        """Return the state to show; empty for all, and for one that there isn't."""
        return self.cleaned_data.get("state", "") if self.is_valid() else ""
