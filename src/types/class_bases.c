/* Assignment to __bases__: a class, and all below it, get other places in the tree of classes.
 *
 * What can fail comes first: room in the arrays of the new bases, the new orders of all classes concerned (a metaclass's
 * mro() may run code of the program). When one of them fails, all is as it was. */
#include "types/class_internal.h"
#include "types/exception.h"
#include "types/list.h"
#include "types/protocol.h"
#include "types/tuple.h"

/* Whether `base` leads to `c` by its chain of layout bases: its MRO may be a metaclass's own. */
static bool is_in_chain(const ouro_class *base, const ouro_class *c)
{
    while (base && base != c)
        base = (const ouro_class *)base->base;
    return base != NULL;
}

static int check_bases(ouro_runtime *rt, ouro_class *c, ouro_object *value)
{
    if (!ouro__is_tuple(rt, value)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "can only assign tuple to %N.__bases__, not %T", &c->head, value);
        return -1;
    }
    const ouro_tuple *bases = (ouro_tuple *)value;
    if (!bases->count) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "can only assign non-empty tuple to %N.__bases__, not ()",
                    &c->head);
        return -1;
    }
    for (size_t i = 0; i < bases->count; i++) {
        ouro_object *base = bases->items[i];
        if (!ouro__is_class(rt, base)) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "%N.__bases__ must be tuple of classes, not '%T'", &c->head,
                        base);
            return -1;
        }
        if (ouro__is_subtype(rt, base, &c->head) || is_in_chain((ouro_class *)base, c)) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "a __bases__ item causes an inheritance cycle");
            return -1;
        }
    }
    return 0;
}

static int check_layout(ouro_runtime *rt, ouro_class *from, ouro_class *to)
{
    const uint32_t same = OURO_TYPE_CONTAINER;
    const char *part = (from->type->flags ^ to->type->flags) & same ? "deallocator"
                       : !ouro__class_same_layout(from, to)         ? "object layout"
                                                                    : NULL;
    if (!part)
        return 0;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "__bases__ assignment: '%N' %s differs from '%N'", &to->head, part,
                &from->head);
    return -1;
}

/* ---- the orders ---- */

struct gathering {
    ouro_object *classes; /* list */
    int status;
};

static void gather(ouro_runtime *rt, ouro_class *c, void *context)
{
    struct gathering *g = context;
    if (g->status == 0 && c->mro)
        g->status = ouro__list_append(rt, g->classes, &c->head);
}

/* The class and those below it, bases before subclasses (some more than once): a list, owned. */
static ouro_object *family(ouro_runtime *rt, ouro_class *c)
{
    struct gathering g = {ouro__list_new(rt, 4), 0};
    if (!g.classes)
        return NULL;
    gather(rt, c, &g);
    ouro__class_each_below(rt, c, gather, &g);
    if (g.status == 0)
        return g.classes;
    ouro_decref(rt, g.classes);
    return NULL;
}

static void put_mro(ouro_runtime *rt, ouro_class *c, ouro_object *mro_owned)
{
    ouro_object *old = ouro__slot_exchange(rt, c, &c->mro, mro_owned);
    c->type->version = 0;
    ouro_xdecref(rt, old);
}

/* Gives each class of the list its order anew; puts the former orders, one for each, in `before`. On failure all are as they were. */
static int make_orders(ouro_runtime *rt, const ouro_list *classes, ouro_object *before)
{
    const ouro_list *orders = (ouro_list *)before;
    for (uint32_t i = 0; i < classes->count; i++) {
        ouro_class *c = (ouro_class *)classes->items[i];
        ouro_object *mro = ouro__class_make_mro(rt, c);
        if (mro && c->mro && ouro__list_append(rt, before, c->mro) == 0) {
            put_mro(rt, c, mro);
            continue;
        }
        ouro_xdecref(rt, mro);
        if (mro && !c->mro)
            ouro__raise(rt, OURO_T_TYPE_ERROR, "Cannot extend an incomplete type '%N'", &c->head);
        ouro_object *error = ouro__error_take(rt);
        for (uint32_t n = orders->count; n-- > 0;)
            put_mro(rt, (ouro_class *)classes->items[n], ouro_ref(orders->items[n]));
        ouro__error_restore(rt, error);
        return -1;
    }
    return 0;
}

/* ---- the tree ---- */

static void leave(ouro_class *c, const ouro_tuple *bases, size_t count)
{
    while (count-- > 0)
        ouro__class_remove_subclass((ouro_class *)bases->items[count], c);
}

static int join(ouro_runtime *rt, ouro_class *c, const ouro_tuple *bases)
{
    for (size_t i = 0; i < bases->count; i++)
        if (ouro__class_add_subclass(rt, (ouro_class *)bases->items[i], c) < 0) {
            leave(c, bases, i);
            ouro__no_memory(rt);
            return -1;
        }
    return 0;
}

/* What a class has borrowed from the descriptor of its base is now the new base's. */
static void borrow_again(ouro_class *c)
{
    const ouro_class *base = (ouro_class *)c->base;
    if (!(c->type->flags & OURO_TYPE_HEAP) || !base || !base->type)
        return;
    if (!c->owns_fields)
        c->type->fields = base->type->fields;
    if (!c->tables) {
        c->type->number = base->type->number;
        c->type->sequence = base->type->sequence;
    }
}

/* Exchanges bases and base of the class with what is given (owned, also what comes back). */
static void exchange(ouro_runtime *rt, ouro_class *c, ouro_object **bases, ouro_object **base)
{
    *bases = ouro__slot_exchange(rt, c, &c->bases, *bases);
    *base = ouro__slot_exchange(rt, c, &c->base, *base);
}

static int rebase(ouro_runtime *rt, ouro_class *c, ouro_object *classes, ouro_object **bases,
                  ouro_object **base)
{
    const ouro_tuple *fresh = (ouro_tuple *)*bases;
    ouro_object *before = ouro__list_new(rt, ((ouro_list *)classes)->count);
    if (!before)
        return -1;
    exchange(rt, c, bases, base);
    int status = make_orders(rt, (ouro_list *)classes, before);
    if (status == 0 && c->bases != &fresh->head) { /* mro() has assigned them again: that stands */
        ouro_decref(rt, before);
        return 0;
    }
    if (status == 0 && (status = join(rt, c, fresh)) < 0) {
        const ouro_list *orders = (ouro_list *)before;
        for (uint32_t n = orders->count; n-- > 0;)
            put_mro(rt, (ouro_class *)((ouro_list *)classes)->items[n], ouro_ref(orders->items[n]));
    }
    ouro_decref(rt, before);
    if (status < 0) {
        if (c->bases == &fresh->head)
            exchange(rt, c, bases, base);
        return -1;
    }
    /* There was room once: a class that stays below the same base goes to the end of its array. */
    leave(c, fresh, fresh->count);
    leave(c, (ouro_tuple *)*bases, ((ouro_tuple *)*bases)->count);
    (void)join(rt, c, fresh);
    for (uint32_t i = 0; i < ((ouro_list *)classes)->count; i++)
        borrow_again((ouro_class *)((ouro_list *)classes)->items[i]);
    return ouro__class_modified(rt, &c->head, NULL);
}

int ouro__class_set_bases(ouro_runtime *rt, ouro_class *c, ouro_object *value)
{
    if (check_bases(rt, c, value) < 0)
        return -1;
    ouro_class *to = ouro__class_best_base(rt, value);
    if (!to || check_layout(rt, (ouro_class *)c->base, to) < 0)
        return -1;
    ouro_object *classes = family(rt, c);
    if (!classes)
        return -1;
    ouro_object *bases = ouro_ref(value), *base = ouro_ref(&to->head);
    int status = rebase(rt, c, classes, &bases, &base);
    struct ouro_object *error = ouro__error_take(rt);
    ouro_decref(rt, bases); /* may be the end of the former bases */
    ouro_decref(rt, base);
    ouro_decref(rt, classes);
    if (error)
        ouro__error_restore(rt, error);
    return status;
}
