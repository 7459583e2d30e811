/* What sys says of the platform, and the names of the standard library's modules. */
#include "modules/sys_platform.h"

#include <dlfcn.h>
#include <unistd.h>

#include "modules/support.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/module_state.h"
#include "types/set.h"
#include "types/str.h"
#include "types/struct_sequence.h"

/* CPython 3.11's, all platforms' together. */
static const char *const library_names[] = {
    /* clang-format off */
    "__future__", "_abc", "_aix_support", "_ast", "_asyncio", "_bisect", "_blake2", "_bootsubprocess",
    "_bz2", "_codecs", "_codecs_cn", "_codecs_hk", "_codecs_iso2022", "_codecs_jp", "_codecs_kr",
    "_codecs_tw", "_collections", "_collections_abc", "_compat_pickle", "_compression", "_contextvars",
    "_crypt", "_csv", "_ctypes", "_curses", "_curses_panel", "_datetime", "_dbm", "_decimal",
    "_elementtree", "_frozen_importlib", "_frozen_importlib_external", "_functools", "_gdbm", "_hashlib",
    "_heapq", "_imp", "_io", "_json", "_locale", "_lsprof", "_lzma", "_markupbase", "_md5", "_msi",
    "_multibytecodec", "_multiprocessing", "_opcode", "_operator", "_osx_support", "_overlapped", "_pickle",
    "_posixshmem", "_posixsubprocess", "_py_abc", "_pydecimal", "_pyio", "_queue", "_random", "_scproxy",
    "_sha1", "_sha256", "_sha3", "_sha512", "_signal", "_sitebuiltins", "_socket", "_sqlite3", "_sre",
    "_ssl", "_stat", "_statistics", "_string", "_strptime", "_struct", "_symtable", "_thread",
    "_threading_local", "_tkinter", "_tokenize", "_tracemalloc", "_typing", "_uuid", "_warnings",
    "_weakref", "_weakrefset", "_winapi", "_zoneinfo", "abc", "aifc", "antigravity", "argparse", "array",
    "ast", "asynchat", "asyncio", "asyncore", "atexit", "audioop", "base64", "bdb", "binascii", "bisect",
    "builtins", "bz2", "cProfile", "calendar", "cgi", "cgitb", "chunk", "cmath", "cmd", "code", "codecs",
    "codeop", "collections", "colorsys", "compileall", "concurrent", "configparser", "contextlib",
    "contextvars", "copy", "copyreg", "crypt", "csv", "ctypes", "curses", "dataclasses", "datetime", "dbm",
    "decimal", "difflib", "dis", "distutils", "doctest", "email", "encodings", "ensurepip", "enum", "errno",
    "faulthandler", "fcntl", "filecmp", "fileinput", "fnmatch", "fractions", "ftplib", "functools", "gc",
    "genericpath", "getopt", "getpass", "gettext", "glob", "graphlib", "grp", "gzip", "hashlib", "heapq",
    "hmac", "html", "http", "idlelib", "imaplib", "imghdr", "imp", "importlib", "inspect", "io",
    "ipaddress", "itertools", "json", "keyword", "lib2to3", "linecache", "locale", "logging", "lzma",
    "mailbox", "mailcap", "marshal", "math", "mimetypes", "mmap", "modulefinder", "msilib", "msvcrt",
    "multiprocessing", "netrc", "nis", "nntplib", "nt", "ntpath", "nturl2path", "numbers", "opcode",
    "operator", "optparse", "os", "ossaudiodev", "pathlib", "pdb", "pickle", "pickletools", "pipes",
    "pkgutil", "platform", "plistlib", "poplib", "posix", "posixpath", "pprint", "profile", "pstats", "pty",
    "pwd", "py_compile", "pyclbr", "pydoc", "pydoc_data", "pyexpat", "queue", "quopri", "random", "re",
    "readline", "reprlib", "resource", "rlcompleter", "runpy", "sched", "secrets", "select", "selectors",
    "shelve", "shlex", "shutil", "signal", "site", "smtpd", "smtplib", "sndhdr", "socket", "socketserver",
    "spwd", "sqlite3", "sre_compile", "sre_constants", "sre_parse", "ssl", "stat", "statistics", "string",
    "stringprep", "struct", "subprocess", "sunau", "symtable", "sys", "sysconfig", "syslog", "tabnanny",
    "tarfile", "telnetlib", "tempfile", "termios", "textwrap", "this", "threading", "time", "timeit",
    "tkinter", "token", "tokenize", "tomllib", "trace", "traceback", "tracemalloc", "tty", "turtle",
    "turtledemo", "types", "typing", "unicodedata", "unittest", "urllib", "uu", "uuid", "venv", "warnings",
    "wave", "weakref", "webbrowser", "winreg", "winsound", "wsgiref", "xdrlib", "xml", "xmlrpc", "zipapp",
    "zipfile", "zipimport", "zlib", "zoneinfo",
    /* clang-format on */
};

static ouro_object *library_name_set(ouro_runtime *rt)
{
    ouro_object *names = ouro__frozenset_new(rt, NULL);
    for (size_t i = 0; names && i < sizeof library_names / sizeof *library_names; i++) {
        ouro_object *name = ouro__str_from_cstring(rt, library_names[i]);
        if (!name || ouro__set_add(rt, names, name) < 0) {
            ouro_decref(rt, names);
            names = NULL;
        }
        ouro_xdecref(rt, name);
    }
    return names;
}

static ouro_object *text_or_none(ouro_runtime *rt, const char *text)
{
    return text ? ouro__str_from_cstring(rt, text) : ouro_ref(OURO_NONE(rt));
}

static ouro_object *thread_info(ouro_runtime *rt)
{
    char library[64];
    size_t length = confstr(_CS_GNU_LIBPTHREAD_VERSION, library, sizeof library);
    ouro_object *items[] = {text_or_none(rt, "pthread"), text_or_none(rt, "semaphore"),
                            text_or_none(rt, length && length <= sizeof library ? library : NULL)};
    return ouro__struct_sequence_new(rt, OURO_T_THREAD_INFO, items, 3);
}

static ouro_object *git(ouro_runtime *rt)
{
    return ouro__pack(rt, 3, text_or_none(rt, "Ouro"), text_or_none(rt, ""), text_or_none(rt, ""));
}

int ouro__sys_add_platform(ouro_runtime *rt, ouro_object *dict)
{
    return ouro__put(rt, dict, "thread_info", thread_info(rt)) < 0 || ouro__put(rt, dict, "_git", git(rt)) < 0
               ? -1
               : ouro__put(rt, dict, "stdlib_module_names", library_name_set(rt));
}

OURO_C_FUNCTION(sys_clear_type_cache)
{
    for (size_t i = 0; i < OURO_METHOD_CACHE_SIZE; i++) {
        ouro_object *name = rt->python->method_cache[i].name;
        rt->python->method_cache[i] = (ouro_method_cache_entry){0};
        ouro_xdecref(rt, name);
    }
    return ouro_ref(OURO_NONE(rt));
}

/* Nothing here loads modules compiled from C: the flags are kept for whoever reads them again. */
static const char flags_key;

OURO_C_FUNCTION(sys_getdlopenflags)
{
    ouro_object *flags = ouro__module_object(rt, &flags_key);
    return flags ? ouro_ref(flags) : ouro__int_new(rt, RTLD_NOW);
}

OURO_C_FUNCTION(sys_setdlopenflags)
{
    int flags;
    ouro_object **place =
        ouro__as_int32(rt, args[0], &flags) < 0 ? NULL : ouro__module_object_place(rt, &flags_key);
    ouro_object *value = place ? ouro__int_new(rt, flags) : NULL;
    if (!value)
        return NULL;
    ouro_xdecref(rt, *place);
    *place = value;
    return ouro_ref(OURO_NONE(rt));
}

const ouro_method_def ouro__sys_platform_functions[] = {
    {"_clear_type_cache", sys_clear_type_cache, 0, 0, 0,
     "_clear_type_cache($module, /)\n--\n\nClear the internal type lookup cache."},
    {"getdlopenflags", sys_getdlopenflags, 0, 0, 0,
     "getdlopenflags($module, /)\n--\n\nReturn the current value of the flags that are used for dlopen "
     "calls."},
    {"setdlopenflags", sys_setdlopenflags, 0, 1, 1,
     "setdlopenflags($module, flags, /)\n--\n\nSet the flags used by the interpreter for dlopen calls."},
    {0},
};
