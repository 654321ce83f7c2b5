"""The colours of the portraits: skins, hair, cloth and grounds, chosen to sit well together on warm paper."""

from dataclasses import dataclass

from profiles.sample.portraits.canvas import Colour, colour, mix

INK = colour("#231A17")
WHITE = colour("#FFFFFF")
BLACK = colour("#000000")


@dataclass(frozen=True)
class Skin:
    """One complexion: the lit side, the shaded side, drawn lines, lips, the flush of a cheek, the white of an eye."""

    light: Colour
    shade: Colour
    line: Colour
    lips: Colour
    flush: Colour
    white: Colour


def _skin(light: str, shade: str, line: str, lips: str, flush: str, white: str = "#FAF4EB") -> Skin:
    return Skin(*(colour(tone) for tone in (light, shade, line, lips, flush, white)))


SKINS = {
    "porcelain": _skin("#F4DDCB", "#E6C5AE", "#A8705A", "#BC6A66", "#DE8E80"),
    "fair": _skin("#EFCFB6", "#DDB497", "#9E6A50", "#B86259", "#D98474"),
    "rosy": _skin("#EBC2A7", "#D8A688", "#96604A", "#B25A52", "#D07765"),
    "ivory": _skin("#F0D6B4", "#DFBC94", "#9C7350", "#B9675A", "#DB9276"),
    "sand": _skin("#E0B78F", "#CB9B71", "#8A5E3F", "#A9584A", "#C4705A"),
    "honey": _skin("#D3A276", "#BC875B", "#7E5436", "#A04F42", "#BB6850"),
    "olive": _skin("#C4956A", "#AC7B51", "#704A2E", "#97493D", "#AF5F48"),
    "bronze": _skin("#AF7850", "#955F3A", "#5C3720", "#8C413A", "#A04F3E", "#F6EDE1"),
    "umber": _skin("#94603F", "#7A4A2E", "#492A19", "#7E3A36", "#8E4236", "#F4E9DC"),
    "chestnut": _skin("#7C4D34", "#643A25", "#391F13", "#74363A", "#843F38", "#F2E6D9"),
    "mahogany": _skin("#65402D", "#4F2E1F", "#2B170E", "#7A3A3F", "#7C3A34", "#F0E3D6"),
    "espresso": _skin("#503225", "#3D2419", "#1F100A", "#6E373B", "#6C332F", "#EEE0D3"),
}

HAIRS = {
    name: (colour(base), colour(strand), colour(deep))
    for name, base, strand, deep in (
        ("black", "#25201F", "#4A4241", "#15110F"),
        ("soft black", "#332926", "#57483F", "#201815"),
        ("dark brown", "#432D22", "#6A4A37", "#2E1D15"),
        ("brown", "#5F3F2B", "#8A6144", "#452C1D"),
        ("light brown", "#85603F", "#AE8559", "#65462C"),
        ("auburn", "#7E3F27", "#AB6040", "#5E2C1A"),
        ("red", "#A85530", "#D07F51", "#833F22"),
        ("dark blonde", "#AD8A55", "#CFAF7A", "#8B6C3F"),
        ("blonde", "#D6B473", "#EBD29C", "#B4925A"),
        ("grey", "#8E8A86", "#B4B0AB", "#6D6965"),
        ("dark grey", "#625D5A", "#8F8985", "#484441"),
        ("silver", "#B9B5B0", "#D8D5D0", "#94908B"),
        ("white", "#DAD6D0", "#F1EEE9", "#B8B3AC"),
    )
}

IRISES = {
    "dark": colour("#2B1D17"),
    "brown": colour("#4E3322"),
    "hazel": colour("#6F5A35"),
    "green": colour("#5D7355"),
    "blue": colour("#53758C"),
    "grey": colour("#6D7880"),
}

CLOTHS = {
    "navy": colour("#2E4265"),
    "teal": colour("#3F7370"),
    "green": colour("#6E8B62"),
    "forest": colour("#41604A"),
    "plum": colour("#6E4C63"),
    "rust": colour("#A9502F"),
    "mustard": colour("#D39D3E"),
    "sky": colour("#7FA3BF"),
    "grey": colour("#7B7F86"),
    "charcoal": colour("#44474E"),
    "cream": colour("#EFE6D4"),
    "rose": colour("#C4807A"),
    "lavender": colour("#9A8BB3"),
    "brick": colour("#93413A"),
    "sage": colour("#9DAE8B"),
    "denim": colour("#55708F"),
}

GROUNDS = {
    "wheat": (colour("#E7CE98"), colour("#DDBD7B")),
    "sage": (colour("#BFCBB2"), colour("#AAB99C")),
    "lilac": (colour("#C9B5C3"), colour("#B9A1B3")),
    "mist": (colour("#B4C8D8"), colour("#9DB6C9")),
    "clay": (colour("#E2B69B"), colour("#D6A081")),
    "lagoon": (colour("#A2C3BE"), colour("#8BB1AB")),
    "linen": (colour("#E9DFC8"), colour("#DBCDAF")),
    "blush": (colour("#E1BDB4"), colour("#D4A79D")),
    "slate": (colour("#92A3BB"), colour("#8091AB")),
    "peach": (colour("#EFCDA8"), colour("#E5B88B")),
    "fern": (colour("#A9BFA0"), colour("#94AD8A")),
    "dusk": (colour("#A9A4C2"), colour("#9791B3")),
}


def deeper(tone: Colour, share: float = 0.2) -> Colour:
    """The tone in shadow."""
    return mix(tone, colour("#1E1512"), share)


def paler(tone: Colour, share: float = 0.25) -> Colour:
    """The tone in light."""
    return mix(tone, WHITE, share)
