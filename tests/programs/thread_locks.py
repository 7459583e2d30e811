# Locks in a program of one thread: taking, refusing, giving back, and the messages.
import _thread
import sys


def attempt(what):
    try:
        print(what())
    except BaseException as e:
        print(type(e).__name__, e)


lock = _thread.allocate_lock()
print(lock.acquire(), lock.locked(), lock.acquire(False), lock.acquire(timeout=0.01), repr(lock).split(' at ')[0])
lock.release()
attempt(lock.release)
with lock as taken:
    print(taken, lock.locked())
print(lock.locked())
attempt(lambda: lock.acquire(False, 1))
attempt(lambda: lock.acquire(True, -2))
attempt(lambda: lock.acquire(True, 1e20))
attempt(lambda: _thread.LockType())

r = _thread.RLock()
print(r.acquire(), r.acquire(), r._is_owned(), r._recursion_count())
saved = r._release_save()
print(saved[0], r._is_owned())
attempt(r.release)
r._acquire_restore(saved)
r.release()
r.release()
attempt(r.release)
print(repr(r).split(' at ')[0])


class Sub(_thread._local):
    def __init__(self, a, b=2):
        self.both = a, b


print(Sub(1).both, Sub(1, b=3).__dict__)
attempt(lambda: _thread._local(1))
plain = _thread._local()
plain.x = 1
print(vars(plain))

attempt(lambda: _thread.start_new_thread(1, 2))
attempt(lambda: _thread.start_new_thread(print, 2))
attempt(lambda: _thread.start_new_thread(print, (), 3))
attempt(_thread.exit)
attempt(lambda: _thread.stack_size(-1))
attempt(lambda: _thread.stack_size(10))
print(_thread.stack_size(), _thread.stack_size(65536), _thread.stack_size(), _thread.TIMEOUT_MAX, _thread._count())
print(_thread.get_ident() == _thread.get_ident(), _thread.error, _thread.LockType, _thread.RLock)
attempt(lambda: _thread._excepthook(3))
attempt(lambda: _thread.interrupt_main(1000))
sys.stderr = sys.stdout
try:
    1 / 0
except ZeroDivisionError as e:
    class Thread:
        name = 'worker'
    e = e.with_traceback(None)
    _thread._excepthook(_thread._ExceptHookArgs((type(e), e, None, Thread)))
    print(_thread._ExceptHookArgs((type(e), 2, 3, 4)))
