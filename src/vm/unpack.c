/* Unpacking into registers: `a, b = o` and `a, *b, c = o`. */
#include "types/exception.h"
#include "types/list.h"
#include "types/tuple.h"
#include "vm/interpret.h"

#include <string.h>

enum { UNPACK_LOCAL = 16 };

/* Puts fresh values (owned) into registers, then drops what was there. */
static void exchange(ouro_runtime *rt, ouro_object **registers, ouro_object **fresh, size_t count)
{
    for (size_t n = 0; n < count; n++) {
        ouro_object *old = registers[n];
        registers[n] = fresh[n];
        fresh[n] = old;
    }
    for (size_t n = 0; n < count; n++)
        ouro_xdecref(rt, fresh[n]);
}

static void drop_all(ouro_runtime *rt, ouro_object **items, size_t count)
{
    while (count > 0)
        ouro_xdecref(rt, items[--count]);
}

/* Takes `count` items of an iteration: how many there were, or -1. */
static int64_t take_items(ouro_runtime *rt, ouro_iteration *it, ouro_object **fresh, size_t count)
{
    size_t n = 0;
    while (n < count && (fresh[n] = ouro__iterate_next(rt, it)))
        n++;
    return n < count && ouro__error_pending(rt) ? -1 : (int64_t)n;
}

static int begin(ouro_runtime *rt, ouro_iteration *it, ouro_object *o)
{
    if (!ouro__type_of(rt, o)->iter && !ouro__type_of(rt, o)->getitem) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "cannot unpack non-iterable %T object", o);
        return -1;
    }
    return ouro__iterate(rt, it, o);
}

static int unpack_iterable(ouro_runtime *rt, ouro_object *o, ouro_object **fresh, size_t count)
{
    ouro_iteration it;
    if (begin(rt, &it, o) < 0)
        return -1;
    int64_t got = take_items(rt, &it, fresh, count);
    if (got < 0) {
        got = 0; /* an exception is pending */
        while (fresh[got])
            got++;
    } else if ((size_t)got < count) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "not enough values to unpack (expected %zu, got %zu)", count,
                    (size_t)got);
    } else {
        ouro_object *more = ouro__iterate_next(rt, &it);
        if (more) {
            ouro_decref(rt, more);
            ouro__raise(rt, OURO_T_VALUE_ERROR, "too many values to unpack (expected %zu)", count);
        }
    }
    if (ouro__iterate_end(rt, &it) < 0) {
        ouro_object *error = ouro__error_take(rt);
        drop_all(rt, fresh, (size_t)got);
        ouro__error_restore(rt, error);
        return -1;
    }
    return 0;
}

/* Tuples and lists of the right length need no iteration. */
static bool unpack_directly(ouro_object *o, ouro_object **fresh, size_t count)
{
    ouro_object **items;
    if (ouro__is_exactly(o, OURO_T_TUPLE) && ((ouro_tuple *)o)->count == count)
        items = ((ouro_tuple *)o)->items;
    else if (ouro__is_exactly(o, OURO_T_LIST) && ((ouro_list *)o)->count == count)
        items = ((ouro_list *)o)->items;
    else
        return false;
    for (size_t n = 0; n < count; n++)
        fresh[n] = ouro_ref(items[n]);
    return true;
}

int ouro__unpack(ouro_runtime *rt, ouro_object *o, ouro_object **out, size_t count)
{
    ouro_object *local[UNPACK_LOCAL], **fresh = local;
    if (count > UNPACK_LOCAL) {
        fresh = ouro__buffer_alloc(rt, (count + 1) * sizeof *fresh);
        if (!fresh)
            return -1;
    }
    int done = 0;
    if (!unpack_directly(o, fresh, count)) {
        if (count)
            memset(fresh, 0, count * sizeof *fresh);
        done = unpack_iterable(rt, o, fresh, count);
    }
    if (done == 0)
        exchange(rt, out, fresh, count);
    if (fresh != local)
        ouro__buffer_free(rt, fresh);
    return done;
}

int ouro__unpack_ex(ouro_runtime *rt, ouro_object *o, ouro_object **out, size_t before, size_t after)
{
    ouro_iteration it;
    if (begin(rt, &it, o) < 0)
        return -1;
    size_t count = before + 1 + after;
    ouro_object *list = NULL;
    ouro_object **fresh = ouro__buffer_alloc(rt, count * sizeof *fresh);
    if (!fresh) {
        ouro__iterate_end(rt, &it);
        return -1;
    }
    memset(fresh, 0, count * sizeof *fresh);
    int64_t got = take_items(rt, &it, fresh, before);
    if (got >= 0 && (size_t)got < before)
        ouro__raise(rt, OURO_T_VALUE_ERROR, "not enough values to unpack (expected at least %zu, got %zu)",
                    before + after, (size_t)got);
    if (!ouro__error_pending(rt))
        list = ouro__list_new(rt, 0);
    if (list) {
        ouro_object *item;
        while ((item = ouro__iterate_next(rt, &it))) {
            if (ouro__list_append_owned(rt, (ouro_list *)list, item) < 0)
                break;
        }
    }
    int done = ouro__iterate_end(rt, &it);
    if (!list)
        done = -1;
    if (done == 0) {
        ouro_list *l = (ouro_list *)list;
        if (l->count < after) {
            ouro__raise(rt, OURO_T_VALUE_ERROR,
                        "not enough values to unpack (expected at least %zu, got %zu)", before + after,
                        before + l->count);
            done = -1;
        } else {
            fresh[before] = list;
            list = NULL;
            l->count -= (uint32_t)after; /* the last items move on into their registers */
            for (size_t n = 0; n < after; n++)
                fresh[before + 1 + n] = l->items[l->count + n];
        }
    }
    if (done == 0) {
        exchange(rt, out, fresh, count);
    } else {
        ouro_object *error = ouro__error_take(rt);
        drop_all(rt, fresh, count);
        ouro_xdecref(rt, list);
        ouro__error_restore(rt, error);
    }
    ouro__buffer_free(rt, fresh);
    return done;
}
