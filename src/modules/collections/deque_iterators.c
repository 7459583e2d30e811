/* The iterators of deques, forwards and backwards. */
#include "modules/collections/collections.h"
#include "types/exception.h"
#include "types/int.h"

typedef struct deque_iterator {
    ouro_object head;
    ouro_object *deque;
    uint32_t state; /* that the deque had */
    uint32_t left;  /* items still to come */
} deque_iterator;

static const uint16_t iterator_fields[] = {offsetof(deque_iterator, deque), 0};

static ouro_object *iterator_new(ouro_runtime *rt, enum ouro_type_id id, ouro_object *deque)
{
    deque_iterator *it = ouro__new_container(rt, sizeof *it, OURO_WORD(id));
    if (!it)
        return NULL;
    ouro__slot_init(&it->deque, ouro_ref(deque));
    it->state = ((ouro_deque *)deque)->state;
    it->left = ((ouro_deque *)deque)->count;
    ouro__track(&it->head);
    return &it->head;
}

ouro_object *ouro__deque_iter(ouro_runtime *rt, ouro_object *deque)
{
    return iterator_new(rt, OURO_T_DEQUE_ITERATOR, deque);
}

ouro_object *ouro__deque_iter_reversed(ouro_runtime *rt, ouro_object *deque)
{
    return iterator_new(rt, OURO_T_DEQUE_REVERSE_ITERATOR, deque);
}

void *ouro__deque_mutated(ouro_runtime *rt)
{
    return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "deque mutated during iteration");
}

static ouro_object *step(ouro_runtime *rt, deque_iterator *it, bool backwards)
{
    const ouro_deque *d = (const ouro_deque *)it->deque;
    if (ouro__unlikely(!d))
        return NULL;
    if (ouro__unlikely(d->state != it->state)) {
        it->left = 0;
        return ouro__deque_mutated(rt);
    }
    if (!it->left)
        return NULL;
    uint32_t left = it->left--;
    return ouro_ref(d->items[ouro__deque_place(d, backwards ? left - 1 : d->count - left)]);
}

static ouro_object *next_forwards(ouro_runtime *rt, ouro_object *o)
{
    return step(rt, (deque_iterator *)o, false);
}

static ouro_object *next_backwards(ouro_runtime *rt, ouro_object *o)
{
    return step(rt, (deque_iterator *)o, true);
}

/* _deque_iterator(deque, index=0), as pickles make it. */
static ouro_object *make(ouro_runtime *rt, enum ouro_type_id id, ouro_object *const *args, size_t nargs,
                         ouro_object *(*next)(ouro_runtime *, ouro_object *))
{
    int64_t index = 0;
    if (nargs < 1 || nargs > 2)
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "function takes at %s %d argument%s (%zu given)",
                           nargs ? "most" : "least", nargs ? 2 : 1, nargs ? "s" : "", nargs);
    if (!ouro__is_deque(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "argument 1 must be collections.deque, not %T", args[0]);
    if (nargs > 1 && ouro__index_argument(rt, args[1], &index) < 0)
        return NULL;
    ouro_object *it = iterator_new(rt, id, args[0]);
    for (int64_t i = 0; it && i < index && ((deque_iterator *)it)->left; i++) {
        ouro_object *item = next(rt, it);
        if (!item) {
            ouro_decref(rt, it);
            return NULL;
        }
        ouro_decref(rt, item);
    }
    return it;
}

static ouro_object *forwards_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                 ouro_object *kwnames)
{
    (void)cls, (void)kwnames;
    return make(rt, OURO_T_DEQUE_ITERATOR, args, nargs, next_forwards);
}

static ouro_object *backwards_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    (void)cls, (void)kwnames;
    return make(rt, OURO_T_DEQUE_REVERSE_ITERATOR, args, nargs, next_backwards);
}

OURO_METHOD(iterator_hint)
{
    OURO_NO_ARGUMENTS;
    return ouro__int_new(rt, ((deque_iterator *)self)->left);
}

OURO_METHOD(iterator_reduce)
{
    OURO_NO_ARGUMENTS;
    deque_iterator *it = (deque_iterator *)self;
    if (!it->deque)
        return ouro__bad_internal_call(rt, "_deque_iterator.__reduce__");
    int64_t index = (int64_t)((ouro_deque *)it->deque)->count - it->left;
    return ouro__reduce(rt, self, ouro__pack(rt, 2, ouro_ref(it->deque), ouro__int_new(rt, index)));
}

static const ouro_method_def iterator_methods[] = {
    {"__length_hint__", iterator_hint, 0, 0, 0, "Private method returning an estimate of len(list(it))."},
    {"__reduce__", iterator_reduce, 0, 0, 0, "Return state information for pickling."},
    {0},
};

#define ITERATOR_TYPE(variable, id_, name_, next_, new__)                                                    \
    OURO_BUILTIN_TYPE(variable) = {                                                                          \
        .id = id_,                                                                                           \
        .slots = {.name = name_,                                                                             \
                  .size = sizeof(deque_iterator),                                                            \
                  .flags = OURO_TYPE_CONTAINER,                                                              \
                  .fields = iterator_fields,                                                                 \
                  .iter = ouro__iter_self,                                                                   \
                  .next = next_,                                                                             \
                  .new_ = new__},                                                                            \
        .methods = iterator_methods,                                                                         \
        .module = "_collections",                                                                            \
    }

ITERATOR_TYPE(deque_iterator, OURO_T_DEQUE_ITERATOR, "_collections._deque_iterator", next_forwards,
              forwards_new);
ITERATOR_TYPE(deque_reverse_iterator, OURO_T_DEQUE_REVERSE_ITERATOR, "_collections._deque_reverse_iterator",
              next_backwards, backwards_new);
