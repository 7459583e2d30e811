/* The class statement: __build_class__(function, name, *bases, metaclass=None, **keywords). */
#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/method.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/vm.h"

/* Bases that are not classes stand for others (PEP 560): the tuple of real bases, owned. */
static ouro_object *resolve_bases(ouro_runtime *rt, ouro_object *bases)
{
    ouro_tuple *t = (ouro_tuple *)bases;
    ouro_object *list = NULL;
    for (size_t n = 0; n < t->count; n++) {
        ouro_object *base = t->items[n], *method = NULL;
        int found = ouro__is_class(rt, base)
                        ? 0
                        : ouro__getattr_optional(rt, base, NAME(rt, __mro_entries__), &method);
        if (found < 0)
            goto failed;
        if (found == 0) {
            if (list && ouro__list_append(rt, list, base) < 0)
                goto failed;
            continue;
        }
        ouro_object *entries = ouro__call1(rt, method, bases);
        ouro_decref(rt, method);
        if (!entries)
            goto failed;
        if (!ouro__is_tuple(rt, entries)) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "__mro_entries__ must return a tuple");
            ouro_decref(rt, entries);
            goto failed;
        }
        if (!list)
            list = ouro__list_from(rt, t->items, n);
        int done = list ? ouro__list_extend(rt, list, entries) : -1;
        ouro_decref(rt, entries);
        if (done < 0)
            goto failed;
    }
    if (!list)
        return ouro_ref(bases);
    ouro_object *result = ouro__list_to_tuple(rt, list);
    ouro_decref(rt, list);
    return result;
failed:;
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, list);
    ouro__error_restore(rt, error);
    return NULL;
}

/* The most derived of a metaclass and the classes of the bases: borrowed. */
static ouro_object *choose_metaclass(ouro_runtime *rt, ouro_object *metaclass, ouro_object *bases)
{
    ouro_tuple *t = (ouro_tuple *)bases;
    for (size_t n = 0; n < t->count; n++) {
        ouro_object *other = ouro__class_of(rt, t->items[n]);
        if (ouro__is_subtype(rt, metaclass, other))
            continue;
        if (!ouro__is_subtype(rt, other, metaclass))
            return ouro__raise(
                rt, OURO_T_TYPE_ERROR,
                "metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the "
                "metaclasses of all its bases");
        metaclass = other;
    }
    return metaclass;
}

typedef struct class_call {
    ouro_object *bases, *original_bases; /* owned */
    ouro_object *metaclass;              /* owned */
    ouro_object *names;                  /* keywords without metaclass: tuple, owned, or NULL */
    ouro_object **args;                  /* name, bases, namespace, then the keywords' values: buffer */
    size_t keywords;
} class_call;

/* Splits `metaclass=` off the keywords. *given: borrowed, or NULL. */
static int take_keywords(ouro_runtime *rt, class_call *c, ouro_object *const *values, ouro_object *kwnames,
                         ouro_object **given)
{
    size_t count = kwnames ? ((ouro_tuple *)kwnames)->count : 0;
    *given = NULL;
    c->args = ouro__buffer_alloc(rt, (count + 3) * sizeof *c->args);
    if (!c->args)
        return -1;
    ouro_object *names = ouro__list_new(rt, count);
    if (!names)
        return -1;
    for (size_t n = 0; n < count; n++) {
        ouro_object *name = ((ouro_tuple *)kwnames)->items[n];
        if (ouro__str_equal(name, NAME(rt, metaclass))) {
            *given = values[n];
            continue;
        }
        c->args[3 + c->keywords++] = values[n];
        if (ouro__list_append(rt, names, name) < 0) {
            ouro_decref(rt, names);
            return -1;
        }
    }
    if (c->keywords)
        c->names = ouro__list_to_tuple(rt, names);
    ouro_decref(rt, names);
    return c->keywords && !c->names ? -1 : 0;
}

/* metaclass.__prepare__(name, bases, **keywords), or a dict: owned. */
static ouro_object *prepare(ouro_runtime *rt, class_call *c, ouro_object *name, bool is_class)
{
    ouro_object *method;
    int found = ouro__getattr_optional(rt, c->metaclass, NAME(rt, __prepare__), &method);
    if (found <= 0)
        return found < 0 ? NULL : ouro__dict_new(rt);
    c->args[1] = name; /* the two stand just before the keywords */
    c->args[2] = c->bases;
    ouro_object *namespace = ouro__call(rt, method, c->args + 1, 2, c->names);
    ouro_decref(rt, method);
    if (namespace && !ouro__type_of(rt, namespace)->getitem) {
        if (is_class)
            ouro__raise(rt, OURO_T_TYPE_ERROR, "%N.__prepare__() must return a mapping, not %T", c->metaclass,
                        namespace);
        else
            ouro__raise(rt, OURO_T_TYPE_ERROR, "<metaclass>.__prepare__() must return a mapping, not %T",
                        namespace);
        ouro_decref(rt, namespace);
        return NULL;
    }
    return namespace;
}

/* The cell behind super() must have got the class that was made. */
static int check_cell(ouro_runtime *rt, ouro_object *cell, ouro_object *cls, ouro_object *name)
{
    if (!cell || !ouro__is_exactly(cell, OURO_T_CELL))
        return 0;
    ouro_object *contents = ((ouro_cell *)cell)->contents;
    if (contents == cls)
        return 0;
    if (!contents)
        ouro__raise(rt, OURO_T_RUNTIME_ERROR,
                    "__class__ not set defining %R as %R. Was __classcell__ propagated to type.__new__?",
                    name, cls);
    else
        ouro__raise(rt, OURO_T_TYPE_ERROR, "__class__ set to %R defining %R as %R", contents, name, cls);
    return -1;
}

/* Runs the body in its namespace and calls the metaclass: owned class. */
static ouro_object *make_class(ouro_runtime *rt, class_call *c, ouro_object *function, ouro_object *name,
                               ouro_object *namespace)
{
    ouro_object *cell = ouro__function_call_in(rt, function, namespace);
    if (!cell)
        return NULL;
    ouro_object *cls = NULL;
    if (c->bases != c->original_bases) {
        ouro_object *key = ouro__str_intern_cstring(rt, "__orig_bases__");
        int done = key ? ouro__setitem(rt, namespace, key, c->original_bases) : -1;
        ouro_xdecref(rt, key);
        if (done < 0)
            goto out;
    }
    c->args[0] = name;
    c->args[1] = c->bases;
    c->args[2] = namespace;
    cls = ouro__call(rt, c->metaclass, c->args, 3, c->names);
    if (cls && ouro__is_class(rt, cls) && check_cell(rt, cell, cls, name) < 0) {
        ouro_decref(rt, cls);
        cls = NULL;
    }
out:
    ouro_decref(rt, cell);
    return cls;
}

static ouro_object *build(ouro_runtime *rt, class_call *c, ouro_object *const *args, size_t nargs,
                          ouro_object *kwnames)
{
    ouro_object *given, *function = args[0], *name = args[1];
    if (take_keywords(rt, c, args + nargs, kwnames, &given) < 0)
        return NULL;
    c->original_bases = ouro__tuple_from(rt, args + 2, nargs - 2);
    c->bases = c->original_bases ? resolve_bases(rt, c->original_bases) : NULL;
    if (!c->bases)
        return NULL;
    ouro_tuple *bases = (ouro_tuple *)c->bases;
    ouro_object *metaclass = given;
    if (!metaclass)
        metaclass = bases->count ? ouro__class_of(rt, bases->items[0]) : ouro__class_at(rt, OURO_T_TYPE);
    bool is_class = ouro__is_class(rt, metaclass);
    if (is_class)
        metaclass = choose_metaclass(rt, metaclass, c->bases);
    if (!metaclass)
        return NULL;
    c->metaclass = ouro_ref(metaclass);
    ouro_object *namespace = prepare(rt, c, name, is_class);
    if (!namespace)
        return NULL;
    ouro_object *cls = make_class(rt, c, function, name, namespace);
    ouro_object *error = ouro__error_take(rt);
    ouro_decref(rt, namespace);
    if (error)
        ouro__error_restore(rt, error);
    return cls;
}

ouro_object *ouro__build_class(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    (void)self;
    if (nargs < 2)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "__build_class__: not enough arguments");
    if (!ouro__is_exactly(args[0], OURO_T_FUNCTION))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "__build_class__: func must be a function");
    if (!ouro__is_str(rt, args[1]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "__build_class__: name is not a string");
    class_call c = {0};
    ouro_object *cls = build(rt, &c, args, nargs, kwnames);
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, c.metaclass);
    ouro_xdecref(rt, c.bases);
    ouro_xdecref(rt, c.original_bases);
    ouro_xdecref(rt, c.names);
    if (c.args)
        ouro__buffer_free(rt, c.args);
    if (error)
        ouro__error_restore(rt, error);
    return cls;
}
