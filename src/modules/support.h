/* What many modules written in C need: arguments as C values, constants in the module's dict, results
 * for pickling, interrupted system calls. */
#ifndef OURO_MODULES_SUPPORT_H
#define OURO_MODULES_SUPPORT_H

#include <errno.h>

#include "object/slot.h"
#include "types/class.h"
#include "types/exception.h"
#include "types/method.h"
#include "types/protocol.h"
#include "types/tuple.h"

/* Matches the arguments of the function being defined to `out`, or returns NULL from it. The names: positional-only
 * ones, then those that may be either, then keyword-only ones; `required` counts from the first. */
#define OURO_PARSE(out, function, positional_only, positional, required, keyword_only, ...)                  \
    ouro_object *out[(positional) + (keyword_only) + 1];                                                     \
    do {                                                                                                     \
        static const char *const names_[] = {__VA_ARGS__, NULL};                                             \
        static const ouro_signature signature_ = {function,   names_,   positional_only,                     \
                                                  positional, required, keyword_only};                       \
        if (ouro__parse_arguments(rt, &signature_, args, nargs, kwnames, out) < 0)                           \
            return NULL;                                                                                     \
    } while (0)

/* Arguments as C values: 0, or -1 with TypeError, OverflowError or what an __index__ raised. */
int ouro__as_int32(ouro_runtime *rt, ouro_object *o,
                   int *out); /* "Python int too large to convert to C int" */
int ouro__as_int64(ouro_runtime *rt, ouro_object *o,
                   int64_t *out); /* "Python int too large to convert to C long" */
int ouro__as_uint64_masked(ouro_runtime *rt, ouro_object *o, uint64_t *out); /* negative ones wrap around */
/* The same, keeping *out when the argument was not given. */
int ouro__optional_int32(ouro_runtime *rt, ouro_object *o, int *out);
/* A number of seconds that the system's clock can count: 0, or -1 with TypeError, ValueError (nan) or OverflowError. */
int ouro__as_timeout(ouro_runtime *rt, ouro_object *o, double *seconds);
/* Truth of an optional argument. */
int ouro__optional_bool(ouro_runtime *rt, ouro_object *o, bool *out);
/* An int, or the int that o.fileno() gives, not negative: -1 with TypeError or ValueError. */
int ouro__as_descriptor(ouro_runtime *rt, ouro_object *o);

/* The count of arguments of a function without keywords whose message for one is "f expected 1 argument, got 2". 0 or -1. */
int ouro__check_unpacked(ouro_runtime *rt, const char *name, size_t nargs, ouro_object *kwnames, int min,
                         int max);

/* A tuple of owned objects, which are taken over; NULL (and they are dropped) when one is NULL or memory is refused. */
ouro_object *ouro__pack(ouro_runtime *rt, size_t count, ...);

/* What __reduce__ gives: (type(self), arguments[, state]). Both owned and taken over; `arguments` NULL means that making
 * it has failed. The forms differ in whether a state belongs to it. */
ouro_object *ouro__reduce(ouro_runtime *rt, ouro_object *self, ouro_object *arguments);
ouro_object *ouro__reduce_state(ouro_runtime *rt, ouro_object *self, ouro_object *arguments,
                                ouro_object *state);

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

/* dict[name] = value (taken over; NULL: an exception is pending). */
int ouro__put(ouro_runtime *rt, ouro_object *dict, const char *name, ouro_object *value_owned);

typedef struct ouro_int_constant {
    const char *name;
    int64_t value;
} ouro_int_constant;
/* `constants` ends with name NULL. */
int ouro__put_constants(ouro_runtime *rt, ouro_object *dict, const ouro_int_constant *constants);
/* Functions of a further table than the module's own. */
int ouro__put_functions(ouro_runtime *rt, ouro_object *module, const ouro_method_def *functions);

/* os.fspath: str or bytes, owned. */
ouro_object *ouro__fspath(ouro_runtime *rt, ouro_object *o);
/* A str as the system wants file names: UTF-8, what came in undecodable going out as it came. Owned bytes. */
ouro_object *ouro__filesystem_encode(ouro_runtime *rt, ouro_object *text);
/* What the system gave, as text. Owned. */
ouro_object *ouro__filesystem_decode(ouro_runtime *rt, const char *text);
/* A str, bytes or path-like argument as bytes for the system, without zero bytes in it (os.fsencode and more):
 * owned; TypeError, ValueError "embedded null byte". */
ouro_object *ouro__path_bytes(ouro_runtime *rt, ouro_object *o);

/* After a system call failed: 1 when it is to be made again (it was interrupted, and the handlers of signals ran well),
 * -1 when one of them raised, 0 for any other error (errno tells). */
static inline int ouro__interrupted(ouro_runtime *rt)
{
    return errno != EINTR ? 0 : ouro__check_interrupt(rt) < 0 ? -1 : 1;
}

/* Evaluates a system call until it is not interrupted. `result` is -1 with errno, or with rt->error set when a handler
 * raised: ouro__raise_system tells the two apart. */
#define OURO_RETRY(result, call)                                                                             \
    do {                                                                                                     \
        (result) = (call);                                                                                   \
    } while ((result) < 0 && ouro__interrupted(rt) > 0)

/* OSError of errno unless an exception is pending already. NULL. */
void *ouro__raise_system(ouro_runtime *rt);

/* Warns: 0, or -1 when the warning became an exception. */
int ouro__warn(ouro_runtime *rt, int type_id, const char *format, ...);
/* ResourceWarning "unclosed WHAT repr(o)" about an object that dies open. Keeps the pending exception, and reports its own. */
void ouro__warn_unclosed(ouro_runtime *rt, const char *what, ouro_object *o);

#endif
