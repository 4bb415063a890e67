"""`billhook up`: dashboard, API and workers, until Ctrl+C."""

from __future__ import annotations

import ipaddress
import os
import signal
import socket
import sys
import threading
import webbrowser
from functools import partial
from types import FrameType

import click

from billhook.commands.options import PORT, data_option, key_option, settings_of
from billhook.commands.unlocking import takes_passphrase
from billhook.desktop import open_window
from billhook.lock import is_held, only_one
from billhook.settings import DEFAULT_PORT, Settings
from billhook.supervisor import Program, Supervisor
from billhook.wiring import CLOCK, key_at_hand, opened_store, opened_vault
from billhook.witness import newest_line
from model.errors import PortTaken, VaultLocked, WrongInput
from model.people import Role, User
from model.secret import Secret
from storage import users
from storage.store import Store, Tx


@click.command()
@data_option
@key_option
@click.option("--host", default="127.0.0.1", show_default=True, help="Where the dashboard listens.")
@click.option(
    "--port", type=PORT, default=DEFAULT_PORT, show_default=True, help="Port of the dashboard."
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=1,
    show_default=True,
    help="Worker processes of this machine.",
)
@click.option("--no-browser", is_flag=True, help="Don't open a browser.")
@click.option("--window", is_flag=True, help="Open a window of its own instead of a tab.")
def up(
    data: str | None,
    key_file: str | None,
    host: str,
    *,
    port: int,
    workers: int,
    no_browser: bool,
    window: bool,
) -> None:
    """Start dashboard, API and worker; open the browser on a desktop.

    Example: billhook up --port 8420
    """
    settings = settings_of(data)
    if window and is_held(settings.data, "up"):  # a shortcut that is pressed again shows it again
        open_window(f"http://{host}:{port}/")
        return
    stop = stop_on_signals()
    with only_one(settings.data, "up"):
        run_until(
            stop,
            settings,
            key_file=key_file,
            host=host,
            port=port,
            workers=workers,
            browser=not no_browser,
            window=window,
        )


def run_until(
    stop: threading.Event,
    settings: Settings,
    *,
    key_file: str | None,
    host: str,
    port: int,
    workers: int,
    browser: bool,
    window: bool = False,
) -> None:
    """Run the processes of an installation until `stop` is set.

    Raises:
        PortTaken: another program listens there.
        WrongInput: the host is not this machine, and `hosts` in the settings does not name it.
        VaultError: the vault does not open.
    """
    prove_host(settings, host)
    prove_port(host, port)
    passphrase = _passphrase(settings, key_file)
    with opened_store(settings) as store:
        entrance = f"http://{host}:{port}/enter?token={entrance_token(store)}"
    supervisor = Supervisor(
        programs(settings, key_file, passphrase, host=host, port=port, workers=workers), CLOCK
    )
    supervisor.start()
    click.echo(f"Billhook is at http://{host}:{port} · sign in once with this link:\n  {entrance}")
    if browser and _on_a_desktop():
        show = open_window if window else webbrowser.open
        threading.Timer(2.0, show, (entrance,)).start()
    supervisor.run(stop)


def programs(
    settings: Settings,
    key_file: str | None,
    passphrase: Secret,
    *,
    host: str,
    port: int,
    workers: int,
) -> list[Program]:
    """The processes of an installation: one for the dashboard, and its workers."""
    data = ("--data", str(settings.data))
    key = ("--key-file", key_file) if key_file else ()
    web = ("--host", host, "--port", str(port))
    return [
        Program("web", "billhook.web", (*data, *web)),
        *(
            Program(f"worker-{n}", "billhook.worker", (*data, *key, "--number", str(n)), passphrase)
            for n in range(1, workers + 1)
        ),
    ]


def entrance_token(store: Store) -> str:
    """A one-time token for the first administrator, who is made if there is nobody yet."""
    with store.begin() as tx:
        admins = [user for user in users.every(tx) if user.role is Role.ADMIN and user.active]
        user = admins[0] if admins else _first_admin(tx)
        return users.one_time_token(tx, user.id)


def _first_admin(tx: Tx) -> User:
    """An administrator without a password: the one-time link is the way in."""
    return users.add(tx, "admin", "Administrator", Role.ADMIN, users.NO_PASSWORD)


def prove_host(settings: Settings, host: str) -> None:
    """Raise WrongInput unless the host is this machine or one that the settings name."""
    try:
        local = ipaddress.ip_address(host).is_loopback
    except ValueError:
        local = host == "localhost"
    if not local and host not in settings.hosts:
        raise WrongInput(
            f"{host} is reached from outside: put it behind a proxy with TLS and name the "
            f"dashboard's host in `hosts` of {settings.data / 'billhook.toml'}."
        )


def prove_port(host: str, port: int) -> None:
    """Raise PortTaken if another program listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise PortTaken(
                f"Port {port} on {host} is taken by another program; choose one with --port."
            ) from None


def stop_on_signals() -> threading.Event:
    """An event that Ctrl+C and SIGTERM set."""
    stop = threading.Event()

    def told(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGINT, told)
    signal.signal(signal.SIGTERM, told)
    return stop


def _passphrase(settings: Settings, key_file: str | None) -> Secret:
    """What the worker needs to open the vault: nothing where a key is at hand."""
    witness = partial(newest_line, settings)
    try:
        key_at_hand(settings, key_file)
    except VaultLocked as locked:
        if not (sys.stdin.isatty() and takes_passphrase(settings)):
            click.echo(f"{locked.message} Jobs wait: open it with: billhook vault unlock")
            return Secret("")
        passphrase = Secret(click.prompt("Passphrase of the vault", hide_input=True))
        opened_vault(settings, key_file, passphrase, witness=witness)
        return passphrase
    opened_vault(settings, key_file, witness=witness)
    return Secret("")


def _on_a_desktop() -> bool:
    if sys.platform in ("darwin", "win32"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
