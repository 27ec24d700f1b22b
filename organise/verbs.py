"""What organise's verbs of the record mean, as words that follow a person's name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

WORDS = {
    "members.file_read": _("uploaded a members file"),
    "members.columns_matched": _("said what the columns of a members file hold"),
    "members.brought_in": _("approved a members file"),
    "members.file_discarded": _("threw a members file away"),
    "members.taken_back": _("took a members file back"),
    "members.problems_downloaded": _("downloaded the rows that a members file left out"),
}
