"""What to do about a leak that `ouro leaks` has found, by what kind of thing keeps it."""
import gc
import types

from ouro.tools._leaks_holders import LRU


def advice(leak):
    """A sentence without its full stop, or None."""
    return _resurrected(leak) or _closure(leak) or _garbage(leak) or _method(leak) or _by_holder(leak)


def _behind(leak):
    """What the chain leads through behind the holder."""
    return [step.object for step in leak.chain[leak.at + 1:]]


def _name(leak):
    return leak.chain[leak.at].text.lstrip(".") if leak.at else leak.holder_text


def _resurrected(leak):
    for obj in _behind(leak):
        cls = type(obj)
        finalizer = getattr(cls, "__del__", None)
        if finalizer is not None and gc.is_finalized(obj):
            code = getattr(finalizer, "__code__", None)
            where = " (line %d)" % code.co_firstlineno if code else ""
            return ("%s.__del__%s has run and put the object back into %s: let __del__ release what the object holds "
                    "and give nobody a reference to it, or use weakref.finalize()" % (
                        cls.__name__, where, leak.holder_text))
    return None


def _closure(leak):
    """Which variable of which function keeps what."""
    for obj in _behind(leak):
        if isinstance(obj, types.FunctionType) and obj.__closure__:
            outer = obj.__qualname__.rpartition(".<locals>")[0] or obj.__qualname__
            name, frames = _heaviest_cell(obj)
            if name is None:
                return None
            kept = "variable %r of %s(), which the closure %s() holds, keeps " % (name, outer, obj.__name__)
            if frames:
                return (kept + "the traceback of an exception and with it the variables of %s: keep what is needed of "
                        "the exception (its text) instead of the exception, or clear its __traceback__; and remove the "
                        "closure from %s when it is done" % (
                            ", ".join("%s()" % frame for frame in frames), leak.holder_text))
            return (kept + "what it was when the closure was made: remove the closure from %s when it is done, or let it "
                    "have only what it needs" % leak.holder_text)
        if isinstance(obj, (types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType)):
            return ("the suspended %s() keeps all of its variables: run it to its end or close() it, and remove it from "
                    "%s" % (obj.__name__, leak.holder_text))
    return None


def _heaviest_cell(function):
    """The name of the closure's variable that keeps frames, else of its first one; and the functions of these
    frames."""
    for name, cell in zip(function.__code__.co_freevars, function.__closure__):
        try:
            value = cell.cell_contents
        except ValueError:
            continue
        frames = _frames_of(value)
        if frames:
            return name, frames
    names = function.__code__.co_freevars
    return (names[0] if names else None), []


def _frames_of(value):
    traceback = value.__traceback__ if isinstance(value, BaseException) else value
    names = []
    while isinstance(traceback, types.TracebackType):
        names.append(traceback.tb_frame.f_code.co_name)
        traceback = traceback.tb_next
    if isinstance(value, types.FrameType):
        names.append(value.f_code.co_name)
    return names


def _garbage(leak):
    if leak.holder is gc.garbage:
        return ("the collector put these cycles into gc.garbage because of gc.DEBUG_SAVEALL: clear it, or do not set "
                "that")
    return None


def _method(leak):
    """Listeners: bound methods that somebody keeps."""
    for obj in _behind(leak)[:3]:
        if isinstance(obj, types.MethodType):
            return ("%s keeps the method %s and with it its object: remove the listener when its object is done, or keep "
                    "a weakref.WeakMethod of it" % (leak.holder_text, obj.__func__.__qualname__))
    return None


def _by_holder(leak):
    holder, name = leak.holder, leak.holder_text
    cached = next((step.object for step in leak.chain[:leak.at + 1] if isinstance(step.object, LRU)), None)
    if cached is not None:
        return "give the cache of %s() a bound: functools.lru_cache(maxsize=...)" % cached.__name__
    if isinstance(holder, dict):
        return ("if %s is a cache, give it a bound (functools.lru_cache(maxsize=...), or drop the oldest entry), or let "
                "it be a weakref.WeakValueDictionary; else delete the entries that are done with" % name)
    if isinstance(holder, (set, frozenset)):
        return "take out of %s what is done with, or let it be a weakref.WeakSet" % name
    if type(holder).__name__ == "deque":
        return "give %s a bound: deque(maxlen=...)" % name
    if isinstance(holder, list):
        return ("take out of %s what is done with, or give it a bound: collections.deque(maxlen=...) keeps the latest; "
                "what is only listed for others could be held by weakref.ref" % name)
    if isinstance(holder, bytearray):
        return "write %s out and clear it once in a while" % name
    return "let go of what %s keeps when it is done with" % name
