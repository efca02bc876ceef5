"""What a folder of studies can hold that nobody should have put there, and what reading it costs.

Pipes, devices, dead links, files with names that break lines; beside each the message that a person
must see. `python -m tests.hostile_files FOLDER` loads each folder inside FOLDER in a process of its
own, with a limit to memory and time, and prints one line of JSON for each: the seconds of the
processor, the megabytes that were added, what is shown, and every problem.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import socket
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from data.library import Library, load_library
from data.own_series import read_own_series
from tests.hostile_texts import SOUND

MEGABYTE = 1_000_000
MEMORY = 200 * MEGABYTE  # that reading may add; beyond it the child's memory ends
WALL = 60  # seconds until a child that waits for something is ended
TEXT = SOUND.encode()


def text(path: Path) -> None:
    path.write_bytes(TEXT)


def a_socket(path: Path) -> None:
    """Bound from inside the folder: the path of a socket may have only 107 characters."""
    former = Path.cwd()
    os.chdir(path.parent)
    try:
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(path.name)
    finally:
        os.chdir(former)


def link_to(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


def huge(path: Path) -> None:
    """Ten gigabytes that take no room."""
    with path.open("wb") as file:
        file.truncate(10_000 * MEGABYTE)


NO_FILE = ":1  cannot be read: a folder or a device; allowed: a readable file"
ENDING = "; allowed: a name that ends in .yaml"
DIFFER = ":2  id: file name and id differ; allowed: "
LONG = "x" * 195
# The file's name, how it is made, and the message, with the name as a message has it.
THINGS: dict[str, tuple[Callable[[Path], object], str]] = {
    "pipe.yaml": (os.mkfifo, f"pipe.yaml{NO_FILE}"),
    "folder.yaml": (Path.mkdir, f"folder.yaml{NO_FILE}"),
    "socket.yaml": (a_socket, f"socket.yaml{NO_FILE}"),
    "endless.yaml": (link_to("/dev/zero"), f"endless.yaml{NO_FILE}"),
    "terminal.yaml": (link_to("/dev/tty"), f"terminal.yaml{NO_FILE}"),
    "memory.yaml": (link_to("/proc/self/mem"), "memory.yaml:1  cannot be read: Input/output error"),
    "dead-link.yaml": (link_to("nowhere"), "dead-link.yaml:1  cannot be read: No such file"),
    "circle.yaml": (link_to("circle.yaml"), "circle.yaml:1  cannot be read: Too many levels of"),
    "huge.yaml": (huge, "huge.yaml:1  the file is too long; allowed: 256,000 bytes"),
    # An editor's mark on a file that somebody has open.
    ".#open.yaml": (link_to("somebody@somewhere.1"), ".#open.yaml:1  cannot be read: No such file"),
    "upper.YAML": (text, f"upper.YAML:1  the file ends in .YAML{ENDING}"),
    "short.yml": (text, f"short.yml:1  the file ends in .yml{ENDING}"),
    "short-upper.Yml": (text, f"short-upper.Yml:1  the file ends in .Yml{ENDING}"),
    "hidden-ending.yaml.txt": (
        text,
        f"hidden-ending.yaml.txt:1  the file ends in .yaml.txt{ENDING}",
    ),
    "sound.yml": (text, f"sound.yml:1  the file ends in .yml{ENDING}"),
    "two\nlines.yaml": (text, f'two<U+000A>lines.yaml{DIFFER}"two lines"'),
    "\nsound.yaml": (text, f'<U+000A>sound.yaml{DIFFER}"sound"'),
    " sound.yaml": (text, f' sound.yaml{DIFFER}"sound"'),
    "red\x1b[31m.yaml": (text, f'red<U+001B>[31m.yaml{DIFFER}"red<U+001B>[31m"'),
    "-rf.yaml": (text, f'-rf.yaml{DIFFER}"-rf"'),
    "😀.yaml": (text, f'😀.yaml{DIFFER}"😀"'),
    "\u202elmay.yaml": (text, f'<U+202E>lmay.yaml{DIFFER}"<U+202E>lmay"'),
    "**bold**.yaml": (text, f'**bold**.yaml{DIFFER}"**bold**"'),
    "$(reboot).yaml": (text, f'$(reboot).yaml{DIFFER}"$(reboot)"'),
    "UPPER.yaml": (text, f'UPPER.yaml{DIFFER}"UPPER"'),
    f"{LONG}.yaml": (text, f'{LONG[:39]}…{LONG[:35]}.yaml{DIFFER}"{LONG[:57]}…"'),
    ".yaml": (text, f'.yaml{DIFFER}".yaml"'),
    # Bytes that are no UTF-8, as old systems left them.
    os.fsdecode(b"caf\xe9.yaml"): (text, f'caf<U+DCE9>.yaml{DIFFER}"caf<U+DCE9>"'),
}


def put(folder: Path, name: str) -> Path:
    """One of these things, in a folder."""
    THINGS[name][0](folder / name)
    return folder / name


def loaded(folder: Path) -> dict[str, Any]:
    """What a folder gives, and the cost."""
    before = time.process_time(), resident()
    library = load_library(folder)
    problems = [(one.file, one.line, str(one)) for one in library.problems]
    found = {"studies": list(library.studies), "problems": problems}
    return found | cost(*before)


def uploaded(folder: Path, library: Library) -> dict[str, Any]:
    """What is said of the one hostile file of a folder when a visitor uploads it, and the cost."""
    (path,) = (path for path in folder.glob("*") if path.name != "sound.yaml")
    if not path.is_file() or path.is_symlink() or path.stat().st_size > MEGABYTE:
        return {"seconds": 0, "megabytes": 0, "problems": None}  # nothing that can be uploaded
    before = time.process_time(), resident()
    _, problems = read_own_series(path.read_bytes(), path.name, library)
    return {"problems": [(one.file, one.line, str(one)) for one in problems]} | cost(*before)


def resident() -> float:
    """The most memory that this process has held, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MEGABYTE


def cost(seconds: float, megabytes: float) -> dict[str, float]:
    return {"seconds": time.process_time() - seconds, "megabytes": resident() - megabytes}


def in_a_child(folder: Path, library: Library) -> dict[str, Any]:
    """Both in a process that begins like this one and may end badly."""
    inlet, outlet = os.pipe()
    child = os.fork()
    if child == 0:
        with os.fdopen(outlet, "w") as answer:
            json.dump(attempt(folder, library), answer)
        os._exit(0)
    os.close(outlet)
    with os.fdopen(inlet) as answer:
        said = answer.read()
    _, status = os.waitpid(child, 0)
    ended = f"ended by signal {os.waitstatus_to_exitcode(status)}"
    return {"folder": folder.name} | (json.loads(said) if said else {"error": ended})


def attempt(folder: Path, library: Library) -> dict[str, Any]:
    """The answer, or what Python said; more memory or more time is not to be had."""
    size = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MEMORY, size + MEMORY))
    signal.alarm(WALL)
    try:
        return {"loaded": loaded(folder), "uploaded": uploaded(folder, library)}
    except BaseException as error:  # noqa: BLE001 — what must not happen is told, not raised
        return {"error": f"{type(error).__name__}: {error}"}


def main(folder: str) -> None:
    library = load_library()
    for one in sorted(Path(folder).iterdir()):
        print(json.dumps(in_a_child(one, library)), flush=True)  # noqa: T201 — a command prints


if __name__ == "__main__":
    main(sys.argv[1])
