# modes: release asan
# (the children are made in the same way in all modes, and importing subprocess takes long in the slow ones)
import pwd, grp, select, posix, subprocess, sys
print(pwd.getpwuid(0).pw_name, pwd.getpwnam('root').pw_uid, grp.getgrgid(0).gr_name, grp.getgrnam('root').gr_gid)
for f in [lambda:pwd.getpwuid(99999),lambda:pwd.getpwnam('zz'),lambda:grp.getgrgid('a'),lambda:select.select([],[],[],-1),lambda:select.select([1.5],[],[]),lambda:select.poll().poll('a'),lambda:select.poll().unregister(5)]:
    try: print(f())
    except Exception as e: print(repr(e))
r,w=posix.pipe(); print(select.select([r],[w],[],0)[1]==[w], select.select([r],[],[],0.01)); posix.write(w,b'a'); print(select.select([r],[],[])[0]==[r])
p=select.poll(); p.register(r,select.POLLIN); print(p.poll(10)[0][1])
with select.epoll() as e: e.register(r,select.EPOLLIN); print(e.poll(0.1)[0][1], e.closed)
print(subprocess.run(['echo','hi'],capture_output=True,text=True))
print(subprocess.check_output('echo a; exit 0',shell=True))
try: subprocess.run(['/nonexistent'])
except FileNotFoundError as e: print(e)
try: subprocess.run(['true'],cwd='/nonexistent')
except FileNotFoundError as e: print(e)
print(subprocess.run(['cat'],input=b'x'*100000,capture_output=True).stdout.__len__(), subprocess.run(['sh','-c','kill -9 $$']).returncode)
print(subprocess.Popen(['env'],env={'A':'b'},stdout=subprocess.PIPE).communicate())
