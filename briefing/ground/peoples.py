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
    fbi, federal bureau of investigation
    cia, central intelligence agency
    gop, republican party, republican, republicans
    nyc, new york city
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
COURTESIES = frozenset((
    "mr", "mrs", "ms", "miss", "dr", "sir", "dame", "lord", "lady", "herr", "frau", "monsieur", "madame", "señor", "señora",
))  # fmt: skip
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
        "about above according accordingly across activists actors actresses additional additionally addressing adults",
        "advocates aftershocks afterwards agents ahead aid air airlines airports all allegedly allies almost along",
        "alongside always ambassadors amid amidst analysts ancient anger animal another anthropologists anti anybody",
        "anyone anything apart apparently approximately archaeologists architects armed army around arrests artists ask",
        "asked assailants astronomers athletes attackers attorneys auditors authorities authors automakers average",
        "babies backed bad bands bankers banks banning barely bars based basically begin behind being below beneath",
        "besides best better beyond big biggest billions biologists bodies bombs bonds border born borrowers bosses",
        "both boxers boys bridges broadcasters brokers brothers brought budget builders building built burglars bus",
        "buses business businesses bystanders call called calling campaign campaigners campaigning candidates captives",
        "caregivers carers carmakers carriers cars casualties central certain charges charities chemists chief children",
        "chipmakers churches cities citing citizens city civilians clashes clearly climate climatologists climbers",
        "closing clubs coach coaches coal coalition coastguards coffee commanders commenting commissioners commuters",
        "companies company concerns consequently conservationists consider consumers contrary conversely corn",
        "corporations costs councillors councilors countries country couples court courts created crews cricketers",
        "crime critically critics crowds crucially current currently customers cutting cyber cyclists cyclone daily",
        "data daughters deaths debris defence defense delegates demand demonstrators despite detectives developers",
        "different diners diplomats directors disabled dismissing distributors divers doctors dogs domestic donors",
        "double dozens driven drivers drought drugmakers due duties each earliest early earthquake earthquakes easing",
        "economically economists editors education effectively eight eighteen elderly electricity eleven emergency",
        "employees employers energy engineers environmental environmentalists envoys epidemiologists especially",
        "essentially estimated even eventually every everybody everyone everything excavators executives experts",
        "explorers explosions exporters exports extreme extremists faced factories fake families famous fans farmers",
        "farms farmworkers fastest fathers fears federal fellow few fewer fifteen fifty fighters films final finally",
        "fire firefighters firms first fishermen fishers five flames flash flights flooding floods following food",
        "football footballers forecasters foreign forest former formerly fortunately forty found foundations founded",
        "four fourteen fraudsters freezing fresh friday friends fuel full further future gangs gas generally generals",
        "geologists giant girls given global gold golfers good government governments governors great growers growing",
        "growth guards guests gunmen hackers half having health heat heatwave heavy help hence high highest hikers",
        "historians historically hit holidaymakers homeless homeowners hospitals hostages hotels hours house housing",
        "huge human hundreds hunters hurricane hurricanes ice images imagine importantly importers imports increased",
        "increasingly industry infants inflation initially inmates inside inspectors insurers insurgents interest",
        "interestingly international internet investigators investors jobs journalists judges jurors jury keep key",
        "kidnappers kids killed known landlords landslides large largely largest last late later latest launched law",
        "lawmakers lawyers leaders leading led left legal legally legislation legislators lenders let letters libraries",
        "life lifeguards lifting little living local located loggers long longest look looking looters losses loved low",
        "lowering lowest made mainly major managers manufacturers many marchers marine markets mass massive",
        "mathematicians mayors meanwhile mediators medical meeting members men meteorologists migrants militants",
        "military millions miners mines ministers mobile mobs monday money monitors month months moreover mosques most",
        "mostly mothers motorists mountaineers moving multiple museums music musicians named national near nearly",
        "negotiations negotiators neighbors neighbours never nevertheless new newest news next nine nineteen nobody",
        "none nonetheless nonprofits normally notably note nothing nuclear numerous nurses observers obviously",
        "occasionally officers official officially officials often oil old older oldest once ongoing online onlookers",
        "only opening operators opponents opposition ordinary organisers organizers originally other others output",
        "outside over overall owners painters paleontologists paramedics parents parks parliament part parties partly",
        "passengers patients pay peace peacekeepers pedestrians pensioners people per perhaps personal phone physicists",
        "pilots planners plans plants players poachers poets police policy political politically politicians polls poor",
        "poorer pop popular possible power presidential pressure previous previously prices prior prison prisoners",
        "private privately pro production profit profits property proponents prosecutors protesters protests",
        "psychologists public publicly publishers pubs pupils put quarter questions rail rain raising ranchers rates",
        "rebels rebuilding recent recently referees refugees regardless regulators relatives religious remains remember",
        "renewable repairing reportedly reporters reports representatives rescuers research researchers residents",
        "respondents responding restaurants results retail retailers retirees revenue revenues rice rich right rioters",
        "rising rival rivals road roads robbers rock roughly rowers rules runners running sailors salaries sales same",
        "sanctions saturday scammers schools science scientists scores search searchers second security see seen",
        "seismologists senators senior seniors separate separately services seven seventeen seventy several severe",
        "sexual shareholders shares shoppers shops shortest shots significantly similarly simultaneously singers",
        "sisters six sixteen sixty skiers small smallest smoke smugglers snow social soldiers some somebody someone",
        "something sometimes sons soon sources speaking special specifically spies spokespeople sponsors sports staff",
        "start startups state states statisticians steelworkers still stocks stop stores storm storms strong strongest",
        "students subsequently subsidies such sugar suicide sunday supermarkets suppliers supply supporters surfers",
        "surgeons surprisingly survivors suspects swimmers take taken talks tariffs tax taxes taxpayers teachers teams",
        "technically technology teenagers telecoms tell temperatures temples ten tenants tens terrorists tests",
        "theoretically thieves think third thirteen thirty thousands three throughout thursday tickets tightening tiny",
        "today toddlers told tomorrow tonight tornado tornadoes torrential tourists toward towards trade traders",
        "traditionally traffic traffickers train trains transport travelers travellers tributes triple troops tsunami",
        "tuesday twelve twenty twins two typhoon typical typically ultimately under unemployment unfortunately unions",
        "uniquely universities unless unlike unlikely unsurprisingly until users using usually various versus veterans",
        "via victims video villagers violence violent virologists visitors volunteers voters wages walkers war warring",
        "waste water wealthier wealthy weather wednesday welfare wheat whenever whereas wherever whilst white",
        "wholesalers wild wildfire wildfires wildlife winds witnesses women workers working world worse worst wreckage",
        "wrestlers writers writing years yesterday yet young youngest youths zero zoos",
    )
    for word in line.split()
)


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
