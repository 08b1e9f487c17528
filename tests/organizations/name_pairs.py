"""Pairs of names, judged by hand: the threshold of `names` is measured on them."""

from __future__ import annotations

SAME = """
Hayastan All-Armenian Fund | Hayastan All Armenian Fund
Hayastan Fund | Фонд «Айастан»
Hayastan Foundation | «Հայաստան» հիմնադրամ
Aurora Foundation | Фонд «Аврора»
Zoryan Institute | Институт «Зорян»
Zoryan Institute | Զորյան ինստիտուտ
Zoryan Institute | Զօրեան Ինստիտուտ
Hamazkayin | Համազգային
Hamazkayin | Hamazkaine
Homenetmen | Հոմենեթմեն
Homenetmen | Оменетмен
Armenian Youth Federation | Federation of Armenian Youth
Armenian Bar Association | Armenian Bar Assn.
Armenian Bar Association | The Armenian Bar Association, Inc.
Armenian Bar Association | ARMENIAN BAR ASSOCIATION
Armenian Bar Association | Armenian Bar Asociation
Armenian Bar Association | Armenain Bar Association
Armenian National Committee of America | ANCA
Armenian National Committee of America | Armenian National Committee of America (ANCA)
Armenian National Committee of America | A.N.C.A.
Armenian National Committee of America | АНКА
Armenian General Benevolent Union | AGBU
Armenian General Benevolent Union | Union Générale Arménienne de Bienfaisance
Armenian Assembly of America | Assembly of America, Armenian
Համահայկական Բարեգործական Միություն | Համահայկական Բարեգործական Միութիւն
Հայ Օգնության Միություն | ՀՕՄ
Հայ Օգնության Միություն | Հայ Օգնութեան Միութիւն
Helsinki Citizens' Assembly Vanadzor | Helsinki Citizens Assembly – Vanadzor
Vanadzor Helsinki Committee | Хельсинкский комитет Ванадзора
Helsinki Committee of Armenia | Хельсинкский комитет Армении
Helsinki Committee of Armenia | Հայաստանի Հելսինկյան Կոմիտե
Protection of Rights Without Borders NGO | Protection of Rights Without Borders
Artsakh Union | «Արցախի միություն» ՀԿ
Artsakh Union | Союз Арцаха
Artsakh Union | Union d'Artsakh
Union of Karabakh | Union of Gharabagh
Karabakh Committee | Комитет «Карабах»
Karabakh Committee | «Ղարաբաղ» կոմիտե
Shushi Foundation | Фонд Шуши
Shushi Foundation | Shoushi Foundation
Shushi Foundation | «Շուշի» հիմնադրամ
Tufenkian Foundation | Թուֆենկյան հիմնադրամ
Tufenkian Foundation | Toufenkian Foundation
Tufenkian Foundation | Фонд Туфенкян
Hovnanian Foundation | Hovnanyan Foundation
Gulbenkian Foundation | Fundação Gulbenkian
Gulbenkian Foundation | مؤسسة غولبنكيان
Khachaturian Society | Xachaturian Society
Khachaturian Society | Общество Хачатуряна
Mkhitar Gosh Center | Мхитар Гош центр
Mkhitar Gosh Center | Mekhitar Gosh Centre
Mkhitar Gosh Center | «Մխիթար Գոշ» կենտրոն
Yerkir Union | «Երկիր» միություն
Yerkir Union | Erkir Union
Yerkir Union | Союз «Еркир»
Ararat Club | Клуб Арарат
Ararat Club | نادي آرارات
Ararat Club | არარატი კლუბი
Ararat Foundation | Αραράτ Ίδρυμα
Sardarabad Movement | Сардарапат движение
Sardarabad Movement | «Սարդարապատ» շարժում
Sevan Youth Network | Молодежная сеть Севан
Tigran Petrosian Chess Club | Tigran Petrosyan Chess Club
Armenian Women's Union | Союз армянских женщин
Armenian Women's Union | Union des femmes arméniennes
Human Rights Center Ani | Центр по правам человека «Ани»
Human Rights Center Ani | «Անի» մարդու իրավունքների կենտրոն
Nazarian Institute e.V. | Nazarjan Institut eV
Noravank Foundation | Norawank Stiftung
Noravank Foundation | קרן נורוואנק
Noravank Foundation | بنیاد نوراوانک
Tatev Foundation | ტათევი ფონდი
Аrmenian Ваr Association | Armenian Bar Association
Zоryan Institute | Zoryan Institute
Ｚｏｒｙａｎ Institute | Zoryan Institute
Zor\u200byan Institute | Zoryan Institute
Z0ryan Institute | Zoryan Institute
Hunchakian Union | Hnchakian Union
Sassoun Association | Sasun Association
Dzaghgadzor Society | Tsaghkadzor Society
Tcharents Club | Charents Club
Armenian Missionary Association of America | AMAA
Organization Land & Culture | Land and Culture Organisation
Հայ Դատի Հանձնախումբ | Комитет Ай Дата
Haigazian University | Հայկազեան Համալսարան
Haigazian University | Haykazian University
Nor Seround Cultural Association | Nor Serount Cultural Assoc.
Narekatsi Foundation | «Նարեկացի» հիմնադրամ
Narekatsi Foundation | Фонд Нарекаци
Narekatsi Foundation | Naregatsi Foundation
Vardan Mamikonian Society | Общество «Вардан Мамиконян»
Vardan Mamikonian Society | Vartan Mamigonian Society
Vardan Mamikonian Society | جمعية فارطان ماميكونيان
Syunik Development NGO | «Սյունիք-զարգացում» ՀԿ
Syunik Development NGO | Siunik-Development
Dzovinar Choir | Tsovinar Choir
Dzovinar Choir | Хор «Цовинар»
Jerevan Club | Yerevan Club
Union of Artists of Gyumri | Gyumri Artists Union
Kilikia Youth Club | Молодежный клуб Киликия
Kilikia Youth Club | «Կիլիկիա» երիտասարդական ակումբ
Musa Ler Foundation | Фонд Муса Лер
Bagratouni Institute | Bagratuni Institute
Chahinian Fund | Shahinian Fund
Sos Sargsyan Theater | Sos Sarkissian Theatre
Anahit Women's League | Ligue des femmes Anahit
Homeland Defenders Union | Homeland Defender's Union
Armenian Research Center | Armenian Reserch Centre
Komitas Museum-Institute | Музей-институт Комитаса
""".strip().replace(r"\u200b", "\u200b")

DIFFERENT = """
Armenian Bar Association | Armenian Medical Association
Armenian Bar Association | Armenian Car Association
Armenian Bar Association | Armenian Bar Foundation
Armenian Bar Association | Iranian Bar Association
Armenian Bar Association | American Bar Association
Armenian Bar Association | Armenian Nurses Association
Armenian Bar Association | Armenian Dental Association
Armenian Medical Association | Armenian Mediators Association
Armenian National Committee of America | Armenian National Committee of Australia
Armenian National Committee of America | Armenian National Committee of Canada
Armenian National Committee of America | Armenian Assembly of America
Armenian National Committee of America | Armenian National Committee of Europe
Armenian National Committee of America | Armenian National Institute
Armenian National Committee | Armenian National Council
Armenian Youth Federation | Armenian Youth Association
Armenian Youth Federation | Armenian Relief Society
Armenian Youth Federation | Armenian Revolutionary Federation
Armenian Youth Federation Eastern Region | Armenian Youth Federation Western Region
Armenian Relief Society | Armenian Missionary Society
Armenian Relief Society | Armenian Film Society
Armenian General Benevolent Union | Armenian General Athletic Union
AGBU | AGAU
ANCA | ANC
ANCA | ACNA
AYF | ARF
Zoryan Institute | Noravank Institute
Zoryan Institute | Zohrab Center
Zoryan Institute | Armenian National Institute
Hayastan Fund | Artsakh Fund
Hayastan Fund | Hayk Fund
Фонд «Айастан» | Фонд «Арцах»
Фонд «Айастан» | Союз «Айастан»
Aurora Foundation | Arora Village Council
Aurora Foundation | Aurora Dance Theater
Aurora Foundation | Ararat Foundation
Ararat Foundation | Aragats Foundation
Ararat Foundation | Araks Foundation
Ararat Foundation | Artsakh Foundation
Ararat Club | Ararat Bank
Ararat Club | Arabkir Club
Ani Foundation | Ari Foundation
Ani Foundation | Avi Foundation
Ani Club | Nairi Club
Shushi Foundation | Shirak Foundation
Shushi Foundation | Sasun Foundation
Sevan Network | Sevak Network
Sevan Youth Network | Sevan Women Network
Lori Union | Lori Development Center
Lori Union | Tori Union
Nor Luys | Nor Huys
Nor Serund | Nor Kyank
Hay Dat | Hay Dar
Yerkir Union | Yerkrapah Union
Yerevan Press Club | Gyumri Press Club
Yerevan Press Club | Yerevan Chess Club
Yerevan Press Club | Yerevan Mountain Club
Gyumri Women's Center | Goris Women's Center
Gyumri Women's Center | Gyumri Youth Center
Human Rights Center Ani | Human Rights Center Van
Human Rights Watch | Human Rights First
Human Rights House | Human Rights Watch
Human Rights Center | Human Rights Network
Center for Law and Justice | Center for Truth and Justice
Center for Truth and Justice | Center for Peace and Justice
Center for Truth and Justice Glendale | Center for Truth and Justice Boston
Union of Armenian Medical Students | Union of Armenian Dental Students
Association of Armenian Engineers | Association of Armenian Architects
Armenian Engineers and Scientists of America | Armenian Engineers of Russia
Armenian Community of Lyon | Armenian Community of Nice
Armenian Community of Lyon | Armenian Church of Lyon
Armenian Church of London | Armenian School of London
Saint Sarkis Church | Saint Hagop Church
Saint Mary Church | Saint Mark Church
Holy Cross Church | Holy Trinity Church
Group 1 | Group 2
Region 12 Council | Region 13 Council
Class of 1998 | Class of 1988
Tekeyan Cultural Association | Nor Serount Cultural Association
Tekeyan Cultural Association | Hamazkayin Cultural Association
Hamazkayin | Homenetmen
Hamazkayin | Hamalir
Tufenkian Foundation | Gulbenkian Foundation
Tufenkian Foundation | Hovnanian Foundation
Hovnanian School | Hovhannisyan School
Hovnanian Foundation | Hovsepian Foundation
Manoogian Museum | Manukyan Theater
Petrosian Chess Club | Petrosian Music School
Petrosian Club | Poghosian Club
Sarkisian Fund | Sargsyan School
Sahakian Foundation | Sahakyan Law Office
Mkhitar Gosh Center | Mkhitar Heratsi Center
Helsinki Committee of Armenia | Helsinki Committee of Norway
Helsinki Committee of Armenia | Helsinki Citizens' Assembly
Helsinki Association | Helsinki Citizens' Assembly Vanadzor
Хельсинкский комитет Армении | Норвежский комитет помощи
Союз армян России | Союз армян Украины
Союз армян России | Союз русинов Украины
Союз журналистов Армении | Союз писателей Армении
Союз «Еркир» | Союз «Ерник»
Фонд «Аврора» | Фонд «Амина»
Фонд «Надежда» | Фонд «Одежда»
Հայաստանի գրողների միություն | Հայաստանի նկարիչների միություն
Հայաստանի գրողների միություն | Հայաստանի ժուռնալիստների միություն
«Շուշի» հիմնադրամ | «Շիրակ» հիմնադրամ
«Երկիր» միություն | «Երանի» միություն
Հայ Օգնության Միություն | Հայ Բարեգործական Միություն
ՀՕՄ | ՀՄԸՄ
Journalists for the Future | Journalists for Human Rights
Journalists for Human Rights | Lawyers for Human Rights
Doctors Without Borders | Reporters Without Borders
Reporters Without Borders | Lawyers Without Borders
Red Cross | Blue Cross
Red Cross Society | Red Crescent Society
Amnesty International | Transparency International
Transparency International Armenia | Transparency International Georgia
Freedom House | Freedom Now
Freedom Foundation | Freedom Union
Peace Dialogue | Peace Corps
Save the Children | Save Our Children Fund
Women in Black | Women in Politics
Women's Resource Center | Women's Support Center
Prisoners of War Families Committee | Prisoners of Conscience Committee
Christian Solidarity International | Christian Solidarity Worldwide
In Defense of Christians | In Defense of Animals
Heritage Foundation | Heritage Party
Heritage Watch | Caucasus Heritage Watch
Open Society Foundation | Open Field Foundation
Eurasia Partnership Foundation | Europe Partnership Foundation
Civil Society Institute | Civil Rights Institute
Artsakh Union | Artists Union
Artsakh Council of America | Artsakh Council of Europe
Artsakh Refugees Council | Artsakh Reservists Council
Karabakh Committee | Karabakh Telecom
Kantsasar Center | Kansas Center
Tatev Foundation | Tavush Foundation
مؤسسة غولبنكيان | مؤسسة طوفنكيان
نادي آرارات | نادي أرتساخ
קרן נורוואנק | קרן אררט
Αραράτ Ίδρυμα | Αυρόρα Ίδρυμα
تجمع ديل | Dole Group
Armenian Missionary Association of America | Armenian Medical Association of America
Haigazian University | Mashtots University
Narekatsi Foundation | Narek School
Narekatsi Foundation | Khorenatsi Foundation
Vardan Mamikonian Society | Vahan Mamikonian Society
Syunik Development NGO | Sisian Development NGO
Dzovinar Choir | Tsolinar Trio
Kilikia Youth Club | Kilikia Football Club
Kilikia Youth Club | Urartu Youth Club
Musa Dagh Foundation | Musa Foundation
Bagratuni Institute | Artsruni Institute
Anahit Women's League | Astghik Women's League
Homeland Defenders Union | Homeland Union
Homeland Party | Homeland Foundation
Komitas Museum | Komitas Choir
Armenian Research Center | Armenian Rescue Center
Armenian Cultural Center of Lyon | Armenian Cultural Center of Paris
Armenian Students Association | Armenian Teachers Association
Armenian Network of Boston | Armenian Network of Houston
Armenian Legal Center | Armenian Legal Aid
Artsakh Freedom Fund | Artsakh Future Fund
Voice of Artsakh | Voice of Armenia
Free Armenia | Free Armenian Prisoners
Journalists Club Asparez | Journalists Club Aragats
Union of Veterans of Goris | Union of Veterans of Kapan
Lawyers of Yerevan | Lawyers of Gyumri
Committee to Protect Journalists | Committee to Protect Prisoners
Center for Peace | Center for Peace and Reconciliation
Diaspora Fund | Diaspora Youth Fund
Hope Foundation | Home Foundation
""".strip()


def pairs(text: str) -> list[tuple[str, str]]:
    lines = (line.partition(" | ") for line in text.splitlines())
    return [(one, other) for one, _bar, other in lines]
