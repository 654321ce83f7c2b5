"""Files of the sample's pictures: each portrait is drawn once and shared by every listing that shows it."""

import os
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from django.core.files.storage import storages
from PIL import Image

from profiles.models.photos import RENDITION_FORMATS, RENDITION_WIDTHS
from profiles.photos import rendition_path, write_renditions
from profiles.sample.portraits import draw, portrait_spec
from profiles.sample.still_lifes import draw_still_life

VERSION = 1  # counts up when the drawings change, so that old files are not taken for new ones
WIDTH, HEIGHT = 640, 800  # pixels of a portrait
DRAWING_WIDTH, DRAWING_HEIGHT = 960, 720


def portrait_key(seed: int) -> str:
    """Key of the files of one portrait of the pool."""
    return f"sample{VERSION}portrait{seed:03}"


def drawing_key(name: str) -> str:
    """Key of the files of one still life."""
    return f"sample{VERSION}drawing{name}"


def write_portraits(seeds: Iterable[int]) -> None:
    """Draw those portraits whose files are missing. A tenth of a second each; the drawings share the processors."""
    _write({portrait_key(seed): partial(_portrait, seed) for seed in set(seeds)})


def write_drawings(names: Iterable[str]) -> None:
    """The same for still lifes."""
    _write({drawing_key(name): partial(draw_still_life, name, DRAWING_WIDTH) for name in set(names)})


def _portrait(seed: int) -> Image.Image:
    return draw(portrait_spec(seed), WIDTH)


def _write(drawings: dict[str, Callable[[], Image.Image]]) -> None:
    missing = {key: make for key, make in drawings.items() if not _is_there(key)}
    with ThreadPoolExecutor(os.cpu_count()) as helpers:
        for done in [helpers.submit(_write_one, key, make) for key, make in missing.items()]:
            done.result()


def _write_one(key: str, make: Callable[[], Image.Image]) -> None:
    write_renditions(make(), key)


def _is_there(key: str) -> bool:
    return all(
        storages["default"].exists(rendition_path(key, width, suffix))
        for width in RENDITION_WIDTHS
        for suffix in RENDITION_FORMATS
    )
