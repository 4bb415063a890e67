"""Until when a portal says that it stays so: in many languages, and no instant where unsure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fetchers.portals.instants import Place, until_in, with_instant, zone_of
from fetchers.portals.passages import PASSAGE, retry_after
from fetchers.portals.sayings import saying
from model.outcomes import Outcome, OutcomeCode

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)  # a Friday, 13:00 in Berlin
BERLIN = ZoneInfo("Europe/Berlin")


def instant(text: str) -> str | None:
    """Day, hour and minute (UTC) of the instant that a text names, read in Berlin."""
    found = until_in(text)
    at = found.at(NOW, BERLIN) if found else None
    return f"{at:%m-%d %H:%M}" if at else None


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("Your account is locked until 14:30.", "11-20 13:30"),
        ("Under maintenance until 22 Nov 2026 06:00", "11-22 05:00"),
        ("Please try again in 15 minutes.", "11-20 12:15"),
        ("Locked for an hour", "11-20 13:00"),
        ("Try again in 2 hours and 30 minutes.", "11-20 14:30"),
        ("Try again in half an hour.", "11-20 12:30"),
        ("until November 22, 2026 at 6:00 pm", "11-22 17:00"),
        ("until 11/22/2026 6:00 AM", "11-22 05:00"),
        ("Service will resume 2026-11-22 06:00 UTC", "11-22 06:00"),
        ("back at 16:00 (UTC+2)", "11-20 14:00"),
        ("back at 9:00 EST", "11-20 14:00"),
        ("until Monday 6 am", "11-23 05:00"),
        ("from 22:00 to 06:30", "11-21 05:30"),
        ("from 21 Nov 2026 22:00 to 22 Nov 2026 06:00", "11-22 05:00"),
        ("Wartungsarbeiten bis 06:00 Uhr", "11-21 05:00"),
        ("Wartung bis zum 22.11.2026, 6 Uhr", "11-22 05:00"),
        ("gesperrt bis 24.12. 08:00", "12-24 07:00"),
        ("wieder da morgen um 7 Uhr", "11-21 06:00"),
        ("Versuchen Sie es in einer Stunde erneut.", "11-20 13:00"),
        ("Maintenance jusqu'à 8 h", "11-21 07:00"),
        ("Réessayez dans 10 minutes.", "11-20 12:10"),
        ("22 de noviembre de 2026 a las 7:00", "11-22 06:00"),
        ("Bloqueada durante 2 horas", "11-20 14:00"),
        ("Torneremo online alle 6:00 del 22 novembre", "11-22 05:00"),
        ("Tente novamente em 5 minutos.", "11-20 12:05"),
        ("Probeer het over 20 minuten opnieuw.", "11-20 12:20"),
        ("Spróbuj ponownie za 2 godziny", "11-20 14:00"),
        ("22. listopadu 2026 v 6:00", "11-22 05:00"),
        ("Skúste to znova o 15 minút.", "11-20 12:15"),
        ("Próbálja újra 15 perc múlva.", "11-20 12:15"),
        ("Palvelu palaa klo 6.00.", "11-21 05:00"),
        ("Vi er tilbage kl. 06.00", "11-21 05:00"),
        ("15 dakika sonra tekrar deneyin.", "11-20 12:15"),
        ("Δοκιμάστε ξανά σε 15 λεπτά.", "11-20 12:15"),
        ("Повторите попытку через 15 минут.", "11-20 12:15"),
        ("до 22 ноября 2026 \u0433. 06:00 \u041c\u0421\u041a", "11-22 03:00"),
        ("Спробуйте ще раз через 2 години.", "11-20 14:00"),
        ("נסו שוב בעוד 15 דקות.", "11-20 12:15"),
        ("يرجى المحاولة مرة أخرى بعد 15 دقيقة.", "11-20 12:15"),
        ("将于2026年11月22日6时30分恢复", "11-22 05:30"),
        ("请15分钟后再试", "11-20 12:15"),
        ("11月22日 午後3時まで", "11-22 14:00"),
        ("15分後に再度お試しください。", "11-20 12:15"),
        ("2시간 후에 다시 시도해 주세요.", "11-20 14:00"),
        ("오전 6시에 재개됩니다.", "11-21 05:00"),
    ],
)
def test_an_end_is_read_in_the_portals_words(text: str, at: str) -> None:
    assert instant(text) == at


@pytest.mark.parametrize(
    "text",
    [
        "We are under maintenance.",
        "until 11/12/2026 6:00 AM",  # of November or of December
        "until 22 November 2026",  # a day has many instants
        "since 22:00 we are under maintenance",
        "until 12 November 2026 06:00",  # past
        "until 12:55",  # five minutes ago, not tomorrow
        "Try again in 10 minutes or in 20 minutes.",
        "Hotline 8:00 to 12:00, 13:00 to 17:00",
        "Call 0800 123 456.",
        "until 31 February 2027 06:00",
        "until 25:99",
    ],
)
def test_what_can_be_read_in_two_ways_has_no_instant(text: str) -> None:
    assert instant(text) is None


def test_the_time_of_a_lock_stands_in_the_sentence_after_it() -> None:
    found = saying("Too many attempts. Try again in 30 minutes. Opening hours 8:00 to 17:00.")
    assert found is not None
    assert "30 minutes" in found.facts[PASSAGE]


def test_the_clerk_reads_the_instant_on_their_own_clock() -> None:
    said = Outcome(OutcomeCode.MAINTENANCE, {"portal": "Nordwind", PASSAGE: "until 6:00"})
    there = Place("portal.example.co.jp", BERLIN)
    told = with_instant(said, there, NOW)
    assert told.until == datetime(2026, 11, 20, 21, 0, tzinfo=UTC)
    assert told.sentence == "Nordwind is under maintenance until 20 Nov 2026 at 22:00."
    assert PASSAGE not in told.facts


def test_a_portals_words_without_an_instant_are_not_kept() -> None:
    said = Outcome(OutcomeCode.LOCKED, {"portal": "Nordwind", PASSAGE: "<b>soon</b>"})
    told = with_instant(said, Place("nordwind.example", BERLIN), NOW)
    assert told.until is None
    assert "soon" not in str(told.facts)


def test_a_portal_of_a_country_keeps_its_countrys_time() -> None:
    assert zone_of("shop.example.jp", BERLIN) == ZoneInfo("Asia/Tokyo")
    assert zone_of("shop.example.com", BERLIN) == BERLIN


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("900", timedelta(minutes=15)),
        ("61", timedelta(minutes=2)),
        ("Fri, 20 Nov 2026 14:00:00 GMT", timedelta(hours=2)),
        ("soon", None),
        ("99999999999", None),
        (None, None),
    ],
)
def test_a_server_that_names_a_wait_is_believed(header: str | None, wait: timedelta | None) -> None:
    found = until_in(retry_after(header))
    assert (found.at(NOW, BERLIN) if found else None) == (wait and NOW + wait)


@given(st.text(max_size=200) | st.from_regex(r"until [0-9./: -]{1,30} ?(am|pm|UTC[+-]\d+)?"))
def test_any_text_names_an_instant_to_come_or_none(text: str) -> None:
    found = until_in(text)
    at = found.at(NOW, BERLIN) if found else None
    assert at is None or at >= NOW
