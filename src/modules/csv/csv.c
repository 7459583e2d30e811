/* The _csv module: reading and writing of separated values, by dialect. */
#include "modules/csv/csv.h"

#include "modules/modules.h"
#include "object/slot.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/str.h"

static const char key;

static void clear(ouro_runtime *rt, ouro_module_state *state)
{
    ouro__slot_clear(rt, state, &((csv_state *)state)->dialects);
}

csv_state *ouro__csv_state(ouro_runtime *rt)
{
    csv_state *s = ouro__module_state(rt, &key);
    if (!s) {
        s = ouro__module_state_add(rt, &key, sizeof *s);
        if (!s)
            return NULL;
        s->head.clear = clear;
        s->field_limit = 128 * 1024;
    }
    if (!s->dialects)
        s->dialects = ouro__dict_new(rt);
    return s->dialects ? s : NULL;
}

OURO_C_FUNCTION(csv_register_dialect)
{
    csv_state *s = ouro__csv_state(rt);
    if (!s)
        return NULL;
    if (nargs && nargs <= 2 && !ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "dialect name must be a string");
    ouro_object *d = ouro__csv_get_dialect(rt, "register_dialect", args, nargs, kwnames);
    int status = d ? ouro__dict_set(rt, s->dialects, args[0], d) : -1;
    ouro_xdecref(rt, d);
    return status < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(csv_unregister_dialect)
{
    csv_state *s = ouro__csv_state(rt);
    int removed = s ? ouro__dict_pop(rt, s->dialects, args[0], NULL) : -1;
    if (removed == 0)
        return ouro__raise(rt, OURO_T_CSV_ERROR, "unknown dialect");
    return removed < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(csv_get_dialect)
{
    return ouro__csv_find_dialect(rt, args[0]);
}

OURO_C_FUNCTION(csv_list_dialects)
{
    csv_state *s = ouro__csv_state(rt);
    return s ? ouro__dict_keys_list(rt, s->dialects) : NULL;
}

OURO_C_FUNCTION(csv_field_size_limit)
{
    csv_state *s = ouro__csv_state(rt);
    if (!s)
        return NULL;
    int64_t before = s->field_limit;
    if (nargs) {
        int64_t limit;
        if (!ouro__is_exactly(args[0], OURO_T_INT))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "limit must be an integer");
        if (ouro__int_as_int64(rt, args[0], &limit) < 0)
            return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C long");
        s->field_limit = limit;
    }
    return ouro__int_new(rt, before);
}

static OURO_BUILTIN_TYPE(csv_error) = {
    .id = OURO_T_CSV_ERROR,
    .base_id = OURO_T_EXCEPTION,
    .slots = {.name = "_csv.Error", .flags = OURO_TYPE_BASE},
    .module = "_csv",
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_csv_error, "Error"},
                                             {&ouro__builtin_csv_dialect, "Dialect"},
                                             {&ouro__builtin_csv_reader, "Reader"},
                                             {&ouro__builtin_csv_writer, "Writer"},
                                             {NULL, NULL}};
    static const char *const names[QUOTINGS] = {"QUOTE_MINIMAL", "QUOTE_ALL", "QUOTE_NONNUMERIC",
                                                "QUOTE_NONE"};
    ouro_object *dict = ouro__module_dict(module);
    csv_state *s = ouro__csv_state(rt);
    if (!s || ouro__module_add_types(rt, module, types) < 0 ||
        ouro__dict_set_cstring(rt, dict, "_dialects", s->dialects) < 0)
        return -1;
    for (int i = 0; i < QUOTINGS; i++) {
        if (ouro__dict_set_cstring(rt, dict, names[i], ouro__int_new(rt, i)) <
            0) /* small ints are immortal */
            return -1;
    }
    ouro_object *version = ouro__str_from_cstring(rt, "1.0");
    int status = version ? ouro__dict_set_cstring(rt, dict, "__version__", version) : -1;
    ouro_xdecref(rt, version);
    return status;
}

static const ouro_method_def functions[] = {
    {"reader", ouro__csv_new_reader, OURO_METH_KEYWORDS, 0, -1,
     "    csv_reader = reader(iterable [, dialect='excel']\n                        [optional keyword "
     "args])\n"},
    {"writer", ouro__csv_new_writer, OURO_METH_KEYWORDS, 0, -1,
     "    csv_writer = csv.writer(fileobj [, dialect='excel']\n                            [optional keyword "
     "args])\n"},
    {"register_dialect", csv_register_dialect, OURO_METH_KEYWORDS, 0, -1,
     "Create a mapping from a string name to a dialect class."},
    {"unregister_dialect", csv_unregister_dialect, 0, 1, 1,
     "unregister_dialect($module, /, name)\n--\n\nDelete the name/dialect mapping associated with a string "
     "name."},
    {"get_dialect", csv_get_dialect, 0, 1, 1,
     "get_dialect($module, /, name)\n--\n\nReturn the dialect instance associated with name."},
    {"list_dialects", csv_list_dialects, 0, 0, 0,
     "list_dialects($module, /)\n--\n\nReturn a list of all known dialect names."},
    {"field_size_limit", csv_field_size_limit, 0, 0, 1, "Sets an upper limit on parsed fields."},
    {0},
};

const ouro_module_def ouro__module_csv = {"_csv", functions, exec, "CSV parsing and writing.\n"};
