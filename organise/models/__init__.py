"""Members."""

from organise.models.imports import MemberImport, MemberImportRow
from organise.models.members import Member

__all__ = ["Member", "MemberImport", "MemberImportRow"]
