"""Photos on a page, backs of photos, labels and cards: what is printed, and what stops it."""

import io

import pypdfium2
import pytest
from django.urls import reverse
from PIL import Image

from letters.printing.extras import LABELS
from tests.factories import make_withdrawn
from tests.letters.places import make_place, make_reachable, text_of

pytestmark = pytest.mark.django_db


def photo(name="a.jpg", size=(800, 600), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, "JPEG", **options)
    out.seek(0)
    out.name = name
    return out


def send(client, listing, part, **data):
    values = {
        "photos": {"a_page": "2", "paper": "letter"},
        "backs": {"count": "3", "size": "4x6"},
        "labels": {"sheet": "5160", "skip": "4", "count": "2"},
        "card": {
            "layout": "half",
            "front": "Happy birthday",
            "inside": "From my window I see a lake.",
            "signature": "Ellen",
        },
    }
    if part == "photos" and "photos" not in data:
        data["photos"] = [photo(), photo(), photo()]
    return client.post(
        reverse("letters:extras", args=[listing.slug]), values.get(part, {}) | {"part": part} | data
    )


def test_page_has_all_four_and_is_gone_with_her(client):
    gone = make_withdrawn()

    page = client.get(reverse("letters:extras", args=[make_reachable().slug]))

    assert list(page.context["forms"]) == ["photos", "backs", "labels", "card"]
    assert client.get(reverse("letters:extras", args=[gone.slug])).status_code == 410


def test_photos_stand_on_pages_with_her_name_and_without_metadata(client):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"

    response = send(client, make_reachable(), "photos", photos=[photo(exif=exif), photo(), photo()])

    assert ["Maria Elena Delgado" in page and "#00000417" in page for page in text_of(response.content)] == [
        True
    ] * 2
    assert b"taken at home" not in response.content


@pytest.mark.parametrize(
    "files",
    [[], [io.BytesIO(b"words")], [photo(size=(9000, 5000))], [photo() for _ in range(9)]],
    ids=["none", "no picture", "too large", "too many"],
)
def test_photos_bad_files_are_refused_in_words(client, files):
    for number, file in enumerate(files):
        file.seek(0)
        file.name = f"{number}.jpg"

    response = send(client, make_reachable(), "photos", photos=files)

    assert response.status_code == 200
    assert list(response.context["form"].errors) == ["photos"]


def test_photos_past_her_mailrooms_limit_need_the_tick(client):
    listing = make_reachable({"photos": {"max": 2}})

    refused = send(client, listing, "photos")
    printed = send(
        client, listing, "photos", photos=[photo(), photo(), photo()], finding=["photos"], print_anyway="1"
    )

    assert (refused.status_code, [one.rule for one in refused.context["refused"].blocked]) == (
        409,
        ["photos"],
    )
    assert printed.status_code == 200


@pytest.mark.parametrize(("size", "inches"), [("3x5", (5, 3.5)), ("4x6", (6, 4)), ("5x7", (7, 5))])
def test_backs_are_pages_of_the_prints_size_with_name_and_number_alone(client, size, inches):
    response = send(client, make_reachable(), "backs", size=size)

    with pypdfium2.PdfDocument(response.content) as pdf:
        sizes = {tuple(round(points / 72, 2) for points in page.get_size()) for page in pdf}
    assert sizes == {inches}
    assert [" ".join(page.split()) for page in text_of(response.content)] == [
        "Maria Elena Delgado #00000417"
    ] * 3


@pytest.mark.parametrize(
    ("rules", "status"), [({}, 409), ({"labels": "allowed"}, 200), ({"labels": "forbidden"}, 409)]
)
def test_labels_only_where_a_rule_allows_them(client, rules, status):
    assert send(client, make_reachable(rules), "labels").status_code == status


@pytest.mark.parametrize("sheet", LABELS)
def test_labels_stay_inside_their_sticker(client, sheet):
    _columns, _rows, width, height, top, left, across, _down = LABELS[sheet]
    response = send(client, make_reachable({"labels": "allowed"}), "labels", sheet=sheet, skip="1", count="1")

    with pypdfium2.PdfDocument(response.content) as pdf:
        page = pdf[0]
        text = page.get_textpage()
        boxes = [text.get_rect(number) for number in range(text.count_rects())]
        high = page.get_size()[1]
        text.close()
    x, y = left + across, top
    inside = [
        x <= box[0] / 72
        and box[2] / 72 <= x + width
        and y <= (high - box[3]) / 72
        and (high - box[1]) / 72 <= y + height
        for box in boxes
    ]
    assert inside == [True] * len(boxes)
    assert len(boxes) >= 4


def test_card_has_the_front_on_one_page_and_the_words_on_the_other(client):
    outside, inside = text_of(send(client, make_reachable(), "card").content)

    assert ["Happy birthday" in outside, "#00000417" in outside, "Happy birthday" in inside] == [
        True,
        True,
        False,
    ]
    assert ["lake" in inside, "Ellen" in inside] == [True, True]


def test_card_folded_twice_has_its_words_upside_down_on_one_page(client):
    response = send(client, make_reachable(), "card", layout="quarter")

    with pypdfium2.PdfDocument(response.content) as pdf:
        (page,) = pdf
        text = page.get_textpage()
        spots = {
            text.get_text_bounded(*text.get_rect(n)).strip(): text.get_rect(n)
            for n in range(text.count_rects())
        }
        text.close()
    front, words = spots["Happy birthday"], spots["From my window I see a lake."]
    assert (front[0] > 4.25 * 72, front[3] < 5.5 * 72) == (True, True)
    assert (words[2] < 4.25 * 72, words[1] > 5.5 * 72) == (True, True)


def test_card_flat_is_one_page_of_five_by_seven_inches(client):
    response = send(client, make_reachable(), "card", layout="flat")

    with pypdfium2.PdfDocument(response.content) as pdf:
        assert [page.get_size() for page in pdf] == [(360, 504)]
    assert ["#00000417" in page and "Happy birthday" in page for page in text_of(response.content)] == [True]


@pytest.mark.parametrize(
    ("layout", "status"), [("half", 200), ("quarter", 409), ("flat", 200), ("cube", 200)]
)
def test_card_with_several_folds_is_refused_where_one_is_the_rule(client, layout, status):
    listing = make_reachable({"greeting_cards": {"form": "single_fold"}})

    response = send(client, listing, "card", layout=layout)

    assert response.status_code == status
    assert (response.headers["Content-Type"] == "application/pdf") == (layout in ("half", "flat"))


@pytest.mark.parametrize("layout", ["half", "quarter", "flat"])
def test_card_full_of_words_loses_none(client, layout):
    words = " ".join(f"word{n}" for n in range(125))

    pages = text_of(send(client, make_reachable(), "card", layout=layout, inside=words).content)

    assert [word for word in words.split() if word not in " ".join(pages).split()] == []


def test_card_is_refused_where_cards_are(client):
    assert (
        send(client, make_reachable({"greeting_cards": {"status": "forbidden"}}), "card").status_code == 409
    )


@pytest.mark.parametrize("data", [{"inside": "a\n" * 20}, {"inside": "x" * 901}, {"front": ""}])
def test_card_bad_input(client, data):
    response = send(client, make_reachable(), "card", **data)

    assert (response.status_code, list(response.context["form"].errors)) == (200, list(data))


@pytest.mark.parametrize("part", ["photos", "backs", "card"])
def test_nothing_is_printed_where_no_mail_goes(client, part):
    assert send(client, make_reachable(place=make_place(status="closed")), part).status_code == 409


def test_unknown_part_is_refused(client):
    assert send(client, make_reachable(), "cake").status_code == 400
