"""The passport of an installation's machines: a key and its certificate, the same on each of them.

Whoever shows it is one of ours, and it vouches for itself alone: no other authority is trusted. It
opens no vault; what passes between machines is sealed by it on the way (TLS 1.3, both sides shown).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from model.errors import FileUnwritable
from model.far_doors import NAME
from vault import private

_LASTS: Final = timedelta(days=3650)
_CLOCKS_DIFFER: Final = timedelta(days=1)


def make_passport(path: Path, now: datetime) -> None:
    """A new one at a path where there is nothing yet, for its owner alone.

    Raises:
        FileUnwritable: there is something, or it can't be written.
    """
    if path.exists():
        raise FileUnwritable(f"{path} is there already; move it away to make another.")
    key = ec.generate_private_key(ec.SECP256R1())
    bare = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    try:
        private.replace(path, bare + _certificate(key, now))
    except OSError as error:
        raise FileUnwritable(f"{path} can't be written: {error.strerror}.") from None


def _certificate(key: ec.EllipticCurvePrivateKey, now: datetime) -> bytes:
    ourselves = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = (
        x509.CertificateBuilder()
        .subject_name(ourselves)
        .issuer_name(ourselves)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _CLOCKS_DIFFER)
        .not_valid_after(now + _LASTS)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    return made.public_bytes(serialization.Encoding.PEM)
