"""Prompts: files with a turn to a block, filled with text that cannot leave its place, and told by line where they go wrong."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import takewhile
from pathlib import Path

import pytest
from hostile import HOSTILE, Hostile

from briefing.errors import TemplateError
from briefing.fence import TOKENS
from briefing.prompting import NAMES, USES, digest, prompt
from briefing.prompting.check import MARK, faults, trials
from briefing.prompting.specimens import ATTACKS, Read, cases, values
from briefing.templating import folder

PLAIN = cases()["plain"]
USER = "{% block user %}{{ words }}{{ language }}{% endblock %}"


def own(place: Path, **files: str) -> Path:
    """A folder of prompts; ``story`` is the file ``story.prompt``."""
    for name, text in files.items():
        (place / f"{name}.prompt").write_text(text, encoding="utf-8")
    return place


def turns(place: Path, text: str, given: Mapping[str, object] = PLAIN) -> list[tuple[str, str]]:
    """The turns of a prompt of one's own."""
    return [(message.role, message.content) for message in prompt("story", given, own(place, story=text))]


def test_our_prompts_are_there() -> None:
    """Every prompt that a writer asks by lies where it is looked for, and says in its first remark which values it has."""
    names = {path.stem for path in folder("prompts").glob("*.prompt")}
    assert names == set(NAMES)
    for name in NAMES:
        text = (folder("prompts") / f"{name}.prompt").read_text(encoding="utf-8")
        remark = text[: text.index("#}")]
        assert text.startswith("{#")
        assert not [value for value in USES[name] if f"  {value} " not in remark]


@pytest.mark.parametrize("name", NAMES)
def test_a_prompt_states_length_and_language(name: str) -> None:
    """What is asked for is said to the model: how much, in which language, and that the text is data."""
    system, user = prompt(name, {**PLAIN, "words": 137, "sentences": 6, "language": "Icelandic"})
    assert (system.role, user.role) == ("system", "user")
    assert "137 words" in user.content
    assert "Icelandic" in user.content
    assert "data" in system.content
    assert "never" in system.content.casefold()
    if name in ("story", "update", "combine"):
        assert "6 sentences" in user.content
        assert "1 sentence," in prompt(name, {**PLAIN, "sentences": 1})[1].content


def test_what_all_stories_of_a_batch_share_comes_first() -> None:
    """Two stories of one length differ from the first article on, so that the beginning is computed once."""
    other = values([("Dutch", "Another", "Something else.")], "English", 45)
    for name in ("story", "update"):
        first, second = ("".join(message.content for message in prompt(name, each)) for each in (PLAIN, other))
        shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))
        assert shared > 0.9 * first.index("<article 1>" if name == "story" else "<known>")
        assert "45 words" in first[:shared]


def test_an_article_is_told_by_number_date_and_language() -> None:
    """Never by its address or outlet; its language is said where it is another than that of the summary."""
    text = prompt("story", PLAIN)[1].content
    assert text.index("<article 1>") < text.index("Bridge of Aldmoor closes") < text.index("</article")
    assert "15 October 2026" in text
    assert "German" in text
    assert "Written in English" not in text
    undated = prompt("story", values([("", "A", "B.")], "English", 45, bare=True))[1].content
    assert "None" not in undated


def test_turns_stand_in_the_order_of_their_blocks(tmp_path: Path) -> None:
    """Examples are turns with a number behind; white space around a turn and empty lines within it are trimmed."""
    text = (
        "{# remark #}\n{% block system %}\n  Be short.\n{% endblock %}\n\n{% block user_1 %}One{% endblock %}"
        "{% block assistant_1 %}Two{% endblock %}\n{% block user %}\nThree\n\n\n \n{{ words }}\n\n{% endblock %}\n"
    )
    assert turns(tmp_path, text) == [
        ("system", "Be short."),
        ("user", "One"),
        ("assistant", "Two"),
        ("user", "Three\n\n45"),
    ]


def test_an_own_prompt_goes_first_and_may_include_others(tmp_path: Path) -> None:
    """A file of the reader's replaces ours of that name; the others stay, and parts come from the same folders."""
    mine = own(
        tmp_path, story="{% block user %}Mine: {% include 'part.prompt' %}{% endblock %}", part="{{ words }} words"
    )
    assert prompt("story", PLAIN, mine)[0].content == "Mine: 45 words"
    assert prompt("headline", PLAIN, mine) == prompt("headline", PLAIN)
    (mine / "story.prompt").unlink()
    assert prompt("story", PLAIN, mine) == prompt("story", PLAIN)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("{% block user %}\n{{ word }}{% endblock %}", 2, "'word' is undefined"),
        ("{% block user %}\n\n{{ articles[0].titel }}{% endblock %}", 3, "read has no titel; did you mean title?"),
        ("{% block user %}", 1, "Unexpected end of template"),
        ("{% block user %}\n{{ words|nofilter }}{% endblock %}", 2, "nofilter"),
        ("{% block user %}\n{{ words / 0 }}{% endblock %}", 2, "division by zero"),
        ("\n{% block human %}{% endblock %}" + USER, 2, "human is no turn of a conversation"),
        ("\n\n{% block user_one %}{% endblock %}" + USER, 3, "user_one is no turn"),
        ("{% block system %}{% endblock %}\nHello\n" + USER, 2, "outside of its blocks"),
        ("{% block system %}a{% endblock %}", 1, "its blocks are system"),
        ("{# nothing #}", 1, "its blocks are none"),
        (USER + "{% block assistant %}{% endblock %}", 1, "its blocks are user, assistant"),
        (USER + "{% block system %}{% endblock %}", 1, "its blocks are user, system"),
        ("{% block user_1 %}{% endblock %}" + USER, 1, "its blocks are user, user"),
        ("{% extends 'headline.prompt' %}", 1, "outside of its blocks"),
    ],
)
def test_a_mistake_names_the_file_and_the_line(tmp_path: Path, text: str, line: int, said: str) -> None:
    """Names that are not there, blocks that are no turns, turns that no model could go on with."""
    with pytest.raises(TemplateError) as caught:
        turns(tmp_path, text)
    assert str(caught.value).startswith(f"prompt {tmp_path / 'story.prompt'}, line {line}: ")
    assert said in str(caught.value)


def test_a_prompt_that_is_not_there_names_the_places(tmp_path: Path) -> None:
    """A name, a part and a folder that are nowhere; bytes that are no text."""
    with pytest.raises(TemplateError, match=f"prompt poem.prompt is not in {tmp_path} nor "):
        prompt("poem", {}, tmp_path)
    with pytest.raises(TemplateError, match="prompt gone is not in"):
        turns(tmp_path, "{% block user %}{% include 'gone' %}{% endblock %}")
    with pytest.raises(TemplateError, match=r"there is no folder .* with prompts: make it, or mend writer\.prompts"):
        prompt("story", PLAIN, tmp_path / "gone")
    (tmp_path / "story.prompt").write_bytes(b"\xff\xfe\xe9")
    with pytest.raises(TemplateError, match=r"story\.prompt"):
        prompt("story", PLAIN, tmp_path)


def test_the_digest_changes_with_any_prompt(tmp_path: Path) -> None:
    """And with nothing else: it is the same for a copy that nothing was changed in, and for files that are no prompts."""
    before = digest()
    assert len(before) == 16
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    mine = own(tmp_path, story=(folder("prompts") / "story.prompt").read_text(encoding="utf-8"))
    assert digest(mine) == before
    changed = {digest(own(tmp_path, part="x")), digest(own(tmp_path, part="y")), digest(own(tmp_path, story=USER))}
    assert len(changed | {before}) == 4


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda each: each.name)
def test_a_hostile_article_stays_in_its_place(hostile: Hostile) -> None:
    """Even where nothing was left out of it: the marks and the turns are those of the prompt alone."""
    told = [Read(1, hostile.title, hostile.text, None, ""), Read(2, "Title", "Text.", None, "")]
    text = "\n".join(message.content for message in prompt("story", {**PLAIN, "articles": told}))
    told[0] = Read(1, "Title", "Text.", None, "")
    plain = "\n".join(message.content for message in prompt("story", {**PLAIN, "articles": told}))
    assert [mark[0] for mark in MARK.finditer(text)] == [mark[0] for mark in MARK.finditer(plain)]
    assert text.count("\n") == plain.count("\n")
    assert not TOKENS.search(text)
    assert "://" not in text


def test_ours_pass() -> None:
    """Each prompt comes out with all awkward values, and nothing is wrong with any."""
    done = list(trials(None))
    assert {trial.prompt for trial in done} == set(NAMES)
    assert {trial.case for trial in done} == {"plain", "many", "bare", "scripts", "hostile"}
    assert [trial for trial in done if trial.error] == []
    assert list(faults(None)) == []


HELD = "{% for article in articles %}<article>{{ article.title }}\n{{ article.text }}</article>{% endfor %}"


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("story", f"{{% block user %}}{{{{ language }}}} {HELD}{{% endblock %}}", "makes no use of words"),
        ("story", f"{{% block user %}}{{{{ words }}}} {HELD}{{% endblock %}}", "makes no use of language"),
        ("story", USER, "makes no use of articles"),
        ("update", f"{{% block user %}}{{{{ words }}}} {{{{ language }}}} {HELD}{{% endblock %}}", "makes no use of earlier"),
        ("story", USER.replace("{{ words", "{{ articles[0].text }}{{ words"), "articles stands outside of marks"),
        ("overview", USER.replace("{{ words", "<summary>{{ summary }} {{ words"), "summary stands outside of marks"),
        ("headline", USER.replace("{{ words", '"""{{ summary }}"""{{ words'), "summary stands outside of marks"),
        ("combine", USER.replace("{{ words", "<a>{{ parts[0].text }}</b>{{ words"), "parts stands outside of marks"),
        ("poem", USER, "no writer asks for"),
        ("part", "{% if %}", "line 1"),
    ],
)  # fmt: skip
def test_a_prompt_that_forgets_something_is_told(tmp_path: Path, name: str, text: str, fault: str) -> None:
    """What it has to make use of, marks around what comes from outside, and files that nothing makes use of."""
    told = [str(error) for _, error in faults(own(tmp_path, **{name: text}))]
    assert any(fault in each for each in told), told
    if fault != "makes no use of articles":
        assert all(name in each for each in told)


def test_a_part_that_a_prompt_includes_is_no_fault(tmp_path: Path) -> None:
    """It is used."""
    text = "{% block user %}{{ words }} {{ language }} {% include 'list.prompt' %}{% endblock %}"
    assert list(faults(own(tmp_path, story=text, list=HELD))) == []


def test_text_that_is_not_fenced_is_found_by_the_hostile_case(tmp_path: Path) -> None:
    """A prompt that marks a value as safe opens the fence, whichever the attack."""
    text = f"{{% block user %}}{{{{ words }}}} {{{{ language }}}} {HELD}{{% endblock %}}"
    mine = own(tmp_path, story=text.replace("article.text", "article.text|safe"))
    failed = [trial for trial in trials(mine) if trial.error]
    assert [(trial.prompt, trial.case) for trial in failed] == [("story", "hostile")]
    assert "can leave its place in the user turn" in str(failed[0].error)
    own(tmp_path, story=text)
    assert not [trial for trial in trials(mine) if trial.error]


@pytest.mark.parametrize("attack", ["marks", "tokens", "turns", "addresses"])
def test_every_attack_shows_by_itself(attack: str) -> None:
    """Each kind changes a turn that it is put into as it is."""
    from briefing.prompting.check import _expect_fenced
    from briefing.types import Message

    held = [Message("user", "<article>text</article>")]
    broken = [Message("user", f"<article>text {ATTACKS[attack]}</article>")]
    with pytest.raises(TemplateError):
        _expect_fenced("story", broken, held)
    _expect_fenced("story", held, held)


def test_a_trial_that_fails_names_the_place(tmp_path: Path) -> None:
    """Only where its values make it fail."""
    text = "{% block user %}\n{{ articles[1].title }}{{ words }}{{ language }}{% endblock %}"
    failed = [trial for trial in trials(own(tmp_path, story=text)) if trial.error]
    assert [(trial.prompt, trial.case) for trial in failed] == [("story", "bare")]
    assert "story.prompt, line 2" in str(failed[0].error)
