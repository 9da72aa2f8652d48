"""The Python side of a micro session: executes code in one lasting namespace and answers over a control channel.

Frames on descriptor 5: the lengths of a head and of a body, four bytes each (big-endian), then the head, which is JSON, and the body: the code, or the contents
of a bundle one after the other, whose kinds and lengths are in the head. What code prints goes to the ordinary output, which a mark ends after each execution.
Nothing here guards anything: the code can do to this process whatever it likes, and who reads the channel trusts nothing on it.
"""
import ast
import base64
import builtins
import io
import json
import linecache
import os
import queue
import select
import signal
import struct
import sys
import threading
import traceback
import types

MAX_BODY, MAX_JSON, MAX_DISPLAYS, MAX_SHOWN = (int(text) for text in sys.argv[1:5])
MAX_TEXT = 256 * 1024
MAX_MESSAGE = 16 * 1024
REPRESENTATIONS = (
    ('_repr_html_', 'text/html'),
    ('_repr_markdown_', 'text/markdown'),
    ('_repr_latex_', 'text/latex'),
    ('_repr_svg_', 'image/svg+xml'),
    ('_repr_png_', 'image/png'),
    ('_repr_jpeg_', 'image/jpeg'),
    ('_repr_json_', 'application/json'),
)

# Descriptors of its own, so that code which closes or redirects the standard ones disturbs neither the marks nor the channel.
channel, outputs = os.dup(5), (os.dup(1), os.dup(2))
os.close(5)
kernel_process = os.getpid()
main_thread = threading.main_thread().ident
send_lock = threading.Lock()
requests = queue.SimpleQueue()


class Execution:
    """What is being executed."""

    def __init__(self, identity):
        self.identity = identity
        self.displays = 0
        self.shown = 0  # characters of all displays
        self.truncated = False


current = None
interruptible = False  # whether an interrupt may raise now
interrupted = False  # whether one came while it might not
unwanted = None  # the execution that shall end


class Shield:
    """While the main thread is in here, an interrupt waits: half a frame on the channel would end the session."""

    def __enter__(self):
        global interruptible
        self.applies = interruptible and threading.get_ident() == main_thread
        if self.applies:
            interruptible = False

    def __exit__(self, *_):
        global interruptible, interrupted
        if self.applies:
            interruptible = True
            if interrupted:
                interrupted = False
                raise KeyboardInterrupt


def write_all(descriptor, data):
    view = memoryview(data)
    while view:
        try:
            view = view[os.write(descriptor, view):]
        except BlockingIOError:  # a subprocess may have made the shared pipe non-blocking
            select.select((), (descriptor,), ())


def send(head, bundle=None):
    """Sends a message; False when the bundle is too large for one."""
    contents = [(kind, content.encode('utf-8', 'replace')) for kind, content in (bundle or {}).items()]
    body = b''.join(content for _, content in contents)
    if len(body) > MAX_BODY:
        return False
    head = json.dumps({**head, 'contents': [(kind, len(content)) for kind, content in contents]}).encode()
    with Shield(), send_lock:
        write_all(channel, struct.pack('>II', len(head), len(body)) + head + body)
    return True


def read_exactly(size):
    data = b''
    while len(data) < size:
        part = os.read(channel, size - len(data))
        if not part:
            os._exit(0)
        data += part
    return data


def read_requests():
    global unwanted
    while True:
        head_size, body_size = struct.unpack('>II', read_exactly(8))
        message, body = json.loads(read_exactly(head_size)), read_exactly(body_size)
        if message['kind'] == 'execute':
            requests.put({**message, 'code': body.decode()})
        else:
            unwanted = message['id']  # it may not have begun yet
            signal.pthread_kill(main_thread, signal.SIGINT)


def on_interrupt(_signal, _frame):
    global interrupted
    if interruptible:
        raise KeyboardInterrupt
    interrupted = True


def shortened(text, most=MAX_TEXT):
    return text if len(text) <= most else text[:most] + '…'


def as_content(kind, value):
    """What a representation becomes on the wire: text, base64 of bytes, or JSON; None when it is none of them."""
    if kind == 'application/json' or kind.endswith('+json'):
        text = json.dumps(value, allow_nan=False)
        return text if len(text) <= MAX_JSON else None
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    return value if isinstance(value, str) else None


def representations(value):
    yield 'text/plain', lambda: shortened(repr(value))
    if isinstance(value, type):
        return
    for method, kind in REPRESENTATIONS:
        represent = getattr(value, method, None)
        if callable(represent):
            yield kind, represent
    if type(value) in (dict, list, int, float, bool, str):
        yield 'application/json', lambda: value


def bundle(value):
    """The value in every format that it offers, by MIME type."""
    data = {}
    for kind, represent in representations(value):
        try:
            content = as_content(kind, represent())
        except Exception as error:
            content = None
            if kind == 'text/plain':
                content = '<%s without a representation: %s>' % (type(value).__name__, type(error).__name__)
        if content is not None:
            data[kind] = content
    several = getattr(value, '_repr_mimebundle_', None)
    if callable(several) and not isinstance(value, type):
        try:
            offered = several()
            for kind, content in (offered[0] if isinstance(offered, tuple) else offered).items():
                content = as_content(kind, content)
                if content is not None:
                    data[kind] = content
        except Exception:
            pass  # it then has only the representations above
    return data


def show(data):
    execution = current
    if execution is None:
        return
    execution.displays += 1
    execution.shown += sum(map(len, data.values()))
    if execution.displays > MAX_DISPLAYS or execution.shown > MAX_SHOWN or not send({'kind': 'display', 'id': execution.identity}, data):
        execution.truncated = True


def display(*values):
    """Shows values in the richest formats that they offer."""
    for value in values:
        show(bundle(value))


def show_figures():
    """Shows and closes the figures that matplotlib has open, where the code uses it."""
    pyplot = sys.modules.get('matplotlib.pyplot')
    if pyplot is None:
        return
    for number in pyplot.get_fignums():
        image = io.BytesIO()
        pyplot.figure(number).savefig(image, format='png', bbox_inches='tight')
        show({'text/plain': '<Figure %d>' % number, 'image/png': base64.b64encode(image.getvalue()).decode()})
    pyplot.close('all')


class Loop:
    """One event loop for the whole session, made when it is needed first, so that tasks and locks outlive an execution."""

    loop = None

    def run(self, coroutine):
        import asyncio
        if self.loop is None or self.loop.is_closed():
            self.loop = asyncio.new_event_loop()
            asyncio.set_event_loop(self.loop)
        task = self.loop.create_task(coroutine)
        try:
            return self.loop.run_until_complete(task)
        except KeyboardInterrupt:
            task.cancel()
            self.loop.run_until_complete(asyncio.gather(task, return_exceptions=True))
            raise


loop = Loop()
module = types.ModuleType('__main__')
module.__dict__.update(__builtins__=builtins, display=display)
sys.modules['__main__'] = module


def is_coroutine(code):
    return code.co_flags & 0x80  # CO_COROUTINE


async def run_awaiting(parts):
    """Runs all parts inside the loop, so that those without await can make tasks for those with one."""
    value = None
    for code in parts:
        value = eval(code, module.__dict__)
        if is_coroutine(code):
            value = await value
    return value


def run(trees, name):
    """Runs trees and gives the value of the last."""
    parts = [compile(tree, name, 'eval' if isinstance(tree, ast.Expression) else 'exec', flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT) for tree in trees]
    if any(map(is_coroutine, parts)):
        return loop.run(run_awaiting(parts))
    value = None
    for code in parts:
        value = eval(code, module.__dict__)
    return value


def run_cell(source, name):
    """Runs the code and returns the bundle of its last expression; None when there is none."""
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    tree = ast.parse(source, name)
    last = [ast.Expression(tree.body.pop().value)] if tree.body and isinstance(tree.body[-1], ast.Expr) else []
    value = run([tree, *last], name)
    show_figures()
    if value is None:
        return None
    module.__dict__['_'] = value
    return bundle(value)


def describe(error):
    trace = error.__traceback__
    while trace is not None and not trace.tb_frame.f_code.co_filename.startswith('<cell '):
        trace = trace.tb_next  # the frames of this file say nothing to the reader
    try:
        lines = ''.join(traceback.format_exception(type(error), error, trace))
        message = str(error)
    except Exception:
        lines, message = type(error).__name__, ''
    return {'name': type(error).__name__, 'message': shortened(message, MAX_MESSAGE), 'traceback': lines[-MAX_MESSAGE:].splitlines()}


def outcome_of(source, name):
    global interruptible, interrupted
    interrupted = False
    try:
        try:
            interruptible = True
            if unwanted == current.identity:
                raise KeyboardInterrupt
            result = run_cell(source, name)
        finally:
            interruptible = False
        return {'status': 'ok'}, result
    except KeyboardInterrupt:
        interruptible = False
        return {'status': 'interrupted'}, None
    except SystemExit as error:
        if error.code is None or error.code == 0:
            return {'status': 'ok'}, None
        return {'status': 'error', 'error': {'name': 'SystemExit', 'message': shortened(str(error.code), MAX_MESSAGE), 'traceback': []}}, None
    except BaseException as error:
        return {'status': 'error', 'error': describe(error)}, None


def execute(message, name):
    global current
    execution = current = Execution(message['id'])
    signal.signal(signal.SIGINT, on_interrupt)
    outcome, result = outcome_of(message['code'], name)
    if os.getpid() != kernel_process:
        os._exit(0)  # a fork that the code forgot to end
    current = None
    mark = b'\0' + message['nonce'].encode() + b'\0'
    for stream, descriptor in zip((sys.stdout, sys.stderr), outputs):
        try:
            stream.flush()
        except Exception:
            pass  # closed, or not a stream any more
        write_all(descriptor, mark)
    done = {'kind': 'done', 'id': execution.identity, 'truncated': execution.truncated, **outcome}
    if not send(done, result):
        send({**done, 'truncated': True}, {'text/plain': '<a result too large to be shown>'})


sys.argv[:] = ['']
sys.path.insert(0, '')
sys.stdout.reconfigure(line_buffering=True)  # as at a terminal
signal.signal(signal.SIGINT, on_interrupt)
threading.Thread(target=read_requests, daemon=True).start()
send({'kind': 'ready', 'version': sys.version.split()[0]})
count = 0
while True:
    count += 1
    execute(requests.get(), '<cell %d>' % count)
