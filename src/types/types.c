/* The built-in types of a runtime, and its rt->python.
 *
 * Starting makes all type descriptors, the interned names and a bare class object for each type. What a class's dict
 * holds is made when the dict is first looked at (ouro__class_dict), which a program does for few of the types; special
 * methods are slots and need no dict. */
#include "types/module_state.h"
#include "types/types.h"

#include <sys/random.h>
#include <time.h>

#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/slot_wrappers.h"
#include "types/str.h"
#include "types/str_impl.h"
#include "types/tuple.h"
#include "types/weakref_type.h"

#define X(name) extern const ouro_builtin_type ouro__builtin_##name;
#include "types/builtin_types.def"
#undef X

static const ouro_builtin_type *const builtin_types[] = {
#define X(name) &ouro__builtin_##name,
#include "types/builtin_types.def"
#undef X
};
enum { BUILTIN_TYPES = sizeof builtin_types / sizeof *builtin_types };

/* The definition at a place of both tables together; NULL: not in this library. */
static const ouro_builtin_type *definition_at(size_t i)
{
    return i < BUILTIN_TYPES ? builtin_types[i] : &ouro__builtin_exceptions[i - BUILTIN_TYPES];
}

static size_t definition_count(void)
{
    return BUILTIN_TYPES + ouro__builtin_exception_count;
}

static uint32_t base_of(const ouro_builtin_type *def)
{
    return def->base_id || def->id == OURO_T_OBJECT ? def->base_id : OURO_T_OBJECT;
}

/* --- descriptors ----------------------------------------------------------------------------------------- */

/* Which definition an index has, for finding bases. */
typedef struct index_map {
    const ouro_builtin_type *by_id[OURO_STATIC_TYPES];
} index_map;

/* The descriptor of its base exists. */
static int fill_descriptor(ouro_runtime *rt, const ouro_builtin_type *def)
{
    uint32_t base = base_of(def);
    ouro_type *type = ouro__type_add(rt, def->id);
    if (!type)
        return -1;
    uint32_t word = type->word;
    *type = def->slots;
    type->word = word;
    if (base)
        ouro__type_inherit(type, ouro__type_at(rt, OURO_WORD(base)));
    if (type->finalize)
        type->flags |= OURO_TYPE_HAS_DEL;
    type->flags |= OURO_TYPE_IMMUTABLE;
    return 0;
}

static int make_descriptor(ouro_runtime *rt, const index_map *map, const ouro_builtin_type *def)
{
    if (ouro__type_at(rt, OURO_WORD(def->id))->name)
        return 0;
    uint32_t base = base_of(def);
    if (base && map->by_id[base] && make_descriptor(rt, map, map->by_id[base]) < 0)
        return -1;
    return fill_descriptor(rt, def);
}

static int make_descriptors(ouro_runtime *rt)
{
    index_map map = {{NULL}};
    for (size_t i = 0; i < definition_count(); i++)
        if (definition_at(i))
            map.by_id[definition_at(i)->id] = definition_at(i);
    for (size_t i = 0; i < definition_count(); i++)
        if (definition_at(i) && make_descriptor(rt, &map, definition_at(i)) < 0)
            return -1;
    return 0;
}

/* --- classes --------------------------------------------------------------------------------------------- */

static int name_class(ouro_runtime *rt, ouro_class *c, const char *full)
{
    const char *dot = strrchr(full, '.');
    c->name = ouro__str_from_cstring(rt, dot ? dot + 1 : full);
    if (!c->name)
        return -1;
    c->qualname = ouro_ref(c->name);
    return 0;
}

static int make_class(ouro_runtime *rt, const ouro_builtin_type *def);

/* The class of a base, made now when it was not yet: borrowed. *c is NULL for id 0. */
static int base_class(ouro_runtime *rt, uint32_t id, ouro_class **c)
{
    *c = NULL;
    if (!id)
        return 0;
    ouro_type *type = ouro__type_at(rt, OURO_WORD(id));
    for (size_t i = 0; !type->class_object && i < definition_count(); i++)
        if (definition_at(i) && definition_at(i)->id == id && make_class(rt, definition_at(i)) < 0)
            return -1;
    *c = (ouro_class *)type->class_object;
    return 0;
}

/* Registers the class with both bases or with none. */
static int join_bases(ouro_runtime *rt, ouro_class *base, ouro_class *second, ouro_class *c)
{
    if (base && ouro__class_add_subclass(rt, base, c) < 0)
        return -1;
    if (!second || ouro__class_add_subclass(rt, second, c) == 0)
        return 0;
    ouro__class_remove_subclass(base, c);
    return -1;
}

/* Goes on where an earlier call was refused memory: the MRO comes last and tells that the class is whole. */
static int make_class(ouro_runtime *rt, const ouro_builtin_type *def)
{
    ouro_type *type = ouro__type_at(rt, OURO_WORD(def->id));
    ouro_class *c = (ouro_class *)type->class_object, *base, *second;
    if (c && c->mro)
        return 0;
    if (base_class(rt, base_of(def), &base) < 0 || base_class(rt, def->second_base_id, &second) < 0)
        return -1;
    if (!c && !(c = ouro__class_alloc(rt, ouro__type_at(rt, OURO_WORD(OURO_T_TYPE)), type)))
        return -1;
    c->builtin = def;
    if (!c->name && name_class(rt, c, type->name) < 0)
        return -1;
    ouro_object *bases[2] = {(ouro_object *)base, (ouro_object *)second};
    if (!c->base)
        ouro__slot_init(&c->base, base ? ouro_ref(base) : NULL);
    if (!c->bases)
        c->bases = base ? ouro__tuple_from(rt, bases, second ? 2 : 1) : OURO_EMPTY_TUPLE(rt);
    ouro_object *mro = !c->bases ? NULL
                       : base    ? ouro__class_compute_mro(rt, &c->head, c->bases)
                                 : ouro__tuple_of(rt, 1, c);
    if (!mro)
        return -1;
    if (join_bases(rt, base, second, c) < 0) {
        ouro_decref(rt, mro);
        return -1;
    }
    ouro__untrack(mro); /* it lives as long as the runtime */
    ouro__slot_init(&c->mro, mro);
    return 0;
}

static int make_classes(ouro_runtime *rt)
{
    for (size_t i = 0; i < definition_count(); i++)
        if (definition_at(i) && make_class(rt, definition_at(i)) < 0)
            return -1;
    return 0;
}

/* --- the types of a module ------------------------------------------------------------------------------- */

static int make_module_type(ouro_runtime *rt, const ouro_builtin_type *def)
{
    ouro_type *type = ouro__type_at(rt, OURO_WORD(def->id));
    if (!type->name && fill_descriptor(rt, def) < 0)
        return -1;
    return make_class(rt, def);
}

int ouro__module_add_types(ouro_runtime *rt, ouro_object *module, const ouro_module_type *types)
{
    for (; types->def; types++) {
        if (make_module_type(rt, types->def) < 0)
            return -1;
        if (types->name && ouro__dict_set_cstring(rt, ouro__module_dict(module), types->name,
                                                  ouro__class_at(rt, types->def->id)) < 0)
            return -1;
    }
    return 0;
}

/* --- the dict of a built-in class ------------------------------------------------------------------------ */

static int add(ouro_runtime *rt, ouro_object *dict, const char *name, ouro_object *value_owned)
{
    ouro_object *key = value_owned ? ouro__str_intern_cstring(rt, name) : NULL;
    if (!key) {
        ouro_xdecref(rt, value_owned);
        return -1;
    }
    return ouro__dict_set_owned(rt, dict, key, value_owned);
}

static ouro_object *method_object(ouro_runtime *rt, ouro_object *cls, const ouro_method_def *def)
{
    if (!(def->flags & OURO_METH_STATIC))
        return ouro__method_descriptor_new(rt, cls, def);
    ouro_object *f = ouro__builtin_function_new(rt, def, cls, NULL);
    ouro_object *wrapped = f ? ouro__call1(rt, ouro__class_at(rt, OURO_T_STATICMETHOD), f) : NULL;
    ouro_xdecref(rt, f);
    return wrapped;
}

static int add_methods(ouro_runtime *rt, ouro_class *c, ouro_object *dict)
{
    const ouro_builtin_type *def = c->builtin;
    const ouro_builtin_type *base = c->base ? ((ouro_class *)c->base)->builtin : NULL;
    static const ouro_builtin_type nothing;
    if (!base)
        base = &nothing;
    for (const ouro_method_def *m = def->methods != base->methods ? def->methods : NULL; m && m->name; m++)
        if (add(rt, dict, m->name, method_object(rt, &c->head, m)) < 0)
            return -1;
    for (const ouro_getset_def *g = def->getsets != base->getsets ? def->getsets : NULL; g && g->name; g++)
        if (add(rt, dict, g->name, ouro__getset_descriptor_new(rt, &c->head, g)) < 0)
            return -1;
    for (const ouro_getset_def *g = def->shown_fields; g && g->name; g++)
        if (add(rt, dict, g->name, ouro__shown_field_new(rt, &c->head, g)) < 0)
            return -1;
    for (const ouro_member_def *m = def->members != base->members ? def->members : NULL; m && m->name; m++)
        if (add(rt, dict, m->name, ouro__member_descriptor_new(rt, &c->head, m, NULL, m->offset)) < 0)
            return -1;
    return 0;
}

static bool among(uint16_t id, const uint16_t *ids, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ids[i] == id)
            return true;
    return false;
}
#define AMONG(id, ids) among(id, ids, sizeof(ids) / sizeof *(ids))

/* Whether a class has a wrapper though its slot is inherited: CPython's types right under object state the default reading of
 * attributes outright, but for a few, and some state more. */
static bool restates(const ouro_class *c, const ouro_slot_def *d)
{
    static const uint16_t inherit[] = {
        OURO_T_NONE,
        OURO_T_NOT_IMPLEMENTED,
        OURO_T_WEAKREF,
        OURO_T_DICT_REVERSE_KEY_ITERATOR,
        OURO_T_DICT_REVERSE_VALUE_ITERATOR,
        OURO_T_DICT_REVERSE_ITEM_ITERATOR,
        OURO_T_TUPLE_GETTER,
        OURO_T_TEE,
        OURO_T_LRU_CACHE,
        OURO_T_CSV_DIALECT,
        OURO_T_CSV_READER,
        OURO_T_CSV_WRITER,
        OURO_T_IO_BASE,
        OURO_T_NEWLINE_DECODER,
        OURO_T_JSON_SCANNER,
        OURO_T_JSON_ENCODER,
        OURO_T_SIMPLE_QUEUE,
        OURO_T_RANDOM,
        OURO_T_LOCK,
        OURO_T_RLOCK,
        OURO_T_DIR_ENTRY,
        OURO_T_SRE_PATTERN,
        OURO_T_SRE_MATCH,
        OURO_T_SRE_SCANNER,
    };
    static const uint16_t read[] = {OURO_T_DEFAULT_DICT, OURO_T_FILE_IO};
    static const uint16_t write[] = {
        OURO_T_BASE_EXCEPTION,   OURO_T_FRAME,   OURO_T_METHOD, OURO_T_MODULE,
        OURO_T_SIMPLE_NAMESPACE, OURO_T_PARTIAL, OURO_T_STRUCT, OURO_T_THREAD_LOCAL,
    };
    static const uint16_t show[] = {OURO_T_ATTRIBUTE_ERROR, OURO_T_NAME_ERROR};
    uint16_t id = c->builtin->id;
    if (d->place != OURO_SLOT_IN_TYPE || !c->base)
        return false;
    if (d->wrap == WRAP_GETATTR)
        return ((ouro_class *)c->base)->base ? AMONG(id, read) : !AMONG(id, inherit);
    if (d->wrap == WRAP_SETATTR || d->wrap == WRAP_DELATTR)
        return AMONG(id, write);
    return d->offset == offsetof(ouro_type, str) && AMONG(id, show);
}

/* Wrappers for the slots that the type defines itself: those that differ from what it would inherit. */
static int add_wrappers(ouro_runtime *rt, ouro_class *c, ouro_object *dict)
{
    const ouro_type *own = &c->builtin->slots;
    const ouro_class *base = (ouro_class *)c->base;
    const ouro_type *above = base && base->base ? base->type : NULL;
    for (const ouro_slot_def *d = ouro__slot_defs; d->name; d++) {
        ouro_object *name = ouro__slot_def_name(rt, d);
        bool stated = restates(c, d);
        if (!d->wrap || (!ouro__slot_get(own, d) && !stated) || ouro__dict_get_str(rt, dict, name))
            continue;
        if (own->flags & OURO_TYPE_IS_EXCEPTION && d->place == OURO_SLOT_IN_TYPE &&
            d->offset == offsetof(ouro_type, finalize))
            continue; /* MemoryError's is no method of the language's */
        if (above && !stated && d->wrap != WRAP_INIT && ouro__slot_get(own, d) == ouro__slot_get(above, d))
            continue;
        if (rt->error)
            return -1;
        ouro_object *value = own->hash == ouro__hash_not_implemented &&
                                     d->offset == offsetof(ouro_type, hash) && d->place == OURO_SLOT_IN_TYPE
                                 ? OURO_NONE(rt)
                                 : ouro__wrapper_descriptor_new(rt, &c->head, d);
        if (!value || ouro__dict_set_owned(rt, dict, ouro_ref(name), value) < 0)
            return -1;
    }
    /* Comparable in a way of its own, and no hash: unhashable. */
    if (c->type->hash == ouro__hash_not_implemented && !own->hash)
        return ouro__dict_set(rt, dict, NAME(rt, __hash__), OURO_NONE(rt));
    return 0;
}

/* object's __sizeof__, in the classes that CPython gives one of their own. */
static int add_sizeof(ouro_runtime *rt, ouro_class *c, ouro_object *dict)
{
    static const uint16_t sized[] = {
        OURO_T_INT,   OURO_T_STR,       OURO_T_BYTEARRAY, OURO_T_LIST,         OURO_T_DICT,
        OURO_T_SET,   OURO_T_FROZENSET, OURO_T_CODE,      OURO_T_FRAME,        OURO_T_GENERATOR,
        OURO_T_DEQUE, OURO_T_COROUTINE, OURO_T_ARRAY,     OURO_T_ORDERED_DICT, OURO_T_ASYNC_GENERATOR,
    };
    if (!AMONG(c->builtin->id, sized))
        return 0;
    const ouro_method_def *m = ((ouro_class *)ouro__class_at(rt, OURO_T_OBJECT))->builtin->methods;
    while (strcmp(m->name, "__sizeof__") != 0)
        m++;
    return add(rt, dict, m->name, ouro__method_descriptor_new(rt, &c->head, m));
}

static int fill(ouro_runtime *rt, ouro_class *c, ouro_object *dict)
{
    const ouro_builtin_type *def = c->builtin;
    if (add_methods(rt, c, dict) < 0 || add_wrappers(rt, c, dict) < 0 || add_sizeof(rt, c, dict) < 0)
        return -1;
    if (def->slots.new_ && !(def->slots.flags & OURO_TYPE_DISALLOW_NEW) &&
        add(rt, dict, "__new__", ouro__builtin_function_new(rt, &ouro__type_new_def, &c->head, NULL)) < 0)
        return -1;
    if (def->id != OURO_T_TYPE && !ouro__dict_get_str(rt, dict, NAME(rt, __doc__)) &&
        add(rt, dict, "__doc__", ouro__doc_text(rt, def->slots.name, def->doc)) < 0)
        return -1;
    return 0;
}

ouro_object *ouro__class_dict(ouro_runtime *rt, ouro_object *cls)
{
    ouro_class *c = (ouro_class *)cls;
    if (ouro__likely(c->dict != NULL))
        return c->dict;
    ouro_object *dict = ouro__dict_new(rt);
    if (!dict)
        return NULL;
    if (c->builtin && fill(rt, c, dict) < 0) {
        ouro_decref(rt, dict);
        return NULL;
    }
    if (c->dict) { /* filling looked something up in this class */
        ouro_decref(rt, dict);
        return c->dict;
    }
    ouro__untrack(dict); /* it lives as long as the runtime */
    ouro__slot_init(&c->dict, dict);
    return dict;
}

/* --- names and the hash key ------------------------------------------------------------------------------ */

static const char *const names[] = {
#define X(name) #name,
#include "types/names.def"
#undef X
};
enum { NAMES = sizeof names / sizeof *names };

static int make_names(ouro_runtime *rt)
{
    ouro_object **places = (ouro_object **)(void *)&rt->python->names;
    for (size_t i = 0; i < NAMES; i++)
        if (!(places[i] = ouro__str_intern_cstring(rt, names[i])))
            return -1;
    return 0;
}

/* Steps of the splitmix64 generator. */
static uint64_t next_random(uint64_t *state)
{
    uint64_t z = *state += 0x9E3779B97F4A7C15ull;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ z >> 27) * 0x94D049BB133111EBull;
    return z ^ z >> 31;
}

static void make_hash_key(ouro_runtime *rt, int64_t seed)
{
    uint64_t *key = rt->python->hash_key;
    if (seed < 0 &&
        getrandom(key, sizeof rt->python->hash_key, GRND_NONBLOCK) == (ssize_t)sizeof rt->python->hash_key)
        return;
    uint64_t state = (uint64_t)seed;
    if (seed < 0) { /* the system has no randomness yet */
        struct timespec now;
        clock_gettime(CLOCK_MONOTONIC, &now);
        state = (uint64_t)now.tv_nsec ^ (uint64_t)(uintptr_t)rt;
    }
    key[0] = next_random(&state);
    key[1] = next_random(&state);
}

/* --- opening and closing --------------------------------------------------------------------------------- */

int ouro__types_init(ouro_runtime *rt, int64_t hash_seed)
{
    ouro_python *python = ouro__heap_alloc_zeroed(&rt->heap, sizeof *python, OURO_HEAP_RAW);
    if (!python)
        return -1;
    rt->python = python;
    python->recursion_limit = 1000;
    python->max_str_digits = 4300;
    make_hash_key(rt, hash_seed);
    ouro__statics_init(rt);
    if (make_descriptors(rt) < 0 || ouro__interned_init(rt) < 0 || make_names(rt) < 0 ||
        make_classes(rt) < 0 || ouro__exceptions_init(rt) < 0)
        return -1;
    rt->hooks.weakref_callback = ouro__call_weakref_callback;
    return 0;
}

/* Cuts what holds static classes in cycles: their dicts, MROs and bases. */
static void release_classes(ouro_runtime *rt)
{
    for (uint32_t i = OURO_FIRST_LANGUAGE_TYPE; i < OURO_T_END; i++) {
        ouro_class *c = (ouro_class *)ouro__type_at(rt, OURO_WORD(i))->class_object;
        if (!c)
            continue;
        ouro__slot_clear(rt, c, &c->dict);
    }
    for (uint32_t i = OURO_T_END; i-- > OURO_FIRST_LANGUAGE_TYPE;) {
        ouro_class *c = (ouro_class *)ouro__type_at(rt, OURO_WORD(i))->class_object;
        if (!c)
            continue;
        ouro__buffer_free(rt, c->subclasses);
        c->subclasses = NULL;
        c->subclass_count = c->subclass_capacity = 0;
        c->was_released = true;
        ouro__slot_clear(rt, c, &c->mro);
        ouro__slot_clear(rt, c, &c->bases);
        ouro__slot_clear(rt, c, &c->base);
    }
    ouro_object *type_class = ouro__class_at(rt, OURO_T_TYPE);
    for (uint32_t i = OURO_T_END; i-- > OURO_FIRST_LANGUAGE_TYPE;) {
        ouro_type *type = ouro__type_at(rt, OURO_WORD(i));
        if (type->class_object && type->class_object != type_class)
            ouro_decref(rt, type->class_object);
    }
    ouro_xdecref(rt, type_class);
}

void ouro__types_destroy(ouro_runtime *rt)
{
    ouro_python *python = rt->python;
    if (!python)
        return;
    ouro__error_clear(rt);
    rt->hooks.weakref_callback = NULL;
    for (size_t i = 0; i < OURO_METHOD_CACHE_SIZE; i++) {
        ouro_xdecref(rt, python->method_cache[i].name);
        python->method_cache[i] = (ouro_method_cache_entry){0};
    }
    if (ouro__class_at(rt, OURO_T_MEMORY_ERROR))
        ouro__exceptions_destroy(rt);
    release_classes(rt);
    ouro_object **places = (ouro_object **)(void *)&python->names;
    for (size_t i = 0; i < NAMES; i++)
        ouro_xdecref(rt, places[i]);
    ouro__buffer_free(rt, python->repr_stack);
    ouro__module_states_destroy(rt);
    ouro__interned_destroy(rt);
    rt->python = NULL;
    ouro__buffer_free(rt, python);
}
