/* The table of modules written in C; a new module is one file and one line in modules.def. */
#include "modules/modules.h"

#include "modules/sys_hooks.h"
#include "modules/warn.h"
#include "types/dict.h"
#include "types/list.h"
#include "types/str.h"

#define X(name) extern const ouro_module_def ouro__module_##name;
#include "modules/modules.def"
#undef X

const ouro_module_def *const ouro__modules[] = {
#define X(name) &ouro__module_##name,
#include "modules/modules.def"
#undef X
    NULL,
};

/* Makes a module and puts it in sys.modules: its dict, owned. */
static ouro_object *add_module(ouro_runtime *rt, const ouro_module_def *def)
{
    ouro_object *module = ouro__module_from_def(rt, def);
    if (!module)
        return NULL;
    ouro_object *dict = NULL;
    if (ouro__dict_set_cstring(rt, rt->python->modules, def->name, module) == 0)
        dict = ouro_ref(ouro__module_dict(module));
    ouro_decref(rt, module);
    return dict;
}

int ouro__modules_init(ouro_runtime *rt)
{
    ouro_python *python = rt->python;
    python->hooks.report_unraisable = ouro__sys_report_unraisable;
    python->hooks.warn = ouro__warn_here;
    python->hooks.warn_explicit = ouro__warn_explicit;
    python->switch_interval = 5000;
    python->modules = ouro__dict_new(rt);
    python->sys_path = python->modules ? ouro__list_new(rt, 0) : NULL;
    if (!python->sys_path)
        return -1;
    python->builtins = add_module(rt, &ouro__module_builtins);
    python->sys_dict = python->builtins ? add_module(rt, &ouro__module_sys) : NULL;
    return python->sys_dict ? 0 : -1;
}
