"""A letter in five languages about a ferry that no longer runs at night, from organizations that nobody knows."""

from __future__ import annotations

from tocsin.letters.print.data import Block, Check, Letter, Name, Press, Share, Signatory, Version

DIGESTS = ("7d1f0c" * 10 + "a1b2", "0f" * 32)
ADDRESS = "https://example.org/letters/ferry/check/"
TITLES = {
    "en": ("English", "Let the ferry run again at night"),
    "hy": ("Հայերեն", "Թող լաստանավը կրկին աշխատի գիշերը"),
    "ru": ("Русский", "Пусть паром снова ходит ночью"),
    "ar": ("العربية", "دعوا العبّارة تعمل ليلاً من جديد"),
    "fr": ("Français", "Que le bac circule de nouveau la nuit"),
}
SALUTATIONS = {
    "en": "Dear members of the council,",
    "hy": "Հարգելի՛ խորհրդի անդամներ,",
    "ru": "Уважаемые члены совета!",
    "ar": "السادة أعضاء المجلس،",
    "fr": "Mesdames, Messieurs,",
}
BODIES = {
    "en": (
        "Since the spring the ferry has stopped at eight in the evening. Those who bake our bread, drive our buses "
        "and watch over our sick cross before dawn or after dark, and now they walk an hour to the bridge and back.",
        "Three children were hurt on that road last winter. The town counted them; nobody changed the timetable.",
    ),
    "hy": (
        "Գարնանից ի վեր լաստանավը կանգնում է երեկոյան ժամը ութին։ Հացթուխները և բուժքույրերը գետն անցնում են "
        "լուսաբացից առաջ, և այժմ նրանք մեկ ժամ քայլում են մինչև կամուրջ։",
    ),
    "ru": (
        "С весны паром останавливается в восемь вечера. Пекари и медсёстры переправляются до рассвета, и теперь они "
        "целый час идут пешком до моста.",
    ),
    "ar": (
        "منذ الربيع تتوقّف العبّارة عند الثامنة في المساء. "
        "يعبر الخبّازون والممرّضات قبل الفجر، وهم يمشون الآن ساعة إلى الجسر.",
    ),
    "fr": (
        "Depuis le printemps, le bac s'arrête à huit heures du soir. Les boulangers traversent avant l'aube.",
    ),
}
ASKS = (
    "to run the ferry until midnight from the first of March;",
    "to say by then what a crossing costs the town.",
)
LONG = "The Association of All Those Who Cross the River Before Dawn " * 5


def name(text: str, lang: str = "") -> Name:
    return {"text": text, "lang": lang}


def signatory(text: str, *others: Name, lang: str = "", signer: str = "", role: str = "") -> Signatory:
    return {"name": name(text, lang), "others": list(others), "signer": signer, "role": role}


ORGANIZATIONS = [
    signatory("River Friends", name("Գետի բարեկամներ", "hy"), signer="Anahit Petrosyan", role="Chair"),
    signatory("Union of Bakers", signer="Sam Baker", role="Secretary"),
    signatory("Общество переправы", name("The Crossing Society"), lang="ru", signer="Оксана Шевченко"),
    signatory(
        "جمعيّة أصدقاء النهر", name("Friends of the River"), lang="ar", signer="ليلى حداد", role="مديرة"
    ),
    signatory("Ազատ կամուրջ", lang="hy", signer="Նարեկ Սարգսյան", role="տնօրեն"),
    signatory("Les Amis du bac", lang="fr", signer="Zoé Đặng", role="Présidente"),
]
CHINESE = signatory("渡船之友", name("Friends of the Ferry"), lang="zh", signer="王小明")


def version(lang: str) -> Version:
    language, title = TITLES[lang]
    body: list[Block] = [{"kind": "paragraph", "text": text} for text in BODIES[lang]]
    if lang == "en":
        body += [
            {"kind": "heading", "text": "What we ask"},
            {"kind": "paragraph", "text": "We ask the council"},
        ]
        body += [{"kind": "item", "text": text} for text in ASKS]
        body += [{"kind": "quote", "text": "“A town that cannot be crossed at night is two towns.”"}]
        body += [
            {"kind": "paragraph", "text": "We are ready to meet you on any day, at any hour, on either bank."}
        ]
    return {
        "lang": lang,
        "dir": "rtl" if lang == "ar" else "ltr",
        "language": language,
        "note": "This text is authoritative; the others are translations." if lang == "en" else "",
        "short": title,
        "page_of": "Page {page} of {pages}" if lang == "en" else "{page} / {pages}",
        "date": "November 27, 2026" if lang == "en" else "27.11.2026",
        "addressees": [{"name": "The council of the lower town", "office": "Town hall"}],
        "title": title,
        "salutation": SALUTATIONS[lang],
        "body": body,
        "closing": "Respectfully," if lang == "en" else "",
    }


def check(count: int) -> Check:
    return {
        "title": "How to check this document",
        "text": [
            "This letter was frozen: since then neither its words nor its list of signatories can change. Whoever "
            "holds this file can check, without asking us, that it is the one that was frozen."
        ],
        "facts": [
            ("Version of the letter", "3"),
            ("SHA-256 of the authoritative text", DIGESTS[0]),
            ("SHA-256 of the list of signatories", DIGESTS[1]),
            ("Signatories", str(count)),
            ("Frozen", "November 27, 2026, 18:00 (Asia/Yerevan, UTC+4)"),
        ],
        "address_label": "Where to check it",
        "address": ADDRESS,
        "steps_label": "What to do",
        "steps": [
            "Open the address above.",
            "Give the page this file. It is read on your own device and compared with the frozen one.",
            "Compare the two SHA-256 values with those on this page. If one letter differs, it is another document.",
        ],
    }


def letter(*more: Signatory, logos: tuple[str, ...] = ()) -> Letter:
    people = [signatory("Mei Wang", role="nurse"), signatory("Յուրի Բաղդասարյան", lang="hy")]
    hosts = ["River Friends", "Union of Bakers", "Ազատ կամուրջ"]
    return {
        "title": TITLES["en"][1],
        "organization": "River Friends, Union of Bakers",
        "paper": "a4",
        "day": (2026, 11, 27),
        "hosts": [
            {"name": name(host), "logo": logo, "alt": f"Logo of {host}"}
            for host, logo in zip(hosts, [*logos, "", "", ""], strict=False)
        ],
        "versions": [version(lang) for lang in TITLES],
        "signatories": "Signatories",
        "signatories_note": "In alphabetical order by country, as they stood when the letter was frozen.",
        "groups": [
            {
                "label": "Organizations",
                "count": str(len(ORGANIZATIONS) + len(more)),
                "parts": [
                    {"label": "Armenia", "signatories": ORGANIZATIONS[:4]},
                    {"label": "France", "signatories": [*ORGANIZATIONS[4:], *more]},
                ],
            },
            {"label": "Individuals", "count": "2", "parts": [{"label": "", "signatories": people}]},
        ],
        "check": check(len(ORGANIZATIONS) + len(more) + 2),
    }


def press() -> Press:
    return {
        "lang": "en",
        "dir": "ltr",
        "organization": "River Friends",
        "paper": "a4",
        "day": (2026, 11, 27),
        "embargo": "Embargoed until November 28, 2026, 06:00 (Asia/Yerevan)",
        "held": True,
        "headline": "Six organizations ask the lower town to run its ferry at night",
        "dateline": "Lower Town, November 27, 2026",
        "lead": "Six organizations from two countries today asked the council of the lower town to let the ferry run "
        "until midnight, for those who cross the river before dawn and after dark.",
        "facts_label": "Key facts",
        "facts": [
            {"label": "Who", "text": "6 organizations and 2 people"},
            {"label": "To whom", "text": "The council of the lower town"},
            {"label": "What", "text": "The ferry until midnight, from March 1"},
        ],
        "quotes": [{"text": "“We cross when the town sleeps.”", "by": "Sam Baker, Union of Bakers"}],
        "letter_label": "The letter",
        "letter": version("en"),
        "signatories_label": "Signed by",
        "names": [("Organizations", [found["name"] for found in ORGANIZATIONS])],
        "contact_label": "Contact",
        "contact": ["Anahit Petrosyan", "press@example.org"],
        "note_label": "Note to editors",
        "note": ["The letter and its list of signatories can be checked by anyone."],
        "address": ADDRESS,
        "page_of": "Page {page} of {pages}",
    }


def shares() -> list[Share]:
    counts = {
        "en": "23 organizations from 9 countries",
        "hy": "23 կազմակերպություն 9 երկրից",
        "ar": "٢٣ منظمة من ٩ بلدان",
    }
    addressees = {
        "en": "To the council of the lower town",
        "hy": "Ստորին քաղաքի խորհրդին",
        "ar": "إلى مجلس المدينة السفلى",
    }
    states = {"en": "Sign by December 1", "hy": "Հանձնված է", "ar": "التوقيع قبل ١ ديسمبر"}
    kinds = {"en": "Open letter", "hy": "Բաց նամակ", "ar": "رسالة مفتوحة"}
    return [
        {
            "lang": lang,
            "dir": "rtl" if lang == "ar" else "ltr",
            "brand": "River Friends",
            "kind": kinds[lang],
            "title": TITLES[lang][1],
            "addressee": addressees[lang],
            "count": count,
            "state": states[lang],
            "delivered": lang == "hy",
        }
        for lang, count in counts.items()
    ]
