"""A simulated disk whose power is cut while norfolk writes an index, for scripts/faults.

strace lists the calls by which a run changes files. They are replayed on a model
of a disk that keeps no more than POSIX promises: the bytes and the length of a
file last once the file was synced; a name that was given or taken away lasts once
its folder was synced, and the folder's own name once the folder above it was. All
else may have reached the disk or not, and in any order.

That the model is true to a run is checked: it must end with what the run left.
"""

import copy
import json
import os
import re
import shutil
import subprocess
import sys

PAGE = 4096
# More than is ever written at once; what strace cuts off would be missing in the end.
LONGEST_WRITE = 1 << 25
# The calls that the model knows. (What sync_file_range does is not promised to last.)
KNOWN = "openat write writev pwrite64 ftruncate lseek close dup fcntl fsync fdatasync".split()
KNOWN += ["mkdirat", "renameat", "unlinkat"]
# Those without folders to start from, and other names of the same.
ALIASES = {"open": "openat", "mkdir": "mkdirat", "rename": "renameat", "renameat2": "renameat"}
ALIASES |= {"unlink": "unlinkat", "rmdir": "unlinkat", "fdatasync": "fsync"}
# Calls that would make the model untrue.
UNKNOWN = "creat link linkat symlink symlinkat truncate fallocate pwritev pwritev2".split()
UNKNOWN += "copy_file_range sendfile splice dup2 dup3 close_range io_uring_setup".split()
HERE = "AT_FDCWD"

# What a wrong order forgets to sync, by the name it has at that time.
FORGOTTEN = {
    "files of segments": re.compile(r"[0-9a-f]{32}\."),
    "meta.json": re.compile(r"meta\.new"),
    ".managed.json": re.compile(r"\.managed\.new"),
    "norfolk.json": re.compile(r"norfolk\.new"),
    "profile.toml": re.compile(r"profile\.new"),
    "the folder above the index": re.compile(r"powered$"),
    "the folder of the index": re.compile(r"index$"),
    "folders of generations": re.compile(r"index-\d+$"),
}


class Untraced(Exception):
    """A run that the model cannot follow, and why."""


class File:
    """The bytes of a file as programs see them, and as they are on the disk for sure."""

    def __init__(self, content=b""):
        self.now, self.synced = bytearray(content), content
        self.writes = self.kept = 0

    def write(self, at, content):
        """Writes at a place, beyond the end too."""
        self.writes += 1
        self.now.extend(bytes(max(0, at - len(self.now))))
        self.now[at : at + len(content)] = content

    def resize(self, length):
        """Cuts the file short, or lengthens it by zeros."""
        self.writes += 1
        del self.now[length:]
        self.now.extend(bytes(length - len(self.now)))

    def state(self):
        """What a sync that begins now will have kept."""
        return self.writes, bytes(self.now)

    def keep(self, state):
        """Ends a sync."""
        if state[0] > self.kept:
            self.kept, self.synced = state

    def none(self):
        """Only what was synced."""
        return self.synced

    def zeroed(self):
        """Its whole length, with zeros where that is longer than what was synced."""
        return self.synced[: len(self.now)].ljust(len(self.now), b"\0")

    def some(self, pick):
        """Any of its pages, and any length between the old and the new."""
        if self.kept == self.writes or pick.random() < 0.3:
            return self.now
        ends = sorted([len(self.synced), len(self.now)])
        length = pick.choice([*ends, pick.randint(*ends)])
        starts = range(0, length, PAGE)
        pages = (pick.choice([self.synced, self.now])[at : at + PAGE] for at in starts)
        return b"".join(page.ljust(PAGE, b"\0") for page in pages)[:length]


class Folder:
    """The names in a folder as programs see them, and as they are on the disk for sure."""

    def __init__(self, nodes):
        self.now, self.synced = dict(nodes), dict(nodes)
        self.changes, self.kept = [], 0

    def change(self, names):
        """Gives names to files and folders, or takes them away (None), at once."""
        self.changes.append(names)
        rename(self.now, names)

    def state(self):
        """What a sync that begins now will have kept."""
        return len(self.changes)

    def keep(self, state):
        """Ends a sync."""
        for names in self.changes[self.kept : state]:
            rename(self.synced, names)
        self.kept = max(self.kept, state)

    def none(self):
        """Only the names that were synced."""
        return self.synced

    def all(self):
        """All names, synced or not."""
        return self.now

    def last(self):
        """The names after the last change alone: nothing promises that those before it came first."""
        return self.after(range(max(self.kept, len(self.changes) - 1), len(self.changes)))

    def first(self, pick):
        """The names after the first of the changes that were not synced, up to any."""
        return self.after(range(self.kept, pick.randint(self.kept, len(self.changes))))

    def some(self, pick):
        """The names after any of the changes that were not synced."""
        return self.after(n for n in range(self.kept, len(self.changes)) if pick.random() < 0.5)

    def after(self, numbers):
        """The names after these of the changes."""
        names = dict(self.synced)
        for number in numbers:
            rename(names, self.changes[number])
        return names


# What may have reached the disk of what was not synced: which names of a folder, which bytes of a file.
SURVIVORS = {
    "nothing else survived": lambda pick: (Folder.none, File.none),
    "all names survived": lambda pick: (Folder.all, File.none),
    "all names and lengths survived": lambda pick: (Folder.all, File.zeroed),
    "the last name of each folder survived": lambda pick: (Folder.last, File.none),
    "the first names and some bytes survived": lambda pick: (
        lambda folder: folder.first(pick),
        lambda file: file.some(pick),
    ),
    "some names and bytes survived": lambda pick: (
        lambda folder: folder.some(pick),
        lambda file: file.some(pick),
    ),
}


def rename(names, changed):
    """Gives and takes away names."""
    for name, node in changed.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


def load(place):
    """The folder at `place` with all that is in it, all of it synced."""
    paths = sorted(place.iterdir())
    return Folder({p.name: load(p) if p.is_dir() else File(p.read_bytes()) for p in paths})


def left(folder, names, content):
    """What survived of a folder: the bytes of files, and folders of them, by name."""
    return {
        name: left(node, names, content) if isinstance(node, Folder) else bytes(content(node))
        for name, node in names(folder).items()
    }


def build(what, place):
    """Makes the folder `place` of what survived, and of nothing else."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for name, node in what.items():
        if isinstance(node, dict):
            build(node, place / name)
        else:
            (place / name).write_bytes(node)


def read(folder, way, view):
    """The bytes of a file below a folder, as it is `now` or as `synced`."""
    node = folder
    for name in way.split("/"):
        node = getattr(node, view)[name]
    return bytes(getattr(node, view))


def is_same(one, other):
    """Whether two files or folders hold the same, as programs see them."""
    if isinstance(one, Folder) and isinstance(other, Folder):
        names = one.now.keys()
        return names == other.now.keys() and all(is_same(one.now[n], other.now[n]) for n in names)
    return isinstance(one, File) and isinstance(other, File) and one.now == other.now


class Call:
    """A call of the system: its arguments, the strings among them, and what it returned."""

    def __init__(self, name, given):
        parts = given.split('"')
        self.strings = [bytes.fromhex(part.replace("\\x", "")) for part in parts[1::2]]
        self.args = '""'.join(parts[::2]).split(", ")
        self.name, self.result = ALIASES.get(name, name), None
        if name in ALIASES and self.args[0] == '""':
            self.args = [part for arg in self.args for part in ([HERE, arg] if arg == '""' else [arg])]

    def __str__(self):
        paths = self.strings if self.name.endswith("at") else []
        names = [os.path.basename(os.fsdecode(path)) for path in paths]
        return f"{self.name}({', '.join(names or self.args[:1])})"


def calls(trace):
    """The calls in a trace, each twice: as it begins, and as it ends."""
    begun = {}
    with open(trace, encoding="ascii") as lines:
        for line in lines:
            thread, text = line.rstrip().split(maxsplit=1)
            if not text.startswith("<..."):
                name, _, rest = text.partition("(")
                begun[thread] = Call(name, rest.partition(")")[0].removesuffix(" <unfinished ...>"))
                yield False, begun[thread]
            if not text.endswith("<unfinished ...>"):
                result = text.rpartition(" = ")[2].split()[0]
                # The end of the process may end a call of another thread.
                begun[thread].result = -1 if result == "?" else int(result, 0)
                yield True, begun[thread]


class Handle:
    """An open file or folder, and the place in it."""

    def __init__(self, node, flags):
        self.node, self.at, self.is_append = node, 0, "O_APPEND" in flags


class Disk:
    """The folder at `place` on a disk, changed by calls made in the folder `cwd`."""

    def __init__(self, folder, place, cwd, forgotten=None):
        self.folder, self.place, self.cwd = folder, place, cwd
        self.forgotten = forgotten
        self.handles, self.names, self.syncs = {}, {}, {}

    def take(self, is_end, call):
        """Does what a call does as it begins, or as it ends; what of the disk that changes, if anything."""
        if is_end and call.result >= 0:
            if call.name in UNKNOWN:
                raise Untraced(f"the model of a disk does not know `{call.name}`")
            return getattr(self, call.name)(call)
        if not is_end and call.name == "close":
            # From here on another thread may be given the number.
            self.handles.pop(call.args[0], None)
        elif not is_end and call.name == "fsync":
            self.begin_fsync(call)
        return None

    def find(self, at, path):
        """The folder that a path ends in, and its last name; None if that is elsewhere."""
        path, start = os.fsdecode(path), self.handles.get(at)
        if start and not path.startswith("/"):
            folder, names = start.node, path.split("/")
        elif at == HERE or path.startswith("/"):
            way = os.path.relpath(os.path.join(self.cwd, path), self.place.parent)
            folder, names = Folder({self.place.name: self.folder}), way.split("/")
            if names[0] != self.place.name:
                return None, None
        else:
            return None, None
        for name in names[:-1]:
            folder = folder.now.get(name) if isinstance(folder, Folder) else None
        return (folder, names[-1]) if isinstance(folder, Folder) else (None, None)

    def openat(self, call):
        """Opens or makes a file, or opens a folder."""
        folder, name = self.find(call.args[0], call.strings[0])
        flags = call.args[2].split("|")
        # What never has a name is gone after a power cut.
        if folder is None or "O_TMPFILE" in flags:
            return None
        changes = None
        if name not in folder.now and "O_CREAT" in flags:
            folder.change({name: File()})
            changes = folder
        node = folder.now[name]
        if "O_TRUNC" in flags:
            node.resize(0)
            changes = node
        self.handles[str(call.result)] = Handle(node, flags)
        self.names[node] = name
        return changes

    def write(self, call):
        """Writes where the handle is."""
        handle = self.handles.get(call.args[0])
        if handle:
            at = len(handle.node.now) if handle.is_append else handle.at
            handle.node.write(at, b"".join(call.strings)[: call.result])
            handle.at = at + call.result
        return handle

    writev = write

    def pwrite64(self, call):
        """Writes at a place of its own."""
        handle = self.handles.get(call.args[0])
        if handle:
            handle.node.write(int(call.args[3]), call.strings[0][: call.result])
        return handle

    def ftruncate(self, call):
        """Gives a file another length."""
        handle = self.handles.get(call.args[0])
        if handle:
            handle.node.resize(int(call.args[1]))
        return handle

    def lseek(self, call):
        """Moves a handle."""
        handle = self.handles.get(call.args[0])
        if handle:
            handle.at = call.result

    def dup(self, call):
        """Gives a handle a second number."""
        handle = self.handles.get(call.args[0])
        if handle:
            self.handles[str(call.result)] = handle

    def fcntl(self, call):
        """Does that by another name."""
        if call.args[1].startswith("F_DUPFD"):
            self.dup(call)

    def close(self, _):
        """Was done as it began."""

    def begin_fsync(self, call):
        """Notes what is there as a sync begins: only that is sure to be kept."""
        handle = self.handles.get(call.args[0])
        if handle and not (self.forgotten and self.forgotten.match(self.names[handle.node])):
            self.syncs[call] = handle.node, handle.node.state()

    def fsync(self, call):
        """Keeps what was there as the sync began."""
        node, state = self.syncs.pop(call, (None, None))
        if node:
            node.keep(state)
        return node

    def mkdirat(self, call):
        """Makes a folder."""
        folder, name = self.find(call.args[0], call.strings[0])
        if folder:
            folder.change({name: Folder({})})
        return folder

    def renameat(self, call):
        """Moves a name, in one step within its folder."""
        old, name = self.find(call.args[0], call.strings[0])
        new, new_name = self.find(call.args[2], call.strings[1])
        if old is not new:
            raise Untraced("the model of a disk does not know names that go to other folders")
        if old:
            old.change({name: None, new_name: old.now[name]})
        return old

    def unlinkat(self, call):
        """Takes away the name of a file or a folder."""
        folder, name = self.find(call.args[0], call.strings[0])
        if folder:
            folder.change({name: None})
        return folder


def tracer(trace):
    """The command that runs another and writes its calls to the file `trace`."""
    names = [*KNOWN, *ALIASES, *UNKNOWN]
    # Not every machine has all of them.
    what = ",".join(f"?{name}" for name in names)
    how = ["-f", "--seccomp-bpf", "-qq", "-xx", "-s", str(LONGEST_WRITE), "-e", "signal=none"]
    return ["strace", *how, "-e", f"trace={what}", "-o", str(trace), "--"]


def missing():
    """Why no run can be traced here; None if one can."""
    if sys.platform != "linux" or shutil.which("strace") is None:
        return "runs can be traced only on Linux, with strace"
    tried = subprocess.run([*tracer(os.devnull), "true"], capture_output=True, text=True, check=False)
    return f"runs cannot be traced: {tried.stderr.strip()}" if tried.returncode else None


def commit(read):
    """Generation, number and essays of the commit that an index is at; None if there is none."""
    try:
        generation = json.loads(read("index/norfolk.json"))["generation"]
        # Behind its JSON stands a line with its hash.
        text = read(f"index/index-{generation}/meta.json").decode()
        meta, _ = json.JSONDecoder().raw_decode(text)
        payload = json.loads(meta["payload"].partition(" ")[2])
        return payload["generation"], payload["opstamp"], payload["info"]["essays"]
    except (OSError, KeyError, TypeError, ValueError):
        return None


class Run:
    """A run that was traced: the folder `place` before it, the events of its trace, and its commits.

    What is there `before` is synced, unless it is given by what a killed run left.
    `commits` are in their order; `promised` says for each event which of them
    the disk was sure to hold after it (-1: none); `changes` are the numbers of
    those events that change what the disk holds.
    """

    def __init__(self, command, cwd, place, before=None):
        self.cwd, self.place, self.before = cwd, place, before or load(place)
        trace = cwd / "trace"
        traced = [*tracer(trace), *command]
        ended = subprocess.run(traced, cwd=cwd, capture_output=True, text=True, check=False)
        if ended.returncode:
            raise Untraced(f"exit code {ended.returncode}: {ended.stderr.strip()}")
        self.events = list(calls(trace))
        self.commits, self.promised, self.changes = [], [], []
        disk = self.disk()
        promised = self.promise(disk)
        for number, event in enumerate(self.events):
            if disk.take(*event):
                self.changes.append(number)
                if event[1].name in ("renameat", "fsync"):
                    promised = self.promise(disk)
            self.promised.append(promised)
        if not self.commits:
            raise Untraced("none of its commits can be read")
        # It has said that it is done.
        self.promised[-1] = len(self.commits) - 1
        if not is_same(disk.folder, load(place)):
            raise Untraced("the model of a disk ends with other files than the run")

    def disk(self, forgotten=None):
        """The disk before the run."""
        return Disk(copy.deepcopy(self.before), self.place, self.cwd, forgotten)

    def promise(self, disk):
        """Notes a commit that is new; which commit is sure to be kept."""
        sure, seen = (commit(lambda way: read(disk.folder, way, view)) for view in ("synced", "now"))
        for found in (sure, seen):
            if found and found not in self.commits:
                self.commits.append(found)
        return self.commits.index(sure) if sure else -1

    def renames(self, *files):
        """Numbers of the events that put a new file in the place of one of these."""
        ends = tuple(f", {file})" for file in files)
        return [number for number in self.changes if str(self.events[number][1]).endswith(ends)]

    def instants(self, pick, count):
        """Numbers of events to cut the power after: many of those that a commit hangs on."""
        writes = ("write", "writev", "pwrite64")
        telling = [number for number in self.changes if self.events[number][1].name not in writes]
        chosen = [len(self.events) - 1, *self.renames("norfolk.json")]
        for numbers in (self.renames("meta.json"), telling):
            chosen += pick.sample(numbers, min(len(numbers), count // 3))
        chosen += pick.sample(self.changes, len(self.changes))
        return set(list(dict.fromkeys(chosen))[:count])

    def cuts(self, instants, forgotten=None):
        """The disk after each of these events, with their numbers."""
        disk = self.disk(forgotten)
        for number, event in enumerate(self.events):
            disk.take(*event)
            if number in instants:
                yield number, disk


def traced_runs(bench, place):
    """Runs that write an index in the folder `place`, by the kind of run."""
    index = place / "index"
    command = bench.command(index, "index", "essays", "--commit-every", "1")
    first = Run(command, bench.scratch, place)
    shutil.rmtree(index)
    kept = bench.corpus.rename(bench.scratch / "kept")
    shutil.copytree(kept, bench.corpus)
    make_other(bench.corpus)
    bench.index(index).wait()
    shutil.rmtree(bench.corpus)
    kept.rename(bench.corpus)
    update = Run(command, bench.scratch, place)
    rebuild = Run([*command, "--rebuild"], bench.scratch, place)
    runs = {"first run": first, "update": update, "rebuild": rebuild}
    kills = [bench.pick.choice(first.changes)]
    kills += [update.renames("meta.json")[-1], rebuild.renames("norfolk.json")[-1]]
    for (kind, run), kill in zip(list(runs.items()), kills):
        # What a killed run wrote is there for the next one, synced or not.
        _, disk = next(run.cuts([kill]))
        build(left(disk.folder, Folder.all, lambda file: file.now), place)
        runs[f"run after a killed {kind}"] = Run(command, bench.scratch, place, disk.folder)
    return runs


def make_other(corpus):
    """Makes of a corpus another, from which there is much to update."""
    for number, path in enumerate(sorted(path for path in corpus.rglob("*") if path.is_file())):
        text = path.read_text(encoding="utf-8")
        if number % 10 == 0:
            path.unlink()
        elif number % 10 == 1:
            os.utime(path, (0, 0))
        elif number % 10 == 2:
            path.with_stem(path.stem + "-more").write_text(text + " Nobody else.\n", encoding="utf-8")
        elif number % 10 < 7:
            path.write_text(text + " Nobody asks.\n", encoding="utf-8")
