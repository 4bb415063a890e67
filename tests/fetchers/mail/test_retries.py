from datetime import timedelta

from fetchers.mail import backoff
from fetchers.mail.retries import refused_wait


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    for attempt, longest in ((1, 1), (2, 2), (3, 4), (4, 8), (11, 900), (10_000, 900)):
        wait = backoff(attempt, mailbox="ap").total_seconds()
        assert longest * 0.75 <= wait <= longest


def test_two_mailboxes_do_not_come_back_at_the_same_moment() -> None:
    assert len({backoff(5, mailbox=str(number)) for number in range(20)}) > 10


def test_a_refused_password_is_tried_a_handful_of_times_in_an_hour() -> None:
    waits = [refused_wait(attempt) for attempt in range(1, 20)]
    assert waits[0] == timedelta(seconds=30)
    assert max(waits) == timedelta(hours=1)
    assert sum(waits[:6], timedelta()) > timedelta(minutes=30)
