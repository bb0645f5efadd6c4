#!/usr/bin/python3
"""install_package NAME...: installs Python packages for the code of this sandbox, from the package index that the
sandbox's allow-list permits. Python code calls the function of the same name."""

import importlib.util
import os
import subprocess
import sys
import tempfile
import urllib.parse

PIP = ["-m", "pip", "install", "--user", "--break-system-packages", "--no-input", "--quiet", "--retries=0",
       "--prefer-binary", "--progress-bar=off", "--disable-pip-version-check", "--no-warn-script-location"]


def index_host():
    return urllib.parse.urlsplit(os.environ.get("PIP_INDEX_URL", "https://pypi.org/simple")).hostname or "pypi.org"


def was_denied(log):
    """Without retries pip tells only its log why it could not read an index."""
    return any("403" in line and ("Could not fetch" in line or "HTTP error" in line) for line in log.splitlines())


def sentence_for(said, log):
    """What pip's words mean to somebody who may not know what a proxy is."""
    if was_denied(log):
        hosts = "pypi.org and files.pythonhosted.org" if index_host() == "pypi.org" else index_host()
        return f"The sandbox's allow-list does not permit the package index. Packages need rules for {hosts}."
    lines = [line for line in said.splitlines() if line.startswith("ERROR:")] or said.splitlines()[-1:]
    return "\n".join(lines) or "pip failed without a word."


def main(names):
    if not names or any(name.startswith("-") for name in names):
        print("usage: install_package NAME...", file=sys.stderr)
        return 2
    if importlib.util.find_spec("pip") is None:
        print("This sandbox's image has no pip. Build the image anew, or choose one that has the packages in it.",
              file=sys.stderr)
        return 1
    with tempfile.NamedTemporaryFile("r", errors="replace") as log:
        done = subprocess.run([sys.executable, *PIP, f"--log={log.name}", "--", *names], stdin=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            print(sentence_for(done.stderr, log.read()), file=sys.stderr)
    return min(done.returncode, 1)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
