"""The user: a writer, or staff."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Finds and makes users by e-mail address, whatever its case."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. The e-mail address is unique whatever its case."""

    email = models.EmailField(_("e-mail address"))
    pen_name = models.CharField(_("name to sign letters with"), max_length=60, blank=True)
    is_woman = models.BooleanField(_("I am a woman"), default=False)
    is_adult = models.BooleanField(_("18 or older, attested"), default=False)
    is_staff = models.BooleanField(_("staff"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)
    digested_on = models.DateField(_("told what waits on"), null=True, blank=True, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    PERSONAL = ("email", "pen_name", "is_woman", "is_adult", "password", "last_login", "date_joined")
    NOT_PERSONAL = (
        "id",
        "digested_on",
        "is_staff",
        "is_active",
        "is_superuser",
        "groups",
        "user_permissions",
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints: ClassVar = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_is_unique_whatever_its_case",
                violation_error_message=_("There is already an account with this e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.email

    def clean(self) -> None:
        super().clean()
        self.email = self.email.strip().lower()

    @property
    def label(self) -> str:
        """Short name for the log, which is never changed: the pen name, else the account number."""
        return self.pen_name or f"user {self.pk}"

    @property
    def desk_name(self) -> str:
        """How staff see each other on the desk, where nothing is kept: the pen name, else the e-mail address."""
        return self.pen_name or self.email
