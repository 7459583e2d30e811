"""The grammar of format strings, through _string and str.format."""
import _string
def t(f,*a):
    try:
        r=f(*a); 
        print(ascii(a), list(r) if f is _string.formatter_parser else (r[0], list(r[1])))
    except Exception as e: print(ascii(a),type(e).__name__, e)
for s in ['a{b!r:c}d{{','{','}','{a','{a!','{a!r','{a!rx}','a}b','{{}}','{a:{b}}','{a[b]}','{:}','{!r}','{!}','{a!r:}','{','x{a{b}}','{a[}]}','{a:{b','{0.x[1]!s:>{w}}',3,'{}','a','']:
    t(_string.formatter_parser,s)
for s in ['a','a.b[c]','0','0.x','a[','a[b','a[]','a.','[1]','.x','','123456789012345678901234567890','a[0]','a[-1]','a[b]c','a]b','a.b.c[1][x]',3, '-1', '07','a[99999999999999999999]']:
    t(_string.formatter_field_name_split,s)
print('{0:{1}} {{x}} {a.real} {b[0]}'.format(3,'>5',a=4,b=[1]))
