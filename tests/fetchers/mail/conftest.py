"""What the mail room's tests share."""

from tests.dovecot import dovecot as dovecot
