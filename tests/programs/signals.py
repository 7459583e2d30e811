import _signal, posix, time, atexit
atexit.register(lambda *a,**k: print('bye',a,k), 1, x=2)
print(_signal.getsignal(_signal.SIGINT), _signal.getsignal(_signal.SIGPIPE), _signal.getsignal(_signal.SIGTERM))
def h(n,f): print('got',n,f.f_code.co_name)
print(_signal.signal(_signal.SIGUSR1,h)); _signal.raise_signal(_signal.SIGUSR1); posix.kill(posix.getpid(),_signal.SIGUSR1)
_signal.signal(_signal.SIGALRM, lambda n,f: print('alarm')); _signal.setitimer(_signal.ITIMER_REAL,0.05); time.sleep(0.1)
r,w=posix.pipe(); _signal.setitimer(_signal.ITIMER_REAL,0.05)
pid=posix.fork()
if pid==0:
    time.sleep(.15); posix.write(w,b'x'); posix._exit(0)
print(posix.read(r,1)); posix.waitpid(pid,0)
def bad(n,f): 1/0
_signal.signal(_signal.SIGALRM,bad); _signal.setitimer(_signal.ITIMER_REAL,0.05)
try: posix.read(r,1)
except ZeroDivisionError as e: print(e)
try: _signal.raise_signal(2)
except KeyboardInterrupt as e: print(repr(e))
for f in [lambda:_signal.signal(1,3),lambda:_signal.signal(99,h),lambda:_signal.getsignal(0),lambda:_signal.set_wakeup_fd(r),lambda:_signal.pthread_sigmask(0,[99]),lambda:_signal.strsignal(9),lambda:_signal.signal(9,h),lambda:len(_signal.valid_signals()),lambda:_signal.setitimer(9,1),lambda:_signal.pthread_sigmask(0,[10])]:
    try: print(f())
    except Exception as e: print(repr(e))
