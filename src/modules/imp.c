/* The _imp module: what importlib asks of the runtime. No module is frozen, and none is loaded from a shared library. */
#include <pthread.h>
#include <string.h>

#include "modules/modules.h"
#include "modules/support.h"
#include "types/buffer.h"
#include "types/bytes_impl.h"
#include "types/dict.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "vm/import.h"

/* ---- the import lock ---- */

static uint64_t this_thread(void)
{
    return (uint64_t)(uintptr_t)pthread_self();
}

OURO_C_FUNCTION(imp_acquire_lock)
{
    ouro_import *import = ouro__import_state(rt);
    if (!import)
        return NULL;
    import->lock_owner = this_thread();
    import->lock_count++;
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(imp_release_lock)
{
    ouro_import *import = ouro__import_state(rt);
    if (!import)
        return NULL;
    if (!import->lock_count || import->lock_owner != this_thread())
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "not holding the import lock");
    import->lock_count--;
    return ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(imp_lock_held)
{
    ouro_import *import = ouro__import_state(rt);
    return import ? ouro__bool(rt, import->lock_count > 0) : NULL;
}

/* ---- modules written in C ---- */

static int check_name(ouro_runtime *rt, const char *function, ouro_object *o)
{
    if (ouro__is_str(rt, o))
        return 0;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() argument must be str, not %V", function, o);
    return -1;
}

/* These two are there from the start and are not made again. */
static bool is_unique(ouro_object *name)
{
    return ouro__str_equals_ascii(name, "sys") || ouro__str_equals_ascii(name, "builtins");
}

OURO_C_FUNCTION(imp_is_builtin)
{
    if (check_name(rt, "is_builtin", args[0]) < 0)
        return NULL;
    return ouro__int_new(rt, !ouro__find_builtin_module(args[0]) ? 0 : is_unique(args[0]) ? -1 : 1);
}

OURO_C_FUNCTION(imp_create_builtin)
{
    ouro_object *name = ouro__getattr(rt, args[0], NAME(rt, name)), *module = NULL;
    if (!name)
        return NULL;
    if (!ouro__is_str(rt, name)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "name must be str, not %T", name);
    } else {
        const ouro_module_def *def = ouro__find_builtin_module(name);
        ouro_object *there = def && is_unique(name) ? ouro__dict_get(rt, rt->python->modules, name) : NULL;
        if (there)
            module = ouro_ref(there);
        else if (!rt->error)
            module = def ? ouro__module_from_def(rt, def) : ouro_ref(OURO_NONE(rt));
    }
    ouro_decref(rt, name);
    return module;
}

/* Making one fills it. */
OURO_C_FUNCTION(imp_exec_builtin)
{
    return ouro__int_new(rt, 0);
}

OURO_C_FUNCTION(imp_extension_suffixes)
{
    return ouro__list_new(rt, 0);
}

OURO_C_FUNCTION(imp_create_dynamic)
{
    ouro_object *name = ouro__getattr(rt, args[0], NAME(rt, name));
    if (name)
        ouro__raise_import_error(
            rt, OURO_T_IMPORT_ERROR,
            ouro__str_format(rt, "%R is a shared library, and this interpreter loads none", name), name,
            NULL);
    ouro_xdecref(rt, name);
    return NULL;
}

/* ---- frozen modules ---- */

OURO_C_FUNCTION(imp_is_frozen)
{
    return check_name(rt, "is_frozen", args[0]) < 0 ? NULL : ouro_ref(OURO_FALSE(rt));
}

OURO_C_FUNCTION(imp_init_frozen)
{
    return check_name(rt, "init_frozen", args[0]) < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(imp_find_frozen)
{
    OURO_PARSE(out, "find_frozen", 1, 1, 1, 1, "", "withdata");
    return check_name(rt, "find_frozen", out[0]) < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

OURO_C_FUNCTION(imp_no_frozen)
{
    if (check_name(rt, "get_frozen_object", args[0]) < 0)
        return NULL;
    return ouro__raise_import_error(rt, OURO_T_IMPORT_ERROR,
                                    ouro__str_format(rt, "No such frozen object named %R", args[0]), args[0],
                                    NULL);
}

OURO_C_FUNCTION(imp_frozen_names)
{
    return ouro__list_new(rt, 0);
}

OURO_C_FUNCTION(imp_override_frozen)
{
    return ouro_ref(OURO_NONE(rt));
}

/* ---- code ---- */

OURO_C_FUNCTION(imp_fix_co_filename)
{
    if (!ouro__is_exactly(args[0], OURO_T_CODE))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "_fix_co_filename() argument 1 must be code, not %V",
                           args[0]);
    if (!ouro__is_str(rt, args[1]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "_fix_co_filename() argument 2 must be str, not %V",
                           args[1]);
    return ouro__code_set_filename(rt, (ouro_code *)args[0], args[1]) < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

static uint64_t rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

static void sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[2] += v[3];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] = rotate(v[0], 32) + v[3];
    v[2] += v[1];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[2] = rotate(v[2], 32);
}

static uint64_t little_endian(const uint8_t *bytes, size_t count)
{
    uint64_t word = 0;
    for (size_t i = 0; i < count; i++)
        word |= (uint64_t)bytes[i] << 8 * i;
    return word;
}

/* SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012) with the key (key, 0). */
static uint64_t sip_hash(uint64_t key, const uint8_t *data, size_t length)
{
    uint64_t v[4] = {key ^ 0x736f6d6570736575, 0x646f72616e646f6d, key ^ 0x6c7967656e657261,
                     0x7465646279746573};
    size_t whole = length / 8 * 8;
    for (size_t i = 0; i < whole; i += 8) {
        uint64_t word = little_endian(data + i, 8);
        v[3] ^= word;
        sip_round(v);
        v[0] ^= word;
    }
    uint64_t last = (uint64_t)length << 56 | little_endian(data + whole, length - whole);
    v[3] ^= last;
    sip_round(v);
    v[0] ^= last;
    v[2] ^= 0xff;
    for (int i = 0; i < 3; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

OURO_C_FUNCTION(imp_source_hash)
{
    OURO_PARSE(out, "source_hash", 0, 2, 2, 0, "key", "source");
    int64_t key;
    ouro__byte_loan loan = {0};
    if (ouro__as_int64(rt, out[0], &key) < 0 || !ouro__bytes_borrow(rt, out[1], &loan))
        return NULL;
    uint64_t hash = sip_hash((uint64_t)key, loan.data, loan.length);
    ouro__bytes_return(rt, &loan);
    uint8_t bytes[8];
    for (int i = 0; i < 8; i++)
        bytes[i] = (uint8_t)(hash >> 8 * i);
    return ouro__bytes_new(rt, bytes, sizeof bytes);
}

static const ouro_method_def functions[] = {
    {"_fix_co_filename", imp_fix_co_filename, 0, 2, 2,
     "_fix_co_filename($module, code, path, /)\n--\n\nSet the file name of a code object and of all code in "
     "it."},
    {"_frozen_module_names", imp_frozen_names, 0, 0, 0,
     "_frozen_module_names($module, /)\n--\n\nReturn an empty list."},
    {"_override_frozen_modules_for_tests", imp_override_frozen, 0, 1, 1,
     "_override_frozen_modules_for_tests($module, override, /)\n--\n\nDo nothing: no module is frozen."},
    {"acquire_lock", imp_acquire_lock, 0, 0, 0,
     "acquire_lock($module, /)\n--\n\nTake the lock that keeps other threads from importing."},
    {"create_builtin", imp_create_builtin, 0, 1, 1,
     "create_builtin($module, spec, /)\n--\n\nMake a module written in C."},
    {"create_dynamic", imp_create_dynamic, 0, 1, 2,
     "create_dynamic($module, spec, file=<unrepresentable>, /)\n--\n\nRefuse to load a shared library."},
    {"exec_builtin", imp_exec_builtin, 0, 1, 1,
     "exec_builtin($module, mod, /)\n--\n\nInitialize a module written in C."},
    {"exec_dynamic", imp_exec_builtin, 0, 1, 1,
     "exec_dynamic($module, mod, /)\n--\n\nInitialize a module from a library."},
    {"extension_suffixes", imp_extension_suffixes, 0, 0, 0,
     "extension_suffixes($module, /)\n--\n\nReturn the endings of the names of shared libraries: none."},
    {"find_frozen", imp_find_frozen, OURO_METH_KEYWORDS, 1, -1,
     "find_frozen($module, name, /, *, withdata=False)\n--\n\nReturn None: no module is frozen."},
    {"get_frozen_object", imp_no_frozen, 0, 1, 2,
     "get_frozen_object($module, name, data=None, /)\n--\n\nRaise ImportError: no module is frozen."},
    {"init_frozen", imp_init_frozen, 0, 1, 1,
     "init_frozen($module, name, /)\n--\n\nReturn None: no module is frozen."},
    {"is_builtin", imp_is_builtin, 0, 1, 1,
     "is_builtin($module, name, /)\n--\n\nReturn 1 for the name of a module written in C, -1 when it cannot "
     "be made again, "
     "else 0."},
    {"is_frozen", imp_is_frozen, 0, 1, 1,
     "is_frozen($module, name, /)\n--\n\nReturn False: no module is frozen."},
    {"is_frozen_package", imp_no_frozen, 0, 1, 1,
     "is_frozen_package($module, name, /)\n--\n\nRaise ImportError: no module is frozen."},
    {"lock_held", imp_lock_held, 0, 0, 0,
     "lock_held($module, /)\n--\n\nReturn whether the import lock is taken."},
    {"release_lock", imp_release_lock, 0, 0, 0, "release_lock($module, /)\n--\n\nGive the import lock back."},
    {"source_hash", imp_source_hash, OURO_METH_KEYWORDS, 2, 2,
     "source_hash($module, /, key, source)\n--\n\nReturn the hash of a source that stands in its cache "
     "file."},
    {0},
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    const ouro_import *import = rt->python->import;
    const char *check = import && import->check_hash_based ? import->check_hash_based : "default";
    return ouro__put(rt, ouro__module_dict(module), "check_hash_based_pycs",
                     ouro__str_from_cstring(rt, check));
}

const ouro_module_def ouro__module_imp = {
    "_imp", functions, exec, "(Extremely) low-level import machinery bits as used by importlib."};
