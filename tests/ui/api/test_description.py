"""The API as it is described, compared with the file that other people build on.

After a change that is meant, `BILLHOOK_UPDATE_GOLDEN=1 pytest tests/ui/api/test_description.py`
writes the file anew; the difference is then read in review. Only additions are safe for callers.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import httpx

FILE = Path(__file__).parents[3] / "docs" / "openapi.json"


async def test_the_description_is_the_one_in_the_project(reader: httpx.AsyncClient) -> None:
    served = (await reader.get("/openapi.json")).json()
    text = json.dumps(served, indent=1, sort_keys=True) + "\n"
    if os.environ.get("BILLHOOK_UPDATE_GOLDEN"):
        FILE.write_text(text, "utf-8")
    assert FILE.read_text("utf-8") == text


async def test_every_address_says_how_it_refuses_and_what_it_needs(
    reader: httpx.AsyncClient,
) -> None:
    served = (await reader.get("/openapi.json")).json()
    assert served["openapi"].startswith("3.1")
    operations = [one for path in served["paths"].values() for one in path.values()]
    for operation in operations:
        assert {"401", "403", "422", "429"} <= set(operation["responses"])
        ((scheme, scopes),) = operation["security"][0].items()
        assert (scheme, len(scopes)) == ("token", 1)
    assert len({operation["operationId"] for operation in operations}) == len(operations)
