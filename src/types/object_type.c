/* object: what every value has. */
#include "object/size.h"
#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/object_reduce.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

/* --- making ---------------------------------------------------------------------------------------------- */

static bool has_arguments(size_t nargs, ouro_object *kwnames)
{
    return nargs || (kwnames && ((ouro_tuple *)kwnames)->count);
}

static ouro_object *raise_abstract(ouro_runtime *rt, ouro_object *cls)
{
    ouro_object *names = ouro__getattr(rt, cls, NAME(rt, __abstractmethods__));
    ouro_object *list = names ? ouro__list_from_iterable(rt, names) : NULL;
    ouro_object *comma = list ? ouro__str_from_cstring(rt, ", ") : NULL;
    ouro_object *text = NULL;
    if (comma && ouro__list_sort(rt, list, NULL, false) == 0) {
        ouro_list *l = (ouro_list *)list;
        text = ouro__str_join(rt, comma, l->items, l->count);
        if (text)
            ouro__raise(rt, OURO_T_TYPE_ERROR,
                        "Can't instantiate abstract class %N with abstract method%s %U", cls,
                        l->count > 1 ? "s" : "", text);
    }
    ouro_xdecref(rt, text);
    ouro_xdecref(rt, comma);
    ouro_xdecref(rt, list);
    ouro_xdecref(rt, names);
    return NULL;
}

ouro_object *ouro__object_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    (void)args;
    const ouro_type *type = ((ouro_class *)cls)->type;
    if (ouro__unlikely(has_arguments(nargs, kwnames))) {
        if (type->new_ != ouro__object_new)
            return ouro__raise(rt, OURO_T_TYPE_ERROR,
                               "object.__new__() takes exactly one argument (the type to instantiate)");
        if (type->init == ouro__object_init)
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "%N() takes no arguments", cls);
    }
    if (ouro__unlikely(type->flags & OURO_TYPE_ABSTRACT))
        return raise_abstract(rt, cls);
    return ouro__instance_new(rt, cls);
}

int ouro__object_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                      ouro_object *kwnames)
{
    (void)args;
    const ouro_type *type = ouro__type_of(rt, self);
    if (ouro__likely(!has_arguments(nargs, kwnames)))
        return 0;
    if (type->init != ouro__object_init)
        ouro__raise(rt, OURO_T_TYPE_ERROR,
                    "object.__init__() takes exactly one argument (the instance to initialize)");
    else if (type->new_ == ouro__object_new)
        ouro__raise(rt, OURO_T_TYPE_ERROR,
                    "%T.__init__() takes exactly one argument (the instance to initialize)", self);
    else
        return 0;
    return -1;
}

/* The class among a heap class's bases that is built in. */
static ouro_class *builtin_base(ouro_class *c)
{
    while (c->type->flags & OURO_TYPE_HEAP && c->base)
        c = (ouro_class *)c->base;
    return c;
}

/* `__new__` of every class with a new_ slot: self is that class, the first argument the class to make one of. */
static ouro_object *call_new(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    ouro_class *owner = (ouro_class *)self;
    if (!nargs)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%N.__new__(): not enough arguments", self);
    ouro_object *cls = args[0];
    if (!ouro__is_class(rt, cls))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%N.__new__(X): X is not a type object (%T)", self, cls);
    if (!ouro__is_subtype(rt, cls, self))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%N.__new__(%N): %N is not a subtype of %N", self, cls, cls,
                           self);
    ouro_class *solid = builtin_base((ouro_class *)cls);
    if (solid->type->new_ != owner->type->new_)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%N.__new__(%N) is not safe, use %N.__new__()", self, cls,
                           &solid->head);
    return owner->type->new_(rt, cls, args + 1, nargs - 1, kwnames);
}

const ouro_method_def ouro__type_new_def = {
    "__new__",
    call_new,
    OURO_METH_KEYWORDS,
    0,
    -1,
    "__new__($type, *args, **kwargs)\n--\n\nMake a new object of a type; see help(type) for the signature."};

/* --- slots ----------------------------------------------------------------------------------------------- */

int64_t ouro__hash_address(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    uint64_t v = (uint64_t)(uintptr_t)o;
    return (int64_t)(v >> 4 | v << 60);
}

int64_t ouro__hash_not_implemented(ouro_runtime *rt, ouro_object *o)
{
    ouro__raise(rt, OURO_T_TYPE_ERROR, "unhashable type: '%T'", o);
    return -1;
}

static ouro_object *object_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *cls = ouro__class_of(rt, o), *module, *result;
    int found = ouro__getattr_optional(rt, cls, NAME(rt, __module__), &module);
    if (found < 0)
        return NULL;
    if (found && ouro__is_str(rt, module) && !ouro__str_equals_ascii(module, "builtins"))
        result = ouro__str_format(rt, "<%U.%U object at 0x%zx>", module, ((ouro_class *)cls)->qualname,
                                  (size_t)(uintptr_t)o);
    else
        result = ouro__str_format(rt, "<%T object at 0x%zx>", o, (size_t)(uintptr_t)o);
    if (found)
        ouro_decref(rt, module);
    return result;
}

static ouro_object *object_str(ouro_runtime *rt, ouro_object *o)
{
    return ouro__type_of(rt, o)->repr(rt, o);
}

ouro_object *ouro__object_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if (op == OURO_EQ)
        return a == b ? OURO_TRUE(rt) : OURO_NOT_IMPLEMENTED(rt);
    if (op != OURO_NE)
        return OURO_NOT_IMPLEMENTED(rt);
    /* Not equal is the opposite of what the class's == says. */
    ouro_type *type = ouro__type_of(rt, a);
    ouro_object *equal = type->compare(rt, a, b, OURO_EQ);
    if (!equal || equal == OURO_NOT_IMPLEMENTED(rt))
        return equal;
    int truth = ouro__truth(rt, equal);
    ouro_decref(rt, equal);
    return truth < 0 ? NULL : ouro__bool(rt, !truth);
}

/* --- methods --------------------------------------------------------------------------------------------- */

static ouro_object *object_format(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    (void)nargs;
    (void)kwnames;
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "__format__() argument must be str, not %V", args[0]);
    if (ouro__str_length(args[0]) > 0)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "unsupported format string passed to %T.__format__", self);
    return ouro__str(rt, self);
}

/* Adds the names of a class and those above it to a dict. */
static int merge_class(ouro_runtime *rt, ouro_object *names, ouro_object *cls)
{
    ouro_tuple *mro = (ouro_tuple *)((ouro_class *)cls)->mro;
    for (size_t i = 0; mro && i < mro->count; i++) {
        ouro_object *dict = ouro__class_dict(rt, mro->items[i]);
        if (!dict || ouro__dict_merge(rt, names, dict, false) < 0)
            return -1;
    }
    return 0;
}

ouro_object *ouro__class_dir(ouro_runtime *rt, ouro_object *cls)
{
    ouro_object *names = ouro__dict_new(rt), *result = NULL;
    if (names && merge_class(rt, names, cls) == 0)
        result = ouro__dict_keys_list(rt, names);
    ouro_xdecref(rt, names);
    return result;
}

static ouro_object *object_dir(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    ouro_object *dict, *cls = NULL, *result = NULL;
    int found = ouro__getattr_optional(rt, self, NAME(rt, __dict__), &dict);
    if (found < 0)
        return NULL;
    ouro_object *names = found && ouro__is_dict(rt, dict) ? ouro__dict_copy(rt, dict) : ouro__dict_new(rt);
    if (found)
        ouro_decref(rt, dict);
    if (!names)
        return NULL;
    found = ouro__getattr_optional(rt, self, NAME(rt, __class__), &cls);
    if (found > 0 && ouro__is_class(rt, cls))
        found = merge_class(rt, names, cls);
    if (found >= 0)
        result = ouro__dict_keys_list(rt, names);
    ouro_xdecref(rt, cls);
    ouro_decref(rt, names);
    return result;
}

static ouro_object *object_sizeof(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__int_new(rt, (int64_t)ouro__object_size(rt, self));
}

static ouro_object *object_init_subclass(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                         size_t nargs, ouro_object *kwnames)
{
    (void)self;
    (void)args;
    (void)nargs;
    (void)kwnames;
    return OURO_NONE(rt);
}

static ouro_object *object_subclasshook(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                        size_t nargs, ouro_object *kwnames)
{
    (void)self;
    (void)args;
    (void)nargs;
    (void)kwnames;
    return OURO_NOT_IMPLEMENTED(rt);
}

static const ouro_method_def object_methods[] = {
    {"__format__", object_format, 0, 1, 1,
     "__format__($self, format_spec, /)\n--\n\nstr(self) for an empty spec."},
    {"__dir__", object_dir, 0, 0, 0, "__dir__($self, /)\n--\n\nNames of the attributes."},
    {"__sizeof__", object_sizeof, 0, 0, 0, "__sizeof__($self, /)\n--\n\nBytes that the object takes."},
    {"__init_subclass__", object_init_subclass, OURO_METH_CLASS, 0, 0,
     "Called when a class is subclassed; does nothing unless overridden."},
    {"__subclasshook__", object_subclasshook, OURO_METH_CLASS, 0, -1,
     "Abstract classes override this to decide issubclass()."},
    {"__getstate__", ouro__object_getstate, 0, 0, 0, "__getstate__($self, /)\n--\n\nHelper for pickle."},
    {"__reduce__", ouro__object_reduce, 0, 0, 0, "__reduce__($self, /)\n--\n\nHelper for pickle."},
    {"__reduce_ex__", ouro__object_reduce_ex, 0, 1, 1,
     "__reduce_ex__($self, protocol, /)\n--\n\nHelper for pickle."},
    {0},
};

/* --- __class__ ------------------------------------------------------------------------------------------- */

static ouro_object *get_class(ouro_runtime *rt, ouro_object *o)
{
    return ouro_ref(ouro__class_of(rt, o));
}

static bool same_fields(const uint16_t *a, const uint16_t *b)
{
    if (!a || !b)
        return (!a || !*a) && (!b || !*b);
    while (*a && *a == *b) {
        a++;
        b++;
    }
    return *a == *b;
}

static bool same_slot_names(const ouro_class *a, const ouro_class *b)
{
    const ouro_tuple *in_a = (const ouro_tuple *)a->slot_names, *in_b = (const ouro_tuple *)b->slot_names;
    size_t count_a = in_a ? in_a->count : 0, count_b = in_b ? in_b->count : 0;
    return count_a == count_b &&
           (!count_a || !memcmp(in_a->items, in_b->items, count_a * sizeof *in_a->items));
}

/* Whether two layouts are the same in memory and in what an instance can have beside: a dict, weak references, the
 * collector's attention. */
static bool same_parts(const ouro_type *a, const ouro_type *b)
{
    const uint32_t parts = OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE;
    return a->size == b->size && a->item_size == b->item_size && a->layout == b->layout &&
           a->traverse == b->traverse && a->destroy == b->destroy && a->attrs_offset == b->attrs_offset &&
           (!a->item_size || a->slot_count == b->slot_count) && same_fields(a->fields, b->fields) &&
           !((a->flags ^ b->flags) & parts);
}

/* The class nearest above, or c itself, that added something to what the instances of its base have. */
static ouro_class *last_extended(ouro_class *c)
{
    while (c->base && same_parts(c->type, ((ouro_class *)c->base)->type))
        c = (ouro_class *)c->base;
    return c;
}

/* As CPython sees it: the same class, or two classes on top of one base that added the same slots. A dict behind the
 * items of an int, bytes or tuple is there unlike any other. */
bool ouro__class_same_layout(ouro_class *a, ouro_class *b)
{
    const uint32_t sized = OURO_TYPE_IS_INT | OURO_TYPE_IS_BYTES | OURO_TYPE_IS_TUPLE;
    a = last_extended(a), b = last_extended(b);
    if (a == b)
        return true;
    if (a->base != b->base || !same_slot_names(a, b) || !same_parts(a->type, b->type))
        return false;
    return !(a->type->flags & sized) || a->type->attrs_offset == ((ouro_class *)a->base)->type->attrs_offset;
}

static bool is_module_class(ouro_runtime *rt, ouro_class *c)
{
    return ouro__is_subtype(rt, &c->head, ouro__class_at(rt, OURO_T_MODULE));
}

static int set_class(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    if (!value) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "can't delete __class__ attribute");
        return -1;
    }
    if (!ouro__is_class(rt, value)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__class__ must be set to a class, not '%T' object", value);
        return -1;
    }
    ouro_class *from = (ouro_class *)ouro__class_of(rt, o), *to = (ouro_class *)value;
    bool modules = is_module_class(rt, from) && is_module_class(rt, to);
    if (!modules && !(from->type->flags & to->type->flags & OURO_TYPE_HEAP)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR,
                    "__class__ assignment only supported for mutable types or ModuleType subclasses");
        return -1;
    }
    if (from->type->flags & OURO_TYPE_IS_CLASS ? !(to->type->flags & OURO_TYPE_IS_CLASS)
                                               : !ouro__class_same_layout(from, to)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__class__ assignment: '%N' object layout differs from '%N'",
                    value, &from->head);
        return -1;
    }
    /* Its slots are named by a shape of the old class. */
    if (from->type->attrs_offset && !(from->type->flags & OURO_TYPE_IS_CLASS) && !ouro__instance_dict(rt, o))
        return -1;
    if (to->type->flags & OURO_TYPE_COUNTS_CLASS)
        ouro_incref(value);
    o->word = to->type->word | (o->word & OURO_FLAG_MASK);
    if (from->type->flags & OURO_TYPE_COUNTS_CLASS)
        ouro_decref(rt, &from->head);
    if (ouro__is_class(rt, o))
        return ouro__class_modified(rt, o, NULL);
    return 0;
}

static const ouro_getset_def object_getsets[] = {
    {"__class__", get_class, set_class, "the object's class"},
    {0},
};

OURO_BUILTIN_TYPE(object) = {
    .id = OURO_T_OBJECT,
    .slots = {.name = "object",
              .size = sizeof(ouro_object),
              .flags = OURO_TYPE_BASE,
              .repr = object_repr,
              .str = object_str,
              .hash = ouro__hash_address,
              .compare = ouro__object_compare,
              .getattr = ouro__generic_getattr,
              .setattr = ouro__generic_setattr,
              .new_ = ouro__object_new,
              .init = ouro__object_init},
    .methods = object_methods,
    .getsets = object_getsets,
    .doc = "object()\n--\n\nThe base of all classes.",
};
