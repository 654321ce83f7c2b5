"""ID numbers in the shape a system uses, with leading zeros that show them to be made up; numbers as words."""

import re

# fmt: off
ENGLISH = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]
ENGLISH_TENS = [
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety",
]
SPANISH = [
    "cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once",
    "doce", "trece", "catorce", "quince", "dieciséis", "diecisiete", "dieciocho", "diecinueve",
    "veinte", "veintiún", "veintidós", "veintitrés", "veinticuatro", "veinticinco", "veintiséis",
    "veintisiete", "veintiocho", "veintinueve",
]
SPANISH_TENS = [
    "treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa",
]
# fmt: on


def in_words(number: int, language: str = "en") -> str:
    """0 to 99 in words, as they stand before a noun."""
    if language == "es":
        return _spanish(number)
    if number < 20:
        return ENGLISH[number]
    tens, ones = divmod(number, 10)
    return ENGLISH_TENS[tens - 2] + (f"-{ENGLISH[ones]}" if ones else "")


def _spanish(number: int) -> str:
    if number < 30:
        return SPANISH[number]
    tens, ones = divmod(number, 10)
    return SPANISH_TENS[tens - 3] + (f" y {'un' if ones == 1 else SPANISH[ones]}" if ones else "")


def _pattern(shape: str) -> str:
    """The shape as a pattern in which # stands for a digit; seven digits where the shape says too little."""
    example = re.search(r"for example ([A-Z0-9-]+)", shape)
    if example:
        return re.sub(r"\d", "#", example[1])
    if "#" in shape and "digit" not in shape:
        return max(shape.replace("@", "X").split("|"), key=lambda one: one.count("#")).strip()
    digits = re.search(r"(\d+)(?:(?:-| or )(\d+))? digits", shape)
    letter = re.match(r"([A-Z]) and ", shape)
    return (letter[1] if letter else "") + "#" * int((digits and (digits[2] or digits[1])) or 7)


def id_number(shape: str, serial: int) -> str:
    """The `serial`-th made-up number of a system (0, 1, 2 ...); different serials give different numbers.

    shape: `System.id_pattern` or `System.id_format`, for example "@#####|######" or "6 digits". As many zeros lead
    as the shape has room for: no system gives out such numbers today. Raises ValueError where it cannot hold so many.
    """
    pattern = _pattern(shape)
    room = pattern.count("#")
    if serial >= 10**room:
        raise ValueError(f"{shape!r} has no room for another number")
    small = 10 ** max(1, min(5, room - 1))
    number = (serial * 7919 + 417) % small if serial < small else serial
    digits = iter(f"{number:0{room}d}")
    return "".join(next(digits) if char == "#" else char for char in pattern)
