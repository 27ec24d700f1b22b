"""Accounts, units, offices, grants, requests, training, phones, shares, mail, and the record of what was done."""

from access.models.absences import Absence
from access.models.audit import AuditDay, AuditEvent
from access.models.devices import DeviceGrant
from access.models.grants import Grant
from access.models.heartbeats import Heartbeat
from access.models.mail import MailServer, MailTransport, OutboxMessage, Suppression
from access.models.offices import Office, OfficeTerm
from access.models.pins import DayPin
from access.models.requests import AccessRequest, Appeal, RequestStep
from access.models.resets import FactorReset
from access.models.sealing import SealingKey
from access.models.sharing import Share
from access.models.tools import Tool
from access.models.training import LessonPass, TermsSignature
from access.models.units import OwnedByUnit, Unit, unit_unchecked
from access.models.users import User

__all__ = [
    "Absence",
    "AccessRequest",
    "Appeal",
    "AuditDay",
    "AuditEvent",
    "DayPin",
    "DeviceGrant",
    "FactorReset",
    "Grant",
    "Heartbeat",
    "LessonPass",
    "MailServer",
    "MailTransport",
    "Office",
    "OfficeTerm",
    "OutboxMessage",
    "OwnedByUnit",
    "RequestStep",
    "SealingKey",
    "Share",
    "Suppression",
    "TermsSignature",
    "Tool",
    "Unit",
    "User",
    "unit_unchecked",
]
