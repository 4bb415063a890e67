"""The worker process: `python -m billhook.worker`, started by `billhook up`.

The first line of standard input is the vault's passphrase, empty where another key is at hand.
"""

from __future__ import annotations

import sys
from contextlib import nullcontext
from datetime import timedelta
from functools import partial
from pathlib import Path

import click

from billhook import logs, machines
from billhook.cli import protected
from billhook.commands.options import data_option, key_option, settings_of
from billhook.door import Door
from billhook.lifeline import stop_at_end
from billhook.lock import only_one
from billhook.wiring import CLOCK, key_at_hand, opened_store, traced, vault_at_hand, works
from billhook.witness import newest_line
from model.secret import Secret
from pipeline.keyholder.connecting_ground import Ground
from pipeline.keyholder.vault_keeping import Keeping
from pipeline.portals.attending import ANSWERS
from pipeline.pulse import PULSE
from pipeline.worker import Worker, WorkerSettings


@click.command()
@data_option
@key_option
@click.option(
    "--number", default=1, help="Which worker of this machine; the first keeps the doors to it."
)
def worker(data: str | None, key_file: str | None, number: int) -> None:
    """Work until the parent ends."""
    settings = settings_of(data)
    logs.begin(settings, f"worker-{number}")
    passphrase = sys.stdin.buffer.readline().decode().rstrip("\n")
    stop = stop_at_end()
    with only_one(settings.data, f"worker-{number}"), opened_store(settings) as store:
        witness = partial(newest_line, settings)
        given = Secret(passphrase) if passphrase else None
        vault = vault_at_hand(settings, key_file, given, witness)
        chosen = WorkerSettings(
            executor=machines.executor(settings, number),
            engine_url=settings.engine_url,
            responses_every=timedelta(seconds=settings.responses_seconds),
            machine=machines.identity(settings),
            address=settings.machine_address,
            shared=settings.is_shared,
            browsers=settings.browsers,
            drain=timedelta(seconds=settings.drain_seconds),
        )
        ca_file = Path(settings.mail_ca_file) if settings.mail_ca_file else None
        keeping = Keeping(Ground(store, vault, CLOCK, ca_file, loopback=settings.loopback_http))
        if passphrase:
            vault.lock_after(keeping.idle())
        with Door(
            settings.data,
            f"worker-{number}",
            vault,
            partial(key_at_hand, settings, key_file),
            answering=keeping.answer,
            idle=keeping.idle,
            taking=ANSWERS.give,
        ):
            PULSE.start(CLOCK)
            work = Worker(works(settings, store, vault), chosen)
            logs.begin(settings, f"worker-{number}")  # the engine has brought a handler of its own
            doors = machines.doors(settings) if number == 1 else nullcontext()
            with traced(settings, f"worker-{number}"), doors:
                work.run(stop)
            work.leave()
            machines.end()


if __name__ == "__main__":
    sys.exit(protected(worker, sys.argv[1:]))
