"""The words of the paper form, in each of its languages."""

FORMS: dict[str, dict] = {"en": {}, "es": {}}
