/* The _ast module: the classes of syntax trees. */
#include "modules/ast/ast.h"

#include "modules/ast/classes.h"
#include "modules/modules.h"
#include "types/dict.h"
#include "types/int.h"

static int put_number(ouro_runtime *rt, ouro_object *dict, const char *name, int64_t value)
{
    ouro_object *number = ouro__int_new(rt, value);
    int status = number ? ouro__dict_set_cstring(rt, dict, name, number) : -1;
    ouro_xdecref(rt, number);
    return status;
}

static int put_group(ouro_runtime *rt, ouro_object *dict, const ast_state *state, unsigned group)
{
    const ast_group *g = &ouro__ast_groups[group];
    if (state->groups[group] && ouro__dict_set_cstring(rt, dict, g->name, state->groups[group]) < 0)
        return -1;
    for (unsigned i = 0; i < g->count; i++)
        if (ouro__dict_set_cstring(rt, dict, g->nodes[i].name, state->nodes[group][i].cls) < 0)
            return -1;
    return 0;
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    const ast_state *state = ouro__ast_state(rt);
    ouro_object *dict = ouro__module_dict(module);
    if (!state || ouro__dict_set_cstring(rt, dict, "AST", state->base) < 0 ||
        put_number(rt, dict, "PyCF_ALLOW_TOP_LEVEL_AWAIT", OURO_PYCF_ALLOW_TOP_LEVEL_AWAIT) < 0 ||
        put_number(rt, dict, "PyCF_ONLY_AST", OURO_PYCF_ONLY_AST) < 0 ||
        put_number(rt, dict, "PyCF_TYPE_COMMENTS", OURO_PYCF_TYPE_COMMENTS) < 0)
        return -1;
    for (unsigned group = 0; group < AST_GROUPS; group++)
        if (put_group(rt, dict, state, group) < 0)
            return -1;
    return 0;
}

const ouro_module_def ouro__module_ast = {"_ast", NULL, exec, NULL};
