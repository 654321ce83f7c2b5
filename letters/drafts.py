"""What was typed and chosen for a kept letter."""

import json
from dataclasses import replace

from letters import photos
from letters.mailpieces import Draft
from letters.models import Letter


def draft_of(letter: Letter) -> Draft:
    """What was typed and chosen for a kept letter, without its photos."""
    stored = json.loads(letter.choices) if letter.choices else {}
    return Draft.from_json({**stored, "body": letter.body, "return_lines": letter.return_lines.splitlines()})


def whole_draft_of(letter: Letter) -> Draft:
    """The same with its photos, as it is printed. One query."""
    return replace(draft_of(letter), printed_photos=photos.of(letter))
