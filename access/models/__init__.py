"""Accounts, units, grants, devices, mail, heartbeats, and the record of what was done."""

from access.models.audit import AuditEvent
from access.models.devices import DeviceGrant
from access.models.grants import Grant
from access.models.heartbeats import Heartbeat
from access.models.mail import MailServer, MailTransport, OutboxMessage, Suppression
from access.models.units import OwnedByUnit, Unit
from access.models.users import User

__all__ = [
    "AuditEvent",
    "DeviceGrant",
    "Grant",
    "Heartbeat",
    "MailServer",
    "MailTransport",
    "OutboxMessage",
    "OwnedByUnit",
    "Suppression",
    "Unit",
    "User",
]
