"""Chromium for one visit: fenced, sandboxed, with a profile that is gone afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Final
from urllib.parse import urlsplit

from playwright.sync_api import (
    BrowserContext,
    BrowserType,
    Error,
    Playwright,
    Request,
    sync_playwright,
)

from fetchers.portals.den import Den
from fetchers.portals.fence import Fence, host_rules, is_loopback
from fetchers.portals.looks import Looks
from fetchers.portals.patience import watch
from model.errors import ProgramMissing

_ARGUMENTS: Final = (
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-domain-reliability",
    "--disable-breakpad",
    "--no-pings",
    "--dns-prefetch-disable",
)
_LAUNCH_TIMEOUT_MS: Final = 60_000
_NO_SUCH_NAME: Final = "ERR_NAME_NOT_RESOLVED"


@contextmanager
def browser(
    home: Den,
    fence: Fence,
    blocked: set[str],
    looks: Looks,
    *,
    driver: Playwright | None = None,
) -> Iterator[BrowserContext]:
    """A context that reaches the fence's origins alone; `blocked` gathers what else was asked for.

    `driver` is what drives browsers already; None where it is to be started.

    Raises:
        ProgramMissing: Chromium can't start, or can't be sandboxed.
    """
    with nullcontext(driver) if driver else sync_playwright() as playwright:
        context = _launched(playwright.chromium, home, fence, looks)
        watch(context)
        context.on("requestfailed", lambda request: _note(request, fence, blocked))
        try:
            yield context
        finally:
            context.close()


def _launched(chromium: BrowserType, home: Den, fence: Fence, looks: Looks) -> BrowserContext:
    try:
        return _launch(chromium, home, fence, looks, sandbox=home.sandboxed)
    except Error as problem:
        no_sandbox = "sandbox" in str(problem).lower() and home.sandboxed
        if not (no_sandbox and all(map(is_loopback, fence.origins))):
            raise ProgramMissing(_remedy(no_sandbox=no_sandbox)) from None
    return _launch(chromium, home, fence, looks, sandbox=False)


def _remedy(*, no_sandbox: bool) -> str:
    if no_sandbox:
        return (
            "Chromium's sandbox does not work here; permit user namespaces "
            "(sysctl kernel.unprivileged_userns_clone=1, or the container's seccomp profile)."
        )
    return "Chromium does not start; try: chromium --headless --dump-dom about:blank."


def _launch(  # the browser's parts, and how it shows itself
    chromium: BrowserType, home: Den, fence: Fence, looks: Looks, *, sandbox: bool
) -> BrowserContext:
    return chromium.launch_persistent_context(
        home.profile,
        executable_path=home.launcher,
        headless=True,
        chromium_sandbox=sandbox,
        downloads_path=home.downloads,
        artifacts_dir=home.downloads,  # else in a folder of their own that outlives a killed visit
        accept_downloads=True,
        service_workers="block",
        permissions=[],
        locale=looks.language or "en-GB",
        user_agent=looks.agent,
        timezone_id=looks.time_zone,
        viewport={"width": 1280, "height": 900},
        timeout=_LAUNCH_TIMEOUT_MS,
        env={"HOME": str(home.profile), "TMPDIR": str(home.profile), "LANG": "C.UTF-8"},
        args=[f"--host-resolver-rules={host_rules(fence.reach)}", *_ARGUMENTS],
    )


def _note(request: Request, fence: Fence, blocked: set[str]) -> None:
    if _NO_SUCH_NAME not in (request.failure or "") or fence.allows(request.url):
        return
    parts = urlsplit(request.url)
    blocked.add(parts.netloc.rpartition("@")[2].lower()[:260])
