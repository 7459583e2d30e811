/* The method resolution order: C3 linearization, as in "A Monotonic Superclass Linearization for Dylan". */
#include "types/class_internal.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/tuple.h"

/* One of the sequences to merge: what stands before `position` has been taken. */
typedef struct sequence {
    ouro_object *const *items;
    size_t position, count;
} sequence;

static bool in_tail(const sequence *s, const ouro_object *candidate)
{
    for (size_t i = s->position + 1; i < s->count; i++)
        if (s->items[i] == candidate)
            return true;
    return false;
}

/* The next class: the first head that stands in no tail. NULL: none. *done when all sequences are used up. */
static ouro_object *next_class(const sequence *sequences, size_t count, bool *done)
{
    *done = true;
    for (size_t i = 0; i < count; i++) {
        if (sequences[i].position >= sequences[i].count)
            continue;
        *done = false;
        ouro_object *candidate = sequences[i].items[sequences[i].position];
        size_t j = 0;
        while (j < count && !in_tail(&sequences[j], candidate))
            j++;
        if (j == count)
            return candidate;
    }
    return NULL;
}

static int raise_inconsistent(ouro_runtime *rt, const sequence *sequences, size_t count)
{
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    ouro_object *seen[32];
    size_t named = 0;
    for (size_t i = 0; i < count; i++) {
        if (sequences[i].position >= sequences[i].count)
            continue;
        ouro_object *head = sequences[i].items[sequences[i].position];
        size_t j = 0;
        while (j < named && seen[j] != head)
            j++;
        if (j < named || named == sizeof seen / sizeof *seen)
            continue;
        seen[named++] = head;
        if ((named > 1 && ouro__builder_ascii(&b, ", ", 2) < 0) ||
            ouro__builder_str(&b, ((ouro_class *)head)->name) < 0) {
            ouro__builder_discard(&b);
            return -1;
        }
    }
    ouro_object *names = ouro__builder_finish(&b);
    if (names)
        ouro__raise(rt, OURO_T_TYPE_ERROR,
                    "Cannot create a consistent method resolution\norder (MRO) for bases %U", names);
    ouro_xdecref(rt, names);
    return -1;
}

static int merge(ouro_runtime *rt, sequence *sequences, size_t count, ouro_object *result)
{
    for (;;) {
        bool done;
        ouro_object *next = next_class(sequences, count, &done);
        if (done)
            return 0;
        if (!next)
            return raise_inconsistent(rt, sequences, count);
        if (ouro__list_append(rt, result, next) < 0)
            return -1;
        for (size_t i = 0; i < count; i++)
            if (sequences[i].position < sequences[i].count &&
                sequences[i].items[sequences[i].position] == next)
                sequences[i].position++;
    }
}

static int check_duplicates(ouro_runtime *rt, const ouro_tuple *bases)
{
    for (size_t i = 0; i < bases->count; i++)
        for (size_t j = i + 1; j < bases->count; j++)
            if (bases->items[i] == bases->items[j]) {
                ouro__raise(rt, OURO_T_TYPE_ERROR, "duplicate base class %N", bases->items[i]);
                return -1;
            }
    return 0;
}

ouro_object *ouro__class_compute_mro(ouro_runtime *rt, ouro_object *cls, ouro_object *bases_tuple)
{
    const ouro_tuple *bases = (ouro_tuple *)bases_tuple;
    if (bases->count == 1) { /* the usual case: in front of the base's */
        const ouro_tuple *above = (ouro_tuple *)((ouro_class *)bases->items[0])->mro;
        if (!above)
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "Cannot extend an incomplete type '%N'",
                               bases->items[0]);
        ouro_tuple *mro = ouro__tuple_alloc(rt, above->count + 1);
        if (!mro)
            return NULL;
        ouro__slot_init(&mro->items[0], ouro_ref(cls));
        for (size_t i = 0; i < above->count; i++)
            ouro__slot_init(&mro->items[i + 1], ouro_ref(above->items[i]));
        ouro__tuple_ready(rt, mro);
        return &mro->head;
    }
    if (check_duplicates(rt, bases) < 0)
        return NULL;
    sequence *sequences = ouro__buffer_alloc(rt, (bases->count + 1) * sizeof *sequences);
    if (!sequences)
        return NULL;
    for (size_t i = 0; i < bases->count; i++) {
        const ouro_tuple *above = (ouro_tuple *)((ouro_class *)bases->items[i])->mro;
        if (!above) {
            ouro__buffer_free(rt, sequences);
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "Cannot extend an incomplete type '%N'",
                               bases->items[i]);
        }
        sequences[i] = (sequence){above->items, 0, above->count};
    }
    sequences[bases->count] = (sequence){bases->items, 0, bases->count};
    ouro_object *list = ouro__list_new(rt, bases->count + 4), *result = NULL;
    if (list && ouro__list_append(rt, list, cls) == 0 && merge(rt, sequences, bases->count + 1, list) == 0)
        result = ouro__list_to_tuple(rt, list);
    ouro_xdecref(rt, list);
    ouro__buffer_free(rt, sequences);
    return result;
}

/* Whether two orders are the same. Takes the second over; NULL, an error then, is none. */
static bool same_order(ouro_runtime *rt, const ouro_tuple *given, ouro_object *usual)
{
    if (!usual) {
        ouro__error_clear(rt);
        return false;
    }
    const ouro_tuple *t = (ouro_tuple *)usual;
    bool same = t->count == given->count && !memcmp(t->items, given->items, t->count * sizeof *t->items);
    ouro_decref(rt, usual);
    return same;
}

static int check_item(ouro_runtime *rt, ouro_class *solid, ouro_object *item)
{
    if (!ouro__is_class(rt, item)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "mro() returned a non-class ('%T')", item);
        return -1;
    }
    if (ouro__is_subtype(rt, &solid->head, &ouro__class_solid_base((ouro_class *)item)->head))
        return 0;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "mro() returned base with unsuitable layout ('%N')", item);
    return -1;
}

/* Checks what a metaclass's own mro() gave. It need not begin with the class, nor hold it. */
static ouro_object *checked(ouro_runtime *rt, ouro_class *c, ouro_object *given)
{
    ouro_object *mro = given ? ouro__tuple_from_iterable(rt, given) : NULL;
    ouro_xdecref(rt, given);
    if (!mro)
        return NULL;
    const ouro_tuple *t = (ouro_tuple *)mro;
    if (!t->count) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "type MRO must not be empty");
        ouro_decref(rt, mro);
        return NULL;
    }
    ouro_class *solid = ouro__class_solid_base(c);
    for (size_t i = 0; i < t->count; i++)
        if (check_item(rt, solid, t->items[i]) < 0) {
            ouro_decref(rt, mro);
            return NULL;
        }
    c->own_order = !same_order(rt, t, ouro__class_compute_mro(rt, &c->head, c->bases));
    return mro;
}

ouro_object *ouro__class_make_mro(ouro_runtime *rt, ouro_class *c)
{
    ouro_type *metatype = ouro__type_of(rt, &c->head);
    c->own_order = false;
    if (ouro__likely(metatype->word == OURO_WORD(OURO_T_TYPE)))
        return ouro__class_compute_mro(rt, &c->head, c->bases);
    ouro_object *found = ouro__class_lookup(rt, metatype, NAME(rt, mro));
    if (!found && rt->error)
        return NULL;
    if (!found || ouro__is_exactly(found, OURO_T_METHOD_DESCRIPTOR))
        return ouro__class_compute_mro(rt, &c->head, c->bases);
    return checked(rt, c, ouro__call_method(rt, &c->head, NAME(rt, mro), 0));
}
