"""Countries, peoples and bodies that have more than one name, and words that are names by their place alone. Pure."""

from __future__ import annotations

COMMON_LETTERS = 4  # that a country and its people have in common: Iran, Iranian
OF_A_PLACE = frozenset(("", "a", "e", "o", "ia", "y", "ey", "land"))
OF_A_PEOPLE = frozenset(
    ending + plural
    for ending in ("n", "an", "ian", "ean", "ese", "i", "ish", "er", "ine", "ite")
    for plural in ("", "s")
)
# Each line is one, with all the names that it goes by
SAME = tuple(
    frozenset(line.strip().split(", "))
    for line in """us, usa, united states, united states of america, america, american, americans
    uk, united kingdom, britain, british, briton, britons, great britain
    un, united nations
    eu, european union
    uae, united arab emirates, emirati, emiratis
    nato, north atlantic treaty organization, north atlantic treaty organisation
    who, world health organization, world health organisation
    imf, international monetary fund
    fed, federal reserve
    fbi, federal bureau of investigation
    cia, central intelligence agency
    gop, republican party, republican, republicans
    la, los angeles
    nyc, new york city, new york
    uss, united states ship
    france, french, frenchman, frenchmen
    germany, german, germans
    netherlands, dutch, holland
    spain, spanish, spaniard, spaniards
    wales, welsh
    england, english
    ireland, irish
    greece, greek, greeks
    switzerland, swiss
    denmark, danish, dane, danes
    poland, polish, pole, poles
    turkey, turkish, turk, turks
    sweden, swedish, swede, swedes
    finland, finnish, finn, finns
    iceland, icelandic
    norway, norwegian, norwegians
    scotland, scottish, scots
    philippines, filipino, filipinos, philippine
    thailand, thai, thais
    peru, peruvian, peruvians
    cyprus, cypriot, cypriots
    afghanistan, afghan, afghans
    kazakhstan, kazakh, kazakhs
    belgium, belgian, belgians
    canada, canadian, canadians
    mexico, mexican, mexicans
    ukraine, ukrainian, ukrainians
    europe, european, europeans
    congo, congolese
    kremlin, russia, russian, russians, moscow
    white house, washington
    vatican, holy see
    burma, burmese, myanmar
    czech republic, czechia, czech, czechs
    slovakia, slovak, slovaks
    serbia, serb, serbs, serbian, serbians
    croatia, croat, croats, croatian, croatians
    kurdistan, kurd, kurds, kurdish
    jew, jews, jewish
    sen, senator, senators
    gov, governor, governors
    rep, representative, representatives, congressman, congresswoman
    gen, general, generals
    sgt, sergeant
    lt, lieutenant
    st, saint
    prof, professor
    dept, department""".splitlines()
)
GROUPS = {name: group for group in SAME for name in group}
MOST_WORDS = 3  # of a name in that table that is looked for in a claim
COURTESIES = frozenset(
    (
        "mr",
        "mrs",
        "ms",
        "miss",
        "dr",
        "sir",
        "dame",
        "lord",
        "lady",
        "herr",
        "frau",
        "monsieur",
        "madame",
        "señor",
        "señora",
    )
)
OFFICES = frozenset(
    word
    for line in (
        "president prime minister sen senator gov governor rep representative congressman congresswoman chancellor king",
        "queen prince princess pope cardinal archbishop bishop judge justice attorney general secretary mayor chief",
        "officer chairman chairwoman director sheriff sgt sergeant lt lieutenant captain colonel major gen admiral",
        "ambassador commissioner professor prof minister deputy vice former foreign state",
    )
    for word in line.split()
)
# Words that begin sentences of news with a capital and are no names; in other places a capital makes them one
OPENERS = frozenset(
    word
    for line in (
        "according activists additionally agents aid air amid analysts ancient anger animal anti apart approximately",
        "armed army arrests attackers authorities banks bankers barely beyond billions bombs border bosses boys britons",
        "brothers budget business businesses campaigners cars central charges charities chief children cities citizens",
        "city civilians clashes climate clubs coach companies company concerns conservationists contrary conversely",
        "countries country court courts crews crime critics crowds current customers cyber daily data deaths defence",
        "defense demand demonstrators despite detectives developers dismissing diplomats doctors dogs domestic dozens",
        "drivers drugs due early economists education eight eighteen eleven emergency employees employers energy",
        "engineers environmental especially estimated eventually everyone everything experts explosions fake families",
        "fans farmers fears federal fellow fewer fifteen fifty fighters films finally fire firefighters firms first five",
        "flights floods food following football footballers foreign former forty four fourteen fresh fuel full future",
        "given global good government governments great growing growth gunmen half health heavy hence hackers help high",
        "hospitals hours house housing human hundreds images increased industry inflation initially inmates inspectors",
        "insurers international interest investigators investors jobs journalists judges jury key large last late later",
        "latest law lawmakers lawyers leaders leading legal legislation letters life little local long low major",
        "manufacturers marine markets mass medical members men migrants military millions ministers money month months",
        "mothers motorists moreover music musicians national neighbours neighbors nevertheless new news nine nineteen",
        "nobody none nonetheless notably nothing nuclear numerous nurses officers official officials oil old older",
        "ongoing online opponents opposition organisers organizers over overall owners parents parties part passengers",
        "patients pay peace pensioners people perhaps personal pilots plans players police policy political politicians",
        "polls poor possible power presidential pressure previous prices prior prison prisoners private pro profit",
        "profits property prosecutors protesters protests public pupils questions rail rain rates rebels recent",
        "regulators relatives religious renewable reports rescuers research researchers residents respondents results",
        "retail retailers rising rival road roads rules sales schools science scientists search second security senior",
        "separate separately services seven seventeen seventy several severe sexual shares shops shots similarly six",
        "sixteen sixty small social soldiers some someone something soon sources special specifically sports staff state",
        "states still stocks strong students subsequently suicide supporters surgeons survivors suspects talks tax",
        "teachers teams technology teenagers temperatures ten tens tests third thirteen thirty thousands three tickets",
        "today trade traders traffic train trains transport travellers travelers troops twelve twenty two ultimately",
        "unemployment unions universities unlike unlikely uniquely users victims video villagers violence violent",
        "visitors volunteers voters wages war warring waste water weather welfare white wildlife winds witnesses women",
        "workers world writers years young youths",
    )
    for word in line.split()
)
# Whether a word that opens a sentence may be no name by its form alone
ORDINARY_ENDINGS = (
    "ing",
    "ed",
    "ly",
    "tion",
    "tions",
    "ment",
    "ments",
    "ness",
    "ists",
    "ers",
    "ors",
    "ings",
    "ities",
    "ians",
    "men",
    "ward",
    "wide",
)
ORDINARY_LETTERS = 6  # such a word has at least; chosen


def is_same_people(one: str, other: str) -> bool:
    """Whether one of two folded words is a place and the other its people or what is of it: iran, iranians."""
    group = GROUPS.get(one)
    if group and other in group:
        return True
    common = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        common += 1
    if common < COMMON_LETTERS:
        return False
    return any(
        (one[cut:] in OF_A_PLACE and other[cut:] in OF_A_PEOPLE)
        or (other[cut:] in OF_A_PLACE and one[cut:] in OF_A_PEOPLE)
        for cut in range(COMMON_LETTERS, common + 1)
    ) or one.removesuffix("s") == other.removesuffix("s")


def is_ordinary(word: str) -> bool:
    """Whether a folded word that opens an English sentence is probably no name."""
    return word in OPENERS or (len(word) >= ORDINARY_LETTERS and word.endswith(ORDINARY_ENDINGS))
