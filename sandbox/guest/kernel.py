"""The Python process of a session: its namespace lives from one call to the next.

zygote SOCKET   imports the usual modules once, then forks a fresh, unprivileged kernel for each "spawn" packet, which
                carries two pipes for control, stdout and stderr. A kernel that died is replaced in milliseconds.
serve SOCKET    is one kernel without a zygote (used by the tests).

Control messages are a letter, a number and a length (little endian, 1 + 4 + 4 bytes), then as many bytes of UTF-8:
    E cell, code    run it     ->  D exit code      (cell 0: not the user's, only to warm up)
    R               reseed     ->  R
What runs between a request and its answer is kept short: under emulation each line that runs for the first time in a
sandbox is translated first.
"""

import ast
import asyncio
import functools
import gc
import inspect
import io
import json
import linecache
import os
import random
import signal
import socket
import struct
import sys
import tempfile
import threading
import traceback
import types

OUTPUT = os.environ.get("GLASSHOUSE_OUTPUT", "/output")
USER = 1000
TOOLS = "/run/tools"
INSTALLER = "/usr/local/bin/install_package"
MOST_ARGUMENTS = 1 << 20
HEADER = struct.Struct("<cii")
LENGTH = struct.Struct("<I")
INTERRUPTED = 130
numpy_state = None  # of numpy.random, if numpy was preloaded


class Control:
    """Messages over a pair of pipes, or over a socket for both directions."""

    def __init__(self, commands, answers):
        self._commands = commands
        self._answers = answers

    def receive(self):
        header = self._read(HEADER.size)
        if header is None:
            return None
        operation, number, size = HEADER.unpack(header)
        return operation, number, (self._read(size) or b"").decode()

    def send(self, operation, number=0):
        os.write(self._answers, HEADER.pack(operation, number, 0))

    def _read(self, size):
        data = b""
        while len(data) < size:
            part = os.read(self._commands, size - len(data))
            if not part:
                return None
            data += part
        return data


class Figures:
    """Saves the figures that code drew but did not save: in a guest nobody sees a window."""

    def __init__(self):
        self._patched = False

    def watch(self):
        base = sys.modules.get("matplotlib.backend_bases")
        pyplot = sys.modules.get("matplotlib.pyplot")
        if self._patched or not base or not pyplot:
            return
        original = base.FigureCanvasBase.print_figure

        @functools.wraps(original)
        def print_figure(canvas, *args, **kwargs):
            result = original(canvas, *args, **kwargs)
            canvas.figure.glasshouse_saved = True
            return result

        base.FigureCanvasBase.print_figure = print_figure
        pyplot.show = lambda *args, **kwargs: self.save_all()
        self._patched = True

    def save_all(self):
        pyplot = sys.modules.get("matplotlib.pyplot")
        if not pyplot or not pyplot.get_fignums():
            return
        self.watch()
        for number in pyplot.get_fignums():
            figure = pyplot.figure(number)
            if figure.axes and not getattr(figure, "glasshouse_saved", False):
                figure.savefig(self._free_path(), bbox_inches="tight")
        pyplot.close("all")

    @staticmethod
    def _free_path():
        number = 1
        while os.path.lexists(os.path.join(OUTPUT, f"figure_{number}.png")):
            number += 1
        return os.path.join(OUTPUT, f"figure_{number}.png")


class ToolError(Exception):
    """What call_tool() raises: the sentence says what the tool, or the person who was asked, answered."""


class Tools:
    """Calls of the host's tools, over one connection for each thread."""

    def __init__(self):
        self._of_thread = threading.local()

    def call(self, name, /, **arguments):
        """Calls a tool of the host with JSON values and returns what it answers."""
        request = json.dumps({"name": name, "arguments": arguments}, allow_nan=False).encode()
        if len(request) > MOST_ARGUMENTS:
            raise ValueError("The arguments of a tool may be 1 MiB of JSON at most.")
        connection = self._connection()
        try:
            connection.sendall(LENGTH.pack(len(request)) + request)
            answer = json.loads(self._read(connection, LENGTH.unpack(self._read(connection, LENGTH.size))[0]))
        except BaseException:  # half a conversation: the next call must not read its rest
            self._of_thread.connection = None
            connection.close()
            raise
        if "error" in answer:
            raise ToolError(answer["error"])
        return answer["value"]

    def _connection(self):
        if getattr(self._of_thread, "connection", None) is None or self._of_thread.process != os.getpid():
            connection = socket.socket(socket.AF_UNIX)
            connection.connect(TOOLS)
            self._of_thread.connection, self._of_thread.process = connection, os.getpid()
        return self._of_thread.connection

    @staticmethod
    def _read(connection, size):
        data = b""
        while len(data) < size:
            part = connection.recv(size - len(data))
            if not part:
                raise ToolError("The sandbox closed the connection to its tools.")
            data += part
        return data


def install_package(*names):
    """Installs packages from the package index, where the sandbox's allow-list permits it; then import them."""
    import importlib
    import site
    import subprocess

    done = subprocess.run([INSTALLER, *names], stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    site.addsitedir(site.getusersitepackages())
    importlib.invalidate_caches()


class Kernel:
    def __init__(self):
        self._pid = os.getpid()
        self._has_run = False
        self._interruptible = False
        self._figures = Figures()
        self._module = types.ModuleType("__main__")
        self._module.__builtins__ = __builtins__
        self._module.call_tool, self._module.ToolError = Tools().call, ToolError
        self._module.install_package = install_package
        sys.modules["__main__"] = self._module
        self._stdout = text_stream(1)
        self._stderr = text_stream(2)
        self._stdin = open(os.devnull)
        sys.path[0] = ""
        self._figures.watch()

    def serve(self, control):
        signal.signal(signal.SIGINT, self._interrupt)
        while (message := control.receive()) is not None:
            operation, number, text = message
            if operation == b"E":
                exit_code = self.execute(number, text)
                self._has_run = self._has_run or number > 0
                control.send(b"D", exit_code)
            elif operation == b"R":
                reseed()
                if self._has_run:
                    reseed_used_libraries()
                control.send(b"R")

    def _interrupt(self, number, frame):
        if self._interruptible:
            raise KeyboardInterrupt

    def execute(self, cell, code):
        enter_output()
        sys.stdout, sys.stderr, sys.stdin = self._stdout, self._stderr, self._stdin
        try:
            self._interruptible = True
            exit_code = self._run(f"<cell {cell}>", code)
        except KeyboardInterrupt:  # came in the moment after the code's end
            exit_code = INTERRUPTED
        finally:
            self._interruptible = False
        for stream in (sys.stdout, sys.stderr, self._stdout, self._stderr):
            flush(stream)
        if os.getpid() != self._pid:  # the code forked, and this is its child
            os._exit(exit_code)
        return exit_code

    def _run(self, filename, code):
        linecache.cache[filename] = (len(code), None, code.splitlines(keepends=True), filename)
        try:
            compiled = compile(code, filename, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
            result = eval(compiled, self._module.__dict__)
            if compiled.co_flags & inspect.CO_COROUTINE:
                asyncio.run(result)
            self._save_figures()
            return 0
        except SystemExit as exit_request:
            self._save_figures()
            return exit_code_of(exit_request)
        except BaseException as error:
            report(error)
            self._save_figures()
            return INTERRUPTED if isinstance(error, KeyboardInterrupt) else 1

    def _save_figures(self):
        try:
            self._figures.save_all()
        except Exception as error:
            print(f"The open figures could not be saved: {error}", file=sys.stderr)


def enter_output():
    """Again: what is mounted over the folder since, or no longer, is seen only by who enters it anew."""
    try:
        here = os.getcwd()
    except OSError:  # it was taken back, or removed
        here = OUTPUT
    try:
        if here == OUTPUT:
            os.chdir(OUTPUT)
    except OSError:  # the code forbade itself to enter
        pass


def text_stream(descriptor):
    raw = io.FileIO(descriptor, "w", closefd=False)
    return io.TextIOWrapper(io.BufferedWriter(raw), "utf-8", errors="backslashreplace", line_buffering=True)


def flush(stream):
    try:
        stream.flush()
    except Exception:  # the code closed or replaced it
        pass


def exit_code_of(exit_request):
    if exit_request.code is None:
        return 0
    if isinstance(exit_request.code, int):
        return exit_request.code & 0xFF
    print(exit_request.code, file=sys.stderr)
    return 1


def report(error):
    """The traceback, without the frames of this file and of what it called to run the code."""
    try:
        summary = traceback.TracebackException.from_exception(error)
        frames = [frame for frame in summary.stack if frame.filename != __file__]
        while frames and not frames[0].filename.startswith("<cell "):
            frames.pop(0)
        summary.stack = traceback.StackSummary.from_list(frames)
        sys.stderr.write("".join(summary.format()))
    except Exception:  # stderr was replaced by something broken
        print(type(error).__name__, file=sys.__stderr__)


def reseed():
    """Sandboxes restored from one template share every generator's state until this."""
    random.seed()
    tempfile._name_sequence = None
    if numpy_state:
        numpy_state.raw = os.urandom(len(numpy_state))


def reseed_used_libraries():
    """What only a sandbox that has run code can share: a generator that was replaced, OpenSSL's, which seeds itself at
    its first use."""
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed()
    if ssl := sys.modules.get("ssl"):
        ssl.RAND_add(os.urandom(64), 64.0)


def state_of(generator):
    """The 624 words of a Mersenne twister in memory: to write there runs far less code than numpy.random.seed()."""
    import ctypes

    words = ctypes.c_char * (4 * 624)  # the start of numpy's struct mt19937_state
    return words.from_address(generator.ctypes.state_address)


def preload():
    """Imports and exercises what most code uses, so that its first use in a sandbox finds everything in memory."""
    global numpy_state
    try:
        import numpy
        import pandas
        import matplotlib
        matplotlib.use("Agg")
        import matplotlib.pyplot as pyplot
    except ImportError:
        return ""
    numpy.random.default_rng(1).normal(size=8).mean()
    frame = pandas.read_csv(io.StringIO("region,sales\nNorth,1\nSouth,2\nNorth,3\n"))
    totals = frame.groupby("region", as_index=False)["sales"].sum()
    str(totals), totals.describe().to_string(), totals.to_csv()
    totals.plot.bar(x="region", y="sales", title="Sales", figsize=(2, 2))
    pyplot.tight_layout()
    pyplot.savefig(io.BytesIO(), format="png", bbox_inches="tight")
    pyplot.close("all")
    numpy_state = state_of(numpy.random.mtrand._rand._bit_generator)
    return ", ".join(f"{module.__name__} {module.__version__}" for module in (numpy, pandas, matplotlib))


def become_user():
    with open("/sys/fs/cgroup/user/cgroup.procs", "w") as group:
        group.write("0")
    with open("/proc/self/oom_score_adj", "w") as score:
        score.write("0")
    os.setsid()
    os.setgroups([])
    os.setresgid(USER, USER, USER)
    os.setresuid(USER, USER, USER)
    os.chdir(OUTPUT)


def run_kernel(descriptors):
    descriptors = [os.dup(descriptor) for descriptor in descriptors]  # above the numbers that are set here
    for number, descriptor in enumerate((*descriptors[2:], *descriptors[:2]), 1):
        os.dup2(descriptor, number, inheritable=number < 3)
    os.closerange(5, 256)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    become_user()
    reseed()
    Kernel().serve(Control(3, 4))


class Zygote:
    def __init__(self, descriptor):
        self._agent = socket.socket(fileno=descriptor)
        self._wakeup, wakeup_end = socket.socketpair()
        wakeup_end.setblocking(False)
        self._wakeup_end = wakeup_end
        signal.set_wakeup_fd(wakeup_end.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def run(self):
        import select

        self._send({"op": "preloaded", "modules": preload()})
        gc.collect()
        gc.freeze()
        while True:
            readable, _, _ = select.select([self._agent, self._wakeup], [], [])
            if self._wakeup in readable:
                self._wakeup.recv(4096)
                self._report_ended()
            if self._agent in readable and not self._spawn():
                return

    def _spawn(self):
        request, descriptors, _, _ = socket.recv_fds(self._agent, 64, 4)
        if not request:
            return False
        pid = os.fork()
        if pid == 0:
            run_kernel(descriptors)
            os._exit(0)
        for descriptor in descriptors:
            os.close(descriptor)
        self._send({"op": "spawned", "pid": pid})
        return True

    def _report_ended(self):
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            self._send({"op": "ended", "pid": pid, "exit_code": os.waitstatus_to_exitcode(status)})

    def _send(self, message):
        self._agent.send(json.dumps(message).encode())


def main():
    mode, descriptor = sys.argv[1], int(sys.argv[2])
    if mode == "zygote":
        Zygote(descriptor).run()
    else:
        Kernel().serve(Control(descriptor, descriptor))


if __name__ == "__main__":
    main()
