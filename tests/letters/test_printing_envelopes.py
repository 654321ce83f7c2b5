import pytest

from letters.printing import ENVELOPE_SIZES, Envelope, PrintError, TooLong, UnprintableText, render_envelope
from letters.printing.envelopes import READ_BOTTOM, READ_SIDE, READ_TOP
from tests.letters import printed

RETURN = ["Wren Example", "48 Sample Street", "Duluth, MN 00000"]
ADDRESS = [
    "Ada Sample, DOC# 00000417",
    "Mail Processing Center",
    "Cedar Bend Unit, Housing B-12",
    "Attention: Mail Room",
    "P.O. Box 100",
    "Cedar Bend, TX 00000-1234",
    "UNITED STATES",
]
LETTER_SIZES = [size for size in ENVELOPE_SIZES if size != "C5"]


def envelope(**changes):
    return Envelope(**{"size": "10", "address_lines": ADDRESS[:4], "return_lines": RETURN} | changes)


def outside(size: str, boxes: list[tuple[str, tuple[float, ...]]]) -> list[str]:
    """Texts that leave the area an optical reader scans."""
    width = ENVELOPE_SIZES[size].width_in
    left, right, bottom, top = (
        inches * 72 for inches in (READ_SIDE, width - READ_SIDE, READ_BOTTOM, READ_TOP)
    )
    return [text for text, (x0, y0, x1, y1) in boxes if x0 < left or x1 > right or y0 < bottom or y1 > top]


@pytest.mark.parametrize("size", LETTER_SIZES)
@pytest.mark.parametrize("count", [3, 4, 5, 6, 7])
@pytest.mark.parametrize("capitals", [False, True])
def test_envelope_keeps_the_address_where_machines_read_it(size, count, capitals):
    made = render_envelope(
        envelope(size=size, address_lines=ADDRESS[:count], capitals=capitals, code="K7M2Q9X")
    )

    boxes = printed.boxes(made.pdf)
    corner, address = boxes[:4], boxes[4:]
    wanted = [line.upper() if capitals else line for line in ADDRESS[:count]]
    assert [text for text, _box in corner] == [*RETURN, "K7M2Q9X"]
    assert [text for text, _box in address] == wanted
    assert outside(size, address) == []
    assert outside(size, corner) == [text for text, _box in corner]


@pytest.mark.parametrize("size", ENVELOPE_SIZES)
def test_envelope_is_one_page_of_its_own_size(size):
    made = render_envelope(envelope(size=size))

    assert made.pages == 1
    assert printed.page_size(made.pdf) == pytest.approx(
        (ENVELOPE_SIZES[size].width_in * 72, ENVELOPE_SIZES[size].height_in * 72), abs=0.01
    )


@pytest.mark.parametrize("size", ENVELOPE_SIZES)
def test_envelope_keeps_the_return_address_in_its_corner(size):
    boxes = printed.boxes(render_envelope(envelope(size=size, return_lines=[*RETURN, "A" * 100])).pdf)

    width, height = ENVELOPE_SIZES[size].width_in * 72, ENVELOPE_SIZES[size].height_in * 72
    corner = [box for text, box in boxes if text not in ADDRESS]
    assert max(x1 for _x0, _y0, x1, _y1 in corner) <= width / 2
    assert min(y0 for _x0, y0, _x1, _y1 in corner) >= height * 2 / 3


def test_envelope_prints_lines_in_the_order_given():
    lines = ["P.O. Box 100", "Zebra Unit", "Ada Sample"]

    assert printed.lines(render_envelope(envelope(address_lines=lines, return_lines=[])).pdf) == lines


def test_envelope_has_its_code_last_in_the_corner_and_nowhere_else():
    assert printed.lines(render_envelope(envelope(code="K7M2Q9X")).pdf) == [*RETURN, "K7M2Q9X", *ADDRESS[:4]]


def test_envelope_without_a_return_address_has_its_code_below_the_room_for_one():
    ((code, (left, _bottom, _right, top)), *address) = printed.boxes(
        render_envelope(envelope(return_lines=[], code="K7M2Q9X")).pdf
    )

    assert (code, round(left), [text for text, _box in address]) == ("K7M2Q9X", 22, ADDRESS[:4])
    assert 4.125 * 72 * 2 / 3 < top < (4.125 - 1) * 72


def test_envelope_without_code_or_return_address_has_the_address_alone():
    assert printed.lines(render_envelope(envelope(return_lines=[])).pdf) == ADDRESS[:4]


def test_envelope_makes_long_lines_smaller_and_moves_them_left():
    long = "Ada Sample, Cedar Bend Unit for Women, Housing B-12, Room 417, Lower Bunk"

    short, small = (
        render_envelope(envelope(size="C6")),
        render_envelope(envelope(size="C6", address_lines=[long])),
    )

    assert (short.size_pt, small.size_pt < 12) == (12, True)
    assert outside("C6", printed.boxes(small.pdf)[3:]) == []


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"address_lines": ["W" * 120]}, "address_does_not_fit", "address_lines"),
        ({"return_lines": ["W" * 120] * 8, "size": "C6"}, "return_does_not_fit", "return_lines"),
        ({"address_lines": ["Ada Sample", "{street}"]}, "placeholder", "address_lines"),
        ({"return_lines": ["{street}"]}, "placeholder", "return_lines"),
        ({"address_lines": []}, "missing", "address_lines"),
        ({"size": "11"}, "unknown_option", "size"),
        ({"code": "K7M2Q9"}, "bad_code", "code"),
    ],
)
def test_envelope_refuses(changes, code, field):
    with pytest.raises(PrintError) as refused:
        render_envelope(envelope(**changes))

    assert (refused.value.code, refused.value.field) == (code, field)


@pytest.mark.parametrize("field", ["address_lines", "return_lines"])
def test_envelope_refuses_what_it_cannot_print_by_name(field):
    with pytest.raises(UnprintableText) as refused:
        render_envelope(envelope(**{field: ["Ada", "\u1a00"]}))

    assert (refused.value.field, refused.value.problems[0].name) == (field, "BUGINESE LETTER KA")


@pytest.mark.parametrize("field", ["address_lines", "return_lines"])
def test_envelope_refuses_more_lines_than_an_address_has(field):
    with pytest.raises(TooLong) as refused:
        render_envelope(envelope(**{field: ["Ada"] * 10}))

    assert (refused.value.field, refused.value.limit) == (field, 9)


@pytest.mark.parametrize(
    ("size", "notes"), [(size, ["flat"] if size == "C5" else []) for size in ENVELOPE_SIZES]
)
def test_envelope_tells_of_more_postage_only_when_it_is_a_flat(size, notes):
    assert [note.code for note in render_envelope(envelope(size=size)).notes] == notes


def test_envelope_has_the_same_bytes_twice_and_no_date():
    first, second = render_envelope(envelope()), render_envelope(envelope())

    assert (first.pdf, "CreationDate" in first.pdf.decode("latin-1")) == (second.pdf, False)


def test_envelope_prints_markup_as_it_was_typed():
    hostile = '#read("/etc/passwd") $x$ *b* <script>'

    lines = printed.lines(
        render_envelope(envelope(size="6x9", address_lines=[hostile], return_lines=[hostile])).pdf
    )

    assert lines == [hostile, hostile]
