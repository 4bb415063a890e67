from datetime import timedelta

from fetchers.mail import backoff


def test_waits_double_up_to_a_quarter_of_an_hour() -> None:
    waits = [backoff(attempt) for attempt in range(1, 12)]
    assert waits[:3] == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20)]
    assert waits == sorted(waits)
    assert waits[-1] == backoff(10_000) == timedelta(minutes=15)
