"""Static files as browsers get them: named by their content, compressed, style sheets without their comments."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.templatetags.static import static
from whitenoise.storage import CompressedManifestStaticFilesStorage

#: The sheets of every public page, in the order in which they are linked.
SHEETS = tuple(f"css/{name}.css" for name in ("tokens", "base", "forms", "layout", "components", "utilities"))
TOGETHER = "css/site.css"  # all of them, once they are collected

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_STRING = re.compile(r"""("[^"\n]*"|'[^'\n]*')""")


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which first shortens the collected style sheets and puts those of every page together.

    A phone on a slow line waits for each file before it draws a page.
    """

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            sheets = [name for name in paths if name.endswith(".css")]
            for name in sheets:
                sheet = Path(self.path(name))
                sheet.write_text(shortened(sheet.read_text()))
            if paths.keys() >= set(SHEETS):
                together = "".join(Path(self.path(name)).read_text() for name in SHEETS)
                Path(self.path(TOGETHER)).write_text(together)
                sheets.append(TOGETHER)
            # `paths` names the sources; what is named by its content and compressed must be what was shortened
            paths = paths | {name: (self, name) for name in sheets}
        yield from super().post_process(paths, dry_run, **options)


def shortened(sheet: str) -> str:
    """A style sheet without comments and without white space that says nothing.

    The space before a colon stays: `.stamp :is(img)` is another thing than `.stamp:is(img)`. So do those around
    `+`, `-`, `*`, `/` and `>`, which calc() and media queries need. No string of ours holds a comment's marks.
    """
    parts = _STRING.split(_COMMENT.sub("", sheet))
    parts[::2] = [re.sub(r"\s*([{};,])\s*", r"\1", re.sub(r"\s+", " ", part)) for part in parts[::2]]
    parts[::2] = [re.sub(r": ", ":", part).replace(";}", "}") for part in parts[::2]]
    return "".join(parts).strip()


def sheet_addresses() -> list[str]:
    """Where the sheets of every public page are: one address once they are collected, else (in tests) one each."""
    collected = isinstance(staticfiles_storage, StaticFilesStorage)
    return [static(name) for name in ((TOGETHER,) if collected else SHEETS)]
