"""The mailbox: watch it, understand its mails, find out whom they are about.

`watch` hands over new mails, `message` reads their bytes, `authenticity` asks our own server who
sent them, `triage` says what they announce, `addressee` which supplier, account and portal that is,
`sources` reads them from files, `report` states them as the command line does. Only `connection`,
`idle` and `watch` touch the network; all else is a pure function of bytes.
"""

from fetchers.mail.retries import backoff

__all__ = ["backoff"]
