"""gettext and locale: catalogues made and read, plural rules, contexts, fallbacks; numbers and money in the C locale. Prints translations and formats."""
import gettext
import io
import locale
import os
import struct
import tempfile


def t(f, *args, **kwargs):
    try:
        print(f(*args, **kwargs))
    except Exception as e:
        print(type(e).__name__ + ":", e)


def catalogue(messages, big=False):
    """The bytes of a .mo file."""
    order = ">" if big else "<"
    items = sorted((k.encode(), v.encode()) for k, v in messages.items())
    ids = b"".join(k + b"\0" for k, _ in items)
    texts = b"".join(v + b"\0" for _, v in items)
    start = 28 + 16 * len(items)
    table, position = [], start
    for k, _ in items:
        table += [len(k), position]
        position += len(k) + 1
    for _, v in items:
        table += [len(v), position]
        position += len(v) + 1
    return struct.pack(order + "7I", 0x950412DE, 0, len(items), 28, 28 + 8 * len(items), 0, start) + struct.pack(order + f"{len(table)}I", *table) + ids + texts


POLISH = {
    "": "Content-Type: text/plain; charset=UTF-8\nProject-Id-Version: 2.0\nPlural-Forms: nplurals=3; plural=n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2;\n",
    "file": "plik", "%d file\0%d files": "%d plik\0%d pliki\0%d plik\u00f3w", "menu\x04Open": "Otw\u00f3rz", "ctx\x04%d x\0%d xs": "%d iks\0%d iksy\0%d iks\u00f3w",
}
tr = gettext.GNUTranslations(io.BytesIO(catalogue(POLISH)))
print(tr.gettext("file"), tr.gettext("unknown"), tr.pgettext("menu", "Open"), tr.pgettext("other", "Open"), tr.info(), tr.charset())
print([tr.ngettext("%d file", "%d files", n) % n for n in (0, 1, 2, 4, 5, 12, 22, 112)], [tr.npgettext("ctx", "%d x", "%d xs", n) % n for n in (1, 3, 8)], tr.ngettext("a", "b", 1), tr.ngettext("a", "b", 2))
t(tr.ngettext, "%d file", "%d files", "x")
print(gettext.GNUTranslations(io.BytesIO(catalogue({"": "Content-Type: text/plain; charset=utf-8\n", "a": "b"}, big=True))).gettext("a"))
for data in [b"", b"junk" * 10, catalogue(POLISH)[:60], catalogue(POLISH)[:4] + b"\0\0\7\0" + catalogue(POLISH)[8:]]:
    try:
        gettext.GNUTranslations(io.BytesIO(data))
    except Exception as e:
        print(type(e).__name__, e)
for rule in ["n != 1", "n>1", "0", "n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2", "n==1?0:n==2?1:(n>2 && n<7)?2:3", "n&1", "n=1", "(n", "n**2", "x", "n ? : 1", "", "1 +", "!n", "n" + "?1:n" * 30, "n>1)", "-n", "n%0"]:
    try:
        f = gettext.c2py(rule)
        print(repr(rule[:40]), [f(n) for n in range(0, 13)])
    except Exception as e:
        print(repr(rule[:40]), type(e).__name__, e)
with tempfile.TemporaryDirectory() as place:
    for lang, messages in [("pl", POLISH), ("de_DE", {"": "Content-Type: text/plain; charset=utf-8\n", "file": "Datei"})]:
        folder = os.path.join(place, lang, "LC_MESSAGES")
        os.makedirs(folder)
        with open(os.path.join(folder, "app.mo"), "wb") as f:
            f.write(catalogue(messages))
    print([os.path.relpath(p, place) for p in gettext.find("app", place, ["de_DE.UTF-8", "pl_PL", "fr"], all=True)], gettext.find("app", place, ["fr"]))
    both = gettext.translation("app", place, ["de_DE", "pl"])
    print(both.gettext("file"), both.gettext("menu\x04Open"), both.pgettext("menu", "Open"), gettext.translation("app", place, ["de_DE", "pl"])._catalog is both._catalog)
    t(gettext.translation, "app", place, ["xx"])
    print(gettext.translation("app", place, ["xx"], fallback=True).gettext("file"))
    os.environ["LANGUAGE"] = "xx:pl"
    gettext.bindtextdomain("app", place)
    print(gettext.textdomain("app"), gettext.gettext("file"), gettext.dgettext("other", "file"), gettext.ngettext("%d file", "%d files", 5), gettext.dpgettext("app", "menu", "Open"), gettext.bindtextdomain("app") == place)
    gettext.install("app", place, names=["ngettext"])
    print(_("file"), ngettext("%d file", "%d files", 3))
null = gettext.NullTranslations()
null.add_fallback(tr)
print(null.gettext("file"), null.npgettext("ctx", "%d x", "%d xs", 5), null.info())

print(locale.setlocale(locale.LC_ALL, "C"), locale.setlocale(locale.LC_NUMERIC), locale.getlocale(), locale.localeconv()["decimal_point"], repr(locale.localeconv()["thousands_sep"]))
print(locale.atof("1234.5"), locale.atoi("42"), locale.str(1.5), locale.format_string("%d %s %.2f", (1234567, "x", 1234.5), grouping=True), locale.format_string("%(a)5d|%%", {"a": 3}), locale.delocalize("1,5"), locale.localize("1234.5"), locale.strxfrm("a") < locale.strxfrm("b"), locale.strcoll("a", "b") < 0)
t(locale.currency, 1.5)
print([locale.normalize(x) for x in ("de", "de_DE", "en_US.utf8", "POSIX", "fr@euro", "ja_JP.eucjp", "nosuch", "english", "de_de.iso88591")])
for name in ("en_US.UTF-8", "de", "x.y.z", "C.UTF-8"):
    t(locale._parse_localename, name)
t(locale._build_localename, ("en", "UTF-8"))
conv = {"grouping": [3, 2, 0], "thousands_sep": ",", "decimal_point": ".", "mon_grouping": [3, 3, 0], "mon_thousands_sep": "'"}
locale._override_localeconv.update(conv)
print(locale.format_string("%d", 123456789, grouping=True), locale.format_string("%15.2f|", -9876543.21, grouping=True), locale.atof("1,23,456.5"), locale.delocalize("1,234"), locale.format_string("%s", 5, True))
