/* The built-in names that CPython's site module makes for the prompt (exit, help, ...): the module _sitebuiltins is written in
 * Python, so it is loaded when one of them is first looked for and not found. */
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/import.h"
#include "vm/interpret.h"

static const struct {
    const char *name, *class_name, *text;
} builtins[] = {
    {"quit", "Quitter", "Ctrl-D (i.e. EOF)"},
    {"exit", "Quitter", "Ctrl-D (i.e. EOF)"},
    {"copyright", "_Printer", NULL}, /* sys.copyright */
    {"credits", "_Printer",
     "    Thanks to the authors of Python, whose language and library this is.\n    See www.python.org for "
     "more information."},
    {"license", "_Printer",
     "See the file LICENSE that came with Ouro, and https://www.python.org/psf/license/ for the library."},
    {"help", "_Helper", NULL},
};

enum { COUNT = sizeof builtins / sizeof *builtins };

static bool is_one(ouro_object *name)
{
    for (int i = 0; i < COUNT; i++)
        if (ouro__str_equals_ascii(name, builtins[i].name))
            return true;
    return false;
}

/* One of them, owned. */
static ouro_object *make(ouro_runtime *rt, ouro_object *module, int which)
{
    bool copyright =
        !builtins[which].text && builtins[which].class_name[0] == '_' && builtins[which].class_name[1] == 'P';
    ouro_object *class_name = ouro__str_intern_cstring(rt, builtins[which].class_name);
    ouro_object *cls = class_name ? ouro__getattr(rt, module, class_name) : NULL, *made = NULL;
    ouro_object *name = ouro__str_intern_cstring(rt, builtins[which].name), *text = NULL;
    ouro_xdecref(rt, class_name);
    if (cls && name && copyright) {
        text = ouro__dict_get_cstring(rt, rt->python->sys_dict, "copyright");
        text = text ? ouro_ref(text) : rt->error ? NULL : ouro_ref(OURO_EMPTY_STR(rt));
    } else if (cls && name && builtins[which].text) {
        text = ouro__str_from_cstring(rt, builtins[which].text);
    }
    if (cls && name && text)
        made = ouro__call2(rt, cls, name, text);
    else if (cls && name && !rt->error)
        made = ouro__call0(rt, cls);
    ouro_xdecref(rt, text);
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, cls);
    return made;
}

static int make_all(ouro_runtime *rt, ouro_object *module, ouro_object *dict)
{
    for (int i = 0; i < COUNT; i++) {
        ouro_object *name = ouro__str_intern_cstring(rt, builtins[i].name);
        int there = name ? ouro__dict_contains(rt, dict, name) : -1;
        ouro_object *o = there == 0 ? make(rt, module, i) : NULL;
        int status = there < 0 || (there == 0 && !o) ? -1 : o ? ouro__dict_set(rt, dict, name, o) : 0;
        ouro_xdecref(rt, o);
        ouro_xdecref(rt, name);
        if (status < 0)
            return -1;
    }
    return 0;
}

int ouro__late_builtin(ouro_runtime *rt, ouro_object *name, ouro_object **value)
{
    ouro_object *dict = rt->python->builtins;
    if (!dict || rt->closing || rt->python->options & OURO_OPTION_NO_SITE || !is_one(name))
        return 0;
    ouro_import *import = ouro__import_state(rt);
    if (!import)
        return -1;
    if (import->has_late_builtins)
        return 0;
    import->has_late_builtins = true; /* whatever looks for one of them meanwhile does not find it */
    ouro_incref(dict);
    ouro_object *module = ouro__import_cstring(rt, "_sitebuiltins"), *found = NULL;
    if (module && make_all(rt, module, dict) == 0)
        found = ouro__dict_get(rt, dict, name);
    ouro_xdecref(rt, module);
    if (found)
        *value = ouro_ref(found);
    else
        import->has_late_builtins = false;
    ouro_decref(rt, dict);
    if (rt->error && ouro__error_is(rt, OURO_T_IMPORT_ERROR))
        ouro__error_clear(rt);
    return found ? 1 : rt->error ? -1 : 0;
}
