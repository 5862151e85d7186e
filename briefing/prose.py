"""Which lines of an article are its prose, and which sentences a reader understands on their own.

The word lists are short on purpose: each entry stands for a kind of line that was seen at the top of a summary of
the stories corpus and that a subeditor would strike. Languages without a list are judged by shape alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from briefing.fence import trusted
from briefing.text import Span, sentences
from briefing.types import count_words

MIN_WORDS = 6  # shorter ones are labels, or hang on their neighbours
MAX_CHARACTERS = 1000  # of such a sentence; no pattern is tried on more
TITLE_WORDS = 4  # of a title that cannot begin a sentence by chance
MAX_WORDS = 60  # longer ones are lists, tables and tickers that lost their line breaks
SHARED = 100  # lines of an article that are found at once: following, comparing and summarizing it look at so many at most; chosen

FURNITURE = re.compile(
    r"""^(?:(?:photo(?:graph)?s?|images?|pictures?|pictured|videos?|graphics?|credits?|watch|listen|advertis(?:ement|ing)|sponsored|recommended
            |trending|tweets?|corrections?|clarification|comments?|disclosure|disclaimer)\s*[:|/(©•–—-]
        |(?:photo|image|picture|video|graphic|advertisement|watch|listen)\ (?-i:[A-Z“"])  # a label glued to what it labels
        |(?:photo|image|picture|video)s?\ (?:by|credit|caption|courtesy|copyright|source|via|gallery)\b
        |watch\ (?:the|this|it|more|live|now|here|how|as|below|above|our|videos?)\b|listen\ (?:to|now|here|live)\b
        |sponsored\ (?:by|content|posts?)\b|recommended\ (?:for|by|reading|stories|articles|videos)\b|trending\ (?:now|news|stories)\b
        |file\ photo|enlarge\ this|toggle\ caption|ad\ feedback|story\ continues|continue\ reading|read\ (?:more|also|next|on\b|the\ full)|just\ watched|replay\ more|material\ from\ the
        |see\ also|related(?:\ (?:stories|articles|coverage|content|links))?:|more:|more\ (?:on|from|stories)|also\ (?:on|read|see):?
        |most\ read|sign\ up|subscribe|log\ ?in|register\ now|newsletter|get\ (?:our|the)\ (?:free|daily|latest)
        |follow\ (?:us|him|her|them|\w+\ on)|share\ (?:this|on)|tweet\b|click\ here|tap\ here|download\ (?:our|the)\ app
        |contact\ (?:us|the)|email\ (?:us|the)|have\ a\ tip|copyright\s*(?:[©(\d]|(?-i:[A-Z]))|\(?c\)|©|all\ rights\ reserved|this\ material\ may\ not
        |in\ this\ (?:\w+\.?\ ){0,3}(?:\d+,\ )*(?:\d{4},\ )?(?:file\ )?(?:photo|image|picture)|(?-i:CLOSE\ [A-Z])|(?:file|ap|stock)\ (?:photo|image)|[A-Z]\w+\ [A-Z]\w+\ poses\ for
        |updated?\ (?:at|on|:)|last\ updated|published\ (?:at|on)|originally\ published|editor['’]s\ note
        |reporting\ by|editing\ by|writing\ by|compiled\ by|with\ (?:files|reporting)\ (?:from|by)|by\ (?-i:[A-Z][\w.'’-]+\ [A-Z])
        |getty\b|reuters/|ap\ photo|afp/|comments\ (?:are|on\ this)\b|hide\ caption|skip\ to|scroll\ down|back\ to\ top|support\ (?:us|our)|donate\b
        |lire\ (?:aussi|la\ suite)|à\ lire|abonnez|inscrivez|lesen\ sie|mehr\ zum\ thema|jetzt\ abonnieren|foto:|bild:|lea\ (?:también|más)|suscr[ií]b)""",
    re.IGNORECASE | re.VERBOSE,
)
FURNITURE_SAID = (  # anywhere in a sentence, in small letters; these and the next take 9 us a sentence, one pattern of all 41
    "sign up for", "subscribe to", "subscribe now", "subscribe here", "our newsletter", "newsletter manage", "newsletters manage",
    "click here", "hide caption", "toggle caption", "http://", "https://", "pic.twitter", "t.co/", "reprint permission",
    "all rights reserved", "getty images", "getelement", "function(", "{", "}", "replay more videos", "terms of use",
    "terms of service", "privacy policy", "use of cookies", "we use cookies",
    *(f"contributed to this {what}" for what in ("report", "story", "article", "post")),
    *(f"{what} {has} {done}" for what in ("story", "article", "post") for has in ("was", "has been") for done in ("updated", "corrected")),
    *(f"follow {whom} on" for whom in ("him", "her", "us", "me", "them")),
)  # fmt: skip
MORE = re.compile(r"\bMORE\b")  # between links and in what runs into them: "John KerryDemocrats debate ... MORE"
WRITES = (
    r"\bis (?:a|an|the) (?:[\w-]+ ){0,3}"
    r"(?:columnist|contributor|correspondent|fellow at|staff writer|reporter (?:at|for|with|based))\b"
)
FURNITURE_WITHIN = {  # a pattern, and what a sentence has in small letters that it finds
    said: re.compile(pattern, re.IGNORECASE)
    for said, pattern in {
        "@": r"@\w{3,}",
        "www.": r"\bwww\.",
        "/": r"/ ?(?:AFP|AP|Reuters|Getty)\b",
        "](": r"\[[a-z]\w+\]\(",
        "this ": r"\bthis (?:article|post|column|op-ed)\b",
        "is written by": r"\bis written by\b",
        **dict.fromkeys(
            ("columnist", "contributor", "correspondent", "fellow at", "staff writer", "reporter "), WRITES
        ),
    }.items()
}
MONTH = r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?"
CAPTION = re.compile(  # "Ann Lee testifies, May 3, 2017." "Dr. Ann Lee on Aug. 1 in Bonn." "Ann Lee speaks at a rally in June 2016."
    rf"[^.]*, {MONTH} \d{{1,2}}, \d{{4}}\.?$"
    rf"|(?:[A-Z][\w.'’-]+ ){{1,5}}on {MONTH} \d{{1,2}}(?:, \d{{4}})?,? in [A-Z][\w ]+\.$"
    r"|(?:[A-Z][\w.'’-]+,? ){1,6}(?:\([^)]*\) )?(?:speak|testifie|arrive|wave|listen|attend|pose|walk|look|stand|deliver|addresse|gesture"
    r"|hold|sit|meet|shake|smile|greet|leave|talk|watche)s\b.*\b(?:19|20)\d\d\.$"
)
DATELINE_CHARACTERS = 120  # in which a dateline ends
DATELINE = re.compile(
    r"^(?:(?:[A-Z][\w.’'-]+ ){1,3}\((?:CNN|AP|Reuters|AFP)\)\s*[-–—:]*\s*|\(?(?:CNN|AP|Reuters|AFP|UPI|Bloomberg)\)?\s*(?:[-–—:]+|(?=[A-Z“\"]))\s*"
    r"|(?:[A-Z][A-Z.'’-]+(?:[ ,/]+[A-Z][A-Za-z.'’-]+)*(?:,?\s[A-Z][a-z]+\.?\s\d{1,2})?)?\s*\((?:Reuters|AP|AFP|CNN|UPI|dpa|Xinhua|Bloomberg)[\w ]*\)\s*[-–—:]*\s*"
    r"|[A-Z]{3,}(?:[ ,/]+[A-Z][A-Za-z.]+){0,3}\s*[—–]\s*(?=[A-Z“\"])|(?:UPDATE\w*|BREAKING|EXCLUSIVE|ORIGINAL POST)\s*:?\s+(?=[A-Z“\"])|[A-Z]{4,}:\s+(?=[A-Z“\"])"
    rf"|{MONTH} \d{{1,2}} \((?:Reuters|AP|AFP|dpa)\)\s*[-–—]+\s*"
    r"|[A-Z][A-Z.'’-]{2,}(?:[ ,/]+[A-Z][A-Za-z.'’-]+){0,4}\s*(?:,\s*\w+\s\d+\s*)?[-–—]{1,2}\s+"
    r"|[A-Z][\w.'’-]+(?:,? [A-Z][\w.'’-]+){0,3}\s+[–—]\s+(?=[A-Z“\"]))"
)
LEANING = {
    "en": r"(?:and|but|or|so|yet|nor|he|she|they|it|his|her|their|its|him|them|this|that|these|those|such|here|there|then|however"
    r"|separately|meanwhile|moreover|furthermore|also|instead|still|thus|therefore|nevertheless|nonetheless|likewise|similarly|otherwise|indeed"
    r"|additionally|besides|afterwards?|later|earlier|both|another|others?|neither|either|one|some|many|most|because|which|who"
    r"|(?:first|second|third|fourth|finally|lastly),|in\ (?:so\ )?doing|as\ a\ result|in\ addition|for\ (?:example|instance)|on\ the\ other\ hand|at\ the\ (?:same\ )?time|in\ (?:turn|contrast|other\ words)"
    r"|by\ contrast|even\ so|after\ (?:that|all)|of\ course|the\ (?:latter|former|two|three|pair|duo|same|other|move|man|woman|suspect|announcement|implication|revelations?|remarks?|comments?|incident"
    r"|developments?|episode|contest|exchange|accusations?|claims?|allegations?|statement|group|news|result)"
    r"|if\ (?:so|not)|yes|no|well|not\ only|not\ (?:so|all)|again|plus|what|why|how)",
    "fr": r"(?:et|mais|ou|il|elle|ils|elles|ce|cet|cette|ces|cela|ça|c['’]est|son|sa|ses|leurs?|celui-ci|celle-ci|ainsi|puis|ensuite"
    r"|cependant|toutefois|pourtant|en\ effet|de\ plus|par\ ailleurs|en\ outre|alors|donc|lui)",
    "de": r"(?:und|aber|oder|er|sie|es|sein[e]?[rnms]?|ihr[e]?[rnms]?|dies\w*|das|dabei|dafür|dagegen|damit|daher|deshalb|dennoch|doch"
    r"|jedoch|zudem|außerdem|dann|danach|dort|hier|so|auch)",
    "es": r"(?:y|e|pero|o|él|ella|ellos|ellas|est[aeo]s?|es[aeo]s?|su|sus|así|además|sin\ embargo|también|entonces|luego|por\ eso|allí)",
    "it": r"(?:e|ed|ma|o|lui|lei|loro|egli|ella|quest[aeio]|quell[aeio]|suo|sua|suoi|sue|così|inoltre|tuttavia|anche|poi|quindi)",
    "pt": r"(?:e|mas|ou|ele|ela|eles|elas|est[ea]s?|ess[ea]s?|isso|isto|seu|sua|seus|suas|assim|além\ disso|no\ entanto|também|então)",
    "nl": r"(?:en|maar|of|hij|zij|ze|het|dit|dat|deze|die|zijn|haar|hun|daar|daarom|ook|dus|toch|bovendien|vervolgens)",
}
LEANS = {code: re.compile(rf"[\"“‘'«(]*{words}\b", re.IGNORECASE | re.VERBOSE) for code, words in LEANING.items()}
OPEN_END = re.compile(r"\w[\"'”’»)]?$")
HOWEVER = re.compile(
    r"[^.]{0,60},? (?:however|moreover|meanwhile|too|for (?:his|her|its|their) part|in turn),|(?:\S+ ){1,4}also\b"
)
PRONOUN = re.compile(r"\b(?:he|she|they|him|his|her|hers|them|their|theirs|it|its|we|our|us|i|my|me)\b", re.IGNORECASE)
NAME = re.compile(r"(?<=[\w,] )[A-Z][\w'’.-]+")
FULL_NAME = re.compile(r"\b[A-Z][\w'’-]+\.? (?:[A-Z]\. )?([A-Z][a-z][\w-]+)")  # "Larry Kudlow", "Mr. Smith", "New York"
BARE_NAME = re.compile(
    r"(?<![A-Z][a-z]\. )(?<![\w.] [A-Z]\. )(?:(?<=^)|(?<=[a-z,;:—–“\"] ))([A-Z][a-z][\w-]+)(?:['’]s)?\b(?! [A-Z])"
)
FIRST_PERSON = re.compile(r"\b(?:I|I'm|I’m|I've|I’ve|we|we're|we’re|my|our|us|you|your|let's|let’s)\b")
DEICTIC_TIME = re.compile(
    r"\b(?:this (?:morning|afternoon|evening|hour)|tonight|today|tomorrow|yesterday|last night|right now|currently"
    r"|heute|gestern|morgen|aujourd['’]hui|hier|demain|hoy|ayer|mañana|oggi|ieri|domani|hoje|ontem|amanhã)\b",
    re.IGNORECASE,
)
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|„[^“]*“")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence that may stand in a summary. ``position`` counts those of its article from 0; ``leans`` says that
    it is understood only right after the sentence before it.
    """

    text: str
    start: int
    end: int
    position: int
    leans: bool
    follows: bool  # whether the sentence right before it in the article is the candidate at position - 1
    assumes: frozenset[str] = frozenset()  # people it calls by surname alone, whom the article names in full elsewhere


def is_furniture(string: str) -> bool:
    """Whether a sentence belongs to the page and not to the article: captions, bylines, adverts, appeals."""
    return len(string) <= MAX_CHARACTERS and bool(
        FURNITURE.match(string.lstrip("•*-–—|> ")) or _has_furniture(string) or CAPTION.match(string)
    )


def _has_furniture(string: str) -> bool:
    small = string.casefold()
    if any(map(small.__contains__, FURNITURE_SAID)):
        return True
    if "MORE" in string and MORE.search(string):
        return True
    return any(said in small and pattern.search(string) for said, pattern in FURNITURE_WITHIN.items())


def without_dateline(span: Span) -> Span:
    """The span without a leading "LONDON (Reuters) - "; its offsets move along."""
    match = DATELINE.match(span.string[:DATELINE_CHARACTERS])
    skipped = match.end() if match and match.end() < len(span.string) // 2 else 0
    return Span(span.string[skipped:], span.start + skipped, span.end, span.paragraph)


def _is_whole(string: str) -> bool:
    """Whether a sentence begins like one, ends like one, and closes what it opens. Questions and cries are not news."""
    begins = not string[0].islower() and (string[0].isalnum() or string[0] in "\"“‘'«„¿¡$€£#")
    ends = string.rstrip("\"'”’»)")[-1:] in (".", "。", "।", "።", "۔")
    closed = string.count('"') % 2 == 0 and string.count("(") == string.count(")")
    closed = closed and abs(string.count("“") - string.count("”")) == 0 and string.count("«") == string.count("»")
    return begins and ends and closed


def leans(string: str, language: str = "en") -> bool:
    """Whether a sentence needs the one before it: it opens with a pronoun or a connective, or names nobody before one."""
    pattern = LEANS.get(language)
    if pattern is None:
        return False
    if pattern.match(string) or language != "en":
        return bool(pattern.match(string))
    if HOWEVER.match(string):
        return True
    bare = QUOTED.sub(" ", string)
    pronoun = PRONOUN.search(bare)
    name = NAME.search(bare)
    first_word = bare.split(" ", 1)[0]
    named_first = first_word[:1].isupper() and bool(
        re.match(r"[A-Z][\w'’.-]+ (?:[A-Z][\w'’.-]+|[a-z]+ed\b|said|says)", bare)
    )
    return bool(pronoun and not named_first and (name is None or pronoun.start() < name.start()))


def lines(
    text: str, language: str = "en", most: int | None = None, title: str = "", teaser: bool = False
) -> list[Line]:
    """The first ``most`` sentences of an article that may stand in a summary, without furniture and fragments, and without
    those that try to instruct a model.

    A sentence that the page ran together with the ``title`` is a fragment too. Of a ``teaser`` the last one may lack its
    stop: many feeds leave it out.
    """
    reach = None if most is None else max(most, SHARED)
    return list(_lines(text, language, reach, title, teaser)[:most])


@lru_cache(maxsize=512)  # articles: more than the stories that are told or followed have
def _lines(text: str, language: str, most: int | None, title: str, teaser: bool) -> tuple[Line, ...]:
    heading = title if len(title.split()) >= TITLE_WORDS else "\n"
    found = sentences(text, language)
    safe = {span.end for span in trusted(found)}
    spans = [without_dateline(span) for span in found if len(span.string) <= MAX_CHARACTERS]
    names = [{match[1] for match in FULL_NAME.finditer(span.string)} for span in spans]
    named = frozenset().union(*names)
    kept: list[Line] = []
    previous_kept = False
    for span, here in zip(spans, names, strict=True):
        if len(kept) == most:
            break
        whole = span.string + "." if teaser and span is spans[-1] and OPEN_END.search(span.string) else span.string
        usable = span.end in safe and _is_usable(whole)
        usable = usable and not (span.string.startswith(heading) and len(span.string) > len(heading) + 1)
        if usable:
            assumes = frozenset(name for name in BARE_NAME.findall(span.string) if name in named - here)
            kept.append(
                Line(span.string, span.start, span.end, len(kept), leans(span.string, language), previous_kept, assumes)
            )
        previous_kept = usable
    return tuple(kept)


def _is_usable(string: str) -> bool:
    return MIN_WORDS <= count_words(string) <= MAX_WORDS and _is_whole(string) and not is_furniture(string)
