"""Static files as browsers get them: named by their content, compressed, style sheets without their comments."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rcssmin import cssmin
from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, which takes comments and spaces out of the collected style sheets first."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            for name in paths:
                if name.endswith(".css"):
                    sheet = Path(self.path(name))
                    sheet.write_text(cssmin(sheet.read_text()))
        yield from super().post_process(paths, dry_run, **options)
