"""Where the guide's facts come from. Titles and publishers are names, so they are not translated.

`dated` is the date on the source itself, as the source has it; empty where it bears none. Most sources were read in
saved copies, so an address may have moved since.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A page, paper or judgment that a guide page relies on."""

    publisher: str
    title: str
    url: str
    dated: str = ""


SOURCES: dict[str, Source] = {
    # Programs that match writers, and what they ask of them
    "black-and-pink": Source(
        "Black & Pink",
        "Pen pal guidance, with advice from people inside",
        "https://blackandpinkpenpals.org/",
        "2014",
    ),
    "pcp-expectations": Source(
        "Prisoner Correspondence Project",
        "Expectations and guidelines, questions, mailrooms, ending, being out",
        "https://prisonercorrespondenceproject.com/expectations-and-guidelines/",
    ),
    "georgia-letters": Source(
        "Georgia Freedom Letters",
        "Guidelines and questions",
        "https://georgiafreedomletters.com/guidelines-logistics/",
    ),
    "wire-of-hope": Source(
        "Wire of Hope",
        "Questions, and tips for beginning",
        "https://wireofhope.com/frequently-asked-questions-about-wire-of-hope-and-prison-correspondence/",
    ),
    "adopt-an-inmate": Source("Adopt an Inmate", "Questions", "https://adoptaninmate.org/about/faq/"),
    "adopt-matching": Source(
        "Adopt an Inmate and Blueprint",
        "Matching app: screening questions and reasons for ending",
        "https://github.com/calblueprint/adopt-an-inmate",
        "2026",
    ),
    "cpp": Source("CPP Pen Pal Ministry", "Questions", "https://cppministry.com/faqs/"),
    "jail-ministries": Source(
        "Jail and Prison Ministries",
        "Pen pal ministry",
        "https://jailandprisonministries.org/254-2/pen-pal-ministry",
    ),
    "swop": Source(
        "SWOP Behind Bars",
        "Mentor by mail",
        "https://www.swopbehindbars.org/get-involved/connect-directly-pen-pals-requests/",
        "2018",
    ),
    "transprisoners": Source(
        "Trans Prisoners", "Writing guidelines", "https://transprisoners.net/writing-guidelines"
    ),
    "freedom-grow": Source(
        "Freedom Grow", "Pen pal program", "https://freedomgrow.org/get-involved/pen-pal-program"
    ),
    "jailexchange": Source(
        "The Free Inmate Locator",
        "Prison pen pals",
        "https://thefreeinmatelocator.com/free-prison-pen-pals.html",
    ),
    "way-out": Source(
        "A Way Out Pen Pals",
        "Handling common challenges; writing without your address",
        "https://awayoutpenpals.com/",
    ),
    "order-of-malta": Source(
        "Order of Malta, American Association",
        "Difficult prison pen pal questions and suggested answers",
        "https://orderofmaltaamerican.org/2024/04/12/difficult-prison-pen-pal-questions-and-suggested-answers/",
        "April 12, 2024",
    ),
    "bad-news": Source("Penpals.buzz", "Supporting a pen pal after bad news", "https://penpals.buzz/"),
    "big-heart": Source("Big Heart City", "Prison pen pals", "https://bigheartcity.org/prison-pen-pals"),
    "survived": Source(
        "Survived & Punished",
        "Guide to writing letters",
        "https://survivedandpunished.org/guide-to-writing-letters",
    ),
    "drsp": Source(
        "Death Row Support Project",
        "Writing to people on death row",
        "https://www.brethren.org/news/2024/introducing-the-new-drsp-team/",
        "2024",
    ),
    "interfaith": Source(
        "Interfaith Action for Human Rights",
        "Pen pal program",
        "https://www.interfaithactionhr.org/pen_pal_program",
    ),
    "atl-abc": Source("Atlanta Anarchist Black Cross", "Letter writing", "https://atlblackcross.org/"),
    "penpalministry": Source(
        "Pen Pal Ministry", "Volunteer guide", "https://www.penpalministry.org/volunteer-guide.html"
    ),
    "pen-america": Source(
        "PEN America", "Mentoring program guidelines", "https://pen.org/mentoring-program/"
    ),
    "newark": Source(
        "Diocese of Newark", "Prison ministry pen pals", "http://prisonministry.dioceseofnewark.org/pen-pal"
    ),
    "wels": Source(
        "WELS Prison Ministry",
        "Pen pal pipeline",
        "https://wels.net/pen-pal-pipeline-winter-2024/",
        "Winter 2024",
    ),
    "schenwar": Source(
        "Maya Schenwar", "Book extract at Ravishly", "https://ravishly.com/", "November 4, 2014"
    ),
    "writeaprisoner": Source("WriteAPrisoner", "Questions", "https://www.writeaprisoner.com/home/faq"),
    # Mail rules and the law
    "bop-correspondence": Source(
        "Federal Bureau of Prisons",
        "Program Statement 5265.14, Correspondence (28 CFR 540, subpart B)",
        "https://www.ecfr.gov/current/title-28/chapter-V/subchapter-C/part-540/subpart-B",
        "April 5, 2011",
    ),
    "prisonpedia": Source(
        "Prisonpedia", "Postal mail regulations", "https://prisonpedia.com/wiki/Postal_Mail_Regulations"
    ),
    "restricted-mail": Source(
        "Federal Register", "Restricted special mail", "https://www.federalregister.gov/", "December 10, 1997"
    ),
    "mdc-handbook": Source(
        "Federal detention center, Brooklyn",
        "Extract of a handbook, in a copy",
        "https://www.bop.gov/",
        "about 2012",
    ),
    "martinez": Source(
        "U.S. Supreme Court",
        "Procunier v. Martinez, 416 U.S. 396",
        "https://www.law.cornell.edu/supremecourt/text/416/396",
        "1974",
    ),
    "turner": Source(
        "U.S. Supreme Court",
        "Turner v. Safley, 482 U.S. 78; Thornburgh v. Abbott, 490 U.S. 401",
        "https://www.law.cornell.edu/supremecourt/text/482/78",
        "1987, 1989",
    ),
    "aele": Source("AELE", "Prisoner mail legal issues", "https://www.aele.org/", "June 2007"),
    "woods": Source(
        "U.S. Court of Appeals, Seventh Circuit",
        "Woods v. Commissioner, Indiana DOC",
        "https://www.theindianalawyer.com/",
        "July 19, 2011",
    ),
    "perry": Source(
        "U.S. Court of Appeals, Eleventh Circuit",
        "Perry v. Secretary, Florida DOC",
        "https://www.ca11.uscourts.gov/",
        "December 22, 2011",
    ),
    "missouri-ban": Source(
        "Missourinet",
        "Report on the ban on internet pen pal advertisements",
        "https://www.missourinet.com/",
        "March 18, 2007",
    ),
    "hilden": Source(
        "Julie Hilden", "Commentary at Corrections.com", "https://www.corrections.com/", "January 9, 2012"
    ),
    # Scanning and messages
    "mail-scanning": Source(
        "Prison Policy Initiative",
        "Mail scanning",
        "https://prisonpolicy.org/blog/2022/11/17/mail-scanning",
        "November 17, 2022",
    ),
    "e-messaging": Source(
        "Prison Policy Initiative", "E-messaging in prisons", "https://www.prisonpolicy.org/", "March 2023"
    ),
    "apbp-scanning": Source(
        "Appalachian Prison Book Project",
        "Report on letter scanning",
        "https://appalachianprisonbookproject.org/",
        "April 26, 2023",
    ),
    "pa-vendor": Source(
        "Slate, through Just Detention International",
        "Prison mail by vendor",
        "https://justdetention.org/",
        "August 9, 2021",
    ),
    "ccwp-scanning": Source(
        "California Coalition for Women Prisoners",
        "News on mail scanning",
        "https://womenprisoners.org/",
        "April 2022",
    ),
    # Safety
    "uspis": Source(
        "U.S. Postal Inspection Service", "Prison pen pal money order scam", "https://www.uspis.gov/"
    ),
    "ftc": Source(
        "Federal Trade Commission",
        "Consumer alert",
        "https://consumer.ftc.gov/consumer-alerts",
        "February 2021",
    ),
    "bop-advisory": Source(
        "Federal Bureau of Prisons",
        "Advisory on calls that ask for money, as reported",
        "https://www.bop.gov/",
        "about 2023",
    ),
    "probation-scam": Source(
        "U.S. Probation, Eastern District of Pennsylvania",
        "Notice on a home confinement fee scam",
        "https://www.paep.uscourts.gov/",
        "March 31, 2025",
    ),
    "wap-fraud": Source(
        "WriteAPrisoner",
        "Detecting and reporting fraud",
        "https://www.writeaprisoner.com/detecting-and-reporting-fraud",
    ),
    # Her life inside
    "ppi-mothers": Source(
        "Prison Policy Initiative",
        "Figures on mothers and pregnancy",
        "https://www.prisonpolicy.org/",
        "2021 and 2022",
    ),
    "pips": Source(
        "Carolyn Sufrin and others",
        "Pregnancy in Prison Statistics, 2016-17",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC6505318/",
        "2019",
    ),
    "breastfeeding": Source(
        "Giving Compass", "Summary of research on pregnancy in custody", "https://givingcompass.org/"
    ),
    "nursery": Source(
        "Hour Children", "The nursery at Bedford Hills, as described", "https://hourchildren.org/"
    ),
    "bjs-1997": Source(
        "Bureau of Justice Statistics",
        "Incarcerated Parents and Their Children (survey of 1997)",
        "https://bjs.ojp.gov/",
        "August 2000",
    ),
    "bjs-parents": Source(
        "Bureau of Justice Statistics",
        "Parents in Prison and Their Minor Children: Survey of Prison Inmates, 2016",
        "https://www.bjs.gov/index.cfm?ty=pbdetail&iid=7309",
        "March 30, 2021",
    ),
    "meyer": Source(
        "Ilan Meyer and others",
        "Incarceration rates and traits of sexual minorities, American Journal of Public Health 107(2)",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC5227944/",
        "2017",
    ),
    "urban-trauma": Source(
        "Urban Institute",
        "Addressing Trauma and Victimization in Women's Prisons",
        "https://www.urban.org/",
        "October 2020",
    ),
    # Research on letters and contact
    "warwick": Source(
        "Jacqueline Hodgson and Juliet Horne",
        "Study of a prison pen pal scheme, Warwick School of Law paper 2015/12",
        "https://warwick.ac.uk/",
        "2015",
    ),
    "tuerk-loper": Source(
        "Elena Tuerk and Ann Loper",
        "Contact between incarcerated mothers and their children, Journal of Offender Rehabilitation 43(1), NCJ 216953",
        "https://www.ojp.gov/",
        "2006",
    ),
    "poehlmann": Source(
        "Julie Poehlmann and others",
        "Children's contact with their incarcerated parents, American Psychologist 65(6)",
        "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC4229080/",
        "2010",
    ),
    "contact-roundup": Source(
        "Prison Policy Initiative",
        "Research roundup on family contact",
        "https://www.prisonpolicy.org/",
        "December 2021",
    ),
    "barrick": Source(
        "Kelle Barrick, Pamela Lattimore and Christy Visher",
        "Reentering women, The Prison Journal 94(3)",
        "https://journals.sagepub.com/home/tpj",
        "2014",
    ),
    "duwe-clark": Source(
        "Grant Duwe and Valerie Clark",
        "Report on prison visits, Minnesota Department of Corrections",
        "https://mn.gov/doc/",
        "November 2011",
    ),
    "lee": Source(
        "Logan Lee",
        "Study of prison visits in Iowa, American Law and Economics Review 21(2)",
        "https://academic.oup.com/aler",
        "2019",
    ),
    "atkin-plunk": Source(
        "Cassandra Atkin-Plunk and Gaylene Armstrong",
        "Study of visits and relationships, Criminal Justice and Behavior",
        "https://journals.sagepub.com/home/cjb",
        "2018",
    ),
    "across-walls": Source("Across Walls", "Review of research on contact", "https://acrosswalls.org/"),
    "pln-1972": Source(
        "Prison Legal News",
        "Article citing Explorations in Inmate-Family Relationships (1972)",
        "https://www.prisonlegalnews.org/",
        "April 15, 2014",
    ),
    # Words
    "marshall-words": Source(
        "The Marshall Project",
        "What words we use and avoid when covering people and incarceration",
        "https://www.themarshallproject.org/2021/04/12/what-words-we-use-and-avoid-when-covering-people-and-incarceration",
        "April 12, 2021",
    ),
    "marshall-people": Source(
        "The Marshall Project",
        "People-first language matters",
        "https://www.themarshallproject.org/",
        "April 13, 2021",
    ),
    "marshall-2015": Source(
        "The Marshall Project",
        "Inmate. Parolee. Felon. Discuss",
        "https://www.themarshallproject.org/",
        "April 1, 2015",
    ),
    "languageplease": Source("Language, Please", "Incarcerated person", "https://languageplease.org/"),
    "letmetellyou": Source("Let Me Tell You (Michigan)", "Glossary", "https://letmetellyoumi.org/glossary"),
    "disciples": Source(
        "Disciples 4 Christ Outreach", "Prison dictionary", "https://disciples4christoutreach.org/"
    ),
    # Languages
    "rutgers-spanish": Source(
        "National Resource Center on Children and Families of the Incarcerated",
        "Children of Incarcerated Parents Library 106, in Spanish",
        "https://nrccfi.camden.rutgers.edu/",
    ),
    "jlm": Source(
        "Columbia Human Rights Law Review",
        "A Jailhouse Lawyer's Manual, Spanish edition",
        "https://jlm.law.columbia.edu/",
        "2020-21",
    ),
    # Volunteering
    "indiana-volunteers": Source(
        "Indiana Department of Correction",
        "Volunteer qualifications",
        "https://in.gov/idoc/get-involved/volunteer/qualifications",
    ),
    "nc-volunteers": Source(
        "North Carolina Department of Adult Correction",
        "Volunteer requirements and guidelines",
        "https://dac.nc.gov/adult-corrections/prisons/volunteering/volunteer-requirements-and-guidelines",
    ),
    "vt-volunteers": Source(
        "Vermont Department of Corrections", "Volunteer questions", "http://doc.vermont.gov/volunteer/faqs-1"
    ),
    "maine-volunteers": Source(
        "Maine Department of Corrections",
        "Volunteering at the women's reentry center",
        "https://www.maine.gov/corrections/",
    ),
    "pvs": Source(
        "Prisoner Visitation and Support",
        "Become a visitor",
        "https://www.prisonervisitation.org/become-a-visitor",
    ),
    "pbp-network": Source(
        "Prison Book Program",
        "List of book groups, and questions",
        "https://prisonbookprogram.org/prisonbooknetwork/",
    ),
}
