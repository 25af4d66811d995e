"""Drives the built program through its public contract: `python e2e/contract --help`.

A mail server, the command line and HTTP are all it uses; with several servers also PostgreSQL's
own view of them, to stop each where it hurts. It prints one line per check and ends with
`N passed, N failed`.
"""

import argparse
import contextlib
import random
import sys
import tempfile
import time
from pathlib import Path

import concurrency
import restored
import traces
from bad_input import reject_bad_input, reject_old_notice
from checks import Checks, Fatal, chapter
from fleet import Fleet
from killer import Killer
from server import Server
from sink import Sink
from story import Story


def main() -> int:
    options = read_options()
    checks = Checks()
    print(f"seed {options.seed}")
    run = run_servers if options.servers else run_server
    with folder_for(options) as folder, Sink(dawdle=slow_answers(options)) as sink:
        logs = run(checks, Path(folder), sink, options)
        if checks.failed:
            print(logs)
    print(checks.summary())
    return 1 if checks.failed else 0


def run_server(checks: Checks, folder: Path, sink: Sink, options: argparse.Namespace) -> str:
    """Tells the story of one server and returns the end of its log."""
    server = Server(options.binary, folder, options.database_url, sink.port)
    try:
        tell(Story(checks, server, sink, Killer(server, options.kill, options.seed)))
        if not options.kill:
            restored.tell(checks, options.binary, folder, options.database_url, sink)
    except Fatal as fatal:
        checks.that("the story reached its end", False, fatal)
    finally:
        server.end()
    return traces.last_lines(server.log_file)


def run_servers(checks: Checks, folder: Path, sink: Sink, options: argparse.Namespace) -> str:
    """The same for several servers, where the story is another and so much is logged that only
    complaints are returned.
    """
    fleet = Fleet(options.binary, folder, options.database_url, sink.port, options.servers)
    try:
        concurrency.tell(checks, fleet, options.seed, options.seconds)
    except Fatal as fatal:
        checks.that("the story reached its end", False, fatal)
    finally:
        fleet.end()
    return traces.complaints(fleet.logs)


def tell(story: Story) -> None:
    begin = time.monotonic()
    story.server.start()
    story.open_account()
    chapter("bad input")
    old = story.consent_text("sv")
    reject_bad_input(story)
    chapter("200 consents")
    story.give_consents()
    story.verify_receipts()
    chapter("new keys")
    story.change_keys()
    chapter("20 registered without consent")
    story.register()
    story.read_back(story.registered)
    chapter("5 renew, 5 decline, 10 stay silent")
    story.answer()
    chapter("a proof pack")
    story.prove()
    for days in (15, 28, 31):
        chapter(f"{days} days later")
        story.later(days, last=days == 31)
    story.reminders_went_to_the_silent()
    story.erased()
    story.everything_else_stays()
    story.verify_receipts()
    reject_old_notice(story, old)
    story.repeated_mails()
    story.erased_leave_no_trace()
    story.stop()
    story.log_holds()
    kills, retries = story.killer.kills, story.public.retries + story.staff.retries
    print(f"{kills} kills, {retries} requests sent again, {time.monotonic() - begin:.0f} s")


def folder_for(options: argparse.Namespace) -> contextlib.AbstractContextManager[str]:
    if options.folder is None:
        return tempfile.TemporaryDirectory(prefix="samtycke-contract-")
    options.folder.mkdir(parents=True)
    return contextlib.nullcontext(str(options.folder))


def slow_answers(options: argparse.Namespace):
    """With kills, the mail server sometimes takes its time, so that some kills hit a sending."""
    if not options.kill:
        return lambda: 0.0
    chance = random.Random(options.seed)
    return lambda: chance.choice((0.0, 0.0, 0.1, 0.4))


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--binary", type=Path, default=Path("target/release/samtycke"))
    parser.add_argument("--database-url", help="an empty PostgreSQL database; SQLite without it")
    parser.add_argument(
        "--kill", type=int, default=0, metavar="N", help="kill -9 the server N times"
    )
    parser.add_argument(
        "--servers",
        type=int,
        default=0,
        metavar="N",
        help="N servers of the same database, paused and killed under load",
    )
    parser.add_argument(
        "--seconds", type=float, default=60, help="how long several servers are troubled"
    )
    parser.add_argument("--folder", type=Path, help="a new folder that stays, to look into")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    if options.servers and not options.database_url:
        parser.error("--servers: several servers need --database-url")
    options.binary = options.binary.resolve()
    return options


if __name__ == "__main__":
    sys.exit(main())
