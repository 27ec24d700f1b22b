"""What a phone is for, and who may stop it."""

from __future__ import annotations

from access.enums import DeviceKind
from access.permissions import Permission

# What somebody must still be allowed to do for what their phone sends to count.
RIGHT = {DeviceKind.DOORSTEP.value: Permission.RECORD_DOORS, DeviceKind.TELLER.value: Permission.RECORD_VOTED}
# What somebody must be allowed to do to report another person's phone lost.
STOPS = {DeviceKind.DOORSTEP.value: Permission.MAKE_BOARDS, DeviceKind.TELLER.value: Permission.SET_UP_POLLING_DAY}
