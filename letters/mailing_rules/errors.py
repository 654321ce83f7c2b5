"""What can be wrong with a rule's value or a mailpiece."""


class FieldError(ValueError):
    """Something is wrong with one field; `field` is empty where the whole is meant."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}" if field else message)
        self.field = field
        self.message = message


class RuleValueError(FieldError):
    """A rule's value has the wrong shape. The message says what was expected."""


class MailpieceError(FieldError):
    """What was given is not a mailpiece. The message says what was expected."""
