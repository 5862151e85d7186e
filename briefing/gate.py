"""What may reach the model: the prose of an article, and not the wall, the error or the list that stands in its place.

The phrases are short and speak to the reader, as walls do and articles seldom do; quotations do not count. No single phrase
shuts the gate where enough other prose stands beside it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence

from briefing.prose import QUOTED
from briefing.types import UNSPACED, count_words

NO_TEXT = "no text"
CONSENT_WALL = "a cookie banner instead of an article"
PAYWALL = "behind a paywall"
BROWSER = "the site shows its text only to a browser with JavaScript"
ROBOT = "the site asks whether the reader is a robot"
ERROR_PAGE = "an error page instead of an article"
LINK_LIST = "a list of links instead of an article"
OBSTACLES = (NO_TEXT, CONSENT_WALL, PAYWALL, BROWSER, ROBOT, ERROR_PAGE, LINK_LIST)

MOST_CHARACTERS = 20_000  # of a text that are looked at; chosen
CONSENT_SAID = (  # in small letters; to count them takes a tenth of what the pattern of them takes
    "cookie", "consent", "privacy", "partner", "accept all", "reject all", "preferences", "personal data", "personalised", "personalized",
    "legitimate interest", "datenschutz", "einwilligung", "zustimm", "confidentialité", "consentement", "données personnelles", "privacidad",
    "consentimiento", "datos personales", "riservatezza", "consenso", "dati personali", "consentimento", "dados pessoais", "toestemming",
    "persoonsgegevens", "partenaires", "socios", "parceiros",
)  # fmt: skip
AS_WORDS = {"cookie": r"\bcookies?\b", "partner": r"\bpartners?\b"}  # and not within others
CONSENT = re.compile("|".join(AS_WORDS.get(said, said) for said in CONSENT_SAID))
ADDRESS = re.compile(
    r"\b(?:we|our|us|you|your|wir|unser\w*|uns|ihre[nmrs]?|sie|nous|nos|notre|vous|vos|votre|nosotros|nuestr[oa]s?|usted|su|sus"
    r"|utilizamos|noi|nostr[oiae]|tuo[i]?|tua|tue|voi|utilizziamo|nós|noss[oa]s?|você|seu|seus|sua|suas|wij|we|onze|ons|uw|jouw|je)\b",
    re.IGNORECASE,
)
CONSENT_SHARE = 0.25  # of a page's sentences that speak of consent twice, to the reader; chosen, not calibrated
CONSENT_LEAST = 2  # such sentences; a feed's one line on a fine for tracking is news

SUBSCRIBERS = re.compile(
    r"""(?:subscribe|sign\ (?:in|up)|log\ in|register|become\ a\ (?:member|subscriber))(?:\ (?:now|today|here))?\ (?:to|and)\ (?:continue|keep|read|unlock|view|access)
        (?:\ (?:reading|(?:the\ (?:full|rest|whole)|this|full)\b))
      |to\ (?:continue|keep)\ reading(?:\ this\ (?:article|story))?,?\ (?:please\ )?(?:subscribe|sign|log|register|choose|start)
      |to\ (?:read|unlock|access)\ (?:the\ (?:full|rest|whole)|this)\b[^.!?]{0,40},?\ (?:please\ )?(?:subscribe|sign|log|register|become)
      |already\ a\ (?:subscriber|member)\b|already\ (?:subscribed|have\ an?\ (?:account|subscription))\s*\?|this\ (?:article|story|content|post)\ is\ (?:for|only\ for|available\ to|reserved\ for|exclusively\ for)\ (?:\w+\ )?(?:subscribers|members)
      |you\ have\ (?:reached|used)\ (?:your|all)\b[^.!?]{0,30}(?:limit|free\ articles)|(?:subscriber|members?)-only\ (?:article|story|content)$
      |(?:jetzt|weiter)\ ?lesen\ mit\b|(?:sie\ haben|haben\ sie)\ (?:schon|bereits)\ ein\ (?:abo\w*|konto)|(?:dieser|der)\ (?:artikel|inhalt)\ ist\ (?:nur\ )?(?:für|exklusiv)\ (?:unsere\ )?abonnent|bereits\ abonnent|um\ weiterzulesen
      |(?:cet\ article|la\ suite|contenu)\ (?:est\ )?réservée?\ (?:à|aux)\ (?:nos\ )?abonnés|déjà\ abonnée?\b|abonnez-vous\ pour\ (?:lire|continuer|accéder)|il\ vous\ reste\ \d+\ ?%
      |(?:contenido|artículo)\ (?:es\ )?(?:exclusivo|solo)\ para\ (?:suscriptores|socios)|¿?ya\ (?:eres|es)\ (?:suscriptor|socio)|suscríb\w+\ para\ (?:seguir\ leyendo|continuar|leer)
      |(?:contenuto|articolo)\ (?:è\ )?riservato\ agli\ abbonati|(?:sei\ )?già\ abbonat|abbonati\ per\ (?:continuare|leggere)
      |(?:conteúdo|artigo|matéria)\ (?:é\ )?exclusiv\w+\ para\ assinantes|já\ é\ assinante|assine\ para\ (?:continuar|ler)
      |(?:dit\ artikel|deze\ inhoud)\ is\ (?:alleen|exclusief)\ voor\ abonnees|al\ abonnee\s*\?|word\ (?:lid|abonnee)\ om\ (?:verder|dit)""",
    re.IGNORECASE | re.VERBOSE,
)
SCRIPTS = re.compile(
    r"""(?:please\ )?(?:enable|turn\ on|activate)\ (?:java-?script|js)\b|java-?script\ (?:is|has\ been|seems\ to\ be|must\ be)\ (?:\w+\ )?(?:disabled|enabled|required|turned\ off)|(?:requires?|needs?)\ java-?script\b
      |(?:you\ need\ to|your\ browser\ (?:does\ not|doesn['’]t))\b[^.!?]{0,30}java-?script|(?:bitte\ )?aktivieren\ sie\ (?:bitte\ )?java-?script|java-?script\ (?:ist|muss)\b[^.!?]{0,20}aktiviert
      |(?:veuillez\ )?activer\ java-?script|activez\ java-?script|(?:habilit|activ)\w+\ (?:el\ )?java-?script|(?:abilit|attiv)\w+\ java-?script|(?:ative|habilite)\ o\ java-?script|schakel\ java-?script""",
    re.IGNORECASE | re.VERBOSE,
)
ROBOTS = re.compile(
    r"""checking\ (?:your\ browser|if\ the\ site\ connection)|verify(?:ing)?\ (?:that\ )?you\ are\ (?:a\ )?human|are\ you\ a\ (?:robot|human)|(?:i['’]?a?m|you(?:['’]re|\ are))\ not\ a\ (?:ro)?bot\b|press\ (?:and|&)\ hold\ to\ confirm
      |complete\ the\ (?:captcha|security\ check)|solve\ (?:the|this)\ captcha|unusual\ (?:traffic|activity)\ from\ your|^access\ (?:to\ this\ page\ has\ been\ )?denied\W*$|you\ don['’]t\ have\ permission\ to\ access|^just\ a\ moment\W*$
      |ddos\ protection\ by|ray\ id:|(?:sind\ sie\ ein|ich\ bin\ kein)\ roboter|je\ ne\ suis\ pas\ un\ robot|êtes-vous\ un\ robot|no\ soy\ un\ robot|non\ sono\ un\ robot|não\ sou\ um\ robô|ik\ ben\ geen\ robot|^(?:zugriff\ verweigert|accès\ refusé|acceso\ denegado|accesso\ negato|acesso\ negado|toegang\ geweigerd)\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
ERRORS = re.compile(
    r"""^\W*(?:error\s*)?(?:403|404|410|500|502|503)\b(?:\s*error)?[\s|:.–—-]*(?:(?:page|file|article|error|not\ found|forbidden|gone|internal\ server|bad\ gateway|service)\b[^.!?]{0,40})?\W*$
      |^\W*(?:(?:oops|sorry|whoops)\W+)?(?:(?:the\ |this\ |that\ )?(?:page|article)\ (?:was\ |is\ |can(?:no|['’])t\ be\ |could\ not\ be\ |you\ \w+\ )?not\ (?:be\ )?found|(?:page|article)\ (?:can(?:no|['’])t|could\ not)\ be\ found|something\ went\ wrong|not\ found)\b[^.!?]{0,30}\W*$
      |(?:the|this)\ (?:page|article|story|url)\ (?:that\ )?you(?:['’]re|\ are|\ were|\ have|['’]ve)?\ (?:\w+\ )?(?:request|look|try|want)\w*[^.!?]{0,30}(?:not|n['’]t|no\ longer|cannot)|(?:we|sorry,\ we)\ (?:can(?:no|['’])t|could\ not|couldn['’]t)\ find\ (?:the|that)\ page
      |^\W*(?:seite\ (?:wurde\ )?nicht\ gefunden|die\ (?:angeforderte|gewünschte)\ seite\b[^.!?]{0,40}nicht|page\ (?:non\ trouvée|introuvable)|página\ no\ encontrada|pagina\ non\ trovata|página\ não\ encontrada|pagina\ niet\ gevonden)""",
    re.IGNORECASE | re.VERBOSE,
)
# The reason, its phrases, and the words of other prose beside them that make it an article; chosen
WALLS = ((PAYWALL, SUBSCRIBERS, 120), (BROWSER, SCRIPTS, 60), (ROBOT, ROBOTS, 60), (ERROR_PAGE, ERRORS, 40))
LONG = 500  # words of a text that is no wall whatever stands in it, four times what a wall may have beside it; chosen
OPENING, WALL_WORDS = 24, 20  # characters before the phrase, words in all, of a line that is a wall's; chosen
PAID = re.compile(r"[\"']?isAccessibleForFree[\"']?\s*:\s*[\"']?false", re.IGNORECASE)
PAID_WORDS = 100  # of a text whose page says that it costs money; a longer one is there to be read; chosen
NOSCRIPT = re.compile(r"<noscript\b[^<>]{0,500}>(.{0,2000}?)</noscript", re.IGNORECASE | re.DOTALL)
NOSCRIPT_CHARACTERS = 100_000  # of a page in which such a notice stands; chosen
MOST_MARKUP = 1_000_000  # characters of a page that are looked at for what it says of itself; chosen

# Of a list of links; chosen, and checked on the corpora and their texts' first words
LINES_LEAST = 8
LINES_SHARE = 0.8  # of its lines that are like headlines
HEADLINE_WORDS = 20
PROSE_LEAST = 25  # words of whole sentences that make it an article with a list in it
SENTENCE_END = re.compile(r"(?<=[.!?…。！？])\s+|\n+")
ENDS = re.compile(r"[.!?…。！？।۔။።][\"'”’»)\]]*$")

CUT = re.compile(r"(?:…|\.\.\.|\[\+\d+ chars\])[\])]*$")
ONWARD = re.compile(
    r"(?:^|[.!?…:»”\"'’\])>|]\s*)[\[(]?(?:read (?:more|on|the (?:full|rest|whole|article|story)[^.!?]{0,40})|continue reading\b[^.!?]{0,120}"
    r"|click here to (?:read|continue)[^.!?]{0,40}|\[more\]|weiterlesen|mehr lesen|lire (?:la suite|plus)|leer más|seguir leyendo"
    r"|leggi (?:tutto|di più)|continua a leggere|leia mais|continue lendo|lees (?:meer|verder))[\])]?\W*$",
    re.IGNORECASE,
)
APPEARED = re.compile(
    r"(?:the post|der beitrag|l['’]article|la entrada|l['’]articolo|o post|het bericht)\b.{0,300}?\b(?:(?:first )?appeared first on|first appeared on|appeared first|erschien zuerst auf"
    r"|est apparu en premier sur|aparece primero en|se publicó primero en|proviene da|sembra essere il primo su|apareceu primeiro em|verscheen eerst op)\b[^\n]{0,120}$",
    re.IGNORECASE | re.DOTALL,
)
MOST_ENDING = 2000  # characters of a text in which it says that it goes on elsewhere
EXCERPT_WORDS = 150  # at most, of a text that only its closing line calls an excerpt; WordPress cuts at 55
LEAD_WORDS = 300  # at most, of a text that a closing "read more" makes an excerpt; chosen
STUB_WORDS = 40  # chosen: a lead of one or two sentences

STAMP = r"(?:\d{1,2}[.:h]\d\d(?::\d\d)?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)(?:\s*(?:[A-Z]{2,4}|Uhr))?"
DAY = r"(?:\w{2,10}\.?,?\s+)?(?:\d{1,2}\.?\s+\w{3,10}\.?|\w{3,10}\.?\s+\d{1,2}),?(?:\s+\d{4})?"
AGO = r"\d{1,3}\s*(?:m|min|mins|minutes?|h|hrs?|hours?|d|days?)\s+ago|vor\s+\d{1,3}\s+(?:minuten?|stunden?)|il\s+y\s+a\s+\d{1,3}\s*(?:min|minutes?|h|heures?)|hace\s+\d{1,3}\s+(?:minutos?|horas?)"
LIVE_MARK = re.compile(
    rf"(?:(?:first |last )?(?:updated?|published|posted|aktualisiert|mis à jour|publié|actualizado|aggiornato|atualizado|bijgewerkt)(?: (?:at|on|um|à|le|a las|alle|às|om))*[:\s]*)?"
    rf"(?:{STAMP}(?:[\s,|–—-]*{DAY})?|{DAY}[\s,|–—-]*(?:at |um |à )?{STAMP}|{AGO})(?:[\s,|–—-]*{STAMP})?\W*"
    r"|(?:show )?key events(?: only)?(?: please turn on javascript to use this feature)?|please turn on javascript to use this feature"
    rf"|(?:block time )?published time:?\s*(?:{STAMP})?|(?:first|last) published on .{{0,60}}|jump to (?:latest|the latest)|pinned(?: post)?|live(?: updates?| blog)?|from \d+[hm] ago"
    r"|(?:share|tweet|copy link|link copied!?|facebook|twitter|x|whatsapp|linkedin|pinterest|reddit|telegram|bluesky|email|e-mail|print|save|teilen|partager|compartir|condividi|compartilhar|delen"
    r"|share (?:this|via|on)(?: \w+){0,2}|auf facebook teilen|copied to clipboard)(?:[\s,|·•/]+(?:share|tweet|copy link|facebook|twitter|x|whatsapp|linkedin|pinterest|reddit|telegram|bluesky|email|e-mail|print|save))*",
    re.IGNORECASE,
)

LONGEST = 100  # words of a paragraph that can be an outlet's boilerplate; a longer one tells something; chosen
DIFFERENT = 3  # articles that a paragraph stands in before it is boilerplate
SHARE = 0.05  # of an outlet's articles that it stands in at least: background that a few reports repeat is no boilerplate; chosen
MOST_TEXTS = 500  # of an outlet that are compared; chosen


def obstacle(text: str, title: str = "", page: str = "") -> str:
    """Why a text may not reach the model, one of OBSTACLES; empty where it is an article's prose.

    ``page`` is the HTML that it was taken from, where there is one: it says more of what is missing.
    """
    text, page = text[:MOST_CHARACTERS], page[:MOST_MARKUP]
    if not any(map(str.isalnum, text)):
        return _behind(page)
    if is_consent_wall(text):
        return CONSENT_WALL
    if wall := _wall(text, title):
        return wall
    if PAID.search(page) and count_words(text) < PAID_WORDS and is_cut(text):
        return PAYWALL
    return LINK_LIST if _is_link_list(text) else ""


def _behind(page: str) -> str:
    """What an empty page says about where its text is."""
    if PAID.search(page):
        return PAYWALL
    if ROBOTS.search(page[:MOST_CHARACTERS]):
        return ROBOT
    return (
        BROWSER if any(SCRIPTS.search(found[1]) for found in NOSCRIPT.finditer(page[:NOSCRIPT_CHARACTERS])) else NO_TEXT
    )


def is_consent_wall(text: str) -> bool:
    """Whether a page holds a consent banner and no article."""
    small = text[:MOST_CHARACTERS].lower()
    if sum(map(small.count, CONSENT_SAID)) < 2 * CONSENT_LEAST or len(CONSENT.findall(small)) < 2 * CONSENT_LEAST:
        return False
    lines = list(_lines(text[:MOST_CHARACTERS]))
    spoken = sum(map(_asks_for_consent, lines))
    return spoken >= CONSENT_LEAST and spoken / len(lines) >= CONSENT_SHARE


def _asks_for_consent(sentence: str) -> bool:
    words = {hit.rstrip("s") for hit in CONSENT.findall(sentence.lower())}
    return len(words) >= 2 and bool(ADDRESS.search(sentence))


def _wall(text: str, title: str) -> str:
    """Why a short text may not reach the model: a phrase speaks in one of its lines or the title with little prose beside it."""
    counted = [(line, count_words(line)) for line in _lines(text)] if count_words(text) < LONG else []
    short = [(line, words) for line, words in counted if words <= WALL_WORDS]
    prose = sum(words for _, words in counted)
    least = prose - sum(words for _, words in short)  # beside what speaks: so most articles need no phrase looked for
    for reason, phrase, enough in WALLS if counted else ():
        said = [words for line, words in short if _speaks(line, phrase)] if least < enough else []
        if prose - sum(said) < enough and (said or (count_words(title) <= WALL_WORDS and _speaks(title, phrase))):
            return reason
    return ""


def _speaks(line: str, phrase: re.Pattern[str]) -> bool:
    """Whether a short line comes to the point at once, as a wall's does. An article tells who says it to whom."""
    found = phrase.search(line)
    return found is not None and found.start() <= OPENING


def _lines(text: str) -> Iterator[str]:
    """Sentences without what they quote, so that a report of a message is not the message; cut alike in any case."""
    for line in SENTENCE_END.split(QUOTED.sub(" ", text)):
        if line.strip():
            yield " ".join(line.split())


def _is_link_list(text: str) -> bool:
    """Whether most lines are like headlines, and little prose stands between them. Scripts without stops are left alone."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) < LINES_LEAST or UNSPACED.search(text):
        return False
    prose = short = 0
    for line in lines:
        words = len(line.split())
        if ENDS.search(line):
            prose += words
        else:
            short += words <= HEADLINE_WORDS
        if prose >= PROSE_LEAST:  # as in nearly every article after a few lines
            return False
    return short >= LINES_SHARE * len(lines)


def is_cut(text: str) -> bool:
    """Whether a feed's text is only the beginning of an article: it says so, breaks off, or is a line or two."""
    text = text.strip()
    rest = (text[:-MOST_ENDING] + APPEARED.sub("", text[-MOST_ENDING:])).rstrip()
    words = count_words(rest)
    if words < STUB_WORDS or (rest != text and words <= EXCERPT_WORDS):
        return True
    last = rest.rpartition("\n")[2]
    return bool(CUT.search(last) or (words < LEAD_WORDS and ONWARD.search(last)))


def without_live_marks(text: str) -> str:
    """A live blog's text without the lines that are only a time, a label of its parts or a row of share buttons."""
    return _without(text, lambda line: len(line) <= 80 and bool(LIVE_MARK.fullmatch(line)))


def shared_paragraphs(texts: Sequence[str]) -> frozenset[str]:
    """What stands as a paragraph of its own in several different articles of one outlet, for ``without_paragraphs``.

    Versions of one article, which share half of their text, count as one.
    """
    read = [{_key(line): len(line) for line in text.split("\n") if line.strip()} for text in texts[:MOST_TEXTS]]
    often = Counter(key for paragraphs in read for key in paragraphs)
    least = max(DIFFERENT, SHARE * len(read))
    candidates = {key for key, count in often.items() if count >= least and len(key.split()) <= LONGEST}
    versions = _versions(read, often)
    different = Counter(
        key for key, _ in {(key, versions[i]) for i, each in enumerate(read) for key in each if key in candidates}
    )
    return frozenset(key for key, count in different.items() if count >= least)


def without_paragraphs(text: str, shared: Collection[str]) -> str:
    """A text without the paragraphs that ``shared_paragraphs`` found; as it is where they are more than half of it."""
    kept = _without(text, lambda line: _key(line) in shared)
    return kept if 2 * count_words(kept) >= count_words(text) else text


def _versions(read: list[dict[str, int]], often: Counter[str]) -> list[int]:
    """For each article the number of the first that it is a version of, its own where it is none."""
    first: list[int] = []
    sizes: list[int] = []
    for number, paragraphs in enumerate(read):
        repeated = {key: length for key, length in paragraphs.items() if often[key] > 1}
        sizes.append(sum(paragraphs.values()))
        same = (i for i in range(number) if 2 * _common(repeated, read[i]) > min(sizes[i], sizes[number]))
        first.append(first[found] if (found := next(same, -1)) >= 0 else number)
    return first


def _common(one: dict[str, int], other: dict[str, int]) -> int:
    return sum(length for key, length in one.items() if key in other)


def _key(line: str) -> str:
    return " ".join(line.casefold().split())


def _without(text: str, struck: Callable[[str], bool]) -> str:
    """Paragraphs without those that are struck; the very text where none is."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    kept = [line for line in lines if not struck(line)]
    return text if len(kept) == len(lines) else "\n\n".join(kept)
