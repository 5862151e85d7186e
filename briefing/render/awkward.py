"""The texts that awkward briefs are made of: attacks, scripts, and the plain ones between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

HUGE = 5_000  # characters of a title: longer than any page has a place for
STORIES = 200
LINKS = 40

# One of each that a format has a meaning for, so that a text that is not escaped shows
ATTACKS: Mapping[str, str] = {
    "markup": "</title></style></p>]]><script>alert(1)</script><img src=x onerror=alert(2)>&amp;&#60;",
    "quotes": '" onload="alert(3)" \'); alert(4); (\'',
    "jinja": "{{ 7 * 7 }} {% raw %} {# gone? #}",
    "typst": '#read("/etc/passwd") #panic() $ 1/0 $ @nobody <nobody> = no heading // gone? /* gone?',
    "markdown": "[press](javascript:alert(5)) ![](https://evil.example/pixel.png) **bold** ``` | cell | \\",
    "header": "Lost\r\nBcc: everyone@evil.example\r\n\r\nA body of its own",
    "terminal": "\x1b[2J\x1b]0;yours\x07\x9b31m\x08\x08",
    "direction": "invoice\u202egnp.exe\u2066\u200f\u061c",
    "control": "nul\x00 feed\x0c next\x85 line\u2028 no character\ufffe\uffff end",
    "path": "../../etc/passwd file:///etc/passwd CON|",
}
ATTACK = " ".join(ATTACKS.values())
ADDRESSES = (
    "javascript:alert(6)",
    "data:text/html,<script>alert(7)</script>",
    'https://evil.example/"><script>alert(8)</script>?q=1&lt;2#(part)',
    "https://evil.example/\r\nX-Header: 1",
)

# name of the section, language, headline, sentences
SCRIPTS: Sequence[tuple[str, str, str, tuple[str, ...]]] = (
    ("Latin", "cs", "Příliš žluťoučký kůň přešel most", ("Město Třebíč otevřelo nový most přes řeku.", "Ďábelské ódy zněly až do večera, řekla Žofie Šťastná.")),
    ("Tiếng Việt", "vi", "Chợ nổi mở cửa trở lại", ("Chợ nổi mở cửa trở lại sau ba năm.", "Hơn hai trăm chiếc thuyền đã đến từ sáng sớm.")),
    ("Русский", "ru", "Мост через реку открыт", ("Городской совет открыл новый мост через реку.", "Движение начнётся в понедельник, сообщила мэрия.")),
    ("Ελληνικά", "el", "Η βιβλιοθήκη ανοίγει ξανά", ("Η βιβλιοθήκη της πόλης ανοίγει ξανά τη Δευτέρα.", "Τα έργα κράτησαν δύο χρόνια.")),
    ("العربية", "ar", "المدينة تفتتح جسرًا جديدًا", ("افتتحت المدينة جسرًا جديدًا فوق النهر يوم الاثنين.", "استغرق العمل عامين، وفق ما قالته البلدية في 2026.")),
    ("עברית", "he", "הספרייה נפתחת מחדש", ("הספרייה העירונית נפתחת מחדש ביום שני.", "החברה Example Ltd. בנתה 12 חדרים חדשים (ראו example.org).")),
    ("हिन्दी", "hi", "नदी पर नया पुल खुला", ("शहर ने नदी पर नया पुल खोला।", "निर्माण में दो वर्ष लगे, अधिकारियों ने बताया।")),
    ("中文", "zh", "新桥今日通车", ("市政府今天开放了新的跨河大桥。", "工程历时两年，耗资三亿元。")),
    ("日本語", "ja", "新しい橋が開通した", ("市は川に架かる新しい橋を開通させた。", "工事には二年かかったと、担当者は「予定どおり」と話した。")),
    ("한국어", "ko", "새 다리가 개통되었다", ("시는 강을 가로지르는 새 다리를 개통했다.", "공사에는 두 해가 걸렸다고 시청이 밝혔다.")),
    ("ไทย", "th", "สะพานใหม่เปิดใช้งาน", ("เมืองเปิดสะพานใหม่ข้ามแม่น้ำในวันจันทร์", "การก่อสร้างใช้เวลาสองปี")),
    ("🙂", "", "🎉 Fair opens 👩🏽‍🚀🏳️‍🌈", ("The fair opened with 🎆 and 🥁 at noon.", "Visitors 👨‍👩‍👧‍👦 came from 🇩🇪, 🇧🇷 and 🇯🇵.")),
    ("Mixed", "en", "“שלום” and «مرحبا» on one banner", ("The banner said שלום 2026 and مرحبا 2026 (in that order).", "It hung on the Мост, 橋 and γέφυρα alike: 50 % of 12 km².")),
)  # fmt: skip
ARABIC: Sequence[tuple[str, tuple[str, ...]]] = (
    ("السوق القديم يستقبل زواره", ("استقبل السوق القديم زواره الأوائل بعد ترميم دام عامًا.", "وقالت مديرة السوق إن 120 متجرًا فتحت أبوابها.")),
    ("أمطار غزيرة في الجنوب", ("هطلت أمطار غزيرة على المدن الجنوبية ليلة الأربعاء.", "أغلقت المدارس، وبقيت محطة Central 3 مفتوحة.")),
    ("فريق الجامعة يفوز", ("فاز فريق الجامعة بالمباراة بنتيجة 3-1.",)),
)  # fmt: skip
BEATS = ("World", "Politics", "Business", "Science", "Climate", "Health", "Culture", "Sport")
PLACES = ("Aldmoor", "Brackwater", "Corrin", "Dunfell", "Eastmere", "Farholt", "Greyhaven")
DEEDS = (
    "opens a bridge that was closed for {n} months",
    "counts {n} storks",
    "votes on the price of water, the fare of the night bus and the name of its new square",
    "finds {n} coins under the old mill",
)
LINES = (
    "The council of {place} met on Tuesday.",
    "It took {n} hours.",
    "Nobody in {place} had expected that the vote, which was put off {n} times since the spring, would be so clear.",
    "“We waited {n} years for this,” said the head of the harbour office.",
    "Costs stay below {n} million, according to the report that was laid out in the town hall of {place} for everyone to read.",
    "Work begins in May.",
)
