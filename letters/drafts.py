"""What was typed and chosen for a kept letter."""

import json

from letters.mailpieces import Draft
from letters.models import Letter


def draft_of(letter: Letter) -> Draft:
    """What was typed and chosen for a kept letter."""
    stored = json.loads(letter.choices) if letter.choices else {}
    return Draft.from_json({**stored, "body": letter.body, "return_lines": letter.return_lines.splitlines()})
