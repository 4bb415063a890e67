"""What the mail room's tests share."""

from tests.dovecot import dovecot

__all__ = ["dovecot"]
