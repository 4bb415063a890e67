"""What is said to a visit's process before its job, and where it finds what it inherits.

Apart from `wire`, which types what comes then: whoever only starts a process need not load that.
"""

from __future__ import annotations

from typing import Final

LINE: Final = 3
"""The descriptor under which a child has its line to those who attend the visit."""

STAND_BY: Final = b"stand by\n"
"""Told to a child in place of a job: start what drives browsers, then wait."""

STAND_BY_BARE: Final = b"stand by without a browser\n"
"""The same, where the next visit is not likely to need one: nothing that drives it is started."""

TAKE: Final = b"take\n"
"""Told to a child that stands by: a job is about to come."""

READY: Final = b"ready\n"
"""What such a child says to that."""
