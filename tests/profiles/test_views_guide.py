"""The guide and the facts page: every page opens, cites what it lists, and draws what the data say."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation

from profiles.facts import CHARTS, FIGURES, Columns, Squares, statistics
from profiles.guide import SOURCES, TERMS, TOPICS, Topic, grouped_topics, neighbours, terms_by_letter
from profiles.states import Confidence
from tests.support.pages import parse

pytestmark = pytest.mark.django_db
ALL_TOPICS = pytest.mark.parametrize("topic", TOPICS, ids=lambda topic: topic.slug)
ALL_CHARTS = pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.slug)


def _page(client, topic: Topic) -> str:
    return client.get(topic.get_absolute_url()).content.decode()


def test_guide_links_every_topic_once_in_order(client):
    page = client.get(reverse("profiles:guide")).content.decode()

    assert re.findall(r'<h3><a href="/guide/([\w-]+)/">', page) == [topic.slug for topic in TOPICS]


@ALL_TOPICS
def test_topic_cites_each_source_it_lists_and_no_other(client, topic):
    page = _page(client, topic)

    cited = {int(number) for number in re.findall(r'href="#source-(\d+)"', page)}
    listed = [int(number) for number in re.findall(r'<li id="source-(\d+)">', page)]
    assert cited == set(listed)
    assert listed == list(range(1, len(topic.sources) + 1))


@ALL_TOPICS
def test_topic_has_one_heading_of_its_own_and_marks_itself_in_the_menu(client, topic):
    page = _page(client, topic)

    assert page.count("<h1>") == 1
    assert re.findall(r'href="/guide/([\w-]+)/" aria-current="page"', page) == [topic.slug]


@ALL_TOPICS
def test_topic_speaks_of_women_and_not_of_labels(client, topic):
    """The word "inmate" stands in titles of works and offices, and where a page speaks of the word itself."""
    text = re.search(
        r'<div class="guide-text">(.*?)<footer class="guide-sources">', _page(client, topic), re.S
    )[1]

    allowed = 4 if topic.slug == "words" else 0
    assert len(re.findall("inmate", text, re.I)) == allowed
    assert "!" not in re.sub(r"<[^>]+>", "", text)


@ALL_TOPICS
def test_topic_opens_in_spanish(client, topic):
    with translation.override("es"):
        response = client.get(f"/es/guide/{topic.slug}/")

    assert response.status_code == 200
    assert '<html lang="es">' in response.content.decode()


def test_topic_unknown_is_not_found(client):
    assert client.get(reverse("profiles:guide-topic", args=["no-such-topic"])).status_code == 404


def test_topics_have_templates_and_no_template_is_left_over():
    folder = settings.BASE_DIR / "templates" / "guide" / "topics"

    assert {path.stem for path in folder.glob("*.html")} == {topic.slug for topic in TOPICS}


def test_sources_are_all_used():
    assert {key for topic in TOPICS for key in topic.sources} == set(SOURCES)


def test_neighbours_follow_reading_order_and_end():
    assert neighbours(TOPICS[0]) == (None, TOPICS[1])
    assert neighbours(TOPICS[1]) == (TOPICS[0], TOPICS[2])
    assert neighbours(TOPICS[-1]) == (TOPICS[-2], None)


def test_grouped_topics_keep_all_in_order():
    assert [topic for _group, topics in grouped_topics() for topic in topics] == list(TOPICS)


@pytest.mark.parametrize(("months", "said"), [(6, "more than 6 months old"), (3, "more than 3 months old")])
def test_how_we_check_says_the_present_setting(client, settings, months, said):
    settings.VERIFY_EVERY_MONTHS = months

    assert said in client.get("/guide/how-we-check/").content.decode()


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ("hidden", "We do not publish convictions."),
        ("own_words", "We publish nothing about her offense except her own words"),
        ("official_link", "her page links to the official record"),
    ],
)
def test_how_we_check_says_the_present_policy_on_offenses(client, settings, policy, said):
    settings.OFFENSE_POLICY = policy

    page = client.get("/guide/how-we-check/").content.decode()

    known = ("We do not publish convictions.", "except her own words", "links to the official record")
    assert said in page
    assert sum(words in page for words in known) == 1


def test_glossary_has_every_term_in_the_order_of_the_alphabet(client):
    page = client.get("/guide/glossary/").content.decode()

    words = [term.word for term in TERMS]
    assert len(words) == 64
    assert words == sorted(words, key=str.lower)
    assert page.count("<dt>") == len(words)
    assert [letter for letter, _terms in terms_by_letter()] == sorted({word[0].upper() for word in words})


def test_statistics_carry_source_and_date_where_they_are_sure():
    for statistic in statistics().values():
        assert statistic.source_body
        if statistic.confidence == Confidence.HIGH:
            assert statistic.source_url.startswith("http"), statistic.id
            assert statistic.source_date, statistic.id


def test_facts_use_no_number_of_low_confidence():
    rows = [figure.row for figure in FIGURES] + [row for chart in CHARTS for row in chart.rows]

    assert [row.key for row in rows if row.statistic.confidence == Confidence.LOW] == []


def test_facts_credit_the_231000_to_who_counted_them(client):
    page = client.get(reverse("profiles:facts")).content.decode()

    row = re.search(r'<tr><th scope="row">2019</th>.*?</tr>', page, re.S)[0]
    words = " ".join(re.sub(r"<[^>]+>", " ", row).split())
    assert words == (
        "2019 Report of October 29, 2019 231,000 Prison Policy Initiative , "
        "Women&#x27;s Mass Incarceration: The Whole Pie 2019 , Oct. 29, 2019."
    )


@pytest.mark.parametrize(
    ("date", "said"), [("2021-03-30", "March 30, 2021"), ("2024-06", "June 2024"), ("2024", "2024"), ("", "")]
)
def test_statistic_source_day_is_as_exact_as_its_source(date, said):
    some = statistics()["mothers-state-2016"]

    assert type(some)(**{**vars(some), "source_date": date}).source_day == said


@pytest.mark.parametrize(
    ("key", "text"),
    [("incarcerated-all-2019", "231,000"), ("mothers-state-2016", "58%"), ("jail-stay-2023", "32")],
)
def test_statistic_text_reads_as_people_write_numbers(key, text):
    assert statistics()[key].text == text


@ALL_CHARTS
def test_chart_draws_its_numbers_to_scale(chart):
    values = [row.statistic.value for row in chart.rows]
    if isinstance(chart, Columns):
        heights = [bar.height for bar in chart.bars]
        assert heights == pytest.approx([value / max(values) * 150 for value in values], abs=0.1)
        assert all(
            bar.y + bar.height == pytest.approx(190) and 0 < bar.x < bar.x + bar.width < 360
            for bar in chart.bars
        )
    if isinstance(chart, Squares):
        assert sum(square.filled for square in chart.squares) == values[0]
        assert len({(square.x, square.y) for square in chart.squares}) == chart.total


@ALL_CHARTS
def test_chart_is_said_in_words_and_stands_in_a_table(client, chart):
    page = client.get(reverse("profiles:facts")).content.decode()

    section = re.search(rf'<h2 id="{chart.slug}">.*?</section>', page, re.S)[0]
    assert f'role="img" aria-label="{chart.title}. ' in section
    assert section.count('<th scope="row">') == len(chart.rows)
    assert " style=" not in section


def test_chart_numbers_are_for_machines_in_spanish_too(client):
    with translation.override("es"):
        page = client.get("/es/facts/").content.decode()

    numbers = re.findall(r'<rect class="chart-mark" x="([^"]*)" y="([^"]*)"', page)
    assert all(re.fullmatch(r"[\d.]+", number) for pair in numbers for number in pair)


def test_questions_each_have_a_short_answer_that_leads_to_the_long_one(client):
    text = parse(client.get("/guide/questions/")).one(".guide-text")

    questions = text.select("h3")
    silent = [question.text for question in questions if not _links(question.node.getnext())]
    assert len(questions) == 21
    assert silent == []


def _links(answer):
    """Addresses of ours that an answer leads to, the glossary and the page's own sources left out."""
    links = [link.get("href") for link in answer.iter("a")]
    return [link for link in links if link.startswith("/") and not link.startswith("/guide/glossary/")]


@ALL_TOPICS
def test_topic_names_its_sources(client, topic):
    assert len(parse(client.get(topic.get_absolute_url())).select("#source-1")) == 1
