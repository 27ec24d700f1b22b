"""The first visit: which CLP, who looks after it, how mail leaves, who promotes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.template.defaultfilters import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.forms.mail import MailServerFields
from access.models import User
from access.rules import imprints


class SetupForm(MailServerFields, forms.Form):
    """All that an empty installation needs, in one go, so that nothing is ever half set up."""

    unit_name = forms.CharField(
        label=gettext_lazy("Name of your CLP"),
        max_length=120,
        help_text=gettext_lazy("Such as Wexcombe and Harrow Hill"),
    )
    unit_code = forms.SlugField(
        label=gettext_lazy("Short name in addresses"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "Letters, digits and hyphens. Left empty it is made from the name: wexcombe-and-harrow-hill"
        ),
    )
    person_name = forms.CharField(
        label=gettext_lazy("Your name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    email = forms.EmailField(
        label=gettext_lazy("Your email address"),
        max_length=254,
        help_text=gettext_lazy("You sign in with it."),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        strip=False,
        help_text=gettext_lazy("12 characters or more. Three or four words that don’t belong together are good."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    mail_when = forms.ChoiceField(
        label=gettext_lazy("Mail"),
        choices=[
            ("now", gettext_lazy("Set up the mail server now")),
            ("later", gettext_lazy("Not now. Mail waits until it is set up")),
        ],
        initial="later",
        widget=forms.RadioSelect,
    )
    test_message = forms.BooleanField(label=gettext_lazy("Send me a test message"), required=False, initial=True)
    promoter = forms.CharField(label=gettext_lazy("Who promotes"), max_length=120, required=False)
    on_behalf_of = forms.CharField(label=gettext_lazy("On whose behalf"), max_length=160, required=False)
    address = forms.CharField(
        label=gettext_lazy("Postal address of both"),
        max_length=300,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    use_required_attribute = False
    mail_fields = ("from_email", "host", "port", "security", "username", "mail_password", "test_message")
    imprint_fields = ("promoter", "on_behalf_of", "address")

    def __init__(self, *args: Any, mail_is_given: bool, **kwargs: Any) -> None:
        """`mail_is_given`: EMAIL_URL names the way out already, so nothing is asked about it."""
        super().__init__(*args, **kwargs)
        if mail_is_given:
            for name in ("mail_when", *self.mail_fields):
                del self.fields[name]
        elif self.data.get("mail_when") == "later":
            self.nothing_is_needed()

    def clean_password(self) -> str:
        password = self.cleaned_data["password"]
        person = User(email=self.cleaned_data.get("email", ""), name=self.cleaned_data.get("person_name", ""))
        password_validation.validate_password(password, person)
        return password

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("unit_code") and data.get("unit_name"):
            data["unit_code"] = slugify(data["unit_name"])[:40].strip("-")
            if not data["unit_code"]:
                self.add_error("unit_code", _("No short name can be made from this name. Write one."))
        self._imprint(data)
        return data

    def wants_mail(self) -> bool:
        """Say whether a mail server was entered that should be used."""
        return self.cleaned_data.get("mail_when") == "now"

    def _imprint(self, data: dict[str, Any]) -> None:
        parts = [data.get(name, "") for name in self.imprint_fields]
        if any(parts) and not all(parts):
            for name, value in zip(self.imprint_fields, parts, strict=True):
                if not value:
                    self.add_error(
                        name, ValidationError(_("An imprint needs this too, or leave all three empty for now."))
                    )
        data["imprint"] = imprints.written(*parts) if all(parts) else ""
