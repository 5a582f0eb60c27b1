"""Propose on GitHub what scripts/form.py made of an issue: push a branch, open or renew its draft pull request, answer.

Reads summary.json, reply.md and change.patch from a folder. Needs git with the right to push, and GitHub's `gh`. A branch
on which a person has worked is left as it is. Exit 0: answered; 1: git or gh failed; 2: wrong usage."""

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BOT = ("github-actions[bot]", "41898282+github-actions[bot]@users.noreply.github.com")
BRANCH = re.compile(r"form/[0-9]+-[a-z0-9-]+")
WORKED_ON = (
    "Thank you. An editor has already worked on the draft made from this form, so it was left as it is; please say in its "
    "pull request what should be different there."
)


class FailedError(Exception):
    """A command of git or gh failed; the message is what it said."""


class Proposer:
    """Talks to git and gh in the folder of a project."""

    def __init__(self, root: Path, folder: Path, issue: int) -> None:
        self.root, self.folder, self.issue = root, folder, issue
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        self.outcome, self.branch, self.title = summary["outcome"], summary["branch"], summary["title"]

    def run(self, *command: str, check: bool = True) -> str:
        done = subprocess.run(command, cwd=self.root, capture_output=True, text=True)
        if done.returncode and check:
            raise FailedError(f"{' '.join(command[:3])}: {done.stderr.strip() or done.stdout.strip()}")
        return done.stdout.strip() if done.returncode == 0 else ""

    def worked_on(self) -> bool:
        """Whether the branch is there with a commit that is not the bot's."""
        if not self.run("git", "ls-remote", "--heads", "origin", self.branch):
            return False
        self.run("git", "fetch", "--quiet", "origin", f"+refs/heads/{self.branch}:refs/remotes/origin/{self.branch}")
        authors = self.run("git", "log", "--format=%ae", f"HEAD..origin/{self.branch}").splitlines()
        return any(author != BOT[1] for author in authors)

    def push(self) -> None:
        """Make the branch anew from here with the change in one commit."""
        who = ["-c", f"user.name={BOT[0]}", "-c", f"user.email={BOT[1]}"]
        before = self.run("git", "rev-parse", "--verify", "--quiet", f"origin/{self.branch}", check=False)
        self.run("git", "switch", "--quiet", "--force-create", self.branch)
        self.run("git", "apply", "--index", str((self.folder / "change.patch").resolve()))
        message = f"{self.title}\n\nMade from the form in issue #{self.issue}."
        self.run("git", *who, "commit", "--quiet", "--message", message)
        lease = f"--force-with-lease=refs/heads/{self.branch}:{before}"
        self.run("git", "push", "--quiet", lease, "origin", f"{self.branch}:refs/heads/{self.branch}")

    def pull_request(self) -> str:
        """The address of the branch's draft pull request, opened if there is none."""
        body = self.folder / "pull-request.md"
        reply = (self.folder / "reply.md").read_text(encoding="utf-8").split("\n", 1)[-1].lstrip("\n")
        intro = f"Made from the form in #{self.issue} and checked with `make validate`. Closes #{self.issue}.\n\n"
        body.write_text(intro + reply, encoding="utf-8")
        known = self.run(
            "gh", "pr", "list", "--head", self.branch, "--state", "open", "--json", "url", "--jq", ".[].url"
        )
        if known:
            address = known.splitlines()[0]
            self.run("gh", "pr", "edit", address, "--title", self.title, "--body-file", str(body))
            return address
        made = self.run(
            "gh", "pr", "create", "--draft", "--head", self.branch, "--title", self.title, "--body-file", str(body)
        )  # fmt: skip
        return made.splitlines()[-1]

    def answer(self, text: str) -> None:
        """Answer in the issue, in the place of what was answered last."""
        path = self.folder / "answer.md"
        path.write_text(text, encoding="utf-8")
        self.run(
            "gh", "issue", "comment", str(self.issue), "--body-file", str(path), "--edit-last", "--create-if-none"
        )  # fmt: skip

    def propose(self) -> None:
        """Do what the summary asks for."""
        reply = (self.folder / "reply.md").read_text(encoding="utf-8")
        if self.outcome != "made":
            self.answer(reply)
        elif self.worked_on():
            self.answer(WORKED_ON + "\n")
        else:
            self.push()
            address = self.pull_request()
            self.answer(f"{reply}\nThe draft: {address}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--form", type=Path, required=True, metavar="FOLDER", help="what scripts/form.py has made")
    parser.add_argument("--issue", type=int, required=True, metavar="N", help="the number of the issue")
    parser.add_argument("--root", type=Path, default=ROOT, help="the project's folder (default: this one)")
    arguments = parser.parse_args()
    for name in ("summary.json", "reply.md", "change.patch"):
        if not (arguments.form / name).is_file():
            parser.error(f"no such file: {arguments.form / name}")
    proposer = Proposer(arguments.root, arguments.form, arguments.issue)
    if proposer.outcome == "made" and not BRANCH.fullmatch(proposer.branch):
        parser.error(f"must name a branch such as form/7-novelimab; found '{proposer.branch}'")
    try:
        proposer.propose()
    except (FailedError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
