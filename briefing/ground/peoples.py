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
        "about above according across activists actors actresses additional additionally adults advocates aftershocks",
        "afterwards agents ahead aid air airlines airports allies almost along alongside ambassadors amid amidst",
        "analysts ancient anger animal another anti anybody anyone anything apart approximately architects armed army",
        "around arrests artists ask assailants astronomers athletes attackers attorneys authorities authors average",
        "babies bands bankers banks barely bars begin behind below beneath besides beyond big billions biologists",
        "bodies bombs bonds border borrowers bosses both boxers boys bridges broadcasters brokers brothers budget",
        "builders burglars bus buses business businesses bystanders call campaign campaigners campaigning candidates",
        "captives carers cars casualties central certain charges charities chief children churches cities citizens city",
        "civilians clashes climate clubs coach coaches coal coffee commuters companies company concerns",
        "conservationists consider consumers contrary conversely corn costs councillors countries country couples court",
        "courts crews cricketers crime critics crowds current currently customers cyber cyclists cyclone daily data",
        "daughters deaths debris defence defense delegates demand demonstrators despite detectives developers diners",
        "diplomats directors disabled dismissing divers doctors dogs domestic double dozens drivers drought due duties",
        "early earthquake earthquakes economists editors education eight eighteen elderly electricity eleven emergency",
        "employees employers energy engineers environmental envoys especially estimated even eventually everybody",
        "everyone everything executives experts explosions exports extreme extremists factories fake families famous",
        "fans farmers farms fathers fears federal fellow fewer fifteen fifty fighters films finally fire firefighters",
        "firms first fishermen fishers five flames flash flights flooding floods following food football footballers",
        "foreign forest former formerly forty four fourteen fraudsters freezing fresh friday friends fuel full further",
        "future gangs gas giant girls given global gold golfers good government governments governors great growers",
        "growing growth guards guests gunmen hackers half health heat heatwave heavy help hence high historians",
        "holidaymakers homeless homeowners hospitals hostages hotels hours house housing huge human hundreds hunters",
        "hurricane hurricanes ice images imagine imports increased industry infants inflation initially inmates inside",
        "inspectors insurers insurgents interest international internet investigators investors jobs journalists judges",
        "jurors jury keep key kidnappers kids landlords landslides large last late later latest law lawmakers lawyers",
        "leaders leading legal legislation lenders let letters libraries life little local loggers long look looters",
        "losses loved low major managers manufacturers marchers marine markets mass massive mayors meanwhile mediators",
        "medical members men migrants militants military millions miners mines ministers mobile mobs monday money month",
        "months moreover mosques mothers motorists multiple museums music musicians national near nearly negotiations",
        "negotiators neighbors neighbours nevertheless new news nine nineteen nobody none nonetheless notably note",
        "nothing nuclear numerous nurses officers official officials oil old older once ongoing online onlookers only",
        "opponents opposition ordinary organisers organizers originally output outside over overall owners painters",
        "parents parks part parties passengers patients pay peace pedestrians pensioners people per perhaps personal",
        "phone pilots planners plans plants players poachers poets police policy political politicians polls poor",
        "poorer pop popular possible power presidential pressure previous previously prices prior prison prisoners",
        "private pro production profit profits property proponents prosecutors protesters protests public publishers",
        "pubs pupils quarter questions rail rain ranchers rates rebels recent recently referees refugees regardless",
        "regulators relatives religious remains remember renewable reporters reports rescuers research researchers",
        "residents respondents restaurants results retail retailers retirees revenue revenues rice rich rioters rising",
        "rival rivals road roads robbers rock roughly rules runners sailors salaries sales sanctions saturday scammers",
        "schools science scientists scores search searchers second security see senators senior seniors separate",
        "separately services seven seventeen seventy several severe sexual shareholders shares shoppers shops shots",
        "similarly singers sisters six sixteen sixty small smoke smugglers snow social soldiers some somebody someone",
        "something sons soon sources special specifically spies sports staff start state states steelworkers still",
        "stocks stop stores storm storms strong students subsequently subsidies sugar suicide sunday supermarkets",
        "supply supporters surgeons survivors suspects swimmers take talks tariffs tax taxes taxpayers teachers teams",
        "technology teenagers telecoms tell temperatures temples ten tenants tens terrorists tests thieves think third",
        "thirteen thirty thousands three throughout thursday tickets tiny today toddlers tomorrow tonight tornado",
        "tornadoes torrential tourists toward towards trade traders traffic traffickers train trains transport",
        "travelers travellers tributes triple troops tsunami tuesday twelve twenty twins two typhoon typical ultimately",
        "under unemployment unions uniquely universities unless unlike unlikely until users various versus veterans via",
        "victims video villagers violence violent visitors volunteers voters wages war warring waste water wealthier",
        "wealthy weather wednesday welfare wheat whenever whereas wherever whilst white wild wildfire wildfires",
        "wildlife winds witnesses women workers world wreckage wrestlers writers years yesterday yet young youths zero",
        "zoos",
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
