"""Women like her: other listings in her state that share interests with hers, told from what both make public."""

from datetime import date

import numpy as np
from django.utils import timezone
from pyroaring import BitMap

from profiles.models import Listing
from profiles.search.codes import CODE_OF
from profiles.search.fairness import bucket_of
from profiles.search.index.columns import BITS, MANY, bits_array, places
from profiles.search.index.live import live
from profiles.search.index.orders import FairOrder, Moment, numbers_in
from profiles.search.index.store import Store

_INTERESTS = [BITS[CODE_OF[pair]] for pair in MANY if pair[0] == "interest"]
_ONES = np.array([bin(value).count("1") for value in range(256)], dtype=np.uint8)
_MARGIN = 2  # times as many are looked up as are wanted, so that some may have gone


def similar_to(listing: Listing, count: int = 4, today: date | None = None) -> list[Listing]:
    """At most `count` public listings of her state, those with most interests in common first, then in fair order.

    Where the state has too few who share an interest, others follow from anywhere, by shared interests. Women who take
    no new writers are left out. Nobody where the index does not know her. Two or three queries.
    """
    now = timezone.now()
    today = today or timezone.localdate(now)
    live.refresh()
    with live.reading() as store:
        if listing.pk not in store.alive:
            return []
        moment = Moment(bucket_of(now), store.seq, 0)
        near, far = _candidates(store, listing.pk, today)
        numbers = _best(store, near, listing.pk, count * _MARGIN, moment)
        if len(numbers) < count:
            numbers += _best(store, far, listing.pk, count * _MARGIN, moment)
    found = Listing.objects.public(today).filter(pk__in=numbers).for_cards().in_bulk()
    return [found[number] for number in dict.fromkeys(numbers) if number in found][:count]


def _candidates(store: Store, number: int, today: date) -> tuple[BitMap, BitMap]:
    """Those of her state, and those of everywhere, who share an interest with her."""
    hers = [bit for bit in store.columns.many_bits(number) if bit in _INTERESTS]
    sharing = BitMap.union(BitMap(), *(store.bits[bit] for bit in hers)) & store.day(today).public
    sharing.discard(number)
    state = store.singles.get(int(store.columns["state"][number]), BitMap())
    return sharing & state, sharing


def _best(store: Store, members: BitMap, number: int, count: int, moment: Moment) -> list[int]:
    numbers = numbers_in(members)
    numbers = numbers[store.columns["fair"][numbers] < 8]
    only_interests = bits_array([_INTERESTS])[0]
    shared = store.columns.bits[numbers] & store.columns.bits[number] & only_interests
    alike = _ONES[shared].sum(axis=1, dtype=np.int64)
    turned = FairOrder().turn(places(store.columns, "fair", numbers), moment)
    return numbers[np.lexsort((turned, -alike))[:count]].tolist()
