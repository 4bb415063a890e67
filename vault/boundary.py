"""The boundary where foreign bytes are read: a value that doesn't open is an error of ours."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from model.errors import BillhookError


@contextmanager
def named(name: Callable[[Exception], BillhookError]) -> Iterator[None]:
    """Every error of the block as one of `model.errors`, which `name` finds for it.

    This is the vault's one broad `except`: damaged bytes make a database, the text decoder, JSON or
    a plain index raise nearly anything. Nothing of the cause goes on (`from None`): the exceptions
    of decoders carry the text they were given.
    """
    try:
        yield
    except BillhookError:
        raise
    except Exception as error:  # noqa: BLE001  # the read boundary, see above
        raise name(error) from None
