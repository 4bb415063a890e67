"""The pages of threats and of the ASVS name tests that exist, and leave nothing out."""

from __future__ import annotations

import re
from functools import cache

from parsers.safety import gate
from tests.docs.pages import DOCS, ROOT, read, rows, section
from ui.limits import MOST_UPLOADED

PAGE = read(DOCS / "security" / "threats.md")
PAGE_ASVS = read(DOCS / "security" / "asvs.md")
ASVS = [row for row in rows(PAGE_ASVS) if re.fullmatch(r"[\d.]+", row[0])]
REQUIREMENTS = {
    "1.1": range(1, 3),
    "1.2": range(1, 10),
    "1.3": range(1, 12),
    "1.4": range(1, 4),
    "1.5": range(1, 3),
    "2.1": range(1, 4),
    "2.2": range(1, 4),
    "2.3": range(1, 5),
    "2.4": range(1, 2),
    "3.2": range(1, 3),
    "3.3": range(1, 5),
    "3.4": range(1, 7),
    "3.5": range(1, 6),
    "3.7": range(1, 3),
    "5.1": range(1, 2),
    "5.2": range(1, 4),
    "5.3": range(1, 3),
    "5.4": range(1, 4),
    "11.1": range(1, 3),
    "11.2": range(1, 4),
    "11.3": range(1, 4),
    "11.4": range(1, 4),
    "11.5": range(1, 2),
    "11.6": range(1, 2),
    "14.1": range(1, 3),
    "14.2": range(1, 5),
    "14.3": range(1, 4),
    "16.1": range(1, 2),
    "16.2": range(1, 6),
    "16.3": range(1, 5),
    "16.4": range(1, 4),
    "16.5": range(1, 4),
}
"""The requirements of levels 1 and 2 in the chapters where level 2 is the goal (ASVS 5.0.0)."""


@cache
def all_tests() -> frozenset[str]:
    """The names of all tests."""
    files = (ROOT / "tests").rglob("test_*.py")
    return frozenset(name for file in files for name in re.findall(r"def (test_\w+)", read(file)))


def test_every_test_that_the_page_of_threats_names_exists() -> None:
    named = set(re.findall(r"`(test_\w+)`", PAGE))
    assert len(named) > 80
    assert named <= all_tests(), sorted(named - all_tests())


def test_every_threat_has_a_control_and_a_test() -> None:
    rows = [line.split("|")[1:-1] for line in PAGE.splitlines() if line.startswith("|")]
    attacks = [row for row in rows if row[0].strip() not in ("Attack", "---")]
    assert len(attacks) > 35
    for attack, control, tests in attacks:
        assert attack.strip()
        assert control.strip(), attack
        assert "`test_" in tests, attack


def test_every_requirement_of_the_asvs_is_answered_once() -> None:
    answered = [row[0] for row in ASVS]
    assert answered == [f"{part}.{n}" for part, many in REQUIREMENTS.items() for n in many]


def test_every_verdict_of_the_asvs_has_its_reason_and_tests_that_exist() -> None:
    there = {*all_tests(), "review", "lint"}
    for number, about, verdict, how, shown in ASVS:
        assert verdict in {"met", "in part", "not met", "n/a"}, number
        assert about, number
        assert how, number
        shows = {word.strip().strip("`") for word in shown.split(",")}
        assert shows <= there, (number, sorted(shows - there))


def test_only_rooms_in_the_inventory_use_cryptography() -> None:
    listed = {room.strip("`") for *_, room in rows(section(PAGE_ASVS, "Cryptography in use"))}
    used = re.compile(r"hmac\.(?:new|digest)\(|hashlib\.scrypt|from cryptography|import pyrage")
    rooms = ("model", "storage", "vault", "feeds", "fetchers", "parsers", "pipeline", "ui")
    using = {
        room
        for room in (*rooms, "reconcile")
        if any(used.search(read(file)) for file in (ROOT / room).rglob("*.py"))
    }
    assert using <= listed


def test_the_limits_of_files_are_those_that_the_page_states() -> None:
    told = dict(rows(section(PAGE_ASVS, "What is taken")))
    assert told == {
        "an upload": _mib(MOST_UPLOADED),
        "a file": _mib(gate.MAX_BYTES),
        "XML": _mib(gate.MAX_XML_BYTES),
        "unpacked, of one archive or workbook": _mib(gate.MAX_UNPACKED),
        "members of an archive": str(gate.MAX_MEMBERS),
        "packed to unpacked": str(gate.MAX_RATIO),
    }


def _mib(size: int) -> str:
    return f"{size // 2**20} MiB"
