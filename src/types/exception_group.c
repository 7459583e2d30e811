/* See exception_group.h.
 *
 * A group never changes: its exceptions are a tuple of its own, fixed at construction, so groups contain each other only
 * as deep as they were built and splitting needs no look for cycles. */
#include "types/exception_group.h"

#include <stdlib.h>

#include "object/slot.h"
#include "types/iterators.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"

static ouro_object *message_of(ouro_object *group)
{
    return ((ouro_exception_extended *)group)->extra[OURO_EXCEPTION_GROUP_MESSAGE];
}

/* --- construction ---------------------------------------------------------------------------------------- */

/* All must be exceptions. *nested: one is no Exception. */
static int check_exceptions(ouro_runtime *rt, ouro_tuple *exceptions, bool *nested)
{
    *nested = false;
    if (!exceptions->count) {
        ouro__raise(rt, OURO_T_VALUE_ERROR, "second argument (exceptions) must be a non-empty sequence");
        return -1;
    }
    for (size_t i = 0; i < exceptions->count; i++) {
        ouro_object *e = exceptions->items[i];
        if (!ouro__is_exception(rt, e)) {
            ouro__raise(rt, OURO_T_VALUE_ERROR,
                        "Item %zu of second argument (exceptions) is not an exception", i);
            return -1;
        }
        if (!ouro__is_subtype(rt, ouro__class_of(rt, e), ouro__class_at(rt, OURO_T_EXCEPTION)))
            *nested = true;
    }
    return 0;
}

/* The class to make when `cls` was asked for: borrowed. */
static ouro_object *class_to_make(ouro_runtime *rt, ouro_object *cls, bool nested)
{
    ouro_object *group = ouro__class_at(rt, OURO_T_EXCEPTION_GROUP);
    if (cls == ouro__class_at(rt, OURO_T_BASE_EXCEPTION_GROUP))
        return nested ? cls : group;
    if (!nested || !ouro__is_subtype(rt, cls, ouro__class_at(rt, OURO_T_EXCEPTION)))
        return cls;
    if (cls == group)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "Cannot nest BaseExceptions in an ExceptionGroup");
    return ouro__raise(rt, OURO_T_TYPE_ERROR, "Cannot nest BaseExceptions in '%N'", cls);
}

ouro_object *ouro__exception_group_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args,
                                       size_t nargs, ouro_object *kwnames)
{
    if (nargs != 2)
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "BaseExceptionGroup.__new__() takes exactly 2 arguments (%zu given)", nargs);
    if (!ouro__is_str(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR,
                           "BaseExceptionGroup.__new__() argument 1 must be str, not %V", args[0]);
    if (!ouro__is_sequence(rt, args[1]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "second argument (exceptions) must be a sequence");
    ouro_object *exceptions = ouro__tuple_from_iterable(rt, args[1]), *self = NULL;
    bool nested;
    if (exceptions && check_exceptions(rt, (ouro_tuple *)exceptions, &nested) == 0) {
        cls = class_to_make(rt, cls, nested);
        self = cls ? ouro__base_exception_new(rt, cls, args, nargs, kwnames) : NULL;
    }
    if (self) {
        ouro_object **extra = ((ouro_exception_extended *)self)->extra;
        ouro__slot_set(rt, self, &extra[OURO_EXCEPTION_GROUP_MESSAGE], ouro_ref(args[0]));
        ouro__slot_set(rt, self, &extra[OURO_EXCEPTION_GROUP_EXCEPTIONS], ouro_ref(exceptions));
    }
    ouro_xdecref(rt, exceptions);
    return self;
}

ouro_object *ouro__group_of(ouro_runtime *rt, ouro_object *exceptions)
{
    return ouro__call2(rt, ouro__class_at(rt, OURO_T_BASE_EXCEPTION_GROUP), OURO_EMPTY_STR(rt), exceptions);
}

ouro_object *ouro__exception_group_str(ouro_runtime *rt, ouro_object *self)
{
    size_t count = ouro__group_exceptions(self)->count;
    return ouro__str_format(rt, "%S (%zu sub-exception%s)", message_of(self), count, count > 1 ? "s" : "");
}

/* --- splitting ------------------------------------------------------------------------------------------- */

/* What selects exceptions: one of these. */
typedef struct matcher {
    ouro_object *classes;   /* a class or a tuple of them */
    ouro_object *predicate; /* a function */
    ouro_object **leaves;   /* sorted addresses: just these */
    size_t leaf_count;
} matcher;

/* The halves of a split, owned; NULL: nothing. */
typedef struct halves {
    ouro_object *match, *rest;
} halves;

static bool is_exception_class(ouro_runtime *rt, ouro_object *o)
{
    return ouro__is_class(rt, o) && ouro__is_subtype(rt, o, ouro__class_at(rt, OURO_T_BASE_EXCEPTION));
}

static bool all_exception_classes(ouro_runtime *rt, ouro_object *o)
{
    if (!ouro__is_exactly(o, OURO_T_TUPLE))
        return is_exception_class(rt, o);
    for (size_t i = 0; i < ((ouro_tuple *)o)->count; i++)
        if (!is_exception_class(rt, ((ouro_tuple *)o)->items[i]))
            return false;
    return true;
}

static int make_matcher(ouro_runtime *rt, ouro_object *o, matcher *m)
{
    *m = (matcher){0};
    if (all_exception_classes(rt, o)) {
        m->classes = o;
    } else if (ouro__is_exactly(o, OURO_T_FUNCTION)) {
        m->predicate = o;
    } else {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "expected a function, exception type or tuple of exception types");
        return -1;
    }
    return 0;
}

static int by_address(const void *a, const void *b)
{
    uintptr_t left = (uintptr_t) * (ouro_object *const *)a, right = (uintptr_t) * (ouro_object *const *)b;
    return (left > right) - (left < right);
}

static int matches(ouro_runtime *rt, const matcher *m, ouro_object *exception)
{
    if (m->classes)
        return ouro__exception_matches(rt, exception, m->classes);
    if (!m->predicate)
        return m->leaf_count &&
               bsearch(&exception, m->leaves, m->leaf_count, sizeof *m->leaves, by_address) != NULL;
    ouro_object *answer = ouro__call1(rt, m->predicate, exception);
    int truth = answer ? ouro__truth(rt, answer) : -1;
    ouro_xdecref(rt, answer);
    return truth;
}

/* A group's __notes__ go to the new group as a list of its own; what is no sequence is left behind. */
static int copy_notes(ouro_runtime *rt, ouro_object *from, ouro_object *to)
{
    ouro_object *notes;
    int found = ouro__getattr_optional(rt, from, NAME(rt, __notes__), &notes);
    if (found <= 0)
        return found;
    int status = 0;
    if (ouro__is_sequence(rt, notes)) {
        ouro_object *copy = ouro__list_from_iterable(rt, notes);
        status = copy ? ouro__setattr(rt, to, NAME(rt, __notes__), copy) : -1;
        ouro_xdecref(rt, copy);
    }
    ouro_decref(rt, notes);
    return status;
}

static void copy_slot(ouro_runtime *rt, ouro_object *owner, ouro_object **to, ouro_object *value)
{
    ouro__slot_set(rt, owner, to, value ? ouro_ref(value) : NULL);
}

/* group.derive(exceptions), with the group's traceback, chain and notes. No exceptions: *out stays NULL. */
static int derive_part(ouro_runtime *rt, ouro_object *group, ouro_object *exceptions, ouro_object **out)
{
    if (!((ouro_list *)exceptions)->count)
        return 0;
    ouro_object *part = ouro__call_method(rt, group, NAME(rt, derive), 1, exceptions);
    if (!part)
        return -1;
    if (!ouro__is_exception_group(rt, part)) {
        ouro_decref(rt, part);
        ouro__raise(rt, OURO_T_TYPE_ERROR, "derive must return an instance of BaseExceptionGroup");
        return -1;
    }
    ouro_exception *from = (ouro_exception *)group, *to = (ouro_exception *)part;
    copy_slot(rt, part, &to->traceback, from->traceback);
    copy_slot(rt, part, &to->context, from->context);
    copy_slot(rt, part, &to->cause, from->cause);
    to->suppress_context = 1;
    if (copy_notes(rt, group, part) < 0) {
        ouro_decref(rt, part);
        return -1;
    }
    *out = part;
    return 0;
}

static int split(ouro_runtime *rt, ouro_object *exception, const matcher *m, bool want_rest, halves *out);

/* Appends a half (taken over, may be NULL). */
static int append_half(ouro_runtime *rt, ouro_object *list, ouro_object *half_owned)
{
    return half_owned ? ouro__list_append_owned(rt, (ouro_list *)list, half_owned) : 0;
}

static int split_members(ouro_runtime *rt, ouro_object *group, const matcher *m, bool want_rest,
                         ouro_object *matching, ouro_object *resting)
{
    ouro_tuple *exceptions = ouro__group_exceptions(group);
    if (!ouro__enter_recursion(rt, " in exceptiongroup_split_recursive"))
        return -1;
    int status = 0;
    for (size_t i = 0; i < exceptions->count && status == 0; i++) {
        halves part = {NULL, NULL};
        status = split(rt, exceptions->items[i], m, want_rest, &part);
        if (status < 0)
            break;
        status = append_half(rt, matching, part.match);
        if (append_half(rt, resting, part.rest) < 0)
            status = -1;
    }
    ouro__leave_recursion(rt);
    return status;
}

static int split(ouro_runtime *rt, ouro_object *exception, const matcher *m, bool want_rest, halves *out)
{
    *out = (halves){NULL, NULL};
    int is = matches(rt, m, exception);
    if (is < 0)
        return -1;
    if (is) {
        out->match = ouro_ref(exception);
        return 0;
    }
    if (!ouro__is_exception_group(rt, exception)) {
        out->rest = want_rest ? ouro_ref(exception) : NULL;
        return 0;
    }
    ouro_object *matching = ouro__list_new(rt, 0), *resting = matching ? ouro__list_new(rt, 0) : NULL;
    int status = resting ? split_members(rt, exception, m, want_rest, matching, resting) : -1;
    if (status == 0)
        status = derive_part(rt, exception, matching, &out->match);
    if (status == 0)
        status = derive_part(rt, exception, resting, &out->rest);
    if (status < 0) {
        ouro_xdecref(rt, out->match);
        *out = (halves){NULL, NULL};
    }
    ouro_xdecref(rt, matching);
    ouro_xdecref(rt, resting);
    return status;
}

static ouro_object *none_if_null(ouro_runtime *rt, ouro_object *owned)
{
    return owned ? owned : ouro_ref(OURO_NONE(rt));
}

/* --- projection ------------------------------------------------------------------------------------------ */

typedef struct leaves {
    ouro_object **items; /* borrowed; a buffer */
    size_t count, capacity;
} leaves;

static int collect_leaves(ouro_runtime *rt, leaves *all, ouro_object *exception)
{
    if (ouro__is_exception_group(rt, exception)) {
        ouro_tuple *members = ouro__group_exceptions(exception);
        if (!ouro__enter_recursion(rt, " in collect_exception_group_leaf_ids"))
            return -1;
        int status = 0;
        for (size_t i = 0; i < members->count && status == 0; i++)
            status = collect_leaves(rt, all, members->items[i]);
        ouro__leave_recursion(rt);
        return status;
    }
    if (all->count == all->capacity) {
        size_t capacity = all->capacity ? all->capacity * 2 : 16;
        ouro_object **larger = ouro__buffer_resize(rt, all->items, capacity * sizeof *larger);
        if (!larger)
            return -1;
        all->items = larger;
        all->capacity = capacity;
    }
    all->items[all->count++] = exception;
    return 0;
}

ouro_object *ouro__group_project(ouro_runtime *rt, ouro_object *group, ouro_object *keep)
{
    leaves all = {0};
    ouro_list *kept = (ouro_list *)keep;
    int status = 0;
    for (uint32_t i = 0; i < kept->count && status == 0; i++)
        status = collect_leaves(rt, &all, kept->items[i]);
    halves out = {NULL, NULL};
    if (status == 0 && all.count) {
        qsort(all.items, all.count, sizeof *all.items, by_address);
        matcher m = {.leaves = all.items, .leaf_count = all.count};
        status = split(rt, group, &m, false, &out);
    }
    ouro__buffer_free(rt, all.items);
    return status < 0 ? NULL : none_if_null(rt, out.match);
}

/* --- methods --------------------------------------------------------------------------------------------- */

OURO_METHOD(group_derive)
{
    (void)kwnames;
    if (nargs != 1)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "function takes exactly 1 argument (%zu given)", nargs);
    return ouro__call2(rt, ouro__class_at(rt, OURO_T_BASE_EXCEPTION_GROUP), message_of(self), args[0]);
}

static int check_one(ouro_runtime *rt, const char *method, size_t nargs)
{
    if (nargs == 1)
        return 0;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "%s expected 1 argument, got %zu", method, nargs);
    return -1;
}

OURO_METHOD(group_split)
{
    (void)kwnames;
    matcher m;
    halves out;
    if (check_one(rt, "split", nargs) < 0 || make_matcher(rt, args[0], &m) < 0 ||
        split(rt, self, &m, true, &out) < 0)
        return NULL;
    ouro_object *both[2] = {none_if_null(rt, out.match), none_if_null(rt, out.rest)};
    return ouro__tuple_from_owned(rt, both, 2);
}

OURO_METHOD(group_subgroup)
{
    (void)kwnames;
    matcher m;
    halves out;
    if (check_one(rt, "subgroup", nargs) < 0 || make_matcher(rt, args[0], &m) < 0 ||
        split(rt, self, &m, false, &out) < 0)
        return NULL;
    return none_if_null(rt, out.match);
}

const ouro_method_def ouro__exception_group_methods[] = {
    {"derive", group_derive, 0, 0, -1, NULL},
    {"split", group_split, 0, 0, -1, NULL},
    {"subgroup", group_subgroup, 0, 0, -1, NULL},
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, "See PEP 585"},
    {0},
};

#define PLACE(index) (uint16_t)(offsetof(ouro_exception_extended, extra) + (index) * sizeof(ouro_object *))
const ouro_member_def ouro__exception_group_members[] = {
    {"message", PLACE(OURO_EXCEPTION_GROUP_MESSAGE), true, true, "exception message"},
    {"exceptions", PLACE(OURO_EXCEPTION_GROUP_EXCEPTIONS), true, true, "nested exceptions"},
    {0},
};
