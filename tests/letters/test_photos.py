"""Photos printed in a letter: on their way through the desk, on paper, and with a kept draft."""

import io
import json

import pikepdf
import pypdfium2
import pytest
from django.db import connection
from django.urls import reverse
from PIL import Image

from letters import actions, photos
from letters.drafts import whole_draft_of
from letters.leaving import copy_of
from letters.models import Letter, LetterPhoto
from letters.printing import render_letter
from letters.printing.photos import PHOTO_LAYOUTS, Photo
from profiles.photos import check_photo
from tests.letters.places import TYPED, make_draft, make_place, make_reachable
from tests.letters.printed import pages, sheet

pytestmark = pytest.mark.django_db


def photo_bytes(size=(900, 600), colour="teal", **options):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", **options)
    return out.getvalue()


def file_of(data, name="a.jpg"):
    file = io.BytesIO(data)
    file.name = name
    return file


def photo(words="A lake", **options):
    return photos.small_photo_of(check_photo(io.BytesIO(photo_bytes(**options))), words)


def post(client, listing, action="check", **data):
    path = reverse("letters:write", args=[listing.slug])
    return client.post(path, {**TYPED, "action": action, "photo_layout": "large", **data})


def pictures_on(pdf):
    """How many pictures stand on each page."""
    image = pypdfium2.raw.FPDF_PAGEOBJ_IMAGE
    with pypdfium2.PdfDocument(pdf) as document:
        return [sum(one.type == image for one in page.get_objects()) for page in document]


@pytest.mark.parametrize(("layout", "on_pages"), [("large", [0, 2, 1]), ("small", [0, 3]), ("end", [3])])
def test_photos_stand_after_the_closing(layout, on_pages):
    made = render_letter(sheet(photos=(photo(), photo(size=(600, 900)), photo()), photo_layout=layout))

    assert pictures_on(made.pdf) == on_pages
    assert ["Ada Sample #00000417" in text for text in pages(made.pdf)] == [True] * len(on_pages)
    assert ["K7M2Q9X" in text.split("page")[-1] for text in pages(made.pdf)][-1]


@pytest.mark.parametrize("layout", PHOTO_LAYOUTS)
def test_photos_of_any_shape_take_as_many_pages_as_blank_ones(layout):
    real = (photo(size=(1200, 300)), photo(size=(300, 1200)), photo(), photo())
    blank = (photos.BLANK,) * 4

    assert (
        render_letter(sheet(photos=real, photo_layout=layout)).pages
        == render_letter(sheet(photos=blank, photo_layout=layout)).pages
    )


def test_photo_is_named_in_the_pdf_by_the_writers_words_or_its_number():
    made = render_letter(sheet(photos=(photo("A lake"), photo("")), language="es"))

    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        found = {
            str(one["/Alt"]) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/Alt" in one
        }
    assert found == {"A lake", "Foto 2"}


def test_photos_leave_place_and_time_behind(client):
    exif = Image.Exif()
    exif[0x010E] = "taken at home"

    response = post(client, make_reachable(), "letter", new_photos=[file_of(photo_bytes(exif=exif))])

    assert pictures_on(response.content) == [0, 1]
    assert b"taken at home" not in response.content


def test_photos_travel_with_the_page_and_nothing_is_kept(client):
    listing = make_reachable()

    (carried,) = post(client, listing, new_photos=[file_of(photo_bytes())]).context["form"].shown_photos()
    printed = post(client, listing, "letter", photo=[carried.sealed], photo_words=["A lake"])

    assert pictures_on(printed.content) == [0, 1]
    assert not LetterPhoto.objects.exists()


def test_photos_survive_an_error_elsewhere_in_the_form(client):
    response = post(client, make_reachable(), body="", new_photos=[file_of(photo_bytes())])

    assert list(response.context["form"].errors) == ["body"]
    assert len(response.context["form"].shown_photos()) == 1


def test_photos_keep_their_words_and_can_be_left_out(client):
    listing = make_reachable()
    files = [file_of(photo_bytes(colour=colour)) for colour in ("red", "blue")]
    carried = [one.sealed for one in post(client, listing, new_photos=files).context["form"].shown_photos()]

    again = post(client, listing, photo=carried, photo_words=["Red", "Blue"], photo_drop=["0"])

    assert [one.words for one in again.context["form"].shown_photos()] == ["Blue"]


@pytest.mark.parametrize(
    "bad",
    [
        b"words",
        b"",
        photo_bytes()[:400],
        photo_bytes((9000, 5000)),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    ],
    ids=["words", "empty", "cut off", "too many pixels", "svg"],
)
def test_photos_bad_file_is_named_and_the_good_one_stays(client, bad):
    response = post(
        client, make_reachable(), new_photos=[file_of(bad, "bad.jpg"), file_of(photo_bytes(), "good.jpg")]
    )

    form = response.context["form"]
    assert list(form.errors) == ["new_photos"]
    assert ["bad.jpg" in error for error in form.errors["new_photos"]] == [True]
    assert len(form.shown_photos()) == 1


def test_photos_of_200_megapixels_are_refused_by_their_header(client):
    data = bytearray(photo_bytes((100, 100)))
    at = data.index(b"\xff\xc0") + 5
    data[at : at + 4] = (14_000).to_bytes(2, "big") + (14_300).to_bytes(2, "big")

    form = post(client, make_reachable(), new_photos=[file_of(bytes(data), "large.jpg")]).context["form"]

    assert list(form.errors) == ["new_photos"]


def test_photos_more_than_six_are_left_out_in_words(client):
    files = [file_of(photo_bytes((60, 60))) for _number in range(8)]

    form = post(client, make_reachable(), new_photos=files).context["form"]

    assert len(form.shown_photos()) == photos.MOST
    assert form.errors["new_photos"] == ["A letter takes at most 6 photos. The rest were left out."]


def test_photos_many_more_than_six_cost_neither_the_words_nor_the_first_six(client):
    files = [file_of(photo_bytes((60, 60))) for _number in range(40)]

    response = post(client, make_reachable(), new_photos=files)

    form = response.context["form"]
    assert response.status_code == 200
    assert form["body"].value() == TYPED["body"]
    assert len(form.shown_photos()) == photos.MOST
    assert form.errors["new_photos"] == ["A letter takes at most 6 photos. The rest were left out."]


def test_photos_past_six_are_not_even_opened(client):
    files = [file_of(photo_bytes((60, 60))) for _number in range(6)] + [file_of(b"no photo", "bad.jpg")]

    form = post(client, make_reachable(), new_photos=files).context["form"]

    assert form.errors["new_photos"] == ["A letter takes at most 6 photos. The rest were left out."]


@pytest.mark.parametrize("made_up", ["", "3x2.AAAA", "3x2.AAAA:seal", "<script>", "x" * 5000])
def test_photos_without_our_seal_are_refused(client, made_up):
    form = post(client, make_reachable(), photo=[made_up]).context["form"]

    assert form.errors["new_photos"] == ["Photo 1 was damaged on its way. Choose it again."]
    assert form.shown_photos() == []


def test_photos_are_counted_by_the_mailroom_check(client):
    listing = make_reachable({"photos": {"max": 2}})

    def two():
        return [file_of(photo_bytes((60, 60))) for _number in range(2)]

    kept = post(client, listing, new_photos=two())
    broken = post(client, listing, new_photos=two(), photos="1")

    assert [one.rule for one in kept.context["checked"].blocked] == []
    assert [one.rule for one in broken.context["checked"].blocked] == ["photos"]


@pytest.mark.parametrize(("layout", "broken"), [("large", True), ("end", False)])
def test_photos_are_no_larger_than_their_place_on_the_page(client, layout, broken):
    listing = make_reachable({"photos": {"max_size_in": "3x3"}})

    response = post(client, listing, new_photos=[file_of(photo_bytes())], photo_layout=layout)

    assert bool(response.context["checked"].blocked) == broken


def test_photos_are_shown_on_the_page_without_pdf(client):
    page = post(client, make_reachable(), "page", new_photos=[file_of(photo_bytes())])

    assert page.content.count(b'<img src="data:image/jpeg;base64,') == 1
    assert "data:" in page.headers["Content-Security-Policy"]


def test_page_without_pdf_gives_each_paragraph_its_language_and_direction(client):
    body = "From my window.\n\nמהחלון שלי"

    page = post(client, make_reachable(), "page", body=body).content.decode()

    assert '<p lang="en" dir="ltr">From my window.</p>' in page
    assert '<p lang="he" dir="rtl">מהחלון שלי</p>' in page


def test_live_check_counts_pages_without_the_photos_themselves(client):
    response = post(client, make_reachable(), "live", photo_count="3")

    assert response.context["pages"] == 3
    assert b"data:image" not in response.content


@pytest.mark.parametrize("count", ["-1", "x", "9" * 400, "²"])
def test_live_check_bad_count(client, count):
    assert post(client, make_reachable(), "live", photo_count=count).status_code == 200


def test_blank_photos_are_never_printed(client):
    printed = post(client, make_reachable(), "letter", photo_count="2")

    assert pictures_on(printed.content) == [0]


def test_small_photo_fits_its_budget_however_rough_it_is():
    rough = Image.effect_noise((2600, 2000), 90).convert("RGB")
    out = io.BytesIO()
    rough.save(out, "JPEG", quality=95)

    small = photos.small_photo_of(check_photo(io.BytesIO(out.getvalue())))

    assert len(small.jpeg) <= photos.MOST_BYTES


def test_draft_keeps_its_photos_encrypted(client, writer):
    client.force_login(writer)
    listing = make_reachable()

    post(client, listing, "save", new_photos=[file_of(photo_bytes())])
    letter = Letter.objects.get()

    page = client.get(reverse("letters:write", args=[listing.slug]), {"letter": letter.code})
    assert len(page.context["form"].shown_photos()) == 1
    assert b"JFIF" in photos.of(letter)[0].jpeg
    assert _raw(letter)[:5] == "gAAAA"


def _raw(letter):
    with connection.cursor() as cursor:
        cursor.execute("SELECT jpeg FROM letters_letterphoto WHERE letter_id = %s", [letter.pk])
        return cursor.fetchone()[0]


def test_draft_saved_again_has_the_photos_of_the_page_alone(writer):
    listing = make_reachable()
    red, blue = photo("Red", colour="red"), photo("Blue", colour="blue")
    letter = actions.keep_draft(writer=writer, listing=listing, draft=make_draft(printed_photos=(red, blue)))

    actions.keep_draft(
        writer=writer, listing=listing, draft=make_draft(printed_photos=(blue,)), letter=letter
    )

    assert photos.of(letter) == (blue,)


def test_reprint_has_the_same_bytes_with_photos(client, writer):
    client.force_login(writer)
    listing = make_reachable()
    draft = make_draft(printed_photos=(photo(),), photo_layout="end")
    letter = actions.keep_draft(writer=writer, listing=listing, draft=draft)
    path = reverse("letters:letter", args=[letter.code])

    first = client.post(path, {"action": "letter"}).content
    client.post(path, {"action": "printed"})

    assert client.post(path, {"action": "letter"}).content == first
    assert pictures_on(first) == [1]


def test_photos_are_erased_with_the_letter_and_with_the_account(client, writer):
    listing = make_reachable()
    draft = make_draft(printed_photos=(photo(),))
    first = actions.keep_draft(writer=writer, listing=listing, draft=draft)
    actions.keep_draft(writer=writer, listing=listing, draft=draft)

    actions.throw_away(letter=first)
    left = LetterPhoto.objects.count()
    writer.delete()

    assert (left, LetterPhoto.objects.count()) == (1, 0)


def test_copy_of_a_writers_data_holds_the_photos(writer):
    one = photo()
    actions.keep_draft(writer=writer, listing=make_reachable(), draft=make_draft(printed_photos=(one,)))

    (letter,) = json.loads(copy_of(writer))["letters"]

    assert [kept["words"] for kept in letter["photos"]] == ["A lake"]
    assert letter["photos"][0]["jpeg_base64"].startswith("/9j/")


def test_draft_with_photos_reads_back_whole(writer):
    draft = make_draft(printed_photos=(photo(),), photo_layout="small")

    letter = actions.keep_draft(writer=writer, listing=make_reachable(), draft=draft)

    assert whole_draft_of(Letter.objects.get(pk=letter.pk)) == draft


@pytest.mark.parametrize(
    ("count", "words"), [(0, None), (1, "One photo is printed in it."), (2, "2 photos are")]
)
def test_page_of_a_letter_says_how_many_photos_it_has(client, writer, count, words):
    client.force_login(writer)
    draft = make_draft(printed_photos=tuple(photo(colour=colour) for colour in ("red", "blue")[:count]))
    letter = actions.keep_draft(writer=writer, listing=make_reachable(), draft=draft)

    page = client.get(reverse("letters:letter", args=[letter.code])).content.decode()

    assert ("printed in it" in page, words is None or words in page) == (count > 0, True)


def test_page_of_a_letter_gives_each_paragraph_its_direction(client, writer):
    client.force_login(writer)
    draft = make_draft(body="One.\n\nשלום לך")
    letter = actions.keep_draft(writer=writer, listing=make_reachable(), draft=draft)

    page = client.get(reverse("letters:letter", args=[letter.code])).content.decode()

    assert '<p lang="he" dir="rtl">שלום לך</p>' in page


def test_photos_cannot_reach_anothers_draft(client, writer, stranger):
    listing = make_reachable()
    letter = actions.keep_draft(writer=writer, listing=listing, draft=make_draft(printed_photos=(photo(),)))
    client.force_login(stranger)

    path = reverse("letters:write", args=[listing.slug])

    assert client.get(path, {"letter": letter.code}).status_code == 404


def test_photos_to_a_place_without_mail_print_nothing(client):
    listing = make_reachable(place=make_place(status="closed"))

    assert post(client, listing, "letter", new_photos=[file_of(photo_bytes())]).status_code == 409


def test_sealed_photo_reads_back():
    one = Photo(b"\xff\xd8 bytes", 30, 20, "A lake")

    assert photos.unsealed(photos.sealed(one), " A   lake ") == one
