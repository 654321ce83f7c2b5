"""Letters on the desk: codes and states only."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from letters.models import Letter


@admin.register(Letter)
class LetterAdmin(admin.ModelAdmin):
    """Codes and states only: whom a letter is from and what it says is nobody's business here."""

    list_display = ("code", "state", "kind", "pages", "mailed_on", "returned_on", "return_reason")
    list_filter = ("state", "kind", "return_reason")
    search_fields = ("code",)
    ordering = ("-pk",)
    fields = ("code", "state", "kind", "paper", "envelope", "pages", "overridden", "template_version", "mailed_on",
              "replied_on", "returned_on", "return_reason")  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[Letter]:
        return super().get_queryset(request).only(*self.fields)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Letter | None = None) -> bool:
        return False
