"""Names in capitals as people write them, and the crosswalk by which two spellings of one name meet."""

import re
import unicodedata

_SMALL = frozenset({"of", "for", "the", "and", "at", "in", "on", "to", "a"})
#: Abbreviations that hold a vowel and are written in capitals all the same.
_CAPITALS = frozenset(
    {
        "FCI", "USP", "SCI", "CI", "MCI", "ATC", "CIW", "CCA", "DOC", "ICE", "INS", "ASPC", "US", "NE", "SE", "PO",
        "II", "III", "IV", "VI", "VII", "VIII", "IX", "NY",
    }
)  # fmt: skip
#: Abbreviations without a vowel that are not written in capitals; all others are, such as FPC or NMJC.
_SHORTENED = frozenset(
    {
        "ST", "DR", "MT", "RD", "LN", "FT", "CTR", "BLVD", "CT", "STR", "JR", "SR", "MR", "MRS", "DPT", "TWP", "SQ",
        "PL", "TR", "CR", "CTS", "SGT", "RT", "BLDG", "DEPT", "BR", "MTN", "SPGS", "PT", "CNTR", "FRWY", "TRL",
    }
)  # fmt: skip

#: Abbreviations and variants, each as the words it stands for. Applied to single words of a name in capitals.
CROSSWALK = {
    "ANX": "ANNEX", "BLDG": "BUILDING", "CAMPUS": "", "CC": "CORRECTIONAL CENTER",
    "ASPC": "ARIZONA STATE PRISON COMPLEX", "CCC": "COMMUNITY CORRECTIONAL CENTER", "CENTRE": "CENTER",
    "CF": "CORRECTIONAL FACILITY", "CI": "CORRECTIONAL INSTITUTION", "CO": "COUNTY",
    "COMM": "COMMUNITY", "COR": "CORRECTIONAL", "CORR": "CORRECTIONAL", "CORRECTION": "CORRECTIONAL",
    "CORRECTIONS": "CORRECTIONAL", "CTR": "CENTER", "CTY": "COUNTY", "DEPT": "DEPARTMENT", "DET": "DETENTION",
    "DETN": "DETENTION", "FAC": "FACILITY", "FACILITIES": "FACILITY", "FCI": "FEDERAL CORRECTIONAL INSTITUTION",
    "FDC": "FEDERAL DETENTION CENTER", "FEMALE": "WOMEN", "FMC": "FEDERAL MEDICAL CENTER",
    "FPC": "FEDERAL PRISON CAMP", "FT": "FORT", "FTC": "FEDERAL TRANSFER CENTER", "INST": "INSTITUTION",
    "JUV": "JUVENILE", "MCC": "METROPOLITAN CORRECTIONAL CENTER", "MDC": "METROPOLITAN DETENTION CENTER",
    "MT": "MOUNT", "NH": "NEW HAMPSHIRE", "NM": "NEW MEXICO", "REG": "REGIONAL",
    "SCI": "STATE CORRECTIONAL INSTITUTION", "SHERIFFS": "SHERIFF", "ST": "SAINT",
    "STE": "SAINT", "TRNG": "TRAINING", "USP": "UNITED STATES PENITENTIARY", "WOMAN": "WOMEN", "WOMANS": "WOMEN",
    "WOMENS": "WOMEN",
}  # fmt: skip
_STREETS = {
    "AVE": "AVENUE", "BLVD": "BOULEVARD", "CIR": "CIRCLE", "CO": "COUNTY", "CT": "COURT", "DR": "DRIVE", "E": "EAST",
    "HWY": "HIGHWAY", "LN": "LANE", "N": "NORTH", "PKWY": "PARKWAY", "PL": "PLACE", "RD": "ROAD", "RTE": "ROUTE",
    "NE": "NORTHEAST", "NW": "NORTHWEST", "RT": "ROUTE", "S": "SOUTH", "SE": "SOUTHEAST", "ST": "STREET",
    "STR": "STREET", "SW": "SOUTHWEST", "W": "WEST",
}  # fmt: skip
_NOISE = frozenset({"THE", "OF", "FOR", "AT", "AND", "IN", "A"})


def as_people_write(text: str) -> str:
    """A text in capitals with small letters where people write them; a text with any small letter stays as it is."""
    if not text or any(char.islower() for char in text):
        return text
    return " ".join(_word(word, first=not place) for place, word in enumerate(text.split()))


def _word(word: str, *, first: bool) -> str:
    bare = word.strip("()[],.;")
    if (
        bare in _CAPITALS
        or _is_initials(bare)
        or re.fullmatch(r"([A-Z]\.){2,}", word)
        or (any(char.isdigit() for char in bare) and not re.fullmatch(r"\d+(ST|ND|RD|TH)", bare))
    ):
        return word
    if bare.lower() in _SMALL and not first:
        return word.lower()
    parts = re.split(r"([-/(\"])", word)
    return "".join(_capital(part) for part in parts)


def _is_initials(bare: str) -> bool:
    """Whether a word can only be spelled out letter by letter."""
    return bare.isalpha() and not set(bare) & set("AEIOUY") and bare not in _SHORTENED


def _capital(part: str) -> str:
    """One part of a word. Sheriff's and women's keep a small s; O'Brien and McLeod get their second capital."""
    plain = part[:1] + part[1:].lower()
    if re.match(r"O'[a-z]{3}", plain):
        plain = f"O'{plain[2:].capitalize()}"
    if re.match(r"Mc[a-z]{3}", plain):
        plain = f"Mc{plain[2:].capitalize()}"
    return plain


def name_words(name: str) -> frozenset[str]:
    """The words of a name in the form in which two spellings of it meet."""
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    plain = re.sub(r"['’.]", "", ascii_name).replace("RE-ENTRY", "REENTRY")
    words = re.sub(r"[^A-Z0-9]+", " ", plain).split()
    spelled = " ".join(CROSSWALK.get(word, word) for word in words).split()
    return frozenset(word for word in spelled if word not in _NOISE)


def city_key(city: str) -> str:
    """A city in the form in which two spellings of it meet: "Ft. Worth" and "FORT WORTH"."""
    return " ".join(sorted(name_words(city)))


def street_key(street: str) -> str:
    """A street in the form in which two spellings of it meet: "1200 Texas Ave." and "1200 TEXAS AVENUE"."""
    words = re.sub(r"[^A-Z0-9]+", " ", street.upper()).split()
    return " ".join(_STREETS.get(word, word) for word in words)
