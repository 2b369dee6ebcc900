"""Runs a command on a pseudo-terminal and answers what it shows.

argv[1] is JSON: {"command": [...], "cwd": "...", "env": {...}, "columns": 120,
                  "steps": [{"expect": regex, "send": text} or {"expect": regex, "signals": [names]}]}
Prints JSON: {"transcript": text, "exitCode": n or null, "signal": name or null, "stepsDone": n}.
Several signals of one step are sent while the process is stopped, so that it meets them together.
"""

import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time

job = json.loads(sys.argv[1])
pid, terminal = pty.fork()
if pid == 0:
    os.chdir(job["cwd"])
    os.execvpe(job["command"][0], job["command"], job["env"])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, job["columns"], 0, 0))

deadline = time.monotonic() + 50
transcript = ""
steps = list(job["steps"])
seen = 0
while time.monotonic() < deadline:
    ready, _, _ = select.select([terminal], [], [], 0.1)
    if ready:
        try:
            data = os.read(terminal, 65536)
        except OSError:
            break
        if not data:
            break
        transcript += data.decode("utf8", "replace")
    if steps:
        match = re.search(steps[0]["expect"], transcript[seen:])
        if match:
            step = steps.pop(0)
            seen += match.end()
            if "send" in step:
                os.write(terminal, step["send"].encode())
            else:
                os.kill(pid, signal.SIGSTOP)
                for name in step["signals"]:
                    os.kill(pid, getattr(signal, name))
                os.kill(pid, signal.SIGCONT)
else:
    os.kill(pid, signal.SIGKILL)

_, status = os.waitpid(pid, 0)
exited = os.WIFEXITED(status)
print(
    json.dumps(
        {
            "transcript": transcript,
            "exitCode": os.WEXITSTATUS(status) if exited else None,
            "signal": None if exited else signal.Signals(os.WTERMSIG(status)).name,
            "stepsDone": len(job["steps"]) - len(steps),
        }
    )
)
