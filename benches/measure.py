"""What the benches share: builds programs, runs and measures one, unpacks the sample."""

import json
import os
import subprocess
import sys
import tarfile
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "../shared/essays/persuade-sample.tar.gz"


def build():
    """Builds norfolk and the floor with the release profile; where they are, by name."""
    # Not at once: the dependencies of the tests would lend norfolk their features.
    return {"norfolk": built("--bin", "norfolk"), "floor": built("--example", "floor")}


def built(*target):
    """Builds one target; where its program is."""
    command = ["cargo", "build", "--release", "--locked", *target]
    command += ["--message-format", "json-render-diagnostics"]
    messages = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout
    programs = [json.loads(line).get("executable") for line in messages.splitlines()]
    return next(program for program in reversed(programs) if program)


def run(command, watch=None):
    """Runs a program: exit code, output, seconds of wall and CPU, peak memory in bytes.

    `watch` is called with its number every 20 ms while it runs.
    """
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        began = time.perf_counter()
        child = subprocess.Popen([str(part) for part in command], stdout=output, stderr=errors)
        pid = 0
        while pid == 0:
            pid, status, usage = os.wait4(child.pid, os.WNOHANG if watch else 0)
            if pid == 0:
                watch(child.pid)
                time.sleep(0.02)
        wall = time.perf_counter() - began
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        return {
            "code": child.returncode,
            "output": output.read().decode(errors="replace"),
            "errors": errors.read().decode(errors="replace"),
            "wall": wall,
            "cpu": usage.ru_utime + usage.ru_stime,
            "peak": usage.ru_maxrss * 1024,
        }


def size(folder):
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())


def mib(count):
    """Bytes in MiB."""
    return count / (1 << 20)


def unpack(folder, copies):
    """Unpacks the sample `copies` times, each into a folder of its own."""
    if not SAMPLE.exists():
        sys.exit(f"`{SAMPLE.name}` is not there; name a folder of essays")
    for copy in range(copies):
        with tarfile.open(SAMPLE) as tar:
            for member in tar.getmembers():
                if member.isfile():
                    name = f"copy-{copy:02}-{Path(member.name).name}"
                    to = folder / f"copy-{copy:02}" / name
                    to.parent.mkdir(parents=True, exist_ok=True)
                    to.write_bytes(tar.extractfile(member).read())
