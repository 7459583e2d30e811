# Subclasses of str with __slots__: the slots stand behind the characters, whatever their number.
import copy
import gc
import pickle
import sys
import weakref


class Word(str):
    __slots__ = ("kind", "_Word__hidden", "weight")

    def __new__(cls, text, kind=None):
        self = super().__new__(cls, text)
        if kind is not None:
            self.kind = kind
        return self

    def hide(self, value):
        self.__hidden = value
        return self.__hidden


def failing(f, *arguments):
    try:
        print("no error:", f(*arguments))
    except Exception as error:
        print(type(error).__name__, error)


def main():
    for text in ("", "a", "abcdefg", "abcdefgh", "abcdefghi", "\xe9t\xe9", "\u20ac" * 5, "\U0001f600" * 3, "x" * 1000, "y" * 100000):
        word = Word(text, "noun")
        word.weight = len(text)
        print(len(word), word == text, hash(word) == hash(text), word.kind, word.weight, word.hide([text[:1]]))
        del word.weight
        failing(lambda: word.weight)
        assert word == text and word.upper() == text.upper() and type(word.upper()) is str
        assert type(word + "") is str
    print(type(vars(Word)["kind"]).__name__, Word.kind, Word.__dictoffset__, hasattr(word, "__dict__"))
    failing(setattr, word, "other", 1)
    failing(delattr, word, "weight")
    failing(weakref.ref, word)
    failing(Word.kind.__get__, "plain")
    failing(Word.kind.__set__, "plain", 1)
    print(Word("b", 1) < Word("c", 2), {Word("k"): 1}["k"], sorted([Word("b", 1), Word("a", 2)])[0].kind)


main()


class More(Word):
    __slots__ = ("more", "__weakref__")


class Open(More):
    pass


class Shut(str):
    __slots__ = ()


class Both(Shut, Word):
    __slots__ = ("last",)


class Dict(str):
    __slots__ = ("a", "__dict__")


def inherited():
    more = More("text", "adverb")
    more.more = more.weight = 5
    print(more, more.kind, more.more, more.weight, weakref.ref(more)() is more)
    it = Open("open", "verb")
    it.more, it.weight, it.free = "m", "w", "f"
    print(it.kind, it.more, it.weight, it.free, vars(it), it.__dict__)
    it.__dict__ = {"kind": "shadow", "x": 1}
    print(it.kind, it.x, it.more, it.weight)
    both = Both("both", "k")
    both.last = 9
    print(both, both.kind, both.last, Both.__base__.__name__)
    d = Dict("d")
    d.a, d.b = 1, 2
    print(d.a, d.b, d.__dict__)
    dolls = [Word("w", i) for i in range(1000)]
    print(sum(w.kind for w in dolls))
    it.__class__ = Open
    failing(setattr, more, "__class__", Word)

    class Twin(str):
        __slots__ = ("_Word__hidden", "kind", "weight")

    word = Word("w", "k")
    word.__class__ = Twin
    print(type(word).__name__, word, word.kind)
    failing(type, "C", (Word, Twin), {})


inherited()


def collected():
    word = Open("cycle", "k")
    word.weight = word
    seen = weakref.ref(word)
    print(gc.is_tracked(word), [type(o).__name__ for o in gc.get_referents(word)].count("Open"))
    del word
    gc.collect()
    print(seen())
    value = [1, 2]
    before = sys.getrefcount(value)
    word = Word("counted", value)
    print(sys.getrefcount(value) - before)
    word.kind = value
    print(sys.getrefcount(value) - before)
    del word
    print(sys.getrefcount(value) - before)
    chain = None
    for _ in range(100000):
        chain = Word("link", chain or "end")
    del chain


collected()


def copied():
    word = Word("copied", ["list"])
    word.weight = 3
    for other in (copy.copy(word), copy.deepcopy(word), pickle.loads(pickle.dumps(word))):
        print(type(other).__name__, other, other.kind, other.kind is word.kind, other.weight, hasattr(other, "_Word__hidden"))


copied()

for base in (int, bytes, tuple, type):
    failing(type, "C", (base,), {"__slots__": ("a",)})
    failing(type, "C", (base,), {"__slots__": ("__weakref__",)})
    print(type("C", (base,), {"__slots__": ()}).__name__)
failing(type, "C", (str,), {"__slots__": ("a b",)})
failing(type, "C", (str,), {"__slots__": ("a",), "a": 1})
failing(type, "C", (Word,), {"__slots__": ("__weakref__", "__weakref__")})
many = type("Many", (str,), {"__slots__": ["s%d" % i for i in range(500)]})("many")
for i in range(500):
    setattr(many, "s%d" % i, i)
print(many, sum(getattr(many, "s%d" % i) for i in range(500)))
