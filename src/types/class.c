/* Class objects: their layout for the core, lookup through the MRO with the method cache, attribute versions, the
 * tree of subclasses.
 *
 * A type's attribute version stands for all that a lookup through it can find. It is given when first wanted, to the
 * bases as well, and taken away (0) from a class and all below it when a dict in between changes; a number is never
 * used twice, so what a cache holds under an old one is never found again. */
#include "types/class_internal.h"

#include "object/dealloc.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/generic_alias.h"
#include "types/str.h"
#include "types/tuple.h"

/* --- layout ---------------------------------------------------------------------------------------------- */

enum { CLASS_REFERENCES = 7, CLASS_CLEARED = 4 };

/* In the order in which they are dropped: the name last, messages need it. The collector clears only the first ones:
 * instances that outlive the clearing need the fields and slots that come from the base, which leads back to no class. */
static ouro_object **class_reference(ouro_class *c, int i)
{
    ouro_object **const places[CLASS_REFERENCES] = {&c->dict, &c->slot_names, &c->bases, &c->mro,
                                                    &c->base, &c->qualname,   &c->name};
    return places[i];
}

static void class_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    for (int i = 0; i < CLASS_REFERENCES; i++) {
        ouro_object *child = *class_reference((ouro_class *)o, i);
        if (child)
            visit(rt, child, context);
    }
}

/* A class leaves its bases' arrays while it still knows them. */
static void leave_bases(ouro_class *c)
{
    if (c->was_released || !c->bases)
        return;
    c->was_released = 1;
    ouro_tuple *bases = (ouro_tuple *)c->bases;
    for (size_t i = 0; i < bases->count; i++)
        ouro__class_remove_subclass((ouro_class *)bases->items[i], c);
}

static ouro_object *class_drain(ouro_runtime *rt, ouro_object *o)
{
    ouro_class *c = (ouro_class *)o;
    leave_bases(c);
    if (c->type)
        c->type->version = 0;
    for (int i = 0; i < (ouro__is_dying(rt, o) ? CLASS_REFERENCES : CLASS_CLEARED); i++) {
        ouro_object **place = class_reference(c, i);
        if (!*place)
            continue;
        if (place == &c->name && c->type)
            c->type->name = "cleared class";
        return ouro__slot_take(rt, o, place);
    }
    return NULL;
}

void ouro__class_destroy(ouro_runtime *rt, ouro_object *o)
{
    ouro_class *c = (ouro_class *)o;
    ouro__shapes_destroy(rt, c);
    ouro__buffer_free(rt, c->subclasses);
    ouro__buffer_free(rt, c->name_buffer);
    if (c->type) {
        c->type->class_object = NULL;
        if (c->type->flags & OURO_TYPE_HEAP) {
            ouro__buffer_free(rt, c->tables);
            ouro__buffer_free(rt, (void *)(uintptr_t)(c->owns_fields ? c->type->fields : NULL));
            ouro__type_release(rt, c->type);
        }
        c->type = NULL;
    }
}

ouro_class *ouro__class_alloc(ouro_runtime *rt, ouro_type *metatype, ouro_type *type)
{
    ouro_class *c = (ouro_class *)ouro__new_object(rt, metatype, metatype->size);
    if (!c)
        return NULL;
    c->type = type;
    type->class_object = &c->head;
    return c;
}

int ouro__class_set_name(ouro_runtime *rt, ouro_class *c, ouro_object *name)
{
    size_t length;
    char *owned = NULL;
    const char *utf8 = ouro__str_wtf8(rt, name, &length, &owned);
    if (!utf8)
        return -1;
    ouro_incref(name);
    ouro_object *old = ouro__slot_exchange(rt, c, &c->name, name);
    char *old_buffer = c->name_buffer;
    c->type->name = utf8;
    c->name_buffer = owned;
    ouro__buffer_free(rt, old_buffer);
    ouro_xdecref(rt, old);
    return 0;
}

/* --- the tree of subclasses ------------------------------------------------------------------------------ */

int ouro__class_add_subclass(ouro_runtime *rt, ouro_class *base, ouro_class *c)
{
    if (base->subclass_count == base->subclass_capacity) {
        uint32_t capacity = base->subclass_capacity ? base->subclass_capacity * 2 : 2;
        size_t bytes = capacity * sizeof(ouro_class *);
        ouro_class **grown = base->subclasses ? ouro__buffer_resize(rt, base->subclasses, bytes)
                                              : ouro__buffer_alloc(rt, bytes);
        if (!grown)
            return -1;
        base->subclasses = grown;
        base->subclass_capacity = capacity;
    }
    base->subclasses[base->subclass_count++] = c;
    return 0;
}

void ouro__class_remove_subclass(ouro_class *base, ouro_class *c)
{
    for (uint32_t i = base->subclass_count; i-- > 0;) {
        if (base->subclasses[i] != c)
            continue;
        base->subclass_count--;
        memmove(&base->subclasses[i], &base->subclasses[i + 1],
                (base->subclass_count - i) * sizeof base->subclasses[0]);
        return;
    }
}

/* Without the tree, when the C stack is nearly used up: all classes whose MRO names `c`. */
static void each_below_by_table(ouro_runtime *rt, ouro_class *c,
                                void (*fn)(ouro_runtime *, ouro_class *, void *), void *context)
{
    for (uint32_t i = OURO_FIRST_LANGUAGE_TYPE; i < rt->type_count; i++) {
        ouro_class *other = (ouro_class *)ouro__type_at(rt, i << 8)->class_object;
        if (other && other != c && ouro__is_subtype(rt, &other->head, &c->head))
            fn(rt, other, context);
    }
}

void ouro__class_each_below(ouro_runtime *rt, ouro_class *c, void (*fn)(ouro_runtime *, ouro_class *, void *),
                            void *context)
{
    if (!c->subclass_count)
        return;
    if (ouro__stack_low(rt)) {
        each_below_by_table(rt, c, fn, context);
        return;
    }
    for (uint32_t i = 0; i < c->subclass_count; i++) {
        ouro_class *sub = c->subclasses[i];
        fn(rt, sub, context);
        ouro__class_each_below(rt, sub, fn, context);
    }
}

/* --- versions -------------------------------------------------------------------------------------------- */

uint32_t ouro__class_version(ouro_runtime *rt, ouro_type *type)
{
    if (type->version)
        return type->version;
    ouro_class *c = (ouro_class *)type->class_object;
    if (!c || !c->mro || c->own_order || rt->next_version == UINT32_MAX)
        return 0;
    /* Bases first: a change above is only passed down by classes that have a version. */
    ouro_tuple *mro = (ouro_tuple *)c->mro;
    for (size_t i = mro->count; i-- > 0;) {
        ouro_type *t = ((ouro_class *)mro->items[i])->type;
        if (!t || ((ouro_class *)mro->items[i])->own_order || rt->next_version == UINT32_MAX)
            return 0;
        if (!t->version)
            t->version = ++rt->next_version;
    }
    return type->version;
}

static void forget_version(ouro_runtime *rt, ouro_class *c, void *context)
{
    (void)rt;
    (void)context;
    if (c->type)
        c->type->version = 0;
}

int ouro__class_modified(ouro_runtime *rt, ouro_object *cls, ouro_object *name)
{
    ouro_class *c = (ouro_class *)cls;
    if (c->type->version) {
        c->type->version = 0;
        ouro__class_each_below(rt, c, forget_version, NULL);
    }
    bool special = !name || (ouro__str_length(name) > 4 && ouro__str_char(name, 0) == '_' &&
                             ouro__str_char(name, 1) == '_');
    return special ? ouro__class_update_slots(rt, c, name) : 0;
}

/* --- lookup ---------------------------------------------------------------------------------------------- */

static ouro_object *lookup_mro(ouro_runtime *rt, ouro_class *c, ouro_object *name)
{
    if (!c || !c->mro)
        return NULL;
    ouro_tuple *mro = ouro_ref(c->mro); /* keys that are not strs may run code */
    ouro_object *found = NULL;
    for (size_t i = 0; i < mro->count && !found; i++) {
        ouro_object *dict = ouro__class_dict(rt, mro->items[i]);
        if (!dict)
            break;
        found = ouro__dict_get_str(rt, dict, name);
        if (ouro__unlikely(!found && rt->error)) {
            if (ouro__error_is(rt, OURO_T_MEMORY_ERROR))
                break;
            ouro__error_clear(rt);
        }
    }
    ouro_decref(rt, &mro->head);
    return found;
}

static inline ouro_method_cache_entry *cache_entry(ouro_runtime *rt, uint32_t version, ouro_object *name)
{
    uintptr_t hash = ((uintptr_t)name >> 3) ^ version * 0x9E3779B1u;
    return &rt->python->method_cache[hash % OURO_METHOD_CACHE_SIZE];
}

static ouro_object *lookup_slow(ouro_runtime *rt, ouro_type *type, ouro_object *name)
{
    ouro_object *pending = rt->error; /* lookups happen while exceptions are handled too */
    rt->error = NULL;
    ouro_object *found = lookup_mro(rt, (ouro_class *)type->class_object, name);
    bool failed = rt->error != NULL;
    if (pending) {
        if (failed)
            ouro__error_clear(rt);
        rt->error = pending;
    }
    if (failed || !ouro__str_is_interned(name))
        return found;
    uint32_t version = ouro__class_version(rt, type);
    if (version) {
        ouro_method_cache_entry *e = cache_entry(rt, version, name);
        ouro_object *old = e->name;
        ouro_incref(name);
        *e = (ouro_method_cache_entry){.version = version, .name = name, .value = found};
        ouro_xdecref(rt, old); /* a str: runs no code */
    }
    return found;
}

ouro_object *ouro__class_lookup(ouro_runtime *rt, ouro_type *type, ouro_object *name)
{
    uint32_t version = type->version;
    ouro_method_cache_entry *e = cache_entry(rt, version, name);
    if (ouro__likely(e->version == version && e->name == name && version))
        return e->value;
    return lookup_slow(rt, type, name);
}

bool ouro__is_subtype(ouro_runtime *rt, ouro_object *cls, ouro_object *base)
{
    (void)rt;
    if (cls == base)
        return true;
    ouro_class *c = (ouro_class *)cls;
    if (c->mro) {
        ouro_tuple *mro = (ouro_tuple *)c->mro;
        for (size_t i = 0; i < mro->count; i++)
            if (mro->items[i] == base)
                return true;
        return false;
    }
    /* Not complete yet. */
    while ((c = (ouro_class *)c->base))
        if (&c->head == base)
            return true;
    return false;
}

/* --- the type `type` ------------------------------------------------------------------------------------- */

extern const ouro_method_def ouro__type_methods[];
extern const ouro_getset_def ouro__type_getsets[], ouro__type_fields[];
ouro_object *ouro__type_repr(ouro_runtime *rt, ouro_object *o);
int ouro__type_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                    ouro_object *kwnames);

static const ouro_number_slots type_number = {.binary[OURO_OR] = ouro__union_or};

const ouro_builtin_type ouro__builtin_type = {
    .id = OURO_T_TYPE,
    .slots =
        {
            .name = "type",
            .size = sizeof(ouro_class),
            .flags =
                OURO_TYPE_CONTAINER | OURO_TYPE_BASE | OURO_TYPE_IS_CLASS | OURO_TYPE_WEAKLY_REFERENCEABLE |
                OURO_TYPE_TRACKED_BY_CONTENT,
            .layout = OURO_LAYOUT_CALLBACK,
            .traverse = class_traverse,
            .drain = class_drain,
            .destroy = ouro__class_destroy,
            .repr = ouro__type_repr,
            .call = ouro__type_call,
            .getattr = ouro__type_getattr,
            .setattr = ouro__type_setattr,
            .new_ = ouro__type_new,
            .init = ouro__type_init,
            .number = &type_number,
        },
    .methods = ouro__type_methods,
    .getsets = ouro__type_getsets,
    .shown_fields = ouro__type_fields,
    .doc = "type(object) -> the object's type\ntype(name, bases, dict, **kwds) -> a new type",
};
