"""What becomes of a brief: templates, fonts, files, recipients, mail."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from briefing import pipeline
from briefing.config.delivery import is_mailbox
from briefing.deliver import check, expand, format_of
from briefing.doctor.finding import Case, Finding
from briefing.store import Store
from briefing.store.archive import Archive
from briefing.store.ledger import Ledger
from briefing.types import Recipient, Secret

TRIED = ("one story", "hostile")  # of the awkward briefs; `briefing templates check` tries all
SAMPLED = 500  # of the archive's newest titles; chosen: a few days of a full list of sources
CHECKED = "`briefing templates check` tries everything"


def _forms(case: Case) -> list[str]:
    """The formats that a run makes: of its files, its mails and what goes along with them."""
    recipients = case.settings.recipient_values(case.folder, case.environment)
    files = [format_of(Path(name)) for name in case.settings.output.files]
    mails = ["eml"] if any(each.channel == "mail" for each in recipients) else []
    notices = ["notice"] if any(each.channel == "notify" for each in recipients) else []
    return list(dict.fromkeys([*files, *mails, *notices, *(form for each in recipients for form in each.attach)]))


def templates(case: Case) -> Iterator[Finding]:
    """Whether the forms that a run makes come out of the templates and the theme in use."""
    from briefing.render.check import trial
    from briefing.render.specimens import specimens

    look = case.settings.look_value(case.folder)
    briefs, forms = specimens(), _forms(case)
    failed = [each for form in forms for name in TRIED if (each := trial(form, name, briefs[name], look)).error]
    for form in dict.fromkeys(each.form for each in failed):
        met = next(each for each in failed if each.form == form)
        yield Finding("templates", "broken", f"{form} of a brief with {met.specimen}: {met.error}", CHECKED)
    if not failed:
        theme = f"theme {case.settings.look.theme}" + f", templates of {look.own}" * bool(look.own)
        yield Finding("templates", "good", f"{', '.join(forms) or 'no form'} with {theme}")


def fonts(case: Case) -> Iterator[Finding]:
    """Whether there is a font for each script that the archive's newest titles are written in; only the PDF needs one."""
    from briefing.render.fonts import missing

    path = pipeline.store_path(case.settings)
    titles = []
    if path.is_file():
        with Store(path) as store:
            titles = [filed.article.title for filed in Archive(store).latest(SAMPLED)]
    lacking = missing([case.settings.brief.title, *titles])
    if not lacking:
        yield Finding("fonts", "good", f"for all letters of the newest {len(titles)} titles in the archive")
    for each in lacking:
        yield Finding("fonts", "warning", f"{each.characters} characters of {each.script} are boxes in a PDF", each.remedy)  # fmt: skip


def files(case: Case) -> Iterator[Finding]:
    """Whether the files that a run writes can be written."""
    today = pipeline.local(case.now, case.settings)
    edition = case.settings.brief.edition
    patterns = {case.folder / expand(name, today, edition): name for name in case.settings.output.files}
    check(patterns, patterns)
    yield Finding("files", "good", ", ".join(map(str, patterns)) or "none is written")


def recipients(case: Case) -> Iterator[Finding]:
    """Whether what the recipients need is there: variables, programs, a mail server."""
    on = [each for each in case.settings.recipients if each.on]
    unset = [each for each in on if each.to_env and not case.environment.get(each.to_env)]
    for block in unset:
        lacking = f"the environment variable {block.to_env} is not set"
        yield Finding(f"recipient {block.name or block.to_env}", "broken", lacking, f"set {block.to_env}")
    reached = [each.value(case.folder, case.environment) for each in on if each not in unset]
    yield from (found for each in reached if (found := _unreachable(each, case)))
    if is_mailbox(case.settings.delivery.owner) and not case.settings.mail.server:
        untold = "without a mail server nobody is told of a morning that failed"
        yield Finding("owner", "warning", untold, "set mail.server and mail.sender, or a service as delivery.owner")
    mails = [each for each in reached if each.channel == "mail"]
    if mails and not case.settings.mail.server:
        lacking = f"{len(mails)} of {len(on)} get mail, and there is no mail server"
        yield Finding("recipients", "broken", lacking, "set mail.server and mail.sender")
    elif len(unset) < len(on) or not on:
        told = ", ".join(each.label for each in reached) or "none; the brief goes into files"
        yield Finding("recipients", "good", told)


def _unreachable(recipient: Recipient, case: Case) -> Finding | None:
    """What keeps a recipient from being reached, as far as it can be told without asking anybody."""
    from briefing.deliver.notify import is_known

    subject = f"recipient {recipient.label}"
    if recipient.command and not shutil.which(recipient.command[0], path=case.environment.get("PATH")):
        return Finding(subject, "broken", "there is no such program", "install it, or mend its `command`")
    if recipient.channel == "notify" and not is_known(recipient.to):
        wiki = "compare it with https://github.com/caronc/apprise/wiki"
        return Finding(subject, "broken", "it is no address that Apprise knows", wiki)
    return None


def deliveries(case: Case) -> Iterator[Finding]:
    """Whether the last editions reached everyone, as the ledger has it."""
    path = pipeline.store_path(case.settings)
    keys = {each.key for each in case.settings.recipient_values(case.folder, case.environment)}
    if not keys or not path.is_file():
        return
    with Store(path) as store:
        unsent = Ledger(store, case.path).unsent(case.now, keys, failed=True)
    for each in unsent:
        told = f"{each.edition} has not gone out" + f": {each.error}" * bool(each.error)
        yield Finding(
            f"recipient {each.label}", "warning", told, each.remedy or "`briefing send --retry` tries it again"
        )
    if not unsent:
        yield Finding("deliveries", "good", "nothing waits to be sent")


def mail(case: Case) -> Iterator[Finding]:
    """Whether the mail server lets us in; nothing is sent."""
    account = case.settings.mail.account(case.folder, case.environment)
    if account is None:
        return
    password = account.password or Secret()
    if password.name and not password.value and not password.command:
        yield Finding("mail", "broken", f"the environment variable {password.name} is not set", f"set {password.name}")
    elif case.offline:
        yield Finding("mail", "good", f"{account.server} was not asked")
    else:
        from briefing.deliver.mail import check as logged_in

        yield Finding("mail", "good", logged_in(account))
