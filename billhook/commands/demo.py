"""`billhook demo`: the whole main job, on a demo company with real parts."""

from __future__ import annotations

import click

from billhook.commands.options import PORT, data_option, show_json
from billhook.commands.up import stop_on_signals
from billhook.demo.run import headless as run_headless
from billhook.demo.run import in_browser
from billhook.lock import only_one
from billhook.settings import DEFAULT_PORT, data_folder, made
from fetchers.portals import browser_here


@click.command()
@data_option
@click.option("--headless", is_flag=True, help="Without a dashboard; ends when all is done.")
@click.option("--json", "as_json", is_flag=True, help="Say what came of it as JSON.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Where the dashboard listens.")
@click.option(
    "--port", type=PORT, default=DEFAULT_PORT, show_default=True, help="Port of the dashboard."
)
@click.option("--no-browser", is_flag=True, help="Don't open a browser.")
@click.option("--database", default="", help="A PostgreSQL URL; else SQLite in the data folder.")
def demo(
    *,
    data: str | None,
    headless: bool,
    as_json: bool,
    host: str,
    port: int,
    no_browser: bool,
    database: str,
) -> None:
    """Watch Billhook do its whole job: a mailbox, ten portals, Chromium, an approval system.

    Everything is fictional and stays on this machine.

    Example: billhook demo --headless --json
    """
    browser = browser_here()
    if not browser.sandboxed:
        click.echo(f"The browser is {browser.words}.", err=True)
    folder = made(data_folder(data) if data else data_folder(None) / "demo")
    stop = stop_on_signals()
    with only_one(folder, "demo"):
        if not headless:
            in_browser(
                folder, stop, database=database, host=host, port=port, browser=not no_browser
            )
            return
        said = run_headless(folder, stop, database=database)
    if as_json:
        show_json(said)
        return
    ended, sent = said["expectations"], said["deliveries"]
    click.echo(f"{len(said['documents'])} documents are on file.")
    click.echo(
        f"Expectations: {ended['fulfilled']} fulfilled, {ended['absent']} absent, "
        f"{ended['needs_person']} need a person."
    )
    click.echo(f"Deliveries: {sent['delivered']} taken, {sent['failed']} failed.")
