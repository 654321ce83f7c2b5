"""Hair in its many textures: each style has a part behind the head and shoulders and a part before the face."""

from collections.abc import Callable

from profiles.sample.portraits.hair import braided, curly, loose
from profiles.sample.portraits.hair.parts import Tress, tress

__all__ = ["HIDES_EARS", "OVER_CLOTHES", "STYLES", "TALL", "Tress", "tress"]

# fmt: off


def no_hair(hair: Tress) -> None:
    """A part that this style does not have."""


Part = Callable[[Tress], None]

STYLES: dict[str, tuple[Part, Part]] = {
    "long": (loose.long_back, loose.long_front),
    "wavy": (loose.wavy_back, loose.wavy_front),
    "half up": (loose.long_back, loose.half_up_front),
    "bob": (loose.bob_back, loose.bob_front),
    "fringe": (loose.bob_back, loose.bob_fringe_front),
    "lob": (loose.lob_back, loose.lob_front),
    "curtain": (loose.lob_back, loose.curtain_front),
    "pixie": (loose.pixie_back, loose.pixie_front),
    "crop": (no_hair, loose.crop_front),
    "low bun": (loose.low_bun_back, loose.parted_cap),
    "pinned up": (loose.pinned_back, loose.sleek_cap),
    "top bun": (loose.top_bun_back, loose.top_bun_front),
    "ponytail": (loose.ponytail_back, loose.sleek_cap),
    "side tail": (loose.nape_back, loose.side_swept_front),
    "side braid": (loose.nape_back, loose.side_swept_front),
    "two braids": (loose.nape_back, loose.parted_cap),
    "crown braid": (loose.nape_back, loose.crown_braid_front),
    "set curls": (curly.set_back, curly.set_front),
    "curly bob": (curly.curly_bob_back, curly.curly_bob_front),
    "long curls": (curly.long_curls_back, curly.long_curls_front),
    "afro": (curly.afro_back, curly.afro_front),
    "short coils": (curly.short_coils_back, curly.short_coils_front),
    "buzz": (no_hair, curly.buzz_front),
    "twists": (no_hair, curly.twists_front),
    "box braids": (braided.long_cords_back, braided.box_braids_front),
    "locs": (braided.short_cords_back, braided.locs_front),
    "locs up": (braided.locs_up_back, braided.rows_front),
    "rows": (braided.rows_tail_back, braided.rows_front),
    "braid bun": (braided.braid_bun_back, braided.rows_front),
}

OVER_CLOTHES: dict[str, Part] = {
    "side tail": loose.side_tail, "side braid": loose.side_braid, "two braids": loose.two_braids,
    "bandana": loose.side_braid,
}
"""Hair that comes from behind the head and falls over the clothes."""

HIDES_EARS = {"long", "wavy", "bob", "fringe", "lob", "curtain", "half up", "curly bob", "long curls",
              "box braids", "locs"}


TALL = {"afro", "top bun", "braid bun", "locs up", "wrap", "ponytail", "curly bob"}
"""Styles that need room above the head."""
