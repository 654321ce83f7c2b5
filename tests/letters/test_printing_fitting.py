import pytest

from letters.printing import fitting
from letters.printing.fitting import Fit

SIZES = [11.5, 11.3, 11.7]


@pytest.fixture
def setting(monkeypatch):
    """Set a letter without an engine: `pages` for each size, and the tries at which the closing stands alone."""

    def prepare(pages, lonely):
        tries = []

        def attempt(data, timestamp):
            tried = (data["size"], data["keep"])
            tries.append(tried)
            return Fit(b"", pages[data["size"]], data["size"], data["keep"], tried in lonely)

        monkeypatch.setattr(fitting, "attempt", attempt)
        return tries

    return prepare


def chosen(max_pages=None):
    fit = fitting.fit({}, SIZES, max_pages, 0)
    return fit.size, fit.keep


def test_fit_takes_the_usual_size_when_nothing_is_wrong(setting):
    tries = setting({11.5: 2, 11.3: 2, 11.7: 2}, [])

    assert (chosen(), tries) == ((11.5, False), [(11.5, False)])


def test_fit_tries_on_while_the_closing_stands_alone(setting):
    setting({11.5: 2, 11.3: 2, 11.7: 2}, [(11.5, False), (11.3, False)])

    assert chosen() == (11.7, False)


def test_fit_keeps_the_last_paragraph_with_the_closing_when_no_size_helps(setting):
    setting({11.5: 2, 11.3: 2, 11.7: 2}, [(size, False) for size in SIZES])

    assert chosen() == (11.5, True)


def test_fit_leaves_the_closing_alone_when_nothing_helps(setting):
    setting({11.5: 2, 11.3: 2, 11.7: 2}, [(11.5, True), *((size, False) for size in SIZES)])

    assert chosen() == (11.5, False)


def test_fit_keeps_the_page_limit(setting):
    setting({11.5: 6, 11.3: 5, 11.7: 6}, [])

    assert chosen(max_pages=5) == (11.3, False)


def test_fit_puts_the_page_limit_before_the_closing(setting):
    setting({11.5: 6, 11.3: 5, 11.7: 6}, [(11.3, False)])

    assert chosen(max_pages=5) == (11.3, False)


def test_fit_of_a_letter_just_over_the_limit_keeps_the_closing_in_company(setting):
    setting({11.5: 6, 11.3: 6, 11.7: 7}, [(11.5, False)])

    assert chosen(max_pages=5) == (11.3, False)


def test_fit_gives_up_a_limit_that_is_far_off_at_once(setting):
    tries = setting({11.5: 8, 11.3: 8, 11.7: 9}, [])

    assert (chosen(max_pages=5), tries) == ((11.5, False), [(11.5, False)])
