/* The table of special methods: for each, the slot that it stands for. From it come the slots of classes written in
 * Python (a method found along the MRO puts the dispatching function into the slot, a built-in one its own function)
 * and, in built-in classes, the slot wrappers that the language sees. */
#include "types/buffer.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/slot_dispatch.h"
#include "types/slot_wrappers.h"
#include "types/str.h"
#include "types/tuple.h"

/* clang-format off */
/* What is shown of a special method: how it is called, and its text (as CPython's). */
#define SELF "($self, /)"
#define VALUE "($self, value, /)"
#define KEY "($self, key, /)"

#define NAMED(identifier) #identifier, offsetof(struct ouro_names, identifier)
#define DISPATCH(function) (ouro_slot_function)(function)
#define IN_TYPE(identifier, slot, wrap, dispatch, signature, text)                                           \
    {NAMED(identifier), OURO_SLOT_IN_TYPE, wrap, offsetof(ouro_type, slot), 0, DISPATCH(dispatch), signature, text},
#define IN_NUMBER(identifier, slot, wrap, dispatch, signature, text)                                         \
    {NAMED(identifier), OURO_SLOT_IN_NUMBER, wrap, offsetof(ouro_number_slots, slot), 0, DISPATCH(dispatch), signature, text},
#define IN_SEQUENCE(identifier, slot, wrap, text)                                                            \
    {NAMED(identifier), OURO_SLOT_IN_SEQUENCE, wrap, offsetof(ouro_sequence_slots, slot), 0, NULL, VALUE, text},
#define IN_EXTRA(identifier, slot, text)                                                                     \
    {NAMED(identifier), OURO_SLOT_IN_EXTRA, WRAP_UNARY, offsetof(ouro_extra_slots, slot), 0, NULL, SELF, text},
#define COMPARISON(identifier, op, sign)                                                                     \
    {NAMED(identifier), OURO_SLOT_IN_TYPE, WRAP_COMPARE, offsetof(ouro_type, compare), op,                   \
     DISPATCH(ouro__dispatch_compare), VALUE, "Return self" sign "value."},
#define BINARY(ENUM, name, sign)                                                                             \
    IN_NUMBER(__##name##__, binary[OURO_##ENUM], WRAP_BINARY, ouro__dispatch_##name, VALUE,                  \
              "Return self" sign "value.")                                                                   \
    IN_NUMBER(__r##name##__, binary[OURO_##ENUM], WRAP_REFLECTED, ouro__dispatch_##name, VALUE,              \
              "Return value" sign "self.")
#define INPLACE(ENUM, name, sign)                                                                            \
    IN_NUMBER(__i##name##__, inplace[OURO_##ENUM], WRAP_BINARY, ouro__dispatch_i##name, VALUE,               \
              "Return self" sign "=value.")
#define UNARY(slot, name, text) IN_NUMBER(__##name##__, slot, WRAP_UNARY, ouro__dispatch_unary_##name, SELF, text)

const ouro_slot_def ouro__slot_defs[] = {
    IN_TYPE(__repr__, repr, WRAP_UNARY, ouro__dispatch_repr, SELF, "Return repr(self).")
    IN_TYPE(__str__, str, WRAP_UNARY, ouro__dispatch_str, SELF, "Return str(self).")
    IN_TYPE(__hash__, hash, WRAP_HASH, ouro__dispatch_hash, SELF, "Return hash(self).")
    COMPARISON(__lt__, OURO_LT, "<")
    COMPARISON(__le__, OURO_LE, "<=")
    COMPARISON(__eq__, OURO_EQ, "==")
    COMPARISON(__ne__, OURO_NE, "!=")
    COMPARISON(__gt__, OURO_GT, ">")
    COMPARISON(__ge__, OURO_GE, ">=")
    IN_TYPE(__call__, call, WRAP_CALL, ouro__dispatch_call, "($self, /, *args, **kwargs)", "Call self as a function.")
    IN_TYPE(__iter__, iter, WRAP_UNARY, ouro__dispatch_iter, SELF, "Implement iter(self).")
    IN_TYPE(__next__, next, WRAP_NEXT, ouro__dispatch_next, SELF, "Implement next(self).")
    IN_TYPE(__getattribute__, getattr, WRAP_GETATTR, ouro__dispatch_getattr, "($self, name, /)", "Return getattr(self, name).")
    IN_TYPE(__getattr__, getattr, WRAP_NONE, ouro__dispatch_getattr, NULL, NULL)
    IN_TYPE(__setattr__, setattr, WRAP_SETATTR, ouro__dispatch_setattr, "($self, name, value, /)",
            "Implement setattr(self, name, value).")
    IN_TYPE(__delattr__, setattr, WRAP_DELATTR, ouro__dispatch_setattr, "($self, name, /)", "Implement delattr(self, name).")
    IN_TYPE(__get__, descr_get, WRAP_GET, ouro__dispatch_descr_get, "($self, instance, owner=None, /)",
            "Return an attribute of instance, which is of type owner.")
    IN_TYPE(__set__, descr_set, WRAP_SET, ouro__dispatch_descr_set, "($self, instance, value, /)",
            "Set an attribute of instance to value.")
    IN_TYPE(__delete__, descr_set, WRAP_DELETE, ouro__dispatch_descr_set, "($self, instance, /)",
            "Delete an attribute of instance.")
    IN_TYPE(__len__, length, WRAP_LENGTH, ouro__dispatch_length, SELF, "Return len(self).")
    IN_TYPE(__getitem__, getitem, WRAP_BINARY, ouro__dispatch_getitem, KEY, "Return self[key].")
    IN_TYPE(__setitem__, setitem, WRAP_SETITEM, ouro__dispatch_setitem, "($self, key, value, /)", "Set self[key] to value.")
    IN_TYPE(__delitem__, setitem, WRAP_DELITEM, ouro__dispatch_setitem, KEY, "Delete self[key].")
    IN_TYPE(__contains__, contains, WRAP_CONTAINS, ouro__dispatch_contains, KEY, "Return key in self.")
    IN_TYPE(__bool__, truth, WRAP_TRUTH, ouro__dispatch_truth, SELF, "True if self else False")
    IN_TYPE(__new__, new_, WRAP_NONE, ouro__dispatch_new, NULL, NULL)
    IN_TYPE(__init__, init, WRAP_INIT, ouro__dispatch_init, "($self, /, *args, **kwargs)",
            "Initialize self.  See help(type(self)) for accurate signature.")
    IN_TYPE(__del__, finalize, WRAP_FINALIZE, ouro__dispatch_finalize, NULL, NULL)
    OURO_BINARY_NAMES(BINARY)
    OURO_BINARY_NAMES(INPLACE)
    IN_NUMBER(__pow__, binary[OURO_POWER], WRAP_POWER, ouro__dispatch_pow, "($self, value, mod=None, /)",
              "Return pow(self, value, mod).")
    IN_NUMBER(__rpow__, binary[OURO_POWER], WRAP_REFLECTED_POWER, ouro__dispatch_pow, "($self, value, mod=None, /)",
              "Return pow(value, self, mod).")
    INPLACE(POWER, pow, "**")
    IN_NUMBER(__pow__, power3, WRAP_POWER, ouro__dispatch_power3, "($self, value, mod=None, /)",
              "Return pow(self, value, mod).")
    IN_NUMBER(__divmod__, binary[OURO_DIVMOD], WRAP_BINARY, ouro__dispatch_divmod, VALUE, "Return divmod(self, value).")
    IN_NUMBER(__rdivmod__, binary[OURO_DIVMOD], WRAP_REFLECTED, ouro__dispatch_divmod, VALUE, "Return divmod(value, self).")
    OURO_UNARY_NAMES(UNARY)
    IN_SEQUENCE(__add__, concat, WRAP_BINARY, "Return self+value.")
    IN_SEQUENCE(__iadd__, inplace_concat, WRAP_BINARY, "Implement self+=value.")
    IN_SEQUENCE(__mul__, repeat, WRAP_REPEAT, "Return self*value.")
    IN_SEQUENCE(__rmul__, repeat, WRAP_REPEAT, "Return value*self.")
    IN_SEQUENCE(__imul__, inplace_repeat, WRAP_REPEAT, "Implement self*=value.")
    IN_EXTRA(__await__, await, "Return an iterator to be used in await expression.")
    IN_EXTRA(__aiter__, aiter, "Return an awaitable, that resolves in asynchronous iterator.")
    IN_EXTRA(__anext__, anext, "Return a value or raise StopAsyncIteration.")
    {0},
};
/* clang-format on */

/* --- reading and writing slots --------------------------------------------------------------------------- */

ouro_slot_function ouro__slot_get(const ouro_type *type, const ouro_slot_def *d)
{
    const char *table = d->place == OURO_SLOT_IN_TYPE       ? (const char *)type
                        : d->place == OURO_SLOT_IN_NUMBER   ? (const char *)type->number
                        : d->place == OURO_SLOT_IN_SEQUENCE ? (const char *)type->sequence
                                                            : (const char *)type->extra;
    ouro_slot_function f = NULL;
    if (table)
        memcpy(&f, table + d->offset, sizeof f);
    return f;
}

/* Gives a class slot tables of its own, equal to those that it shared. */
static int own_tables(ouro_runtime *rt, ouro_class *c)
{
    ouro_class_tables *tables = ouro__heap_alloc_zeroed(&rt->heap, sizeof *tables, OURO_HEAP_RAW);
    if (!tables) {
        ouro__no_memory(rt);
        return -1;
    }
    if (c->type->number)
        tables->number = *c->type->number;
    if (c->type->sequence)
        tables->sequence = *c->type->sequence;
    c->tables = tables;
    c->type->number = &tables->number;
    c->type->sequence = &tables->sequence;
    return 0;
}

static int slot_put(ouro_runtime *rt, ouro_class *c, const ouro_slot_def *d, ouro_slot_function f)
{
    if (d->place == OURO_SLOT_IN_EXTRA || ouro__slot_get(c->type, d) == f)
        return 0;
    if (d->place == OURO_SLOT_IN_TYPE) {
        memcpy((char *)c->type + d->offset, &f, sizeof f);
        return 0;
    }
    if (!c->tables && own_tables(rt, c) < 0)
        return -1;
    char *table = d->place == OURO_SLOT_IN_NUMBER ? (char *)&c->tables->number : (char *)&c->tables->sequence;
    memcpy(table + d->offset, &f, sizeof f);
    return 0;
}

/* --- slots of classes ------------------------------------------------------------------------------------ */

static bool same_slot(const ouro_slot_def *a, const ouro_slot_def *b)
{
    return a->place == b->place && a->offset == b->offset;
}

static bool is_builtin_new(ouro_object *o)
{
    return ouro__is_exactly(o, OURO_T_BUILTIN_FUNCTION) &&
           ((ouro_builtin_function *)o)->def == &ouro__type_new_def;
}

/* Decides one slot, whose defs begin at `first`, from what its names are along the MRO. */
static int update_slot(ouro_runtime *rt, ouro_class *c, const ouro_slot_def *first)
{
    ouro_slot_function specific = NULL, generic = NULL;
    bool use_generic = false;
    for (const ouro_slot_def *d = first; d->name && same_slot(d, first); d++) {
        ouro_object *found = ouro__class_lookup(rt, c->type, ouro__slot_def_name(rt, d));
        if (!found) {
            if (rt->error)
                return -1;
            continue;
        }
        /* Under another name than its own (__str__ = int.__repr__) a wrapper is called like any other object. */
        if (ouro__is_exactly(found, OURO_T_WRAPPER_DESCRIPTOR) &&
            strcmp(((ouro_wrapper_descriptor *)found)->def->name, d->name) == 0) {
            ouro_wrapper_descriptor *w = (ouro_wrapper_descriptor *)found;
            /* A list's __add__ concatenates: nothing for the number slot. But __pow__ stands for two slots. */
            bool related = ouro__is_subtype(rt, &c->head, w->cls);
            if (related && !same_slot(w->def, d) && (w->def->wrap != WRAP_POWER || d->wrap != WRAP_POWER))
                continue;
            ouro_slot_function f = ouro__slot_get(((ouro_class *)w->cls)->type, d);
            if (related && (!specific || specific == f) && w->def->wrap == d->wrap) {
                specific = f;
                continue;
            }
        } else if (is_builtin_new(found)) {
            /* Of the base that instances are laid out as, whosever __new__ comes first in the MRO. */
            specific = (ouro_slot_function)((ouro_class *)c->base)->type->new_;
            continue;
        } else if (found == OURO_NONE(rt) && d->offset == offsetof(ouro_type, hash) &&
                   d->place == OURO_SLOT_IN_TYPE) {
            specific = (ouro_slot_function)ouro__hash_not_implemented;
            continue;
        }
        use_generic = true;
        generic = d->dispatch;
    }
    if (slot_put(rt, c, first, specific && !use_generic ? specific : generic) < 0)
        return -1;
    if (c->type->finalize)
        c->type->flags |= OURO_TYPE_HAS_DEL;
    else
        c->type->flags &= ~(uint32_t)OURO_TYPE_HAS_DEL;
    return 0;
}

static const ouro_slot_def *first_def(const ouro_slot_def *d)
{
    while (d > ouro__slot_defs && same_slot(d - 1, d))
        d--;
    return d;
}

static int update_named(ouro_runtime *rt, ouro_class *c, ouro_object *name)
{
    for (const ouro_slot_def *d = ouro__slot_defs; d->name; d++)
        if ((!name ? d == ouro__slot_defs || !same_slot(d - 1, d) : ouro__slot_def_name(rt, d) == name) &&
            update_slot(rt, c, first_def(d)) < 0)
            return -1;
    return 0;
}

struct update {
    ouro_object *name;
    int status;
};

static void update_below(ouro_runtime *rt, ouro_class *c, void *context)
{
    struct update *u = context;
    if (u->status == 0 && c->type && c->mro)
        u->status = update_named(rt, c, u->name);
}

int ouro__class_update_slots(ouro_runtime *rt, ouro_class *c, ouro_object *name)
{
    struct update u = {name, 0};
    update_below(rt, c, &u);
    ouro__class_each_below(rt, c, update_below, &u);
    return u.status;
}

/* With one base all slots are the base's but those that the class's own dict changes. */
int ouro__class_fill_slots(ouro_runtime *rt, ouro_class *c)
{
    if (!ouro__class_extends_order(c))
        return update_named(rt, c, NULL);
    ouro_object *key, *value;
    for (size_t position = 0; ouro__dict_next(rt, c->dict, &position, &key, &value);) {
        if (!ouro__is_exactly(key, OURO_T_STR) || ouro__str_length(key) < 6 ||
            ouro__str_char(key, 0) != '_' || ouro__str_char(key, 1) != '_')
            continue;
        if (update_named(rt, c, key) < 0)
            return -1;
    }
    return 0;
}

/* --- what a type takes over from its base ---------------------------------------------------------------- */

#define FAMILIES                                                                                             \
    (OURO_TYPE_IS_INT | OURO_TYPE_IS_FLOAT | OURO_TYPE_IS_STR | OURO_TYPE_IS_BYTES | OURO_TYPE_IS_TUPLE |    \
     OURO_TYPE_IS_LIST | OURO_TYPE_IS_DICT | OURO_TYPE_IS_SET | OURO_TYPE_IS_FROZENSET |                     \
     OURO_TYPE_IS_CLASS | OURO_TYPE_IS_EXCEPTION)

static void inherit_layout(ouro_type *type, const ouro_type *base)
{
    if (!type->size) {
        type->size = base->size;
        if (!type->fields)
            type->fields = base->fields;
    }
    if (!type->item_size)
        type->item_size = base->item_size;
    if (type->layout == OURO_LAYOUT_LEAF && base->layout != OURO_LAYOUT_LEAF) {
        type->layout = base->layout;
        type->traverse = base->traverse;
        type->drain = base->drain;
    }
    if (!type->attrs_offset)
        type->attrs_offset = base->attrs_offset;
    if (!type->fields)
        type->fields = base->fields;
    type->flags |= base->flags &
                   (FAMILIES | OURO_TYPE_CONTAINER | OURO_TYPE_NO_CLEAR | OURO_TYPE_HAS_DEL |
                    OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_SEQUENCE_PATTERN | OURO_TYPE_MAPPING_PATTERN);
}

void ouro__type_inherit(ouro_type *type, const ouro_type *base)
{
    inherit_layout(type, base);
#define INHERIT(slot) type->slot = type->slot ? type->slot : base->slot
    INHERIT(destroy);
    INHERIT(finalize);
    INHERIT(size_of);
    /* Who compares in a way of his own must say how he hashes. */
    if (type->compare && !type->hash)
        type->hash = ouro__hash_not_implemented;
    INHERIT(hash);
    INHERIT(compare);
    INHERIT(repr);
    INHERIT(str);
    INHERIT(call);
    INHERIT(iter);
    INHERIT(next);
    INHERIT(getattr);
    INHERIT(setattr);
    INHERIT(descr_get);
    INHERIT(descr_set);
    INHERIT(length);
    INHERIT(getitem);
    INHERIT(setitem);
    INHERIT(contains);
    INHERIT(truth);
    INHERIT(init);
    INHERIT(number);
    INHERIT(sequence);
    INHERIT(extra);
    /* object.__new__ is not for built-in types that do not say so. */
    if (type->flags & OURO_TYPE_HEAP || base->word != OURO_WORD(OURO_T_OBJECT))
        INHERIT(new_);
#undef INHERIT
}
