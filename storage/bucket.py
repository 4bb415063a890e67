"""The file store in an S3-compatible bucket: what several machines share without a common disk.

The same promises as of a folder (`storage.files`). A put is acknowledged when the server has
proved the bytes by their SHA-256, which they also travel with; a get is proved here. Names are
written on condition that there is nothing yet, so nothing is ever overwritten by other bytes. An
ETag says nothing: it is no hash where the server encrypts.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from model.errors import FileMissing, ProgramMissing, SettingsInvalid, StorageUnreachable
from storage.files import prove_name

Removing = Callable[[bool], AbstractContextManager[bool]]
"""Whether files may be removed while the block lasts; true: wait for whoever removes now."""

_LEFT: Final = timedelta(days=1)
_SCHEME: Final = "s3"
_TRIES: Final = 3
_CONNECT_SECONDS: Final = 5
_READ_SECONDS: Final = 30


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bucket is and who reads it: `address` is s3://BUCKET/PREFIX.

    `endpoint` is the server, empty for Amazon's own; `credentials` is a file of two lines, the
    access key and its secret, or None where the machine's own role is to be taken.
    """

    address: str
    endpoint: str = ""
    region: str = ""
    credentials: Path | None = None

    @property
    def root(self) -> str:
        """Bucket and prefix. Raises SettingsInvalid."""
        self.prove()
        parts = urlsplit(self.address)
        return f"{parts.netloc}/{parts.path.strip('/')}".rstrip("/")

    def prove(self) -> None:
        """Nothing comes back, where this may be a bucket.

        Raises:
            SettingsInvalid: the address is none, or says who reads it.
        """
        parts = urlsplit(self.address)
        plain = parts.scheme == _SCHEME and parts.hostname == parts.netloc and parts.netloc
        if not plain or parts.query or parts.fragment:
            raise SettingsInvalid(
                "`files` must be a folder or s3://BUCKET/PREFIX; keys go into `files_credentials`."
            )


@dataclass(frozen=True, slots=True)
class Trial:
    """What a bucket did with a file on trial.

    `refuses` is whether it refused other bytes in its place, `versions` whether it keeps what is
    removed, None where it does not say.
    """

    refuses: bool
    versions: bool | None


@dataclass(frozen=True)
class BucketFiles:
    """Files below one prefix, two levels deep. No name in it came from outside."""

    place: Place
    lock: Removing

    def put(self, content: bytes) -> str:
        """The SHA-256 under which the server now keeps the bytes; the same bytes once only.

        Raises:
            StorageUnreachable: the server does not answer; try again.
        """
        digest = hashlib.sha256(content)
        sha256 = digest.hexdigest()
        proof = {"ChecksumSHA256": base64.b64encode(digest.digest()).decode()}
        if not self._create(self._path(sha256), content, proof):
            # It was there. Whoever drops it now has taken it away before this mark, and the next
            # line puts it back; or sees the mark, and puts it back itself.
            self._overwrite(self._mark(sha256), b"")
            if not self._create(self._path(sha256), content, proof):
                self._mend(sha256, content, proof)
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes, proved by their hash.

        Raises:
            FileMissing: there is no such file, or it is damaged.
            StorageUnreachable: the server does not answer; try again.
        """
        content = self._read(self._path(sha256))
        if content is None or hashlib.sha256(content).hexdigest() != sha256:
            raise FileMissing(
                f"The stored file {sha256[:12]}… is missing or damaged; restore it from a backup."
            )
        return content

    def known(self, sha256: str) -> bool:
        """Whether there is a file of this name."""
        return self._written(self._path(sha256)) is not None

    def remove(self, sha256: str) -> None:
        """Drop a file that nothing names any more; one that is gone already is left so."""
        self._delete(self._path(sha256))

    @contextmanager
    def removing(self, *, wait: bool = False) -> Iterator[bool]:
        """Whether files may be removed as long as the block lasts: never while a backup is made."""
        with self.lock(wait) as may:
            yield may

    def old(self, before: datetime) -> Iterator[str]:
        """The SHA-256 of every file that was last put before an instant."""
        for first in "0123456789abcdef":  # a part at a time: there may be millions
            with self._named():
                found = self._server.find(self.place.root, prefix=first, detail=True)
            for path, facts in found.items():
                name = path.rpartition("/")[2]
                if facts["LastModified"] < before and not self._marked_since(name, before):
                    yield name

    def drop(self, sha256: str, before: datetime) -> bool:
        """Whether a file was removed: not where it was put again since, in this very moment too."""
        path, aside = self._path(sha256), f"{self.place.root}/gone/{sha256}"
        written = self._written(path)
        if written is None or written >= before or self._marked_since(sha256, before):
            return False
        self._copy(path, aside)
        self._delete(path)
        if self._marked_since(sha256, before):
            self._copy(aside, path)
            self._delete(aside)
            return False
        self._delete(aside)
        self._delete(self._mark(sha256))
        return True

    def sweep(self, now: datetime) -> int:
        """How many files were put back or removed that a process had set aside when it was killed.

        Raises:
            StorageUnreachable: the server does not answer.
        """
        with self._named():
            left = self._server.find(f"{self.place.root}/gone/", detail=True)
        old = [path for path, facts in left.items() if now - facts["LastModified"] > _LEFT]
        for aside in old:
            sha256 = aside.rpartition("/")[2]
            if self._written(self._mark(sha256)) is not None and not self.known(sha256):
                self._copy(aside, self._path(sha256))
            self._delete(aside)
        return len(old)

    def tried(self) -> Trial:
        """What the bucket does with a file that is written, read, written again and removed.

        Raises:
            StorageUnreachable: it does not answer, refuses us, is not there, or gives other bytes.
        """
        path, content = f"{self.place.root}/trial/{secrets.token_hex(8)}", secrets.token_bytes(64)
        try:
            self._create(path, content, {})
            kept, refuses = self._read(path) == content, not self._create(path, b"", {})
            self._delete(path)
        except FileNotFoundError:
            raise StorageUnreachable(f"There is no bucket at {self.place.address}.") from None
        if not kept:
            raise StorageUnreachable(f"The bucket at {self.place.address} gave back other bytes.")
        return Trial(refuses, self._keeps_versions())

    # -- the server -------------------------------------------------------------------------------

    @cached_property
    def _server(self) -> Any:
        try:
            import s3fs  # late: an extra part, and slow to import
        except ImportError:
            raise ProgramMissing(
                "Files in a bucket need an extra part: pip install 'billhook[s3]'."
            ) from None
        server = s3fs.S3FileSystem(
            **_keys(self.place.credentials),
            endpoint_url=self.place.endpoint or None,
            client_kwargs={"region_name": self.place.region} if self.place.region else {},
            config_kwargs={
                "connect_timeout": _CONNECT_SECONDS,
                "read_timeout": _READ_SECONDS,
                "retries": {"total_max_attempts": _TRIES, "mode": "standard"},
            },
            use_listings_cache=False,
            skip_instance_cache=True,
        )
        server.retries = _TRIES
        return server

    def _path(self, sha256: str) -> str:
        """Where the file lies, or would lie. Raises FileMissing for what is no name of a file."""
        prove_name(sha256)
        return f"{self.place.root}/{sha256[:2]}/{sha256[2:4]}/{sha256}"

    def _mark(self, sha256: str) -> str:
        return f"{self.place.root}/marks/{sha256}"

    def _marked_since(self, sha256: str, before: datetime) -> bool:
        marked = self._written(self._mark(sha256))
        return marked is not None and marked >= before

    def _mend(self, sha256: str, content: bytes, proof: dict[str, str]) -> None:
        """Put the bytes in the place of what is damaged; its length is what a server tells."""
        with self._named():
            size = self._server.info(self._path(sha256))["size"]
        if size != len(content):
            self._overwrite(self._path(sha256), content, proof)

    def _create(self, path: str, content: bytes, proof: dict[str, str]) -> bool:
        """Whether there was nothing, and now are these bytes."""
        with self._named():
            try:
                self._server.pipe_file(path, content, chunksize=_ONE_PIECE, mode="create", **proof)
            except FileExistsError:
                return False
            except OSError as error:
                if _is_refused_condition(error):
                    return False
                raise
        return True

    def _overwrite(self, path: str, content: bytes, proof: dict[str, str] | None = None) -> None:
        with self._named():
            self._server.pipe_file(path, content, chunksize=_ONE_PIECE, **(proof or {}))

    def _read(self, path: str) -> bytes | None:
        with self._named():
            try:
                content: bytes = self._server.cat_file(path)
            except FileNotFoundError:
                return None
        return content

    def _written(self, path: str) -> datetime | None:
        """When it was written, by the server's clock; None where there is nothing."""
        with self._named():
            try:
                written: datetime = self._server.info(path)["LastModified"]
            except FileNotFoundError:
                return None
        return written.astimezone(UTC)

    def _copy(self, path: str, to: str) -> None:
        with self._named():
            self._server.cp_file(path, to)

    def _keeps_versions(self) -> bool | None:
        """Whether what is removed stays as an older version; None where it does not say."""
        bucket = self.place.root.partition("/")[0]
        try:
            with self._named():
                said = self._server.call_s3("get_bucket_versioning", Bucket=bucket)
        except (StorageUnreachable, FileNotFoundError):  # it answered before: we may not ask
            return None
        return bool(said.get("Status") == "Enabled")

    def _delete(self, path: str) -> None:
        with self._named():
            try:
                self._server.rm_file(path)
            except FileNotFoundError:  # gone already
                return

    @contextmanager
    def _named(self) -> Iterator[None]:
        """What the server and the lines to it do, as an error that says what to do.

        Messages of servers may quote what they were sent; only their kind is passed on.
        """
        try:
            yield
        except (FileNotFoundError, FileExistsError):
            raise
        except PermissionError:
            raise StorageUnreachable(
                f"The bucket at {self.place.address} refuses us; look at `files_credentials`."
            ) from None
        except Exception as error:
            if isinstance(error, ProgramMissing | SettingsInvalid):
                raise
            raise StorageUnreachable(
                f"The bucket at {self.place.address} does not answer ({type(error).__name__})."
            ) from None


_ONE_PIECE: Final = 2 << 30
"""Files go up in one piece: only then does the condition hold for the whole of them."""


def _is_refused_condition(error: OSError) -> bool:
    """Whether the server says that there is something already, in words of older ones too."""
    response = getattr(error.__cause__, "response", None) or {}
    status: int = response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return status == HTTPStatus.PRECONDITION_FAILED


def _keys(file: Path | None) -> dict[str, str]:
    """The access key and its secret. Raises SettingsInvalid where the file does not hold them."""
    if file is None:
        return {}
    try:
        key, secret = file.read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        raise SettingsInvalid(
            f"{file} must hold two lines: the bucket's access key and its secret."
        ) from None
    return {"key": key, "secret": secret}
