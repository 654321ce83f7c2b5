"""Portraits of women who do not exist, drawn by code: no photograph of anybody is used or imitated."""

import io

from PIL import Image

from profiles.sample.portraits.canvas import Canvas
from profiles.sample.portraits.choosing import POOL_SIZE, pool, portrait_spec
from profiles.sample.portraits.clothes import (
    bandana_front,
    draw_clothes,
    draw_ground,
    hijab_back,
    hijab_front,
    wrap_front,
)
from profiles.sample.portraits.describing import alt_text
from profiles.sample.portraits.face import (
    draw_earrings,
    draw_ears,
    draw_glasses,
    draw_head,
    draw_neck,
    outline,
)
from profiles.sample.portraits.hair import HIDES_EARS, OVER_CLOTHES, STYLES, TALL, Tress, tress
from profiles.sample.portraits.palettes import CLOTHS, GROUNDS
from profiles.sample.portraits.spec import PortraitSpec

__all__ = ["POOL_SIZE", "PortraitSpec", "alt_text", "draw", "jpeg", "pool", "portrait_spec"]

COVERED = {"hijab", "wrap", "bandana"}


def draw(spec: PortraitSpec, width: int = 960) -> Image.Image:
    """The portrait as an RGB picture, `width` pixels wide and 5/4 of that high."""
    canvas = Canvas(width, width * 5 // 4, 160, GROUNDS[spec.ground_colour][0])
    draw_ground(canvas, spec)
    with canvas.moved(80, 98 if spec.hair in TALL else 90, 0, 1.05):
        _draw_woman(canvas, spec)
    return canvas.finished()


def _draw_woman(canvas: Canvas, spec: PortraitSpec) -> None:
    hair = tress(canvas, spec.hair_colour, spec.hair_side, spec.seed)
    with canvas.moved(0, 0, spec.tilt):
        _behind(canvas, spec, hair)
    draw_neck(canvas, spec)
    draw_clothes(canvas, spec)
    with canvas.moved(0, 0, spec.tilt):
        if spec.hair in OVER_CLOTHES:
            OVER_CLOTHES[spec.hair](hair)
        if spec.hair not in HIDES_EARS and spec.hair != "hijab":
            draw_ears(canvas, spec)
        draw_head(canvas, spec)
        with canvas.casting(outline(spec), 2.6, 0.22):
            _before(canvas, spec, hair)
        if spec.earrings:
            draw_earrings(canvas, spec)
        if spec.glasses:
            draw_glasses(canvas, spec, 28.6 if spec.hair in {*HIDES_EARS, "hijab"} else 31.5)


def _behind(canvas: Canvas, spec: PortraitSpec, hair: Tress) -> None:
    if spec.hair == "hijab":
        hijab_back(canvas, CLOTHS[spec.scarf_colour])
    elif spec.hair not in COVERED:
        STYLES[spec.hair][0](hair)


def _before(canvas: Canvas, spec: PortraitSpec, hair: Tress) -> None:
    scarf, accent = CLOTHS[spec.scarf_colour], CLOTHS[spec.trim_colour]
    if spec.hair == "hijab":
        hijab_front(canvas, scarf)
    elif spec.hair == "wrap":
        wrap_front(canvas, scarf, accent)
    elif spec.hair == "bandana":
        STYLES["side braid"][1](hair)
        bandana_front(canvas, scarf, accent)
    else:
        STYLES[spec.hair][1](hair)


def jpeg(spec: PortraitSpec, width: int = 960) -> bytes:
    """The portrait as the bytes of a JPEG file without metadata."""
    file = io.BytesIO()
    draw(spec, width).save(file, "JPEG", quality=90, optimize=True)
    return file.getvalue()
