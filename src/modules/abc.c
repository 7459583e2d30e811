/* The _abc module: what abc.ABCMeta asks for. Each abstract class has, as its _abc_impl, the classes registered with it
 * and what earlier questions were answered, held weakly.
 *
 * Answers of "no" hold until some class registers with some abstract class: they carry the number of registrations so
 * far (rt->python->abc_registrations). */
#include "modules/modules.h"
#include "modules/support.h"
#include "object/weakref.h"
#include "types/class_internal.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/set.h"
#include "types/str.h"
#include "types/types.h"
#include "types/weakref_type.h"

/* ---- Sets of classes held weakly ---- */

/* A hash table by address. The references of dead classes stay until it grows: they lead the search on. */
typedef struct class_set {
    ouro_object **refs; /* weak references, owned; NULL: free. A power of two of them */
    uint32_t capacity, used;
} class_set;

static size_t first_slot(const class_set *s, const ouro_object *cls)
{
    return (size_t)(((uintptr_t)cls >> 4) * 0x9E3779B97F4A7C15ull >> 32) & (s->capacity - 1);
}

static const ouro_object *referent(const ouro_object *ref)
{
    return ((const ouro_weakref *)ref)->referent;
}

static bool has_class(const class_set *s, const ouro_object *cls)
{
    if (!s->used)
        return false;
    for (size_t i = first_slot(s, cls); s->refs[i]; i = (i + 1) & (s->capacity - 1))
        if (referent(s->refs[i]) == cls)
            return true;
    return false;
}

static void place(class_set *s, ouro_object *ref_owned)
{
    size_t i = first_slot(s, referent(ref_owned));
    while (s->refs[i])
        i = (i + 1) & (s->capacity - 1);
    ouro__slot_init(&s->refs[i], ref_owned);
    s->used++;
}

/* Takes the whole set out of its owner. */
static class_set take_set(class_set *s)
{
    class_set taken = *s;
    *s = (class_set){NULL, 0, 0};
    return taken;
}

static void drop_set(ouro_runtime *rt, class_set set)
{
    for (uint32_t i = 0; i < set.capacity; i++)
        ouro_xdecref(rt, set.refs[i]);
    ouro__buffer_free(rt, set.refs);
}

/* Makes room for one more; dead references go. 0 or -1. */
static int make_room(ouro_runtime *rt, class_set *s)
{
    if ((uint64_t)s->used * 4 < (uint64_t)s->capacity * 3)
        return 0;
    uint32_t live = 0;
    for (uint32_t i = 0; i < s->capacity; i++)
        live += s->refs[i] && referent(s->refs[i]);
    class_set grown = {NULL, 4, 0};
    while (grown.capacity < (live + 1) * 2)
        grown.capacity *= 2;
    grown.refs = ouro__buffer_alloc(rt, grown.capacity * sizeof *grown.refs);
    if (!grown.refs)
        return -1;
    memset(grown.refs, 0, grown.capacity * sizeof *grown.refs);
    for (uint32_t i = 0; i < s->capacity; i++) {
        if (s->refs[i] && referent(s->refs[i])) {
            place(&grown, s->refs[i]);
            s->refs[i] = NULL;
        }
    }
    class_set old = take_set(s);
    *s = grown;
    drop_set(rt, old);
    return 0;
}

static int add_class(ouro_runtime *rt, class_set *s, ouro_object *cls)
{
    if (has_class(s, cls))
        return 0;
    ouro_object *ref = ouro__weakref_new(rt, cls, NULL);
    if (!ref || make_room(rt, s) < 0) {
        ouro_xdecref(rt, ref);
        return -1;
    }
    place(s, ref);
    return 0;
}

/* The classes still alive: a list, owned. `weak`: as weak references. */
static ouro_object *classes_of(ouro_runtime *rt, const class_set *s, bool weak)
{
    ouro_object *list = ouro__list_new(rt, s->used);
    for (uint32_t i = 0; list && i < s->capacity; i++) {
        ouro_object *cls = s->refs[i] ? ouro__weakref_get((ouro_weakref *)s->refs[i]) : NULL;
        if (!cls)
            continue;
        int status = ouro__list_append(rt, list, weak ? s->refs[i] : cls);
        ouro_decref(rt, cls);
        if (status < 0) {
            ouro_decref(rt, list);
            return NULL;
        }
    }
    return list;
}

/* ---- _abc._abc_data ---- */

typedef struct abc_data {
    ouro_object head;
    class_set registry, cache, negative;
    uint64_t negative_version;
} abc_data;

static void visit_set(ouro_runtime *rt, const class_set *s, ouro_visit visit, void *context)
{
    for (uint32_t i = 0; i < s->capacity; i++)
        if (s->refs[i])
            visit(rt, s->refs[i], context);
}

static void data_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    abc_data *d = (abc_data *)o;
    visit_set(rt, &d->registry, visit, context);
    visit_set(rt, &d->cache, visit, context);
    visit_set(rt, &d->negative, visit, context);
}

/* Takes from the end: what is left is searched as before, but for ends of chains, which does no harm to the dying. */
static ouro_object *drain_set(ouro_runtime *rt, abc_data *d, class_set *s)
{
    while (s->capacity) {
        ouro_object *ref = ouro__slot_take(rt, d, &s->refs[--s->capacity]);
        if (ref)
            return ref;
    }
    ouro__buffer_free(rt, s->refs);
    *s = (class_set){NULL, 0, 0};
    return NULL;
}

static ouro_object *data_drain(ouro_runtime *rt, ouro_object *o)
{
    abc_data *d = (abc_data *)o;
    d->registry.used = d->cache.used = d->negative.used = 0;
    ouro_object *ref = drain_set(rt, d, &d->registry);
    if (!ref)
        ref = drain_set(rt, d, &d->cache);
    return ref ? ref : drain_set(rt, d, &d->negative);
}

static void data_destroy(ouro_runtime *rt, ouro_object *o)
{
    abc_data *d = (abc_data *)o;
    ouro__buffer_free(rt, d->registry.refs);
    ouro__buffer_free(rt, d->cache.refs);
    ouro__buffer_free(rt, d->negative.refs);
}

static size_t data_size_of(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    const abc_data *d = (const abc_data *)o;
    return sizeof *d +
           ((size_t)d->registry.capacity + d->cache.capacity + d->negative.capacity) * sizeof(ouro_object *);
}

static uint64_t *registrations(ouro_runtime *rt)
{
    return &rt->python->abc_registrations;
}

static ouro_object *data_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    OURO_NO_ARGUMENTS;
    abc_data *d = (abc_data *)ouro__instance_new(rt, cls);
    if (d)
        d->negative_version = *registrations(rt);
    return (ouro_object *)d;
}

OURO_BUILTIN_TYPE(abc_data) = {
    .id = OURO_T_ABC_DATA,
    .slots = {.name = "_abc._abc_data",
              .size = sizeof(abc_data),
              .layout = OURO_LAYOUT_CALLBACK,
              .flags = OURO_TYPE_CONTAINER,
              .traverse = data_traverse,
              .drain = data_drain,
              .destroy = data_destroy,
              .size_of = data_size_of,
              .new_ = data_new},
    .doc = "Internal state held by ABC machinery.",
    .module = "_abc",
};

/* The state of an abstract class: owned. */
static abc_data *data_of(ouro_runtime *rt, ouro_object *cls)
{
    ouro_object *data = ouro__getattr(rt, cls, NAME(rt, _abc_impl));
    if (!data || ouro__is_exactly(data, OURO_T_ABC_DATA))
        return (abc_data *)data;
    ouro_decref(rt, data);
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "_abc_impl is set to a wrong type");
}

/* Answers of "no" from before the last registration are forgotten. */
static void forget_stale(ouro_runtime *rt, abc_data *d)
{
    if (d->negative_version == *registrations(rt))
        return;
    d->negative_version = *registrations(rt);
    drop_set(rt, take_set(&d->negative));
}

/* ---- Making an abstract class ---- */

static int add_own_abstracts(ouro_runtime *rt, ouro_object *cls, ouro_object *names)
{
    ouro_object *namespace = ouro__getattr(rt, cls, NAME(rt, __dict__)), *items = NULL;
    if (namespace)
        items = ouro__call_method(rt, namespace, NAME(rt, items), 0);
    ouro_object *list = items ? ouro__list_from_iterable(rt, items) : NULL;
    int status = list ? 0 : -1;
    for (uint32_t i = 0; status == 0 && i < ((ouro_list *)list)->count; i++) {
        const ouro_tuple *item = (const ouro_tuple *)((ouro_list *)list)->items[i];
        if (!ouro__is_tuple(rt, &item->head) || item->count != 2) {
            ouro__raise(rt, OURO_T_TYPE_ERROR,
                        "Iteration over dict.items() returned item which is not a tuple");
            status = -1;
            break;
        }
        int abstract = ouro__is_abstract(rt, item->items[1]);
        status = abstract > 0 ? ouro__set_add(rt, names, item->items[0]) : abstract;
    }
    ouro_xdecref(rt, namespace);
    ouro_xdecref(rt, items);
    ouro_xdecref(rt, list);
    return status;
}

/* Of the abstract methods of a base, those that are still abstract in the class. */
static int add_inherited_abstracts(ouro_runtime *rt, ouro_object *cls, ouro_object *base, ouro_object *names)
{
    ouro_object *inherited, *name;
    int found = ouro__getattr_optional(rt, base, NAME(rt, __abstractmethods__), &inherited);
    if (found <= 0)
        return found;
    ouro_iteration it;
    int status = ouro__iterate(rt, &it, inherited);
    ouro_decref(rt, inherited);
    if (status < 0)
        return -1;
    while (status == 0 && (name = ouro__iterate_next(rt, &it))) {
        ouro_object *value = NULL;
        status = ouro__getattr_optional(rt, cls, name, &value);
        if (status > 0) {
            status = ouro__is_abstract(rt, value);
            if (status > 0)
                status = ouro__set_add(rt, names, name);
        }
        ouro_xdecref(rt, value);
        ouro_decref(rt, name);
    }
    return ouro__iterate_end(rt, &it) < 0 ? -1 : status;
}

static int compute_abstract_methods(ouro_runtime *rt, ouro_object *cls)
{
    ouro_object *names = ouro__set_new(rt, NULL), *bases = NULL, *frozen = NULL;
    int status = names ? add_own_abstracts(rt, cls, names) : -1;
    if (status == 0 && !(bases = ouro__getattr(rt, cls, NAME(rt, __bases__))))
        status = -1;
    if (status == 0 && !ouro__is_tuple(rt, bases)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__bases__ is not tuple");
        status = -1;
    }
    for (size_t i = 0; status == 0 && i < ((ouro_tuple *)bases)->count; i++)
        status = add_inherited_abstracts(rt, cls, ((ouro_tuple *)bases)->items[i], names);
    if (status == 0 && (frozen = ouro__frozenset_new(rt, names)))
        status = ouro__setattr(rt, cls, NAME(rt, __abstractmethods__), frozen);
    else
        status = -1;
    ouro_xdecref(rt, names);
    ouro_xdecref(rt, bases);
    ouro_xdecref(rt, frozen);
    return status;
}

enum { PATTERN_FLAGS = OURO_TYPE_SEQUENCE_PATTERN | OURO_TYPE_MAPPING_PATTERN };
enum { TPFLAGS_SEQUENCE = 1 << 5, TPFLAGS_MAPPING = 1 << 6 }; /* in __abc_tpflags__ */

static void set_pattern(ouro_runtime *rt, ouro_class *c, void *flag)
{
    (void)rt;
    if (!(c->type->flags & OURO_TYPE_IMMUTABLE))
        c->type->flags = (c->type->flags & ~(uint32_t)PATTERN_FLAGS) | *(uint32_t *)flag;
}

/* __abc_tpflags__ says which patterns of `match` the class is for; it is taken out of the class. */
static int take_pattern_flags(ouro_runtime *rt, ouro_class *c)
{
    ouro_object *dict = ouro__class_dict(rt, &c->head);
    ouro_object *flags = dict ? ouro__dict_get_str(rt, dict, NAME(rt, __abc_tpflags__)) : NULL;
    int64_t bits;
    if (!flags)
        return rt->error ? -1 : 0;
    if (!ouro__is_int(rt, flags))
        return 0;
    if (ouro__int_as_int64(rt, flags, &bits) < 0)
        return 0;
    if ((bits & TPFLAGS_SEQUENCE) && (bits & TPFLAGS_MAPPING)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR,
                    "__abc_tpflags__ cannot be both Py_TPFLAGS_SEQUENCE and Py_TPFLAGS_MAPPING");
        return -1;
    }
    uint32_t pattern = (bits & TPFLAGS_SEQUENCE ? OURO_TYPE_SEQUENCE_PATTERN : 0) |
                       (bits & TPFLAGS_MAPPING ? OURO_TYPE_MAPPING_PATTERN : 0);
    if (pattern)
        c->type->flags = (c->type->flags & ~(uint32_t)PATTERN_FLAGS) | pattern;
    return ouro__dict_delete(rt, dict, NAME(rt, __abc_tpflags__));
}

OURO_METHOD(abc_init)
{
    (void)self, (void)nargs, (void)kwnames;
    ouro_object *cls = args[0];
    if (compute_abstract_methods(rt, cls) < 0)
        return NULL;
    ouro_object *data = ouro__call0(rt, ouro__class_at(rt, OURO_T_ABC_DATA));
    int status = data ? ouro__setattr(rt, cls, NAME(rt, _abc_impl), data) : -1;
    ouro_xdecref(rt, data);
    if (status == 0 && ouro__is_class(rt, cls))
        status = take_pattern_flags(rt, (ouro_class *)cls);
    return status < 0 ? NULL : OURO_NONE(rt);
}

/* ---- Registering ---- */

OURO_METHOD(abc_register)
{
    (void)self, (void)nargs, (void)kwnames;
    ouro_object *cls = args[0], *sub = args[1];
    if (!ouro__is_class(rt, sub))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "Can only register classes");
    int answer = ouro__issubclass(rt, sub, cls);
    if (answer)
        return answer > 0 ? ouro_ref(sub) : NULL;
    answer = ouro__issubclass(rt, cls, sub);
    if (answer)
        return answer < 0 ? NULL
                          : ouro__raise(rt, OURO_T_RUNTIME_ERROR, "Refusing to create an inheritance cycle");
    abc_data *d = data_of(rt, cls);
    if (!d)
        return NULL;
    int status = add_class(rt, &d->registry, sub);
    ouro_decref(rt, &d->head);
    if (status < 0)
        return NULL;
    ++*registrations(rt);
    uint32_t pattern = ouro__is_class(rt, cls) ? ((ouro_class *)cls)->type->flags & PATTERN_FLAGS : 0;
    if (pattern) {
        set_pattern(rt, (ouro_class *)sub, &pattern);
        ouro__class_each_below(rt, (ouro_class *)sub, set_pattern, &pattern);
    }
    return ouro_ref(sub);
}

/* ---- Asking ---- */

static int answer_of(ouro_runtime *rt, ouro_object *result_owned)
{
    int truth = result_owned ? ouro__truth(rt, result_owned) : -1;
    ouro_xdecref(rt, result_owned);
    return truth;
}

/* cls.__subclasscheck__(sub) */
static int check_subclass(ouro_runtime *rt, ouro_object *cls, ouro_object *sub)
{
    return answer_of(rt, ouro__call_method(rt, cls, NAME(rt, __subclasscheck__), 1, sub));
}

static int instance_check(ouro_runtime *rt, abc_data *d, ouro_object *cls, ouro_object *instance,
                          ouro_object *given)
{
    if (has_class(&d->cache, given))
        return 1;
    ouro_object *type = ouro__class_of(rt, instance);
    if (type == given) {
        if (d->negative_version == *registrations(rt) && has_class(&d->negative, given))
            return 0;
        return check_subclass(rt, cls, given);
    }
    int answer = check_subclass(rt, cls, given);
    return answer ? answer : check_subclass(rt, cls, type);
}

OURO_METHOD(abc_instancecheck)
{
    (void)self, (void)nargs, (void)kwnames;
    abc_data *d = data_of(rt, args[0]);
    ouro_object *given = d ? ouro__getattr(rt, args[1], NAME(rt, __class__)) : NULL;
    int answer = given ? instance_check(rt, d, args[0], args[1], given) : -1;
    ouro_xdecref(rt, given);
    ouro_xdecref(rt, (ouro_object *)d);
    return answer < 0 ? NULL : ouro__bool(rt, answer);
}

enum { UNDECIDED = 2, REGISTERED = 3 }; /* beside 1, 0 and -1 */

/* What cls.__subclasshook__ says: 1, 0, UNDECIDED, -1. */
static int ask_hook(ouro_runtime *rt, ouro_object *cls, ouro_object *sub)
{
    ouro_object *answer = ouro__call_method(rt, cls, NAME(rt, __subclasshook__), 1, sub);
    int result = -1;
    if (!answer)
        return -1;
    if (answer == OURO_TRUE(rt) || answer == OURO_FALSE(rt))
        result = answer == OURO_TRUE(rt);
    else if (answer == OURO_NOT_IMPLEMENTED(rt))
        result = UNDECIDED;
    else
        ouro__raise(rt, OURO_T_ASSERTION_ERROR,
                    "__subclasshook__ must return either False, True, or NotImplemented");
    ouro_decref(rt, answer);
    return result;
}

/* Whether `sub` is a subclass of one in a list (taken over). 1, 0, -1. */
static int is_subclass_of_any(ouro_runtime *rt, ouro_object *sub, ouro_object *list_owned)
{
    int answer = list_owned ? 0 : -1;
    for (uint32_t i = 0; answer == 0 && i < ((ouro_list *)list_owned)->count; i++) {
        ouro_object *cls = ouro_ref(((ouro_list *)list_owned)->items[i]);
        answer = ouro__issubclass(rt, sub, cls);
        ouro_decref(rt, cls);
    }
    ouro_xdecref(rt, list_owned);
    return answer;
}

static ouro_object *subclasses_of(ouro_runtime *rt, ouro_object *cls)
{
    ouro_object *list = ouro__call_method(rt, cls, NAME(rt, __subclasses__), 0);
    if (!list || ouro__is_list(rt, list))
        return list;
    ouro_decref(rt, list);
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "__subclasses__() must return a list");
}

/* The question in full: 1, 0, REGISTERED, -1. */
static int decide(ouro_runtime *rt, abc_data *d, ouro_object *cls, ouro_object *sub)
{
    int answer = ask_hook(rt, cls, sub);
    if (answer != UNDECIDED)
        return answer;
    if (ouro__is_class(rt, cls) && ouro__is_subtype(rt, sub, cls))
        return 1;
    if (has_class(&d->registry, sub))
        return REGISTERED;
    if (d->registry.used)
        answer = is_subclass_of_any(rt, sub, classes_of(rt, &d->registry, false));
    else
        answer = 0;
    return answer ? answer : is_subclass_of_any(rt, sub, subclasses_of(rt, cls));
}

static int subclass_check(ouro_runtime *rt, abc_data *d, ouro_object *cls, ouro_object *sub)
{
    if (has_class(&d->cache, sub))
        return 1;
    forget_stale(rt, d);
    if (has_class(&d->negative, sub))
        return 0;
    int answer = decide(rt, d, cls, sub);
    if (answer == REGISTERED)
        return 1;
    if (answer >= 0 && add_class(rt, answer ? &d->cache : &d->negative, sub) < 0)
        return -1;
    return answer;
}

OURO_METHOD(abc_subclasscheck)
{
    (void)self, (void)nargs, (void)kwnames;
    if (!ouro__is_class(rt, args[1]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "issubclass() arg 1 must be a class");
    abc_data *d = data_of(rt, args[0]);
    if (!d)
        return NULL;
    int answer = subclass_check(rt, d, args[0], args[1]);
    ouro_decref(rt, &d->head);
    return answer < 0 ? NULL : ouro__bool(rt, answer);
}

/* ---- Looking in and forgetting ---- */

static ouro_object *dump_set(ouro_runtime *rt, const class_set *s)
{
    ouro_object *list = classes_of(rt, s, true), *set = list ? ouro__set_new(rt, list) : NULL;
    ouro_xdecref(rt, list);
    return set;
}

OURO_METHOD(abc_get_dump)
{
    (void)self, (void)nargs, (void)kwnames;
    abc_data *d = data_of(rt, args[0]);
    if (!d)
        return NULL;
    ouro_object *dump =
        ouro__pack(rt, 4, dump_set(rt, &d->registry), dump_set(rt, &d->cache), dump_set(rt, &d->negative),
                   ouro__int_from_uint64(rt, d->negative_version));
    ouro_decref(rt, &d->head);
    return dump;
}

OURO_METHOD(abc_reset_registry)
{
    (void)self, (void)nargs, (void)kwnames;
    abc_data *d = data_of(rt, args[0]);
    if (!d)
        return NULL;
    drop_set(rt, take_set(&d->registry));
    ouro_decref(rt, &d->head);
    return OURO_NONE(rt);
}

OURO_METHOD(abc_reset_caches)
{
    (void)self, (void)nargs, (void)kwnames;
    abc_data *d = data_of(rt, args[0]);
    if (!d)
        return NULL;
    drop_set(rt, take_set(&d->cache));
    drop_set(rt, take_set(&d->negative));
    ouro_decref(rt, &d->head);
    return OURO_NONE(rt);
}

OURO_METHOD(abc_cache_token)
{
    (void)self;
    OURO_NO_ARGUMENTS;
    return ouro__int_from_uint64(rt, *registrations(rt));
}

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_abc_data, NULL}, {NULL, NULL}};
    return ouro__module_add_types(rt, module, types);
}

static const ouro_method_def functions[] = {
    {"get_cache_token", abc_cache_token, 0, 0, 0,
     "get_cache_token($module, /)\n--\n\nReturns the current ABC cache token.\n\nIt changes with every "
     "registration of a class."},
    {"_abc_init", abc_init, 0, 1, 1,
     "_abc_init($module, self, /)\n--\n\nInternal ABC helper for class set-up. Should be never used outside "
     "abc module."},
    {"_reset_registry", abc_reset_registry, 0, 1, 1,
     "_reset_registry($module, self, /)\n--\n\nForgets the registered classes."},
    {"_reset_caches", abc_reset_caches, 0, 1, 1,
     "_reset_caches($module, self, /)\n--\n\nForgets earlier answers."},
    {"_get_dump", abc_get_dump, 0, 1, 1,
     "_get_dump($module, self, /)\n--\n\nThe registry, the two caches and their version, for debugging."},
    {"_abc_register", abc_register, 0, 2, 2,
     "_abc_register($module, self, subclass, /)\n--\n\nInternal ABC helper for subclass registration. Should "
     "be never used "
     "outside abc module."},
    {"_abc_instancecheck", abc_instancecheck, 0, 2, 2,
     "_abc_instancecheck($module, self, instance, /)\n--\n\nInternal ABC helper for instance checks. Should "
     "be never used "
     "outside abc module."},
    {"_abc_subclasscheck", abc_subclasscheck, 0, 2, 2,
     "_abc_subclasscheck($module, self, subclass, /)\n--\n\nInternal ABC helper for subclass checks. Should "
     "be never used "
     "outside abc module."},
    {0},
};

const ouro_module_def ouro__module_abc = {"_abc", functions, exec, "What abc.ABCMeta asks for."};
