"""Running a plug-in of Invoice Radar as it is: its steps, and its scripts beside the page's own.

The format's semantics are those that its plug-ins rely on; what a plug-in brings is kept by the
same rules as what a recipe brings.
"""

from __future__ import annotations

from fetchers.portals.plugins.running import collect_by_plugin

__all__ = ["collect_by_plugin"]
