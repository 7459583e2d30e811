/* What many modules written in C need: arguments converted with CPython's messages, results for pickling. */
#ifndef OURO_MODULES_SUPPORT_H
#define OURO_MODULES_SUPPORT_H

#include "object/slot.h"
#include "types/class.h"
#include "types/protocol.h"
#include "types/tuple.h"

/* An index-sized integer: 0, or -1 with TypeError, or OverflowError "Python int too large to convert to C ssize_t". */
int ouro__ssize(ouro_runtime *rt, ouro_object *o, int64_t *out);

/* The count of arguments of a function without keywords whose message for one is "f expected 1 argument, got 2". 0 or -1. */
int ouro__check_unpacked(ouro_runtime *rt, const char *name, size_t nargs, ouro_object *kwnames, int min, int max);

/* A tuple of owned objects, which are taken over; NULL (and they are dropped) when one is NULL or memory is refused. */
ouro_object *ouro__pack(ouro_runtime *rt, size_t count, ...);

/* What __reduce__ gives: (type(self), arguments[, state]). Both owned and taken over; `arguments` NULL means that making
 * it has failed. The forms differ in whether a state belongs to it. */
ouro_object *ouro__reduce(ouro_runtime *rt, ouro_object *self, ouro_object *arguments);
ouro_object *ouro__reduce_state(ouro_runtime *rt, ouro_object *self, ouro_object *arguments, ouro_object *state);

/* Whether a class derived from a built-in one refuses keywords as that does: it has no __init__ of its own. */
static inline bool ouro__refuses_keywords(ouro_runtime *rt, ouro_object *cls, enum ouro_type_id id)
{
    return ((ouro_class *)cls)->type->init == ouro__type_at(rt, OURO_WORD(id))->init;
}
/* The keywords to complain about when a class derived from a built-in one without keywords is called. */
static inline ouro_object *ouro__refused_keywords(ouro_runtime *rt, ouro_object *cls, enum ouro_type_id id,
                                                  ouro_object *kwnames)
{
    return ouro__refuses_keywords(rt, cls, id) ? kwnames : NULL;
}

/* The slow half of what follows: the iterator cannot go on, or an exception is pending. */
ouro_object *ouro__next_failed(ouro_runtime *rt, ouro_object *iterator);

/* The same as ouro__next, inline: iterators made of others spend their time here. */
static inline ouro_object *ouro__next_item(ouro_runtime *rt, ouro_object *iterator)
{
    const ouro_type *type = ouro__type_of(rt, iterator);
    if (ouro__likely(type->next != NULL)) {
        ouro_object *item = type->next(rt, iterator);
        if (ouro__likely(item || !rt->error))
            return item;
    }
    return ouro__next_failed(rt, iterator);
}

#endif
