"""URLs of letters and of what mail may hold. They are a contract: links and bookmarks rely on them."""

from django.urls import path

from letters.views import (
    account,
    blank,
    calendar,
    checking,
    correspondence,
    desk,
    extras,
    leaving,
    mine,
    night,
    paper,
    places,
)

app_name = "letters"
urlpatterns = [
    path("letters/", mine.mine, name="mine"),
    path("letters/write/<slug:slug>/", desk.write, name="write"),
    path("letters/extras/<slug:slug>/", extras.write_extras, name="extras"),
    path("letters/blank/<slug:slug>/", blank.blank, name="blank"),
    path("letters/blank/<slug:slug>/letter.pdf", blank.blank_letter, name="blank-letter"),
    path("letters/blank/<slug:slug>/envelope.pdf", blank.blank_envelope, name="blank-envelope"),
    path("letters/check/", checking.check, name="check"),
    path("letters/returned/", places.returned, name="returned"),
    path("letters/night/", night.night, name="night"),
    path("letters/night/<str:code>/", night.run, name="night-run"),
    path("letters/night/<str:code>/<str:name>", night.night_file, name="night-file"),
    path("letters/data/", leaving.my_data, name="my-data"),
    path("letters/with/<int:pk>/", correspondence.correspondence, name="correspondence"),
    path("letters/address/", account.return_address, name="return-address"),
    path("letters/calendar/<str:token>.ics", calendar.calendar, name="calendar"),
    path("letters/<str:code>/", mine.letter, name="letter"),
    path("coverage/", places.coverage, name="coverage"),
    path("facilities/<slug:slug>/wrong/", places.wrong_facility, name="wrong-facility"),
    path("systems/<slug:slug>/wrong/", places.wrong_system, name="wrong-system"),
    path("list/form.pdf", paper.intake_form, name="intake-form"),
]
