/* Making a class: type.__new__.
 *
 * The layout of instances: what the best base has, then a slot for each name of __slots__, then, unless a base has
 * one, the attribute word with as many slots behind it as instances are expected to need. Attribute words of program
 * classes always stand last, so a subclass that adds fixed slots moves the word behind them. Words of built-in types
 * stay where they are. */
#include "types/class_internal.h"
#include "types/dict.h"
#include "types/end_slots.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

/* What is known while a class is made. */
typedef struct making {
    ouro_object *metaclass; /* borrowed */
    ouro_object *bases;     /* owned */
    ouro_class *base;       /* borrowed */
    ouro_object *slots;     /* sorted, mangled names of fixed slots: owned list, or NULL */
    bool has_slots;         /* __slots__ was given */
    bool add_dict, add_weak, may_add_dict, may_add_weak;
} making;

/* --- bases ----------------------------------------------------------------------------------------------- */

/* Whether instances of a class have more to them, in fixed places, than those of its base. */
static bool extends_layout(const ouro_class *c)
{
    const ouro_type *t = c->type, *b = c->base ? ((ouro_class *)c->base)->type : NULL;
    if (!b)
        return false;
    if (t->flags & OURO_TYPE_HEAP)
        return c->owns_fields || (t->item_size && t->slot_count != b->slot_count);
    return t->size != b->size || t->item_size != b->item_size || t->layout != b->layout ||
           t->fields != b->fields;
}

ouro_class *ouro__class_solid_base(ouro_class *c)
{
    while (c->base && !extends_layout(c))
        c = (ouro_class *)c->base;
    return c;
}

ouro_class *ouro__class_best_base(ouro_runtime *rt, ouro_object *bases_tuple)
{
    const ouro_tuple *bases = (ouro_tuple *)bases_tuple;
    ouro_class *best = NULL, *winner = NULL;
    for (size_t i = 0; i < bases->count; i++) {
        if (!ouro__is_class(rt, bases->items[i]))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "bases must be types");
        ouro_class *c = (ouro_class *)bases->items[i];
        if (!c->mro)
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "Cannot extend an incomplete type '%N'", &c->head);
        if (!(c->type->flags & OURO_TYPE_BASE))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "type '%N' is not an acceptable base type", &c->head);
        ouro_class *candidate = ouro__class_solid_base(c);
        if (!winner || (winner != candidate && ouro__is_subtype(rt, &candidate->head, &winner->head))) {
            winner = candidate;
            best = c;
        } else if (!ouro__is_subtype(rt, &winner->head, &candidate->head)) {
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "multiple bases have instance lay-out conflict");
        }
    }
    return best;
}

/* The most derived of the metaclass and those of the bases: borrowed. */
ouro_object *ouro__class_winner(ouro_runtime *rt, ouro_object *metaclass, ouro_object *bases)
{
    ouro_object *winner = metaclass;
    const ouro_tuple *t = (ouro_tuple *)bases;
    for (size_t i = 0; i < t->count; i++) {
        ouro_object *other = ouro__class_of(rt, t->items[i]);
        if (ouro__is_subtype(rt, winner, other))
            continue;
        if (!ouro__is_subtype(rt, other, winner))
            return ouro__raise(rt, OURO_T_TYPE_ERROR,
                               "metaclass conflict: the metaclass of a derived class must be a (non-strict) "
                               "subclass of the metaclasses of all its bases");
        winner = other;
    }
    return winner;
}

/* --- __slots__ ------------------------------------------------------------------------------------------- */

/* "__x" inside class "C" is "_C__x". Owned. */
static ouro_object *mangle(ouro_runtime *rt, ouro_object *class_name, ouro_object *name)
{
    size_t length = ouro__str_length(name), class_length = ouro__str_length(class_name), start = 0;
    bool private = length > 2 && ouro__str_char(name, 0) == '_' && ouro__str_char(name, 1) == '_' &&
                   !(ouro__str_char(name, length - 1) == '_' && ouro__str_char(name, length - 2) == '_') &&
                   ouro__str_find_char(name, '.', 0, length) < 0;
    while (start < class_length && ouro__str_char(class_name, start) == '_')
        start++;
    if (!private || start == class_length)
        return ouro_ref(name);
    ouro_object *bare = ouro__str_slice(rt, class_name, start, class_length);
    ouro_object *result = bare ? ouro__str_format(rt, "_%U%U", bare, name) : NULL;
    ouro_xdecref(rt, bare);
    return result;
}

static int check_slot_name(ouro_runtime *rt, making *m, ouro_object *name)
{
    if (!ouro__is_str(rt, name)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__slots__ items must be strings, not '%T'", name);
        return -1;
    }
    ouro_object *answer = ouro__call_method(rt, name, NAME(rt, isidentifier), 0);
    int valid = answer ? answer == OURO_TRUE(rt) : -1;
    ouro_xdecref(rt, answer);
    if (valid == 0)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__slots__ must be identifiers");
    if (valid <= 0)
        return -1;
    if (ouro__str_equals_ascii(name, "__dict__")) {
        if (!m->may_add_dict || m->add_dict) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "__dict__ slot disallowed: we already got one");
            return -1;
        }
        m->add_dict = true;
        return 1;
    }
    if (ouro__str_equals_ascii(name, "__weakref__")) {
        if (!m->may_add_weak || m->add_weak) {
            ouro__raise(rt, OURO_T_TYPE_ERROR,
                        "__weakref__ slot disallowed: either we already got one, or __itemsize__ != 0");
            return -1;
        }
        m->add_weak = true;
        return 1;
    }
    return 0;
}

static int add_slot(ouro_runtime *rt, making *m, ouro_object *name, ouro_object *class_name,
                    ouro_object *dict)
{
    int special = check_slot_name(rt, m, name);
    if (special)
        return special < 0 ? -1 : 0;
    ouro_object *mangled = mangle(rt, class_name, name);
    ouro_object *interned = mangled ? ouro__attribute_name(rt, mangled) : NULL;
    ouro_xdecref(rt, mangled);
    if (!interned)
        return -1;
    int clash = ouro__dict_contains(rt, dict, interned);
    if (clash > 0 && interned != NAME(rt, __qualname__) && interned != NAME(rt, __classcell__)) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "%R in __slots__ conflicts with class variable", interned);
        clash = -1;
    }
    int status = clash < 0 ? -1 : ouro__list_append(rt, m->slots, interned);
    ouro_decref(rt, interned);
    return status;
}

/* Another base may bring the dict or the weak references that __slots__ leaves out. */
static void look_at_other_bases(making *m)
{
    const ouro_tuple *bases = (ouro_tuple *)m->bases;
    for (size_t i = 0; i < bases->count; i++) {
        const ouro_type *t = ((ouro_class *)bases->items[i])->type;
        if (bases->items[i] == &m->base->head)
            continue;
        if (m->may_add_dict && t->attrs_offset)
            m->add_dict = true;
        if (m->may_add_weak && t->flags & OURO_TYPE_WEAKLY_REFERENCEABLE)
            m->add_weak = true;
    }
}

/* Instances whose size varies cannot have slots, as in CPython, where those of str have a size of their own. */
static bool refuses_slots(const ouro_type *base)
{
    return (base->item_size && !(base->flags & OURO_TYPE_IS_STR)) || base->flags & OURO_TYPE_IS_CLASS;
}

static int read_slots(ouro_runtime *rt, making *m, ouro_object *given, ouro_object *class_name,
                      ouro_object *dict)
{
    ouro_object *names =
        ouro__is_str(rt, given) ? ouro__list_from(rt, &given, 1) : ouro__list_from_iterable(rt, given);
    if (!names)
        return -1;
    ouro_list *l = (ouro_list *)names;
    int status = 0;
    m->has_slots = true;
    m->slots = ouro__list_new(rt, 0);
    if (!m->slots) {
        status = -1;
    } else if (l->count && refuses_slots(m->base->type)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "nonempty __slots__ not supported for subtype of '%N'",
                    &m->base->head);
        status = -1;
    }
    for (uint32_t i = 0; i < l->count && status == 0; i++)
        status = add_slot(rt, m, l->items[i], class_name, dict);
    ouro_decref(rt, names);
    if (status == 0)
        status = ouro__list_sort(rt, m->slots, NULL, false);
    if (status == 0 && ((ouro_tuple *)m->bases)->count > 1)
        look_at_other_bases(m);
    return status;
}

/* --- layout ---------------------------------------------------------------------------------------------- */

/* The attribute word stands last and was put there by a class of a program. */
static bool word_is_movable(const ouro_class *c)
{
    if (!c->type->attrs_offset || c->type->attrs_offset == OURO_ATTRS_AT_END)
        return false;
    while (c->type->flags & OURO_TYPE_HEAP && c->base)
        c = (const ouro_class *)c->base;
    return !c->type->attrs_offset;
}

static size_t count_fields(const uint16_t *fields)
{
    size_t n = 0;
    while (fields && fields[n])
        n++;
    return n;
}

static size_t count_added(const making *m)
{
    return m->slots ? ((ouro_list *)m->slots)->count : 0;
}

/* Fixed slots behind what the base has. */
static int lay_out_slots(ouro_runtime *rt, ouro_class *c, making *m, size_t *end)
{
    const ouro_type *base = m->base->type;
    size_t added = count_added(m);
    size_t before = *end + (base->item_size ? base->slot_count * sizeof(ouro_object *) : 0);
    if (added && before + added * sizeof(ouro_object *) + sizeof(uint64_t) > UINT16_MAX) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "too many __slots__");
        return -1;
    }
    if (base->item_size)
        ouro__end_slots_add(c->type, base, added);
    if (!added || base->item_size)
        return 0;
    size_t old = count_fields(base->fields);
    uint16_t *fields = ouro__buffer_alloc(rt, (old + added + 1) * sizeof *fields);
    if (!fields)
        return -1;
    for (size_t i = 0; i < old; i++)
        fields[i] = m->base->type->fields[i];
    for (size_t i = 0; i < added; i++, *end += sizeof(ouro_object *))
        fields[old + i] = (uint16_t)*end;
    fields[old + added] = 0;
    c->type->fields = fields;
    c->owns_fields = true;
    return 0;
}

static int lay_out(ouro_runtime *rt, ouro_class *c, making *m)
{
    ouro_type *t = c->type;
    const ouro_type *b = m->base->type;
    bool movable = word_is_movable(m->base);
    size_t end = movable ? b->attrs_offset : b->size;
    t->flags = OURO_TYPE_HEAP | OURO_TYPE_COUNTS_CLASS | OURO_TYPE_CONTAINER | OURO_TYPE_BASE;
    t->fields = b->fields;
    if (lay_out_slots(rt, c, m, &end) < 0)
        return -1;
    bool dict = m->add_dict || movable;
    if (b->item_size) {
        t->attrs_offset = b->attrs_offset ? b->attrs_offset : dict ? OURO_ATTRS_AT_END : OURO_NO_ATTRS;
        t->size = b->size;
    } else if (dict) {
        t->attrs_offset = (uint16_t)end;
        t->size = (uint32_t)(end + sizeof(uint64_t));
        t->slot_count = b->slot_count;
        c->learns = true;
    } else {
        t->attrs_offset = b->attrs_offset;
        t->size = (uint32_t)end;
    }
    if (m->add_weak)
        t->flags |= OURO_TYPE_WEAKLY_REFERENCEABLE;
    ouro__type_inherit(t, b);
    /* A tuple cannot be in a cycle by itself; an instance of a class can, through its attributes. */
    if (t->attrs_offset)
        t->flags &= ~(uint32_t)OURO_TYPE_NO_CLEAR;
    return 0;
}

/* --- the namespace --------------------------------------------------------------------------------------- */

/* A copy whose str keys are interned, as lookups want them. */
static ouro_object *copy_namespace(ouro_runtime *rt, ouro_object *namespace)
{
    ouro_object *dict = ouro__dict_new_sized(rt, ouro__dict_count(namespace) + 3);
    ouro_object *key, *value;
    for (size_t position = 0; dict && ouro__dict_next(rt, namespace, &position, &key, &value);) {
        ouro_object *name = ouro__is_exactly(key, OURO_T_STR) ? ouro__attribute_name(rt, key) : ouro_ref(key);
        int status = name ? ouro__dict_set(rt, dict, name, value) : -1;
        ouro_xdecref(rt, name);
        if (status < 0) {
            ouro_decref(rt, dict);
            return NULL;
        }
    }
    return dict;
}

static int set_module(ouro_runtime *rt, ouro_object *dict)
{
    if (ouro__dict_get_str(rt, dict, NAME(rt, __module__)) || !rt->python->hooks.current_globals)
        return rt->error ? -1 : 0;
    ouro_object *globals = rt->python->hooks.current_globals(rt);
    ouro_object *module = globals ? ouro__dict_get_str(rt, globals, NAME(rt, __name__)) : NULL;
    if (!module)
        return rt->error ? -1 : 0;
    return ouro__dict_set(rt, dict, NAME(rt, __module__), module);
}

static int set_qualname(ouro_runtime *rt, ouro_class *c)
{
    ouro_object *qualname;
    int found = ouro__dict_pop(rt, c->dict, NAME(rt, __qualname__), &qualname);
    if (found < 0)
        return -1;
    if (found && !ouro__is_str(rt, qualname)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "type __qualname__ must be a str, not %T", qualname);
        ouro_decref(rt, qualname);
        return -1;
    }
    ouro__slot_init(&c->qualname, found ? qualname : ouro_ref(c->name));
    return 0;
}

/* Wraps a plain function in the namespace in a staticmethod or classmethod. */
static int wrap_function(ouro_runtime *rt, ouro_object *dict, ouro_object *name, enum ouro_type_id wrapper)
{
    ouro_object *f = ouro__dict_get_str(rt, dict, name);
    if (!f || !ouro__is_exactly(f, OURO_T_FUNCTION))
        return rt->error ? -1 : 0;
    ouro_object *wrapped = ouro__call1(rt, ouro__class_at(rt, wrapper), f);
    return wrapped ? ouro__dict_set_owned(rt, dict, ouro_ref(name), wrapped) : -1;
}

static int set_cell(ouro_runtime *rt, ouro_class *c)
{
    ouro_object *cell;
    int found = ouro__dict_pop(rt, c->dict, NAME(rt, __classcell__), &cell);
    if (found <= 0)
        return found;
    int status = 0;
    if (!ouro__is_exactly(cell, OURO_T_CELL)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__classcell__ must be a nonlocal cell, not %R",
                    ouro__class_of(rt, cell));
        status = -1;
    } else { /* a cell's only reference is its contents */
        ouro_object **contents = (ouro_object **)((char *)cell + ouro__type_of(rt, cell)->fields[0]);
        ouro__slot_set(rt, cell, contents, ouro_ref(c));
    }
    ouro_decref(rt, cell);
    return status;
}

static int set_default(ouro_runtime *rt, ouro_object *dict, ouro_object *name, ouro_object *value)
{
    if (ouro__dict_get_str(rt, dict, name))
        return 0;
    return rt->error ? -1 : ouro__dict_set(rt, dict, name, value);
}

/* A class that says what is equal but not how it hashes has no hash. */
static int set_hash(ouro_runtime *rt, ouro_object *dict)
{
    if (!ouro__dict_get_str(rt, dict, NAME(rt, __eq__)))
        return rt->error ? -1 : 0;
    return set_default(rt, dict, NAME(rt, __hash__), OURO_NONE(rt));
}

static int add_slot_descriptors(ouro_runtime *rt, ouro_class *c, making *m)
{
    ouro_list *names = (ouro_list *)m->slots;
    if (!names)
        return 0;
    const ouro_type *base = m->base->type;
    const uint16_t *fields = c->type->fields ? c->type->fields + count_fields(base->fields) : NULL;
    bool at_end = base->item_size || !fields;
    for (uint32_t i = 0; i < names->count; i++) {
        ouro_object *d =
            at_end ? ouro__end_slot_descriptor_new(rt, &c->head, names->items[i], base->slot_count + i)
                   : ouro__member_descriptor_new(rt, &c->head, NULL, names->items[i], fields[i]);
        if (!d || ouro__dict_set_owned(rt, c->dict, ouro_ref(names->items[i]), d) < 0)
            return -1;
    }
    c->slot_names = ouro__list_to_tuple(rt, m->slots);
    return c->slot_names ? 0 : -1;
}

static int add_getset(ouro_runtime *rt, ouro_class *c, ouro_object *name, const ouro_getset_def *def)
{
    if (ouro__dict_get_str(rt, c->dict, name))
        return 0;
    ouro_object *d = rt->error ? NULL : ouro__getset_descriptor_new(rt, &c->head, def);
    return d ? ouro__dict_set_owned(rt, c->dict, ouro_ref(name), d) : -1;
}

/* What CPython keeps in UTF-8, too. */
static int check_encodes(ouro_runtime *rt, ouro_object *text)
{
    size_t length;
    char *owned = NULL;
    if (!ouro__str_utf8(rt, text, &length, &owned))
        return -1;
    ouro__buffer_free(rt, owned);
    return 0;
}

static int complete_namespace(ouro_runtime *rt, ouro_class *c, making *m)
{
    if (set_module(rt, c->dict) < 0 || set_qualname(rt, c) < 0 ||
        wrap_function(rt, c->dict, NAME(rt, __new__), OURO_T_STATICMETHOD) < 0 ||
        wrap_function(rt, c->dict, NAME(rt, __init_subclass__), OURO_T_CLASSMETHOD) < 0 ||
        wrap_function(rt, c->dict, NAME(rt, __class_getitem__), OURO_T_CLASSMETHOD) < 0 ||
        set_cell(rt, c) < 0 || add_slot_descriptors(rt, c, m) < 0)
        return -1;
    if (m->add_dict && add_getset(rt, c, NAME(rt, __dict__), &ouro__instance_dict_def) < 0)
        return -1;
    if (m->add_weak && add_getset(rt, c, NAME(rt, __weakref__), &ouro__instance_weakref_def) < 0)
        return -1;
    ouro_object *doc = ouro__dict_get_str(rt, c->dict, NAME(rt, __doc__));
    if (doc && ouro__is_str(rt, doc) && check_encodes(rt, doc) < 0)
        return -1;
    if (set_default(rt, c->dict, NAME(rt, __doc__), OURO_NONE(rt)) < 0 || set_hash(rt, c->dict) < 0)
        return -1;
    return 0;
}

/* --- after the class is made ----------------------------------------------------------------------------- */

static int raise_set_name(ouro_runtime *rt, ouro_class *c, ouro_object *name, ouro_object *value)
{
    ouro_object *cause = ouro__error_take(rt);
    ouro__raise(rt, OURO_T_RUNTIME_ERROR, "Error calling __set_name__ on '%T' instance %R in '%N'", value,
                name, &c->head);
    ouro_object *error = ouro__error_take(rt);
    if (error && ouro__is_exception(rt, error) && cause) {
        ouro_exception *e = (ouro_exception *)error;
        ouro__slot_set(rt, e, &e->cause, ouro_ref(cause));
        ouro__slot_set(rt, e, &e->context, ouro_ref(cause));
        e->suppress_context = 1;
    }
    ouro_xdecref(rt, cause);
    if (error)
        ouro__error_restore(rt, error);
    return -1;
}

/* Of the built-in types only property has such a method: the dicts of the others need not be filled for this. */
static bool may_want_name(ouro_runtime *rt, ouro_object *value)
{
    return ouro__type_of(rt, value)->flags & OURO_TYPE_HEAP || ouro__is_exactly(value, OURO_T_PROPERTY);
}

static int set_names(ouro_runtime *rt, ouro_class *c)
{
    ouro_object *key, *value;
    bool wanted = false; /* most classes have no such thing: look before copying */
    for (size_t position = 0; !wanted && ouro__dict_next(rt, c->dict, &position, &key, &value);) {
        wanted = may_want_name(rt, value) &&
                 ouro__class_lookup(rt, ouro__type_of(rt, value), NAME(rt, __set_name__));
        if (rt->error)
            return -1;
    }
    ouro_object *copy = wanted ? ouro__dict_copy(rt, c->dict) : NULL;
    if (!copy)
        return wanted ? -1 : 0;
    int status = 0;
    for (size_t position = 0; status == 0 && ouro__dict_next(rt, copy, &position, &key, &value);) {
        ouro_object *f =
            may_want_name(rt, value) ? ouro__lookup_special(rt, value, NAME(rt, __set_name__)) : NULL;
        if (!f) {
            status = rt->error ? -1 : 0;
            continue;
        }
        ouro_object *result = ouro__call2(rt, f, &c->head, key);
        ouro_decref(rt, f);
        ouro_xdecref(rt, result);
        if (!result)
            status = raise_set_name(rt, c, key, value);
    }
    ouro_decref(rt, copy);
    return status;
}

static ouro_object *find_above(ouro_runtime *rt, ouro_class *c, ouro_object *name)
{
    const ouro_tuple *mro = (ouro_tuple *)c->mro;
    const ouro_class *base = (ouro_class *)c->base;
    if (ouro__class_extends_order(c))
        return ouro__class_lookup(rt, base->type, name);
    size_t i = 0;
    while (i < mro->count && mro->items[i] != &c->head)
        i++;
    if (i++ == mro->count)
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "super(type, obj): obj must be an instance or subtype of type");
    for (; i < mro->count; i++) {
        ouro_object *dict = ouro__class_dict(rt, mro->items[i]);
        ouro_object *found = dict ? ouro__dict_get_str(rt, dict, name) : NULL;
        if (found || rt->error)
            return found;
    }
    return NULL;
}

/* super(cls, cls).__init_subclass__(**kwargs) */
static int init_subclass(ouro_runtime *rt, ouro_class *c, ouro_object *const *kwvalues, ouro_object *kwnames)
{
    ouro_object *found = find_above(rt, c, NAME(rt, __init_subclass__));
    if (!found)
        return rt->error ? -1 : 0;
    bool keywords = kwnames && ((ouro_tuple *)kwnames)->count;
    if (!keywords && ouro__is_exactly(found, OURO_T_CLASS_METHOD_DESCRIPTOR))
        return 0; /* object's does nothing */
    ouro_type *type = ouro__type_of(rt, found);
    ouro_incref(found);
    ouro_object *bound = type->descr_get ? type->descr_get(rt, found, NULL, &c->head) : ouro_ref(found);
    ouro_decref(rt, found);
    ouro_object *result = bound ? ouro__call(rt, bound, kwvalues, 0, kwnames) : NULL;
    ouro_xdecref(rt, bound);
    ouro_xdecref(rt, result);
    return result ? 0 : -1;
}

/* --- all of it ------------------------------------------------------------------------------------------- */

static int check_name(ouro_runtime *rt, ouro_object *name)
{
    if (ouro__str_find_char(name, 0, 0, ouro__str_length(name)) < 0)
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "type name must not contain null characters");
    return -1;
}

/* Room for the attributes that __init__ stores, so that already the first instance keeps them in slots. Those of a base's
 * __init__ come on top when this one calls it. */
static void use_attribute_hint(ouro_runtime *rt, ouro_class *c)
{
    enum { MOST = 32 };
    if (!c->learns || !rt->python->hooks.attribute_hint)
        return;
    ouro_object *init = ouro__dict_get_str(rt, c->dict, NAME(rt, __init__));
    if (!init || !ouro__is_exactly(init, OURO_T_FUNCTION))
        return;
    bool more;
    uint32_t hint = rt->python->hooks.attribute_hint(rt, init, &more);
    if (more)
        hint += c->type->slot_count;
    if (hint > MOST)
        hint = MOST;
    if (hint > c->type->slot_count)
        c->type->slot_count = (uint16_t)hint;
}

static int join_bases(ouro_runtime *rt, ouro_class *c)
{
    const ouro_tuple *bases = (ouro_tuple *)c->bases;
    for (size_t i = 0; i < bases->count; i++)
        if (ouro__class_add_subclass(rt, (ouro_class *)bases->items[i], c) < 0)
            return -1;
    return 0;
}

/* What its instances match, as sequences or as mappings, is what the first class along the MRO that says it says. */
static void inherit_patterns(ouro_class *c)
{
    const uint32_t patterns = OURO_TYPE_SEQUENCE_PATTERN | OURO_TYPE_MAPPING_PATTERN;
    const ouro_tuple *mro = (ouro_tuple *)c->mro;
    uint32_t found = 0;
    for (size_t i = 0; i < mro->count && !found; i++)
        if (mro->items[i] != &c->head)
            found = ((ouro_class *)mro->items[i])->type->flags & patterns;
    c->type->flags = (c->type->flags & ~patterns) | found;
}

/* Everything between the allocation of the class object and the program's hooks. */
static int build(ouro_runtime *rt, ouro_class *c, making *m, ouro_object *name, ouro_object *namespace)
{
    ouro__slot_init(&c->bases, ouro_ref(m->bases));
    ouro__slot_init(&c->base, ouro_ref(m->base));
    ouro__track(&c->head);
    if (ouro__class_set_name(rt, c, name) < 0 || lay_out(rt, c, m) < 0)
        return -1;
    c->dict = copy_namespace(rt, namespace);
    if (!c->dict || complete_namespace(rt, c, m) < 0)
        return -1;
    use_attribute_hint(rt, c);
    ouro_object *mro = ouro__class_make_mro(rt, c);
    if (!mro)
        return -1;
    ouro__slot_set(rt, c, &c->mro, mro);
    inherit_patterns(c);
    if (join_bases(rt, c) < 0 || ouro__class_fill_slots(rt, c) < 0)
        return -1;
    return 0;
}

static int prepare(ouro_runtime *rt, making *m, ouro_object *name, ouro_object *namespace)
{
    m->base = ouro__class_best_base(rt, m->bases);
    if (!m->base || check_name(rt, name) < 0)
        return -1;
    const ouro_type *b = m->base->type;
    m->may_add_dict = !b->attrs_offset && !(b->flags & OURO_TYPE_IS_CLASS);
    m->may_add_weak =
        !(b->flags & OURO_TYPE_WEAKLY_REFERENCEABLE) && (!b->item_size || b->flags & OURO_TYPE_IS_STR);
    ouro_object *slots = ouro__dict_get_str(rt, namespace, NAME(rt, __slots__));
    if (slots)
        return read_slots(rt, m, slots, name, namespace);
    m->add_dict = m->may_add_dict;
    m->add_weak = m->may_add_weak;
    return rt->error ? -1 : 0;
}

static ouro_class *make(ouro_runtime *rt, making *m, ouro_object *name, ouro_object *namespace)
{
    if (prepare(rt, m, name, namespace) < 0)
        return NULL;
    ouro_type *type = ouro__type_add(rt, 0);
    if (!type)
        return NULL;
    type->name = "";
    type->flags = OURO_TYPE_HEAP;
    ouro_class *c = ouro__class_alloc(rt, ((ouro_class *)m->metaclass)->type, type);
    if (!c) {
        ouro__type_release(rt, type);
        return NULL;
    }
    if (build(rt, c, m, name, namespace) == 0)
        return c;
    ouro_decref(rt, &c->head);
    return NULL;
}

ouro_object *ouro__class_new(ouro_runtime *rt, ouro_object *metaclass, ouro_object *name, ouro_object *bases,
                             ouro_object *namespace, ouro_object *const *kwvalues, ouro_object *kwnames)
{
    making m = {.metaclass = metaclass};
    if (((ouro_tuple *)bases)->count) {
        m.bases = ouro_ref(bases);
    } else {
        ouro_object *object = ouro__class_at(rt, OURO_T_OBJECT);
        m.bases = ouro__tuple_from(rt, &object, 1);
    }
    ouro_class *c = m.bases ? make(rt, &m, name, namespace) : NULL;
    ouro_xdecref(rt, m.bases);
    ouro_xdecref(rt, m.slots);
    if (c && (set_names(rt, c) < 0 || init_subclass(rt, c, kwvalues, kwnames) < 0)) {
        ouro_decref(rt, &c->head);
        return NULL;
    }
    return c ? &c->head : NULL;
}

static int check_new_arguments(ouro_runtime *rt, ouro_object *const *args, size_t nargs)
{
    if (nargs != 3) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "type.__new__() takes exactly 3 arguments (%zu given)", nargs);
        return -1;
    }
    const char *wanted = !ouro__is_str(rt, args[0])     ? "str"
                         : !ouro__is_tuple(rt, args[1]) ? "tuple"
                         : !ouro__is_dict(rt, args[2])  ? "dict"
                                                        : NULL;
    if (!wanted)
        return 0;
    int position = wanted[0] == 's' ? 1 : wanted[0] == 't' ? 2 : 3;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "type.__new__() argument %d must be %s, not %V", position, wanted,
                args[position - 1]);
    return -1;
}

ouro_object *ouro__type_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                            ouro_object *kwnames)
{
    if (check_new_arguments(rt, args, nargs) < 0)
        return NULL;
    const ouro_tuple *bases = (ouro_tuple *)args[1];
    for (size_t i = 0; i < bases->count; i++) {
        ouro_object *entries;
        if (ouro__is_class(rt, bases->items[i]))
            continue;
        int found = ouro__getattr_optional(rt, bases->items[i], NAME(rt, __mro_entries__), &entries);
        if (found > 0) {
            ouro_decref(rt, entries);
            return ouro__raise(rt, OURO_T_TYPE_ERROR,
                               "type() doesn't support MRO entry resolution; use types.new_class()");
        }
        if (found < 0)
            return NULL;
    }
    ouro_object *winner = ouro__class_winner(rt, cls, args[1]);
    if (!winner)
        return NULL;
    const ouro_type *winning = ((ouro_class *)winner)->type;
    if (winner != cls && winning->new_ != ouro__type_new)
        return winning->new_(rt, winner, args, nargs, kwnames);
    return ouro__class_new(rt, winner, args[0], args[1], args[2], args + nargs, kwnames);
}
