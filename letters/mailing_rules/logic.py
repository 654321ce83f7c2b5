"""Judging by what is known: yes, no, or not known (`None`), as in Kleene's three-valued logic."""

Known = bool | None


def both(*facts: Known) -> Known:
    """No as soon as one is no; yes only if all are."""
    if False in facts:
        return False
    return None if None in facts else True


def either(*facts: Known) -> Known:
    """Yes as soon as one is yes; no only if all are no."""
    if True in facts:
        return True
    return None if None in facts else False


def opposite(fact: Known) -> Known:
    return None if fact is None else not fact


def agreed(*facts: Known) -> Known:
    """What holds in each of several possible cases, or not known where they differ."""
    return facts[0] if len(set(facts)) == 1 else None


def over(fewest: int, most: int, limit: int) -> Known:
    """Whether a count that lies between two numbers is more than a limit allows."""
    if fewest > limit:
        return True
    return None if most > limit else False
