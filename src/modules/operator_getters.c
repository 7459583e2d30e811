/* operator.itemgetter, attrgetter and methodcaller: functions made from an item, an attribute, a method call. */
#include "modules/operator.h"
#include "modules/support.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"

/* Each holds its arguments as a tuple, and what it works with. */
typedef struct getter {
    ouro_object head;
    ouro_object *args; /* tuple: items, names, or a method's positional arguments */
    ouro_object *
        work; /* attrgetter: tuple of interned names and, for dotted ones, tuples of them. methodcaller: name */
    ouro_object *keywords; /* methodcaller: dict or NULL */
    int64_t index;         /* itemgetter of one small index: that; else -1 */
} getter;

static const uint16_t getter_fields[] = {offsetof(getter, args), offsetof(getter, work),
                                         offsetof(getter, keywords), 0};

static getter *as_getter(ouro_object *o)
{
    return (getter *)o;
}

static const ouro_tuple *args_of(const getter *g)
{
    return (const ouro_tuple *)g->args;
}

/* The one argument of a getter's call: borrowed. */
static ouro_object *call_argument(ouro_runtime *rt, const char *name, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    return ouro__check_unpacked(rt, name, nargs, kwnames, 1, 1) < 0 ? NULL : args[0];
}

/* A tuple of what `one` gives for each of a getter's things. */
static ouro_object *each(ouro_runtime *rt, const ouro_tuple *things, ouro_object *o,
                         ouro_object *(*one)(ouro_runtime *, ouro_object *, ouro_object *))
{
    if (things->count == 1)
        return one(rt, o, things->items[0]);
    ouro_tuple *results = ouro__tuple_alloc(rt, things->count);
    for (size_t i = 0; results && i < things->count; i++) {
        ouro_object *item = one(rt, o, things->items[i]);
        if (!item) {
            ouro_decref(rt, &results->head);
            return NULL;
        }
        ouro__slot_init(&results->items[i], item);
    }
    if (results)
        ouro__tuple_ready(rt, results);
    return (ouro_object *)results;
}

/* name(argument), or name(argument, argument...) */
static ouro_object *getter_repr(ouro_runtime *rt, ouro_object *o)
{
    const char *name = ouro__type_of(rt, o)->name;
    int entered = ouro__repr_enter(rt, o);
    if (entered)
        return entered < 0 ? NULL : ouro__str_format(rt, "%s(...)", name);
    const ouro_tuple *args = args_of(as_getter(o));
    ouro_object *text = args->count == 1 ? ouro__str_format(rt, "%s(%R)", name, args->items[0])
                                         : ouro__str_format(rt, "%s%R", name, &args->head);
    ouro__repr_leave(rt, o);
    return text;
}

OURO_METHOD(getter_reduce)
{
    OURO_NO_ARGUMENTS;
    return ouro__reduce(rt, self, ouro_ref(as_getter(self)->args));
}

static const ouro_method_def getter_methods[] = {
    {"__reduce__", getter_reduce, 0, 0, 0, "Return state information for pickling"},
    {0},
};

/* ---- itemgetter ---- */

static ouro_object *itemgetter_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                   ouro_object *kwnames)
{
    if (ouro__check_unpacked(rt, "itemgetter", nargs, kwnames, 1, nargs > 1 ? -1 : 1) < 0)
        return NULL;
    ouro_object *items = ouro__tuple_from(rt, args, nargs);
    getter *g = items ? (getter *)ouro__instance_new(rt, cls) : NULL;
    if (!g) {
        ouro_xdecref(rt, items);
        return NULL;
    }
    ouro__slot_init(&g->args, items);
    g->index = nargs == 1 && ouro__int_is_small(args[0]) ? ((ouro_int *)args[0])->value : -1;
    return &g->head;
}

static ouro_object *itemgetter_call(ouro_runtime *rt, ouro_object *f, ouro_object *const *args, size_t nargs,
                                    ouro_object *kwnames)
{
    ouro_object *o = call_argument(rt, "itemgetter", args, nargs, kwnames);
    if (!o)
        return NULL;
    getter *g = as_getter(f);
    if (g->index >= 0) {
        if (ouro__is_exactly(o, OURO_T_TUPLE) && (uint64_t)g->index < ((ouro_tuple *)o)->count)
            return ouro_ref(((ouro_tuple *)o)->items[g->index]);
        if (ouro__is_exactly(o, OURO_T_LIST) && g->index < ((ouro_list *)o)->count)
            return ouro_ref(((ouro_list *)o)->items[g->index]);
    }
    return each(rt, args_of(g), o, ouro__getitem);
}

OURO_BUILTIN_TYPE(itemgetter) = {
    .id = OURO_T_ITEM_GETTER,
    .slots = {.name = "operator.itemgetter",
              .size = sizeof(getter),
              .flags = OURO_TYPE_CONTAINER,
              .fields = getter_fields,
              .repr = getter_repr,
              .call = itemgetter_call,
              .new_ = itemgetter_new},
    .methods = getter_methods,
    .doc = "itemgetter(item, ...) --> itemgetter object\n\nReturn a callable object that fetches the given "
           "item(s) from its "
           "operand.\nAfter f = itemgetter(2), the call f(r) returns r[2].\nAfter g = itemgetter(2, 5, 3), "
           "the call g(r) "
           "returns (r[2], r[5], r[3])",
    .module = "operator",
};

/* ---- attrgetter ---- */

/* A str interned, or for a dotted one a tuple of its parts: owned. */
static ouro_object *attribute_path(ouro_runtime *rt, ouro_object *name)
{
    size_t length = ouro__str_length(name), start = 0;
    ouro_object *parts = NULL;
    for (size_t i = 0; i <= length; i++) {
        if (i < length && ouro__str_char(name, i) != '.')
            continue;
        ouro_object *part = ouro__str_slice(rt, name, start, i);
        part = part ? ouro__str_intern(rt, part) : NULL;
        if (i == length && !parts)
            return part;
        if (!parts && part)
            parts = ouro__list_new(rt, 0);
        int status = part && parts ? ouro__list_append(rt, parts, part) : -1;
        ouro_xdecref(rt, part);
        if (status < 0) {
            ouro_xdecref(rt, parts);
            return NULL;
        }
        start = i + 1;
    }
    ouro_object *path = ouro__list_to_tuple(rt, parts);
    ouro_decref(rt, parts);
    return path;
}

static ouro_object *attrgetter_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                   ouro_object *kwnames)
{
    if (ouro__check_unpacked(rt, "attrgetter", nargs, kwnames, 1, nargs > 1 ? -1 : 1) < 0)
        return NULL;
    for (size_t i = 0; i < nargs; i++)
        if (!ouro__is_str(rt, args[i]))
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "attribute name must be a string");
    ouro_tuple *paths = ouro__tuple_alloc(rt, nargs);
    for (size_t i = 0; paths && i < nargs; i++) {
        ouro_object *path = attribute_path(rt, args[i]);
        if (!path) {
            ouro_decref(rt, &paths->head);
            return NULL;
        }
        ouro__slot_init(&paths->items[i], path);
    }
    if (paths)
        ouro__tuple_ready(rt, paths);
    ouro_object *names = paths ? ouro__tuple_from(rt, args, nargs) : NULL;
    getter *g = names ? (getter *)ouro__instance_new(rt, cls) : NULL;
    if (!g) {
        ouro_xdecref(rt, (ouro_object *)paths);
        ouro_xdecref(rt, names);
        return NULL;
    }
    ouro__slot_init(&g->args, names);
    ouro__slot_init(&g->work, paths);
    return &g->head;
}

/* o.path, where the path is a name or a tuple of them. */
static ouro_object *follow(ouro_runtime *rt, ouro_object *o, ouro_object *path)
{
    if (!ouro__is_exactly(path, OURO_T_TUPLE))
        return ouro__getattr(rt, o, path);
    const ouro_tuple *parts = (const ouro_tuple *)path;
    ouro_incref(o);
    for (size_t i = 0; o && i < parts->count; i++) {
        ouro_object *value = ouro__getattr(rt, o, parts->items[i]);
        ouro_decref(rt, o);
        o = value;
    }
    return o;
}

static ouro_object *attrgetter_call(ouro_runtime *rt, ouro_object *f, ouro_object *const *args, size_t nargs,
                                    ouro_object *kwnames)
{
    ouro_object *o = call_argument(rt, "attrgetter", args, nargs, kwnames);
    return o ? each(rt, (const ouro_tuple *)as_getter(f)->work, o, follow) : NULL;
}

OURO_BUILTIN_TYPE(attrgetter) = {
    .id = OURO_T_ATTR_GETTER,
    .slots = {.name = "operator.attrgetter",
              .size = sizeof(getter),
              .flags = OURO_TYPE_CONTAINER,
              .fields = getter_fields,
              .repr = getter_repr,
              .call = attrgetter_call,
              .new_ = attrgetter_new},
    .methods = getter_methods,
    .doc = "attrgetter(attr, ...) --> attrgetter object\n\nReturn a callable object that fetches the given "
           "attribute(s) from "
           "its operand.\nAfter f = attrgetter('name'), the call f(r) returns r.name.\nAfter g = "
           "attrgetter('name', 'date'), "
           "the call g(r) returns (r.name, r.date).\nAfter h = attrgetter('name.first', 'name.last'), the "
           "call h(r) "
           "returns\n(r.name.first, r.name.last).",
    .module = "operator",
};

/* ---- methodcaller ---- */

/* The keywords of a call as a dict: owned. */
static ouro_object *keywords_dict(ouro_runtime *rt, ouro_object *kwnames, ouro_object *const *values)
{
    ouro_object *dict = ouro__dict_new(rt);
    for (size_t i = 0; dict && i < ((ouro_tuple *)kwnames)->count; i++) {
        if (ouro__dict_set(rt, dict, ((ouro_tuple *)kwnames)->items[i], values[i]) < 0) {
            ouro_decref(rt, dict);
            return NULL;
        }
    }
    return dict;
}

static ouro_object *methodcaller_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args,
                                     size_t nargs, ouro_object *kwnames)
{
    if (!nargs)
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "methodcaller needs at least one argument, the method name");
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "method name must be a string");
    bool has_keywords = kwnames && ((ouro_tuple *)kwnames)->count;
    ouro_object *keywords = has_keywords ? keywords_dict(rt, kwnames, args + nargs) : NULL;
    ouro_object *name =
        keywords || !has_keywords ? ouro__str_slice(rt, args[0], 0, ouro__str_length(args[0])) : NULL;
    name = name ? ouro__str_intern(rt, name) : NULL;
    ouro_object *positional = name ? ouro__tuple_from(rt, args + 1, nargs - 1) : NULL;
    getter *g = positional ? (getter *)ouro__instance_new(rt, cls) : NULL;
    if (!g) {
        ouro_xdecref(rt, keywords);
        ouro_xdecref(rt, name);
        ouro_xdecref(rt, positional);
        return NULL;
    }
    ouro__slot_init(&g->work, name);
    ouro__slot_init(&g->args, positional);
    ouro__slot_init(&g->keywords, keywords);
    return &g->head;
}

static ouro_object *methodcaller_call(ouro_runtime *rt, ouro_object *f, ouro_object *const *args,
                                      size_t nargs, ouro_object *kwnames)
{
    ouro_object *o = call_argument(rt, "methodcaller", args, nargs, kwnames);
    getter *g = as_getter(f);
    if (!o)
        return NULL;
    if (!g->keywords && !args_of(g)->count)
        return ouro__call_method(rt, o, g->work, 0);
    if (!g->keywords && args_of(g)->count == 1)
        return ouro__call_method(rt, o, g->work, 1, args_of(g)->items[0]);
    ouro_object *method = ouro__getattr(rt, o, g->work);
    ouro_object *result = method ? ouro__call_tuple(rt, method, g->args, g->keywords) : NULL;
    ouro_xdecref(rt, method);
    return result;
}

static int write_arguments(ouro_runtime *rt, ouro_str_builder *b, const getter *g)
{
    ouro_object *key, *value, *text = ouro__str_format(rt, "%R", g->work);
    int status = text ? ouro__builder_str(b, text) : -1;
    ouro_xdecref(rt, text);
    for (size_t i = 0; status == 0 && i < args_of(g)->count; i++) {
        text = ouro__str_format(rt, ", %R", args_of(g)->items[i]);
        status = text ? ouro__builder_str(b, text) : -1;
        ouro_xdecref(rt, text);
    }
    for (size_t position = 0;
         status == 0 && g->keywords && ouro__dict_next(rt, g->keywords, &position, &key, &value);) {
        text = ouro__str_format(rt, ", %U=%R", key, value);
        status = text ? ouro__builder_str(b, text) : -1;
        ouro_xdecref(rt, text);
    }
    return status;
}

static ouro_object *methodcaller_repr(ouro_runtime *rt, ouro_object *o)
{
    const char *name = ouro__type_of(rt, o)->name;
    int entered = ouro__repr_enter(rt, o);
    if (entered)
        return entered < 0 ? NULL : ouro__str_format(rt, "%s(...)", name);
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    bool whole = ouro__builder_utf8(&b, name, strlen(name)) == 0 && ouro__builder_char(&b, '(') == 0 &&
                 write_arguments(rt, &b, as_getter(o)) == 0 && ouro__builder_char(&b, ')') == 0;
    ouro__repr_leave(rt, o);
    if (whole)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

/* functools.partial(type, name, **keywords): owned. */
static ouro_object *partial_of(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *name = ouro__str_from_cstring(rt, "functools"), *partial = NULL, *result = NULL;
    ouro_object *import = ouro__dict_get_str(rt, rt->python->builtins, NAME(rt, __import__));
    ouro_object *functools = name && import ? ouro__call1(rt, import, name) : NULL;
    ouro_object *attribute = functools ? ouro__str_intern_cstring(rt, "partial") : NULL;
    if (attribute)
        partial = ouro__getattr(rt, functools, attribute);
    ouro_object *args =
        partial ? ouro__tuple_of(rt, 2, ouro__class_of(rt, self), as_getter(self)->work) : NULL;
    if (args)
        result = ouro__call_tuple(rt, partial, args, as_getter(self)->keywords);
    ouro_xdecref(rt, name);
    ouro_xdecref(rt, functools);
    ouro_xdecref(rt, attribute);
    ouro_xdecref(rt, partial);
    ouro_xdecref(rt, args);
    return result;
}

OURO_METHOD(methodcaller_reduce)
{
    OURO_NO_ARGUMENTS;
    getter *g = as_getter(self);
    if (g->keywords)
        return ouro__pack(rt, 2, partial_of(rt, self), ouro_ref(g->args));
    ouro_tuple *all = ouro__tuple_alloc(rt, args_of(g)->count + 1);
    if (!all)
        return NULL;
    ouro__slot_init(&all->items[0], ouro_ref(g->work));
    for (size_t i = 0; i < args_of(g)->count; i++)
        ouro__slot_init(&all->items[i + 1], ouro_ref(args_of(g)->items[i]));
    ouro__tuple_ready(rt, all);
    return ouro__reduce(rt, self, &all->head);
}

static const ouro_method_def methodcaller_methods[] = {
    {"__reduce__", methodcaller_reduce, 0, 0, 0, "Return state information for pickling"},
    {0},
};

OURO_BUILTIN_TYPE(methodcaller) = {
    .id = OURO_T_METHOD_CALLER,
    .slots = {.name = "operator.methodcaller",
              .size = sizeof(getter),
              .flags = OURO_TYPE_CONTAINER,
              .fields = getter_fields,
              .repr = methodcaller_repr,
              .call = methodcaller_call,
              .new_ = methodcaller_new},
    .methods = methodcaller_methods,
    .doc = "methodcaller(name, ...) --> methodcaller object\n\nReturn a callable object that calls the given "
           "method on its "
           "operand.\nAfter f = methodcaller('name'), the call f(r) returns r.name().\nAfter g = "
           "methodcaller('name', "
           "'date', foo=1), the call g(r) returns\nr.name('date', foo=1).",
    .module = "operator",
};
