from model.mail import Lesson, MailClass
from storage import lessons
from storage.store import Store


def test_a_later_lesson_takes_the_place_of_the_one_before(store: Store) -> None:
    first = Lesson("l1", "a@b.example", "bill 0", MailClass.STATEMENT, proven=True)
    later = Lesson("l1", "a@b.example", "bill 0", MailClass.OTHER, proven=True)
    with store.begin() as tx:
        lessons.teach(tx, first)
        lessons.teach(tx, later)
        assert lessons.of_sender(tx, "a@b.example") == (later,)
        assert lessons.of_sender(tx, "c@b.example") == ()
