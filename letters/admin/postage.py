"""The desk's table of postage."""

from django.contrib import admin

from letters.models import PostageRate


@admin.register(PostageRate)
class PostageRateAdmin(admin.ModelAdmin):
    list_display = ("valid_from", "letter_first", "letter_more", "flat_first", "note")
