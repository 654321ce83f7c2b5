"""The words of the paper form, in each of its languages. A tick box stands for one word of a listing's closed lists.

A block is a dict with its `kind`: heading, text, line (a line to write on), lines (several), ticks, consent, sign.
A label may be empty where the tick box says it all. `options` are pairs of the code word and the words beside the box.
"""

from typing import Any

Block = dict[str, Any]


def _heading(text: str, *, new_page: bool = False, large_page: bool = False) -> Block:
    """new_page, large_page: whether it begins a page in the usual type, and in large print."""
    return {"kind": "heading", "text": text, "new-page": new_page, "new-page-large": large_page}


def _text(text: str) -> Block:
    return {"kind": "text", "text": text}


def _line(field: str, label: str, hint: str = "") -> Block:
    return {"kind": "line", "field": field, "label": label, "hint": hint}


def _lines(field: str, label: str, count: int, hint: str = "") -> Block:
    """count 0: all that is left of the page, and a new page after it."""
    return {"kind": "lines", "field": field, "label": label, "count": count, "hint": hint}


def _ticks(field: str, label: str, options: list[tuple[str, str]], columns: int = 3, hint: str = "") -> Block:
    return {
        "kind": "ticks", "field": field, "label": label, "options": options, "columns": columns, "hint": hint,
    }  # fmt: skip


def _consent(field: str, text: str) -> Block:
    return {"kind": "consent", "field": field, "text": text}


#: Each in its own name; Chinese and Korean in English, since fonts for them are an extra.
LANGUAGES = [
    ("en", "English"), ("es", "Español"), ("ar", "العربية"), ("zh", "Chinese"), ("fr", "Français"),
    ("ht", "Kreyòl ayisyen"), ("he", "עברית"), ("hi", "हिन्दी"), ("ko", "Korean"), ("pt", "Português"),
    ("ru", "Русский"), ("tl", "Tagalog"), ("vi", "Tiếng Việt"),
]  # fmt: skip

ENGLISH: list[Block] = [
    _text(
        "This form is free. We list women in prison and jail who want letters, on a public website. "
        "People outside read "
        "what you say there and write to you by mail. Fill in what you like; only the parts marked * are needed. We "
        "read every form, and if something must change we write to you first."
    ),
    _heading("1. You and your address"),
    _line("committed_name", "Name the prison has for you *", "Mail must bear this name."),
    _line("display_name", "Name for your page *", "What you like to be called, such as a first name."),
    _line("id_number", "ID number *"),
    _line("system", "State or system *", "For example: Texas, or federal."),
    _line("facility", "Facility *"),
    _line("housing_unit", "Housing unit, if mail must have it"),
    _line(
        "birth_date",
        "Birth date *",
        "Month, day, year. Your page shows only your age, unless you say otherwise below.",
    ),
    _heading("2. Your page"),
    _line("headline", "One line that says something about you", "Up to 140 letters. It stands beside your name."),
    _ticks(
        "interests",
        "What you like to write and read about",
        [
            ("animals", "Animals"), ("art", "Drawing and painting"), ("astronomy", "Stars and planets"),
            ("sport", "Sport"), ("birds", "Birds"), ("books", "Books"), ("cooking", "Cooking and baking"),
            ("crafts", "Crochet and crafts"), ("dance", "Dance"), ("faith", "Faith"),
            ("family", "Family and children"), ("fashion", "Hair and fashion"), ("film", "Film and television"),
            ("fitness", "Running and fitness"), ("games", "Chess and games"), ("gardening", "Gardening"),
            ("health", "Health and recovery"), ("history", "History"), ("languages", "Learning languages"),
            ("law", "Law and justice"), ("mechanics", "Engines and trades"), ("music", "Music"),
            ("nature", "Nature, outdoors"), ("poetry", "Poetry and writing"), ("science", "Science and math"),
            ("sewing", "Sewing and quilting"), ("study", "School and study"), ("travel", "Places and travel"),
        ],
        4,
    ),
    _ticks(
        "languages",
        "Languages you read and write",
        LANGUAGES,
        4,
    ),
    _ticks(
        "seeking",
        "What you hope for from letters",
        [
            ("friendship", "Friendship"), ("books", "Talk about books"), ("language", "Language practice"),
            ("faith", "Faith conversation"), ("home", "Advice about coming home"), ("study", "Help with study"),
            ("romance", "Open to romance (sign for it on the last page, too)"),
        ],
        2,
    ),
    _ticks(
        "faith",
        "Your faith, if you want it shown",
        [
            ("buddhist", "Buddhist"), ("catholic", "Catholic"), ("christian", "Christian"), ("hindu", "Hindu"),
            ("jewish", "Jewish"), ("muslim", "Muslim"), ("native", "Native American tradition"),
            ("pagan", "Pagan or Wiccan"), ("none", "No religion"), ("other", "Another faith"),
        ],
        4,
    ),
    _ticks("veteran", "", [("yes", "I served in the military")], 1),
    _ticks(
        "release_kind",
        "Coming home",
        [
            ("date", "The earliest date is (month, year):  ____________________"),
            ("life", "I have a life sentence"), ("unknown", "I do not know, or would rather not say"),
        ],
        1,
    ),
    _heading("3. Who may write to you"),
    _ticks("women_only", "", [("yes", "Women only, please")], 1),
    _ticks("no_romance", "", [("yes", "No romance, please")], 1),
    _line("max_writers", "Most people you want to write with at one time", "Leave it empty for no limit."),
    _ticks("paused", "", [("yes", "Show my page, but no new writers for now")], 1),
    _heading("4. Photos"),
    _text(
        "You can send up to three photos of yourself alone, in any clothes that cover you. Write your "
        "name and number "
        "on the back. We keep what you send; please do not send your only copy."
    ),
    _heading("5. Your own words *", new_page=True),
    _ticks(
        "language",
        "I write this in",
        [('en', 'English'), ('es', 'Español'), ('other', 'Another: ______________')],
    ),
    _lines(
        "bio",
        "Tell people about yourself: what you do, what you love, what you would like to hear about.",
        0,
        "Please leave out other people’s full names, phone numbers, addresses, and asking for money. You "
        "can add sheets.",
    ),
    _lines(
        "offense_words",
        "If you want to, what you say about your offense. You do not have to write anything here.",
        5,
    ),
    _heading("6. What you agree to", large_page=True),
    _text(
        "Tick only what you want, and sign below. Nobody may ask you for anything in return. You can "
        "take back any part "
        "at any time: write to us and we take it down. Without the first box we cannot list you. Your consent lasts "
        "twelve months; then we ask you again. Prisons and anybody else can read a public website, and "
        "copies can stay "
        "on the internet. Some systems restrict listings; ask before you sign if you are not sure."
    ),
    _consent("listing", "List me on the public website, with my age, facility and the words on this form. *"),
    _consent("photo", "Show my photos."),
    _consent(
        "name_and_id",
        "Show the name the prison has for me, and my ID number, on my page. (Without this they stand only "
        "in the address for the envelope.)",
    ),
    _consent("birthday", "Show my birthday (day and month)."),
    _consent("offense", "Show my own words about my offense."),
    _consent("romance", "Show that I am open to romance."),
    _consent("search_engines", "Let search engines such as Google find my page."),
    {
        "kind": "sign",
        "statement": "I am 18 or older. I am the person named on this form, and I fill it in of my own free will.",
        "signature": "Signature", "name": "Name in print", "date": "Date",
    },
]  # fmt: skip

SPANISH: list[Block] = [
    _text(
        "Este formulario es gratis. Presentamos en un sitio web público a mujeres en prisiones y cárceles "
        "que desean recibir cartas. La "
        "gente de afuera lee lo que usted dice ahí y le escribe por correo. Llene lo que quiera; solo hace falta lo "
        "marcado con *. Leemos cada formulario, y si algo debe cambiar, primero le escribimos a usted."
    ),
    _heading("1. Usted y su dirección"),
    _line("committed_name", "Nombre que la prisión tiene de usted *", "El correo debe llevar este nombre."),
    _line("display_name", "Nombre para su página *", "Como le gusta que la llamen, por ejemplo su primer nombre."),
    _line("id_number", "Número de identificación *"),
    _line("system", "Estado o sistema *", "Por ejemplo: Texas, o federal."),
    _line("facility", "Prisión o cárcel *"),
    _line("housing_unit", "Unidad, si el correo debe llevarla"),
    _line(
        "birth_date",
        "Fecha de nacimiento *",
        "Mes, día, año. Su página solo muestra su edad, si no dice otra cosa abajo.",
    ),
    _heading("2. Su página"),
    _line("headline", "Una línea que diga algo de usted", "Hasta 140 letras. Aparece junto a su nombre."),
    _ticks(
        "interests",
        "De qué le gusta escribir y leer",
        [
            ("animals", "Animales"), ("art", "Dibujo y pintura"), ("astronomy", "Estrellas y planetas"),
            ("sport", "Deporte"), ("birds", "Aves"), ("books", "Libros"), ("cooking", "Cocina y repostería"),
            ("crafts", "Tejido y manualidades"), ("dance", "Baile"), ("faith", "Fe"),
            ("family", "Familia y niños"), ("fashion", "Peinado y moda"), ("film", "Cine y televisión"),
            ("fitness", "Correr y ejercicio"), ("games", "Ajedrez y juegos"), ("gardening", "Jardinería"),
            ("health", "Salud y recuperación"), ("history", "Historia"), ("languages", "Aprender idiomas"),
            ("law", "Ley y justicia"), ("mechanics", "Motores y oficios"), ("music", "Música"),
            ("nature", "Naturaleza"), ("poetry", "Poesía y escritura"), ("science", "Ciencia y matemáticas"),
            ("sewing", "Costura y colchas"), ("study", "Escuela y estudio"), ("travel", "Lugares y viajes"),
        ],
        4,
    ),
    _ticks("languages", "Idiomas que lee y escribe", LANGUAGES, 4),
    _ticks(
        "seeking",
        "Qué espera de las cartas",
        [
            ("friendship", "Amistad"), ("books", "Hablar de libros"), ("language", "Practicar un idioma"),
            ("faith", "Conversar sobre la fe"), ("home", "Consejos para volver a casa"),
            ("study", "Ayuda con los estudios"),
            ("romance", "Abierta al romance (fírmelo también en la última página)"),
        ],
        2,
    ),
    _ticks(
        "faith",
        "Su fe, si quiere que se muestre",
        [
            ("buddhist", "Budista"), ("catholic", "Católica"), ("christian", "Cristiana"), ("hindu", "Hindú"),
            ("jewish", "Judía"), ("muslim", "Musulmana"), ("native", "Tradición indígena"),
            ("pagan", "Pagana o wicca"), ("none", "Ninguna religión"), ("other", "Otra fe"),
        ],
        4,
    ),
    _ticks("veteran", "", [("yes", "Serví en las fuerzas armadas")], 1),
    _ticks(
        "release_kind",
        "Volver a casa",
        [
            ("date", "La fecha más temprana es (mes, año):  ____________________"),
            ("life", "Tengo cadena perpetua"), ("unknown", "No lo sé, o prefiero no decirlo"),
        ],
        1,
    ),
    _heading("3. Quién puede escribirle"),
    _ticks("women_only", "", [("yes", "Solo mujeres, por favor")], 1),
    _ticks("no_romance", "", [("yes", "Sin romance, por favor")], 1),
    _line(
        "max_writers",
        "Con cuántas personas quiere escribirse a la vez, como máximo",
        "Déjelo vacío si no hay límite.",
    ),
    _ticks("paused", "", [("yes", "Muestren mi página, pero por ahora nadie nuevo")], 1),
    _heading("4. Fotos"),
    _text(
        "Puede mandar hasta tres fotos de usted sola, con ropa que la cubra. Escriba su nombre y número al reverso. "
        "Guardamos lo que manda; por favor no mande su única copia."
    ),
    _heading("5. Sus propias palabras *", new_page=True),
    _ticks("language", "Escribo en", [("en", "English"), ("es", "Español"), ("other", "Otro: ______________")]),
    _lines(
        "bio",
        "Cuente de usted: qué hace, qué le gusta, de qué le gustaría que le escriban.",
        0,
        "Por favor no ponga nombres completos de otras personas, teléfonos ni direcciones, ni pida "
        "dinero. Puede agregar hojas.",
    ),
    _lines(
        "offense_words", "Si quiere, lo que usted dice de su delito. No tiene que escribir nada aquí.", 5
    ),
    _heading("6. A qué da su permiso", large_page=True),
    _text(
        "Marque solo lo que quiera, y firme abajo. Nadie puede pedirle nada a cambio. Puede retirar "
        "cualquier parte en "
        "cualquier momento: escríbanos y la quitamos. Sin la primera casilla no podemos presentarla. Su "
        "permiso dura doce "
        "meses; después le preguntamos de nuevo. La prisión y cualquier persona puede leer un sitio "
        "público, y pueden "
        "quedar copias en internet. Algunos sistemas limitan estas páginas; pregunte antes de firmar si "
        "no está segura."
    ),
    _consent(
        "listing",
        "Preséntenme en el sitio web público, con mi edad, mi prisión y las palabras de este formulario. *",
    ),
    _consent("photo", "Muestren mis fotos."),
    _consent(
        "name_and_id",
        "Muestren en mi página el nombre que la prisión tiene de mí y mi número. (Sin esto solo están en la"
        " dirección para el sobre.)",
    ),
    _consent("birthday", "Muestren mi cumpleaños (día y mes)."),
    _consent("offense", "Muestren mis propias palabras sobre mi delito."),
    _consent("romance", "Muestren que estoy abierta al romance."),
    _consent("search_engines", "Dejen que buscadores como Google encuentren mi página."),
    {
        "kind": "sign",
        "statement": (
            "Tengo 18 años o más. Soy la persona nombrada en este formulario, y lo lleno por mi propia "
            "voluntad."
        ),
        "signature": "Firma", "name": "Nombre en letra de molde", "date": "Fecha",
    },
]  # fmt: skip

FORMS: dict[str, dict[str, Any]] = {
    "en": {
        "title": "Form to be listed for letters",
        "page": "page", "of": "of", "code": "Form A, November 2026",
        "back-to": "Send it to",
        "name": "Name", "number": "Number",
        "blocks": ENGLISH,
    },
    "es": {
        "title": "Formulario para recibir cartas",
        "page": "página", "of": "de", "code": "Formulario A, noviembre de 2026",
        "back-to": "Mándelo a",
        "name": "Nombre", "number": "Número",
        "blocks": SPANISH,
    },
}  # fmt: skip
