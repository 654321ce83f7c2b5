"""URLs of letters and of what mail may hold. They are a contract: links and bookmarks rely on them."""

from django.urls import path

from letters.views import desk, mine, night, paper, places

app_name = "letters"
urlpatterns = [
    path("letters/", mine.mine, name="mine"),
    path("letters/write/<slug:slug>/", desk.write, name="write"),
    path("letters/blank/<slug:slug>/", desk.blank, name="blank"),
    path("letters/blank/<slug:slug>/letter.pdf", desk.blank_letter, name="blank-letter"),
    path("letters/blank/<slug:slug>/envelope.pdf", desk.blank_envelope, name="blank-envelope"),
    path("letters/check/", desk.check, name="check"),
    path("letters/night/", night.night, name="night"),
    path("letters/calendar/<str:token>.ics", mine.calendar, name="calendar"),
    path("letters/<str:code>/", mine.letter, name="letter"),
    path("coverage/", places.coverage, name="coverage"),
    path("list/form.pdf", paper.intake_form, name="intake-form"),
]
