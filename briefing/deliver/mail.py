"""A parcel to mailboxes by SMTP: one connection for all, a message for each, and how it went as soon as it is known."""

from __future__ import annotations

import smtplib
import socket
import ssl
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import suppress
from ipaddress import ip_address

from briefing.errors import ConfigError, DeliveryError
from briefing.message import compose
from briefing.secret import reveal
from briefing.text import one_line
from briefing.types import PORTS, Account, Handed, Parcel, Recipient

NAME = "[127.0.0.1]"  # what we call ourselves (RFC 5321, 4.1.4): the computer's name is nobody's business
FAREWELL_SECONDS = 5.0  # chosen: for the answer to QUIT; what was taken is taken
COMPLAINT_CHARACTERS = 200  # chosen: of what a server says
MOST_BREAKS = 2  # chosen: connections in a row that broke, before the rest wait for the next attempt
BUSY = 421  # the server closes the connection (RFC 5321, 3.8)
TOO_LARGE = (523, 552)  # RFC 1870
Failure = smtplib.SMTPException | OSError | ConfigError | DeliveryError
FAILURES = (smtplib.SMTPException, OSError, ConfigError, DeliveryError)


def send(parcel: Parcel, recipients: Sequence[Recipient], account: Account | None) -> Iterator[Handed]:
    """Hand each recipient a message of its own. A broken connection is a temporary error of the one it broke for; the others
    get a new one. Where none can be made or that one breaks too, all the rest get the same error at once.
    """
    if account is None:
        missing = DeliveryError("there is no mail server", "set mail.server and mail.sender in briefing.toml")
        yield from (Handed(recipient, missing) for recipient in recipients)
        return
    line = _Line(account)
    try:
        for recipient in recipients:
            yield Handed(recipient, line.hand(parcel, recipient))
    finally:
        line.close()


def check(account: Account) -> str:
    """Connect and log in without sending anything; what answered, in a line. DeliveryError where that fails."""
    line = _Line(account)
    try:
        server = line.server()
        code, said = server.noop()
        if code != 250:
            raise smtplib.SMTPResponseException(code, said)
        secured = f"encrypted ({server.sock.version()})" if isinstance(server.sock, ssl.SSLSocket) else "not encrypted"
    except FAILURES as error:
        raise _explained(error, account) from error
    finally:
        line.close()
    entered = f"lets {account.user} in" if account.user else "asks for no login"
    return f"{_place(account)} answers, {secured}, and {entered}"


class _Line:
    """A connection to the server that is made when it is needed, and made again after it broke."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.open: smtplib.SMTP | None = None
        self.breaks = 0  # one after the other
        self.hopeless: DeliveryError | None = None  # why there is no use in another connection

    def hand(self, parcel: Parcel, recipient: Recipient) -> DeliveryError | None:
        """Hand over one message; the error where it was not taken."""
        try:
            message = compose(parcel, self.account, recipient)
            sender, to = (message[name].addresses[0].addr_spec for name in ("From", "To"))
            server = self.server()
        except FAILURES as error:
            return _explained(error, self.account)
        try:
            server.send_message(message, sender, [to])
        except FAILURES as error:
            return self._failed(_explained(error, self.account), server)
        self.breaks = 0
        return None

    def _failed(self, error: DeliveryError, server: smtplib.SMTP) -> DeliveryError:
        self.breaks = self.breaks + 1 if server.sock is None else 0
        if self.breaks >= MOST_BREAKS:
            self.hopeless = error
        return error

    def server(self) -> smtplib.SMTP:
        """The server, ready for the next message."""
        if self.hopeless:
            raise self.hopeless
        if self.open and not _listens(self.open):
            self.close()
        if not self.open:
            try:
                self.open = _connected(self.account)
            except FAILURES as error:
                self.hopeless = _explained(error, self.account)
                raise self.hopeless from error
        return self.open

    def close(self) -> None:
        """Take leave, if anybody is there."""
        if self.open:
            _leave(self.open)
            self.open = None


def _connected(account: Account) -> smtplib.SMTP:
    """A server that was spoken to by TLS, unless the account says otherwise, and that let us in."""
    port, timeout = account.port or PORTS[account.security], account.timeout
    context = _trust(account)
    try:
        if account.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(account.server, port, NAME, timeout=timeout, context=context)
        else:
            server = smtplib.SMTP(account.server, port, NAME, timeout=timeout)
    except UnicodeError as error:  # no name by IDNA
        raise DeliveryError(f'"{account.server}" is no name of a server', "mend mail.server") from error
    try:
        if account.security == "starttls":
            server.starttls(context=context)
        server.ehlo_or_helo_if_needed()
        if account.user:
            _log_in(server, account)
    except BaseException:  # an interruption too: nothing is left behind, and it goes on up
        _leave(server)
        raise
    return server


def _trust(account: Account) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if account.trust:
        try:
            context.load_verify_locations(account.trust)
        except OSError as error:
            raise DeliveryError(
                f"the certificates in {account.trust} cannot be read", "mend mail.trust: it names a PEM file"
            ) from error
    return context


def _log_in(server: smtplib.SMTP, account: Account) -> None:
    """Say the password, to nobody but the server: over TLS, or to this very computer."""
    if not isinstance(server.sock, ssl.SSLSocket) and not _is_here(server):
        raise DeliveryError(
            f"{_place(account)} would get the password without encryption", 'set mail.security to "starttls" or "tls"'
        )
    if account.password is None:
        raise DeliveryError(
            f"{_place(account)} has no password for {account.user}",
            "name an environment variable by mail.password_env, or a program by mail.password_command",
        )
    password = reveal(account.password, account.server)
    if (account.user + password).isascii():
        server.login(account.user, password)
        return
    # The standard library knows ASCII alone; RFC 4616 has UTF-8
    response = b64encode(f"\x00{account.user}\x00{password}".encode()).decode()
    code, said = server.docmd("AUTH", f"PLAIN {response}")
    if code != 235:
        raise smtplib.SMTPAuthenticationError(code, said.decode(errors="replace"))


def _is_here(server: smtplib.SMTP) -> bool:
    return server.sock is not None and ip_address(server.sock.getpeername()[0]).is_loopback


def _listens(server: smtplib.SMTP) -> bool:
    """Whether a connection that was used before still stands."""
    try:
        return server.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False


def _leave(server: smtplib.SMTP) -> None:
    with suppress(smtplib.SMTPException, OSError):
        if server.sock:
            server.sock.settimeout(FAREWELL_SECONDS)
            server.quit()
    server.close()


def _place(account: Account) -> str:
    return f"{account.server}:{account.port or PORTS[account.security]}"


def _explained(error: Failure, account: Account) -> DeliveryError:
    """What went wrong, what to do about it, and whether the same may work later."""
    if isinstance(error, DeliveryError):
        return error
    if isinstance(error, ConfigError):
        return DeliveryError(error.what, error.remedy)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, said = next(iter(error.recipients.values()))
        return _refused(smtplib.SMTPResponseException(code, said.decode(errors="replace")), account, "the recipient")
    if isinstance(error, smtplib.SMTPResponseException):
        return _refused(error, account)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return _unable(error, account)
    return _broken(error, account)


def _refused(error: smtplib.SMTPResponseException, account: Account, what: str = "the message") -> DeliveryError:
    """An answer of the server that is a no: 4xx for now, 5xx for good (RFC 5321, 4.2.1)."""
    place, code = _place(account), error.smtp_code
    words = error.smtp_error if isinstance(error.smtp_error, str) else error.smtp_error.decode(errors="replace")
    said = f" ({code} {one_line(words)[:COMPLAINT_CHARACTERS]})".replace(" )", ")")
    if isinstance(error, smtplib.SMTPAuthenticationError) and code >= 500:
        remedy = "check mail.user and the password; many providers want a password made for this program alone"
        return DeliveryError(f"{place} refuses user or password{said}", remedy)
    if isinstance(error, smtplib.SMTPConnectError | smtplib.SMTPHeloError) or code == BUSY:
        what = "us"
    if 400 <= code < 500:
        return DeliveryError(f"{place} does not take {what} now{said}", "it is tried again later", temporary=True)
    if code in TOO_LARGE:
        return DeliveryError(
            f"{place} finds {what} too large{said}", "attach less by mail.attach, or switch look.images off"
        )
    if isinstance(error, smtplib.SMTPSenderRefused):
        return DeliveryError(
            f"{place} refuses the sender{said}", "set mail.sender to an address of that account, and mail.user"
        )
    remedies = {
        "the recipient": "check the address, or leave it out by `briefing recipients remove`",
        "us": "check mail.server",
    }
    return DeliveryError(f"{place} refuses {what}{said}", remedies.get(what, "ask who runs the server"))


def _unable(error: smtplib.SMTPNotSupportedError, account: Account) -> DeliveryError:
    """Something that the server does not offer."""
    place, words = _place(account), str(error)
    if "STARTTLS" in words:
        return DeliveryError(
            f"{place} offers no encryption by STARTTLS",
            'set mail.security to "tls" with port 465, or to "none" for a server on this computer',
        )
    if "AUTH" in words or "auth" in words:
        return DeliveryError(f"{place} lets nobody log in", "leave mail.user empty, or check mail.port")
    return DeliveryError(
        f"{place} takes no address with letters other than ASCII", "use another address, or another server"
    )


def _broken(error: smtplib.SMTPException | OSError, account: Account) -> DeliveryError:
    """A connection that could not be made, or did not last."""
    place, cause = _place(account), error.__context__ if isinstance(error, smtplib.SMTPException) else error
    if isinstance(cause, ssl.SSLCertVerificationError):
        return DeliveryError(
            f"{place} has no certificate that is trusted ({cause.verify_message})",
            "check the name in mail.server; for a server of your own, name its authority's file by mail.trust",
        )
    if isinstance(cause, ssl.SSLError) and not isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return DeliveryError(
            f"{place} does not speak TLS as it should ({cause.reason or cause})",
            'mail.security is "starttls" for port 587, and "tls" for port 465',
        )
    if isinstance(cause, TimeoutError):
        what, remedy = f"{place} did not answer within {account.timeout:g} seconds", "it is tried again later"
    elif isinstance(cause, socket.gaierror):
        what, remedy = f"nobody knows the server {account.server}", "check mail.server, and the network"
    elif isinstance(error, smtplib.SMTPException):
        what, remedy = f"{place} broke the connection off", "it is tried again later"
    else:
        what, remedy = f"{place} cannot be reached ({error.strerror or error})", "check mail.server and mail.port"
    return DeliveryError(what, remedy, temporary=True)
