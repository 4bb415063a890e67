"""A folder on a server as destination, by SFTP: the file and its facts, complete or not there.

Settings: host, host_key (shown and confirmed when it is connected). Optional: port (else 22),
folder (else where the sign-in leads), username (else the credential's), answers_folder (where the
receiver drops its answers).
"""

from feeds.sftp.answers import SETTING, RemoteFile, fetch, listed, set_aside
from feeds.sftp.host_key import HostKey, offered, pinned
from feeds.sftp.programs import REMEDY, missing_programs
from feeds.sftp.storing import WAY, look

__all__ = [
    "REMEDY",
    "SETTING",
    "WAY",
    "HostKey",
    "RemoteFile",
    "fetch",
    "listed",
    "look",
    "missing_programs",
    "offered",
    "pinned",
    "set_aside",
]
