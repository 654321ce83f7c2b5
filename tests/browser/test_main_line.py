"""The main job in a real browser, as three people: a family member submits, a moderator approves, a visitor finds and
prints. Then the PDFs are read back by a reader that did not write them."""

from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from letters.reference import load_everything
from profiles.models import Facility, Listing, Submission, User
from profiles.sample.portraits import draw, portrait_spec
from profiles.states import SubmissionState
from tests.browser.conftest import OpenPage
from tests.letters.printed import pages as pages_of
from tests.support.guard import opened_before

pytestmark = pytest.mark.django_db(transaction=True)

WORDS = (
    "I repair books in the library here, and I would like to hear what your street sounds like at night. Tell me what "
    "you cooked this week, what the weather is doing, and which book you would save from a flood."
)
#: Facility, her number, and the lines that must stand on paper, from the routes of the three systems.
PLACES = {
    "north carolina": (
        "north-carolina-correctional-institution-for-women",
        "0417417",
        ["Quilla Marsh-Example #0417417", "P.O. Box 247", "Phoenix, MD 21131"],
    ),
    "texas": (
        "christina-melton-crain-unit",
        "00417417",
        ["Texas Department of Criminal Justice", "Quilla Marsh-Example 00417417", "PO Box 660400"],
    ),
    "federal": (
        "federal-correctional-institution-aliceville",
        "41741-741",
        ["Quilla Marsh-Example 41741-741", "P.O. Box 4000", "Aliceville, AL 35442"],
    ),
}


@pytest.fixture
def reference(transactional_db: None) -> None:
    load_everything()


@pytest.fixture
def portrait(tmp_path: Path) -> Path:
    """A drawn portrait with a place in its EXIF, as a phone would write it."""
    path = tmp_path / "portrait.jpg"
    exif = Image.Exif()
    exif[0x010E] = "48 Sample Street"
    draw(portrait_spec(7), width=640).save(path, exif=exif)
    return path


def _family_submits(open_page: OpenPage, facility: Facility, number: str, portrait: Path) -> Submission:
    page = open_page("/list/")
    page.locator("#id_opened").evaluate("(field, value) => field.value = value", opened_before(30))
    for label, answer in {
        "Your name": "Ellen Marsh",
        "How you know her": "her sister",
        "Your email": "ellen@example.org",
        "What she likes to be called": "Quilla",
        "Her full name": "Quilla Marsh-Example",
        "ID number": number,
        "Birth date": "1985-03-14",
    }.items():
        page.get_by_label(label).fill(answer)
    page.get_by_label("She asked me to send this").check()
    page.get_by_label("Facility*").select_option(value=str(facility.pk))
    page.get_by_label("Not known").check()
    page.get_by_role("button", name="Keep and go on").click()
    page.get_by_label("In her own words").fill(WORDS)
    page.get_by_label("English").check()
    page.get_by_label("Books", exact=True).check()
    page.get_by_role("button", name="Keep and go on").click()
    page.locator("input[type=file]").set_input_files(portrait)
    page.locator("#id_alt_text").fill("Drawing of Quilla.")
    page.get_by_role("button", name="Add this photo").click()
    page.get_by_role("link", name="Go on").click()
    page.get_by_label("She agrees to be listed").check()
    page.get_by_label("photos", exact=False).first.check()
    page.get_by_role("button", name="Keep and go on").click()
    page.get_by_role("button", name="Send for review").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is with us")
    return Submission.objects.get(state=SubmissionState.WAITING)


def _staff_enter_signature(page: Page, submission: Submission) -> None:
    """The signed form came by mail: its date goes beside the wish that the family passed on."""
    signed = (timezone.localdate() - timedelta(days=3)).isoformat()
    page.goto(f"/admin/profiles/submission/{submission.pk}/change/")
    for item in ("listing", "photo"):
        page.locator(f"#id_consent_{item}_on").fill(signed)
        page.locator(f"#id_consent_{item}_how").select_option("signed_form")
    page.locator("input[name=_save]").click()


def _moderator_approves(page: Page, submission: Submission) -> Listing:
    page.goto(f"/admin/profiles/submission/{submission.pk}/review/")
    for name in ("consent", "locator", "third_party", "photo_policy"):
        page.locator(f"#id_{name}").check()
    page.locator("input[name$=decision][value=accepted]").check()
    page.locator("input[name=decision][value=approve]").check()
    page.get_by_role("button", name="Decide and open next").click()
    expect(page.get_by_text("Quilla is published.")).to_be_visible()
    return Listing.objects.public().get()


def _pdf(page: Page, action: str) -> bytes:
    """What the desk's form gives for one of its print buttons, with everything typed."""
    form = page.locator("form:has(textarea)").last
    fields = form.evaluate("form => [...new FormData(form)].map(([name, value]) => [name, String(value)])")
    response = page.request.post(
        page.url,
        form={**dict(fields), "action": action},
        headers={"Referer": page.url},
    )
    assert response.status == 200, response.text()[:3000]
    assert response.headers["content-type"] == "application/pdf"
    return response.body()


@pytest.mark.parametrize("place", PLACES)
def test_submitted_approved_found_and_printed(
    browser_page: OpenPage, reference: None, moderator: User, portrait: Path, place: str
) -> None:
    slug, number, lines = PLACES[place]
    facility = Facility.objects.get(slug=slug)
    submission = _family_submits(browser_page, facility, number, portrait)
    visitor = browser_page("/profiles/?q=street+sounds")
    expect(visitor.locator(".listing")).to_have_count(0)

    desk = browser_page(user=moderator)
    _staff_enter_signature(desk, submission)
    listing = _moderator_approves(desk, submission)

    visitor.goto("/profiles/?q=street+sounds")
    visitor.get_by_role("link", name="Quilla").click()
    expect(visitor.locator(".prose")).to_contain_text(WORDS)
    photo = visitor.request.get(
        visitor.locator(".stamp img").first.evaluate("image => image.decode().then(() => image.currentSrc)")
    )
    with Image.open(BytesIO(photo.body())) as image:
        assert (image.format in ("JPEG", "WEBP"), dict(image.getexif())) == (True, {})
    visitor.get_by_role("link", name="Write a letter").click()
    visitor.locator("textarea[name=body]").fill("Dear Quilla, it rains here, and the gutter sings.")
    letter, envelope = pages_of(_pdf(visitor, "letter")), pages_of(_pdf(visitor, "envelope"))

    assert len(letter) == len(envelope) == 1
    assert "the gutter sings" in letter[0]
    for sheet in (letter[0], envelope[0]):
        assert [line for line in lines if line not in sheet] == []
    assert f"#{number}" in letter[0]
    assert "Mail Call" not in letter[0] + envelope[0]
    assert listing.letters_sent == Listing.objects.get().letters_sent == 0


def test_pennsylvania_submission_is_refused_approval(
    browser_page: OpenPage, reference: None, moderator: User, portrait: Path
) -> None:
    facility = Facility.objects.get(slug="state-correctional-institution-muncy")
    submission = _family_submits(browser_page, facility, "AB1234", portrait)
    desk = browser_page(user=moderator)
    _staff_enter_signature(desk, submission)

    desk.goto(f"/admin/profiles/submission/{submission.pk}/review/")

    expect(desk.locator("input[name=decision][value=approve]")).to_be_disabled()
    expect(desk.get_by_text("women have been punished for being listed").first).to_be_visible()
    assert not Listing.objects.exists()
