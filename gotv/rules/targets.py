"""What the rule of a target list may ask about that polling days know: turnout, voting by post, coming of age."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from canvass.rules.targets import Condition, Field, Op


def _turnout(one: Condition, _labels: Mapping[str, str], _many: bool) -> str:
    asked = {"times": one.times, "of": one.of}
    if one.op == "missed":
        text = ngettext(
            "did not vote in the last election that we know of",
            "did not vote in at least %(times)s of the last %(of)s elections that we know of",
            one.of or 1,
        )
    else:
        text = ngettext(
            "voted in the last election that we know of",
            "voted in at least %(times)s of the last %(of)s elections that we know of",
            one.of or 1,
        )
    return text % asked


def _postal(one: Condition, _labels: Mapping[str, str], many: bool) -> str:
    if one.op == "no":
        return _("do not vote by post") if many else _("does not vote by post")
    return _("vote by post") if many else _("votes by post")


def _attainer(_one: Condition, _labels: Mapping[str, str], many: bool) -> str:
    return _("come of age by the next election") if many else _("comes of age by the next election")


TURNOUT = Field(
    "turnout",
    gettext_lazy("Whether they voted, by the marked registers"),
    (
        Op("voted", gettext_lazy("voted in at least"), ("times", "of")),
        Op("missed", gettext_lazy("did not vote in at least"), ("times", "of")),
    ),
    _turnout,
)
POSTAL = Field(
    "postal",
    gettext_lazy("Voting by post"),
    (Op("yes", gettext_lazy("votes by post")), Op("no", gettext_lazy("does not vote by post"))),
    _postal,
    lambda condition: "postal" if condition.op == "yes" else "",
)
ATTAINER = Field("attainer", gettext_lazy("Coming of age"), (Op("is", ""),), _attainer, lambda _condition: "new")
