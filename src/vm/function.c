/* The function type. What few functions have, a name of its own, attributes, annotations, lies in a dict under its own name;
 * else it comes from the code and the globals. */
#include "object/slot.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/method.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"
#include "vm/interpret.h"

static ouro_function *as_function(ouro_object *o)
{
    return (ouro_function *)o;
}

ouro_object *ouro__function_new(ouro_runtime *rt, ouro_object *code, ouro_object *globals)
{
    ouro_function *f = ouro__new_container(rt, sizeof *f, OURO_WORD(OURO_T_FUNCTION));
    if (!f)
        return NULL;
    ouro__slot_init(&f->code, ouro_ref(code));
    ouro__slot_init(&f->globals, ouro_ref(globals));
    f->closure = f->defaults = f->keyword_defaults = f->extra = NULL;
    ouro__track(&f->head);
    return &f->head;
}

/* What is under a name in `extra`: borrowed, or NULL. */
static ouro_object *extra_get(ouro_runtime *rt, const ouro_function *f, ouro_object *name)
{
    return f->extra ? ouro__dict_get_str(rt, f->extra, name) : NULL;
}

static int extra_set(ouro_runtime *rt, ouro_function *f, ouro_object *name, ouro_object *value)
{
    if (!f->extra) {
        ouro_object *extra = ouro__dict_new(rt);
        if (!extra)
            return -1;
        ouro__slot_init(&f->extra, extra);
    }
    return ouro__dict_set(rt, f->extra, name, value);
}

ouro_object *ouro__vm_make_function(ouro_runtime *rt, ouro_frame *frame, uint64_t i)
{
    ouro_object **r = frame->registers + ouro__c(i);
    unsigned flags = ouro__flags(i);
    ouro_object *o =
        ouro__function_new(rt, ouro__constant(frame->code, ouro__b(i)), frame->function->globals);
    if (!o)
        return NULL;
    ouro_function *f = as_function(o);
    if (flags & 1) {
        ouro__slot_init(&f->defaults, *r);
        *r++ = NULL;
    }
    if (flags & 2) {
        ouro__slot_init(&f->keyword_defaults, *r);
        *r++ = NULL;
    }
    if (flags & 4) {
        int done = extra_set(rt, f, NAME(rt, __annotations__), *r);
        ouro_object *annotations = *r;
        *r++ = NULL;
        ouro_decref(rt, annotations);
        if (done < 0) {
            ouro_object *error = ouro__error_take(rt);
            ouro_decref(rt, o);
            ouro__error_restore(rt, error);
            return NULL;
        }
    }
    if (flags & 8) {
        ouro__slot_init(&f->closure, *r);
        *r = NULL;
    }
    return o;
}

ouro_object *ouro__function_name(ouro_runtime *rt, ouro_function *f)
{
    ouro_object *name = extra_get(rt, f, NAME(rt, __name__));
    return name ? name : ((ouro_code *)f->code)->name;
}

ouro_object *ouro__function_qualname(ouro_runtime *rt, ouro_function *f)
{
    ouro_object *name = extra_get(rt, f, NAME(rt, __qualname__));
    return name ? name : ((ouro_code *)f->code)->qualname;
}

/* ---- attributes ---- */

static ouro_object *or_none(ouro_runtime *rt, ouro_object *o)
{
    return ouro_ref(o ? o : OURO_NONE(rt));
}

static ouro_object *get_name(ouro_runtime *rt, ouro_object *o)
{
    return ouro_ref(ouro__function_name(rt, as_function(o)));
}

static ouro_object *get_qualname(ouro_runtime *rt, ouro_object *o)
{
    return ouro_ref(ouro__function_qualname(rt, as_function(o)));
}

static int set_text(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object *value)
{
    if (!value || !ouro__is_str(rt, value)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%U must be set to a string object", name);
        return -1;
    }
    return extra_set(rt, as_function(o), name, value);
}

static int set_name(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    return set_text(rt, o, NAME(rt, __name__), value);
}

static int set_qualname(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    return set_text(rt, o, NAME(rt, __qualname__), value);
}

static ouro_object *get_doc(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *doc = extra_get(rt, as_function(o), NAME(rt, __doc__));
    return or_none(rt, doc ? doc : ((ouro_code *)as_function(o)->code)->docstring);
}

static int set_doc(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    return extra_set(rt, as_function(o), NAME(rt, __doc__), value ? value : OURO_NONE(rt));
}

static ouro_object *get_module(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *module = extra_get(rt, as_function(o), NAME(rt, __module__));
    if (!module)
        module = ouro__dict_get(rt, as_function(o)->globals, NAME(rt, __name__));
    return module || !ouro__error_pending(rt) ? or_none(rt, module) : NULL;
}

static int set_module(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    return extra_set(rt, as_function(o), NAME(rt, __module__), value ? value : OURO_NONE(rt));
}

static ouro_object *get_code(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return ouro_ref(as_function(o)->code);
}

static size_t closure_size(const ouro_function *f)
{
    return f->closure ? ((ouro_tuple *)f->closure)->count : 0;
}

/* Frames and generators borrow the code of their function: what is replaced is kept as long as the function. */
static int set_code(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    ouro_function *f = as_function(o);
    if (!value || !ouro__is_exactly(value, OURO_T_CODE)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__code__ must be set to a code object");
        return -1;
    }
    size_t wanted = ((ouro_tuple *)((ouro_code *)value)->free_names)->count;
    if (wanted != closure_size(f)) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "%U() requires a code object with %zu free vars, not %zu",
                    ouro__function_name(rt, f), closure_size(f), wanted);
        return -1;
    }
    ouro_object *kept = extra_get(rt, f, NAME(rt, __code__));
    ouro_object *link = ouro__tuple_of(rt, 2, f->code, kept ? kept : OURO_NONE(rt));
    if (!link)
        return -1;
    int done = extra_set(rt, f, NAME(rt, __code__), link);
    ouro_decref(rt, link);
    if (done < 0 || extra_set(rt, f, NAME(rt, __name__), ouro__function_name(rt, f)) < 0 ||
        extra_set(rt, f, NAME(rt, __qualname__), ouro__function_qualname(rt, f)) < 0)
        return -1;
    ouro__slot_set(rt, f, &f->code, ouro_ref(value));
    return 0;
}

static ouro_object *get_builtins(ouro_runtime *rt, ouro_object *o)
{
    return or_none(rt, ouro__builtins_of(rt, as_function(o)->globals));
}

static ouro_object *get_defaults(ouro_runtime *rt, ouro_object *o)
{
    return or_none(rt, as_function(o)->defaults);
}

static int set_defaults(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    if (value == OURO_NONE(rt))
        value = NULL;
    if (value && !ouro__is_tuple(rt, value)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__defaults__ must be set to a tuple object");
        return -1;
    }
    ouro__slot_set(rt, o, &as_function(o)->defaults, value ? ouro_ref(value) : NULL);
    return 0;
}

static ouro_object *get_kwdefaults(ouro_runtime *rt, ouro_object *o)
{
    return or_none(rt, as_function(o)->keyword_defaults);
}

static int set_kwdefaults(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    if (value == OURO_NONE(rt))
        value = NULL;
    if (value && !ouro__is_dict(rt, value)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__kwdefaults__ must be set to a dict object");
        return -1;
    }
    ouro__slot_set(rt, o, &as_function(o)->keyword_defaults, value ? ouro_ref(value) : NULL);
    return 0;
}

/* The compiler gives annotations as a flat tuple; the dict is made when it is asked for. */
static ouro_object *get_annotations(ouro_runtime *rt, ouro_object *o)
{
    ouro_function *f = as_function(o);
    ouro_object *kept = extra_get(rt, f, NAME(rt, __annotations__));
    if (kept && ouro__is_dict(rt, kept))
        return ouro_ref(kept);
    ouro_object *dict = ouro__dict_new(rt);
    if (!dict)
        return NULL;
    ouro_tuple *flat = (ouro_tuple *)kept;
    for (size_t n = 0; flat && n + 1 < flat->count; n += 2) {
        if (ouro__dict_set(rt, dict, flat->items[n], flat->items[n + 1]) < 0) {
            ouro_decref(rt, dict);
            return NULL;
        }
    }
    if (extra_set(rt, f, NAME(rt, __annotations__), dict) < 0) {
        ouro_decref(rt, dict);
        return NULL;
    }
    return dict;
}

static int set_annotations(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    if (!value || value == OURO_NONE(rt))
        return extra_set(rt, as_function(o), NAME(rt, __annotations__), OURO_EMPTY_TUPLE(rt));
    if (!ouro__is_dict(rt, value)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__annotations__ must be set to a dict object");
        return -1;
    }
    return extra_set(rt, as_function(o), NAME(rt, __annotations__), value);
}

/* Made when it is not there yet: borrowed. */
static ouro_object *attributes(ouro_runtime *rt, ouro_function *f)
{
    ouro_object *dict = extra_get(rt, f, NAME(rt, __dict__));
    if (dict)
        return dict;
    dict = ouro__dict_new(rt);
    if (!dict)
        return NULL;
    int done = extra_set(rt, f, NAME(rt, __dict__), dict);
    ouro_decref(rt, dict);
    return done < 0 ? NULL : dict;
}

static ouro_object *get_dict(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *dict = attributes(rt, as_function(o));
    return dict ? ouro_ref(dict) : NULL;
}

static int set_dict(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    if (!value) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot delete __dict__");
        return -1;
    }
    if (!ouro__is_dict(rt, value)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__dict__ must be set to a dictionary, not a '%T'", value);
        return -1;
    }
    return extra_set(rt, as_function(o), NAME(rt, __dict__), value);
}

/* Whether the type has a data descriptor of that name: it comes before the function's own attributes. */
static bool is_data_descriptor(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    ouro_object *found = ouro__class_lookup(rt, ouro__type_of(rt, o), name);
    return found && ouro__type_of(rt, found)->descr_set;
}

static ouro_object *function_getattr(ouro_runtime *rt, ouro_object *o, ouro_object *name)
{
    ouro_object *dict = extra_get(rt, as_function(o), NAME(rt, __dict__));
    if (dict && !is_data_descriptor(rt, o, name)) {
        ouro_object *value = ouro__dict_get(rt, dict, name);
        if (value)
            return ouro_ref(value);
        if (ouro__error_pending(rt))
            return NULL;
    }
    return ouro__generic_getattr(rt, o, name);
}

static int function_setattr(ouro_runtime *rt, ouro_object *o, ouro_object *name, ouro_object *value)
{
    if (is_data_descriptor(rt, o, name))
        return ouro__generic_setattr(rt, o, name, value);
    ouro_object *dict = attributes(rt, as_function(o));
    if (!dict)
        return -1;
    if (value)
        return ouro__dict_set(rt, dict, name, value);
    int removed = ouro__dict_pop(rt, dict, name, NULL);
    if (removed == 0)
        ouro__raise_attribute_error(rt, o, name);
    return removed > 0 ? 0 : -1;
}

/* ---- the type ---- */

static ouro_object *function_repr(ouro_runtime *rt, ouro_object *o)
{
    return ouro__str_format(rt, "<function %U at 0x%llx>", ouro__function_qualname(rt, as_function(o)),
                            (unsigned long long)(uintptr_t)o);
}

static ouro_object *function_descr_get(ouro_runtime *rt, ouro_object *f, ouro_object *o, ouro_object *cls)
{
    (void)cls;
    if (!o || o == OURO_NONE(rt))
        return ouro_ref(f);
    return ouro__bound_method_new(rt, f, o);
}

/* types.FunctionType(code, globals, name=None, argdefs=None, closure=None) */
static ouro_object *function_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)cls;
    static const char *const names[] = {"code", "globals", "name", "argdefs", "closure", NULL};
    static const ouro_signature signature = {"function", names, 0, 5, 2, 0};
    ouro_object *given[5], *none = OURO_NONE(rt);
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return NULL;
    if (!ouro__is_exactly(given[0], OURO_T_CODE))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "function() argument 'code' must be code, not %V",
                           given[0]);
    if (!ouro__is_dict(rt, given[1]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "function() argument 'globals' must be dict, not %V",
                           given[1]);
    ouro_object *name = given[2] != none ? given[2] : NULL, *defaults = given[3] != none ? given[3] : NULL;
    ouro_object *closure = given[4] != none ? given[4] : NULL;
    ouro_code *code = (ouro_code *)given[0];
    if (name && !ouro__is_str(rt, name))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "arg 3 (name) must be None or string");
    if (defaults && !ouro__is_tuple(rt, defaults))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "arg 4 (defaults) must be None or tuple");
    size_t wanted = ((ouro_tuple *)code->free_names)->count;
    if (closure ? !ouro__is_tuple(rt, closure) : wanted > 0)
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           closure || !wanted ? "arg 5 (closure) must be None or tuple"
                                              : "arg 5 (closure) must be tuple");
    size_t cells = closure ? ((ouro_tuple *)closure)->count : 0;
    if (cells != wanted)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "%U requires closure of length %zu, not %zu", code->name,
                           wanted, cells);
    for (size_t n = 0; n < cells; n++) {
        ouro_object *cell = ((ouro_tuple *)closure)->items[n];
        if (!ouro__is_exactly(cell, OURO_T_CELL))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "arg 5 (closure) expected cell, found %T", cell);
    }
    ouro_object *o = ouro__function_new(rt, given[0], given[1]);
    if (!o)
        return NULL;
    ouro_function *f = as_function(o);
    ouro__slot_init(&f->defaults, defaults ? ouro_ref(defaults) : NULL);
    ouro__slot_init(&f->closure, closure && cells ? ouro_ref(closure) : NULL);
    if (name && extra_set(rt, f, NAME(rt, __name__), name) < 0) {
        ouro_decref(rt, o);
        return NULL;
    }
    return o;
}

static const ouro_member_def function_members[] = {
    {"__closure__", offsetof(ouro_function, closure), true, true, NULL},
    {"__globals__", offsetof(ouro_function, globals), true, true, NULL},
    {0},
};

static const ouro_getset_def function_getsets[] = {
    {"__name__", get_name, set_name, NULL},
    {"__qualname__", get_qualname, set_qualname, NULL},
    {"__defaults__", get_defaults, set_defaults, NULL},
    {"__kwdefaults__", get_kwdefaults, set_kwdefaults, NULL},
    {"__code__", get_code, set_code, NULL},
    {"__annotations__", get_annotations, set_annotations, NULL},
    {"__dict__", get_dict, set_dict, NULL},
    {0},
};
static const ouro_getset_def function_fields_shown[] = {
    {"__builtins__", get_builtins, NULL, NULL},
    {"__doc__", get_doc, set_doc, NULL},
    {"__module__", get_module, set_module, NULL},
    {0},
};

/* Without the first three a function can be neither called nor shown; cycles through them pass a dict or a cell. */
static const uint16_t function_fields[] = {
    offsetof(ouro_function, code),
    offsetof(ouro_function, globals),
    offsetof(ouro_function, closure),
    offsetof(ouro_function, defaults),
    offsetof(ouro_function, keyword_defaults),
    offsetof(ouro_function, extra),
    0,
};

OURO_BUILTIN_TYPE(function) = {
    .id = OURO_T_FUNCTION,
    .slots = {.name = "function",
              .size = sizeof(ouro_function),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_METHOD_DESCRIPTOR,
              .fields = function_fields,
              .kept_fields = 3,
              .repr = function_repr,
              .call = ouro__function_call,
              .getattr = function_getattr,
              .setattr = function_setattr,
              .descr_get = function_descr_get,
              .new_ = function_new},
    .members = function_members,
    .getsets = function_getsets,
    .shown_fields = function_fields_shown,
    .doc = "Create a function object.",
};
