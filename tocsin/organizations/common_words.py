"""Words that many organizations have in their names, in the languages of our users. Data."""

from __future__ import annotations

LEGAL = """
    ngo ngos inc incorporated llc ltd limited llp plc corp gmbh ggmbh ev eingetragener asbl aisbl vzw sarl ong cso
    organization organisation organización organização organizzazione organizations npo nonprofit 501c3 charity
    registered company öngk obč dernek derneği kft
    հկ հ/կ կազմակերպութ* կազմակերպութեան հասարակական կառավարական բհկ հմ սպը ոառ փբը
    ооо оо ано нко нпо ано зао общественная общественное общественной организация организации організація
    некоммерческая некоммерческое неправительственная громадська го бо мбо роо рмоо кр
    منظمة سازمان מלכר ארגון ααε μκο οργάνωση ააიპ აიპ ორგანიზაცია
"""
"""Legal forms, and the words that only say that it is an organization."""

LINKS = """
    the of and for in on to a an at by with from de la le les el los las del des du et y e en pour à au aux l d dos das
    der die das des und für zu im von vom het voor և եւ ու համար и в на по за для при с та і ή και του της των το η ο
    و في من از در برای و ו של על და
"""

CONCEPTS = {
    # what kind of body it is
    "foundation": "foundation fund fonds fondation fundación fundação fondazione stiftung "
    "հիմնադրամ* հիմնարկութիւն* фонд* ίδρυμα ფონდი مؤسسة بنیاد קרן vakfı",
    "association": "association assn assoc associación asociación associação associazione verein "
    "ассоциаци* асоціація ասոցիացիա* ընկերակցութ* جمعية انجمن עמותה ასოციაცია "
    "σύλλογος derneği",
    "union": "union unión união unione verband միութ* союз* спілка اتحاد اتحادیه კავშირი ένωση birliği",
    "federation": "federation fédération federación föderation ֆեդերացիա* դաշնութ* դաշնակցութ* "
    "федераци* ομοσπονδία ფედერაცია",
    "committee": "committee comité comitato komitee ausschuss կոմիտե* հանձնախումբ* հանձնախմբ* "
    "комитет* комітет لجنة کمیته ועד επιτροπή კომიტეტი komitesi",
    "commission": "commission comisión kommission հանձնաժողով* комисси* комісія",
    "council": "council conseil consejo consiglio խորհուրդ* խորհրդ* совет* рада مجلس شورای συμβούλιο საბჭო",
    "center": "center centre centro zentrum կենտրոն* центр* مركز مرکز κέντρο ცენტრი מרכז merkezi",
    "institute": "institute institut instituto istituto ինստիտուտ* институт* інститут معهد مؤسسه "
    "ινστιτούτο ინსტიტუტი מכון",
    "society": "society société sociedad società gesellschaft ընկերութ* общество* общества "
    "товариство εταιρεία",
    "league": "league ligue liga լիգա* лига* ліга",
    "alliance": "alliance alianza allianz դաշինք* альянс*",
    "coalition": "coalition coalición koalition կոալիցիա* коалици*",
    "network": "network réseau netzwerk ցանց* сеть сети мережа شبكة شبکه δίκτυο ქსელი",
    "movement": "movement mouvement movimiento bewegung շարժում* движени* рух حركة جنبش κίνημα",
    "assembly": "assembly assemblée asamblea versammlung ասամբլեա* համագումար* ассамблея",
    "club": "club klub ակումբ* клуб* نادي კლუბი",
    "initiative": "initiative iniciativa նախաձեռնութ* инициатив* ініціатива ინიციატივა",
    "party": "party parti partido partei կուսակցութ* партия партии حزب",
    "university": "university université universität universidad universiteit համալսարան* университет* "
    "университета جامعة دانشگاه πανεπιστήμιο უნივერსიტეტი אוניברסיטת",
    "museum": "museum musée museo թանգարան* музей музея متحف موزه μουσείο მუზეუმი מוזיאון",
    "school": "school école escuela schule դպրոց* школ* مدرسة مدرسه σχολείο სკოლა",
    "church": "church église iglesia kirche եկեղեց* церковь церкви كنيسة کلیسای εκκλησία ეკლესია כנסיית",
    # whom it is for and what it does
    "armenian": "armenian armenians arménien arménienne arméniens arméniennes armenio armeniano "
    "armenisch* հայկական հայոց հայ հայերի армянск* армян вірменськ* أرمن* الأرمنية "
    "أرمنية ارامنه ارمنی ارامنة armeno αρμενικ* αρμενίων სომხური ארמני* ermeni",
    "national": "national nacional nazionale nationale* ազգային национальн* національн* وطنية "
    "ملی εθνικ* ეროვნული",
    "international": "international internacional internazionale միջազգային международн* міжнародн* "
    "دولية διεθν*",
    "human": "human humains humanos mensch* մարդու человек* людини إنسان بشر ανθρώπιν* ადამიანის",
    "rights": "rights droits derechos diritti իրավունք* իրաւունք* прав* حقوق δικαιωμάτων უფლება* זכויות",
    "defense": "defense defence defensa պաշտպան* защит* захист* دفاع",
    "youth": "youth jeunesse juventud jugend* երիտասարդ* молод* молодежн* شباب جوانان νεολαία*",
    "women": "women womens femmes mujeres frauen* կանանց женск* женщин* نساء زنان γυναικ*",
    "law": "law legal droit derecho recht իրավաբանական իրավական правов* юридич*",
    "peace": "peace paix frieden* խաղաղութ* мир мира мирный سلام صلح ειρήν*",
    "charity": "charitable benevolent bienfaisance բարեգործական благотворительн* благодійн* "
    "خيرية خیریه φιλανθρωπικ*",
    "culture": "cultural culture culturel culturelle cultura kultur* մշակութային մշակոյթ* "
    "культурн* культур* ثقافية πολιτιστικ*",
    "general": "general générale general* ընդհանուր общий всеобщий",
    "relief": "relief secours օգնութեան помощ* إغاثة",
    "political": "political politique politisch* քաղաքական политическ* سياسي",
    "prisoner": "prisoners prisoner prisonniers prisioneros gefangene* բանտարկյալ* заключенн* أسرى",
    "development": "development développement desarrollo entwicklung զարգաց* развити* تنمية ανάπτυξη",
    "students": "student students étudiants estudiantes studenten ուսանող* студент* طلاب",
    "journalists": "journalist journalists journalistes periodistas ժուռնալիստ* լրագրող* журналист* صحفيين",
    # places, so that a name in two languages agrees about them
    "armenia": "armenia arménie armenien հայաստան* армени* вірменія أرمينيا ارمنستان αρμενία სომხეთი* ארמניה",
    "artsakh": "artsakh արցախ* арцах*",
    "america": "america american usa ամերիկ* америк* أمريكا آمریکا αμερική",
    "europe": "europe european européen européenne europa եվրոպ* եւրոպ* европ* أوروبا ευρωπ*",
    "france": "france français française ֆրանսիա* франци* فرنسا",
    "russia": "russia russian russie ռուսաստան* росси* روسيا",
    "lebanon": "lebanon lebanese liban լիբանան* ливан* لبنان",
    "helsinki": "helsinki helsinkian հելսինկյան հելսինկեան хельсинкск* гельсінськ*",
    "east": "east eastern արևելյան արեւելեան восточн*",
    "west": "west western արևմտյան արեւմտեան западн*",
    "north": "north northern հյուսիսային северн*",
    "south": "south southern հարավային южн*",
    "yerevan": "yerevan erevan eriwan երևան* երեւան* ереван* يريفان",
}
_ORDER = list(CONCEPTS)
KINDS = frozenset(_ORDER[: _ORDER.index("armenian")])
TOPICS = frozenset(_ORDER[_ORDER.index("armenian") : _ORDER.index("armenia")])
"""The rest are places: a place tells one chapter from another, so it counts as a word of its own."""
