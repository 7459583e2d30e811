/* The marshal module. The format is vm/marshal.h's. */
#include "modules/modules.h"
#include "types/bytes_impl.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/slice.h"
#include "types/str.h"
#include "vm/marshal.h"

/* The bytes of args[0], in the version that args[at] says. */
static ouro_object *dump(ouro_runtime *rt, ouro_object *const *args, size_t nargs, size_t at)
{
    int64_t version = OURO_MARSHAL_VERSION;
    if (nargs > at && ouro__index_argument(rt, args[at], &version) < 0)
        return NULL;
    return ouro__marshal_dump(rt, args[0], version);
}

OURO_C_FUNCTION(marshal_dumps)
{
    return dump(rt, args, nargs, 1);
}

OURO_C_FUNCTION(marshal_dump)
{
    ouro_object *bytes = dump(rt, args, nargs, 2),
                *name = bytes ? ouro__str_intern_cstring(rt, "write") : NULL;
    ouro_object *result = name ? ouro__call_method(rt, args[1], name, 1, bytes) : NULL;
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, bytes);
    return result;
}

OURO_C_FUNCTION(marshal_loads)
{
    ouro__byte_loan loan;
    if (!ouro__bytes_borrow(rt, args[0], &loan))
        return NULL;
    ouro_object *o = ouro__marshal_load(rt, loan.data, loan.length);
    ouro__bytes_return(rt, &loan);
    return o;
}

OURO_C_FUNCTION(marshal_load)
{
    /* An empty read first, for a clear error from what is no binary file. */
    ouro_object *name = ouro__str_intern_cstring(rt, "read");
    ouro_object *nothing = name ? ouro__call_method(rt, args[0], name, 1, ouro__int_new(rt, 0)) : NULL;
    bool is_bytes = nothing && ouro__is_bytes(rt, nothing);
    if (nothing && !is_bytes)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "file.read() returned not bytes but %T", nothing);
    ouro_xdecref(rt, nothing);
    ouro_xdecref(rt, name);
    return is_bytes ? ouro__marshal_load_file(rt, args[0]) : NULL;
}

static const ouro_method_def functions[] = {
    {"dump", marshal_dump, 0, 2, 3,
     "dump($module, value, file, version=version, /)\n--\n\nWrite the value on the open file."},
    {"dumps", marshal_dumps, 0, 1, 2,
     "dumps($module, value, version=version, /)\n--\n\nReturn the bytes object that would be written to a "
     "file by dump(value, file)."},
    {"load", marshal_load, 0, 1, 1,
     "load($module, file, /)\n--\n\nRead one value from the open file and return it."},
    {"loads", marshal_loads, 0, 1, 1,
     "loads($module, bytes, /)\n--\n\nConvert the bytes-like object to a value."},
    {0},
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    return ouro__dict_set_cstring(rt, ouro__module_dict(module), "version",
                                  ouro__int_new(rt, OURO_MARSHAL_VERSION));
}

const ouro_module_def ouro__module_marshal = {
    .name = "marshal",
    .functions = functions,
    .exec = exec,
    .doc = "Python values as bytes, in a form for this interpreter alone.",
};
