"""Portraits drawn by code: the same for ever, all different, described in words."""

import io
from hashlib import sha256

import pytest
from PIL import Image

from profiles.sample.portraits import POOL_SIZE, alt_text, draw, jpeg, pool, portrait_spec
from profiles.sample.portraits.canvas import Canvas, blob, curve, mirror, mix
from profiles.sample.portraits.choosing import FAMILIES
from profiles.sample.portraits.clothes import GARMENTS, PATTERNS
from profiles.sample.portraits.hair import OVER_CLOTHES, STYLES
from profiles.sample.still_lifes import DRAWINGS, draw_form, draw_still_life

BLACK, WHITE = (0, 0, 0), (255, 255, 255)


def _print(image: Image.Image) -> str:
    return sha256(image.tobytes()).hexdigest()


def test_draw_same_seed_same_picture() -> None:
    assert _print(draw(portrait_spec(7), 160)) == _print(draw(portrait_spec(7), 160))


def test_draw_every_portrait_of_the_pool_is_another_picture() -> None:
    prints = {_print(draw(spec, 64)) for spec in pool()}

    assert len(prints) == POOL_SIZE == 120


def test_draw_is_four_by_five() -> None:
    assert draw(portrait_spec(3), 320).size == (320, 400)


def test_jpeg_opens_and_holds_no_metadata() -> None:
    with Image.open(io.BytesIO(jpeg(portrait_spec(5), 200))) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (200, 250), {})


def test_pool_shows_every_hairstyle_garment_and_ground() -> None:
    specs = pool()
    covered = {"hijab", "wrap", "bandana"}

    assert {spec.hair for spec in specs} == set(STYLES) | covered
    assert {spec.garment for spec in specs} == set(GARMENTS)
    assert {spec.ground for spec in specs} == set(PATTERNS)
    assert {spec.family for spec in specs} == set(FAMILIES)


def test_pool_styles_named_in_families_can_be_drawn() -> None:
    named = {style for look in FAMILIES.values() for style in (*look["styles"], *look["older"])}

    assert named <= set(STYLES) | set(OVER_CLOTHES) | {"hijab", "wrap"}


@pytest.mark.parametrize("language", ["en", "es"])
def test_alt_text_describes_every_portrait(language: str) -> None:
    texts = [alt_text(spec, language) for spec in pool()]

    begins = {"en": "Drawing of a", "es": "Dibujo de una mujer"}[language]
    assert all(text.startswith(begins) and text.endswith(".") and len(text) <= 200 for text in texts)
    assert len(set(texts)) > POOL_SIZE * 0.9


def test_alt_text_says_glasses_only_where_there_are_some() -> None:
    for spec in pool():
        assert ("glasses" in alt_text(spec)) == bool(spec.glasses)


@pytest.mark.parametrize("name", sorted(DRAWINGS))
def test_draw_still_life_has_its_size(name: str) -> None:
    assert draw_still_life(name, 200).size == (200, 150)


def test_draw_form_is_a_page() -> None:
    assert draw_form(100).size == (100, 130)


def test_canvas_fill_and_inside_stop_at_the_edge() -> None:
    canvas = Canvas(40, 40, 40, WHITE)

    with canvas.inside([(10, 10), (30, 10), (30, 30), (10, 30)]):
        canvas.fill([(0, 0), (40, 0), (40, 40), (0, 40)], BLACK)

    image = canvas.finished()
    assert (image.getpixel((20, 20)), image.getpixel((5, 20)), image.getpixel((20, 36))) == (
        BLACK,
        WHITE,
        WHITE,
    )


def test_canvas_moved_shifts_turns_and_comes_back() -> None:
    canvas = Canvas(40, 40, 40, WHITE)

    with canvas.moved(20, 20, 90):
        canvas.fill([(5, -2), (15, -2), (15, 2), (5, 2)], BLACK)
    canvas.fill([(0, 0), (4, 0), (4, 4), (0, 4)], BLACK)

    image = canvas.finished()
    assert (image.getpixel((20, 30)), image.getpixel((30, 20)), image.getpixel((2, 2))) == (
        BLACK,
        WHITE,
        BLACK,
    )


def test_canvas_casting_darkens_only_below_what_is_painted() -> None:
    canvas = Canvas(40, 40, 40, WHITE)
    whole = [(0, 0), (40, 0), (40, 40), (0, 40)]

    with canvas.casting(whole, 4, 0.5):
        canvas.fill([(0, 0), (40, 0), (40, 10), (0, 10)], BLACK)

    image = canvas.finished()
    shaded = image.getpixel((20, 12))
    assert image.getpixel((20, 5)) == BLACK
    assert BLACK < shaded < WHITE
    assert image.getpixel((20, 30)) == WHITE


def test_curve_and_blob_go_through_their_points() -> None:
    points = [(0.0, 0.0), (10.0, 5.0), (20.0, 0.0)]

    assert set(points) <= set(curve(*points))
    assert set(points) <= set(blob(*points))


def test_mirror_and_mix() -> None:
    assert mirror([(1, 2), (3, 4)]) == [(-3, 4), (-1, 2)]
    assert mix(BLACK, WHITE, 0.2) == (51, 51, 51)
