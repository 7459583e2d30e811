/* Constants of a compilation: from tree nodes to objects, and one object for each type and value.
 *
 * Two constants are the same when their types and values are, all the way down: 1, True and 1.0 differ, so do
 * 0.0 and -0.0. Strings that look like names are interned. All are owned by the compiler's list of kept
 * objects. */
#include "compiler/compiler.h"

#include <stdlib.h>
#include <string.h>

#include "types/bytes.h"
#include "types/complex.h"
#include "types/float.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/set.h"
#include "types/tuple.h"

typedef struct ouro_constant_table {
    struct {
        ouro_object *object;
        uint64_t hash;
    } * entries;
    uint32_t count, size;
} constant_table;

/* ---- sameness ---- */

static uint64_t mix(uint64_t h, uint64_t x)
{
    h = (h ^ x) * 0x9E3779B97F4A7C15ull;
    return h ^ h >> 32;
}

static uint64_t hash_constant(ouro_runtime *rt, ouro_object *o)
{
    uint64_t h = mix(1, ouro__type_index(o));
    switch (ouro__type_index(o)) {
    case OURO_T_INT:
        return mix(h, (uint64_t)ouro__int_hash(rt, o));
    case OURO_T_FLOAT: {
        uint64_t bits;
        memcpy(&bits, &((ouro_float *)o)->value, sizeof bits);
        return mix(h, bits);
    }
    case OURO_T_COMPLEX: {
        uint64_t bits[2];
        memcpy(bits, &((ouro_complex *)o)->real, sizeof bits);
        return mix(mix(h, bits[0]), bits[1]);
    }
    case OURO_T_STR:
        return mix(h, ouro__str_hash(rt, o));
    case OURO_T_BYTES:
        for (uint64_t i = 0; i < ((ouro_bytes *)o)->length; i++)
            h = mix(h, ((ouro_bytes *)o)->data[i]);
        return h;
    case OURO_T_TUPLE:
        for (uint64_t i = 0; i < ((ouro_tuple *)o)->count; i++)
            h = mix(h, hash_constant(rt, ((ouro_tuple *)o)->items[i]));
        return h;
    case OURO_T_FROZENSET:
        return mix(h, ouro__set_count(o));
    default:
        return mix(h, (uint64_t)(uintptr_t)o);
    }
}

static bool same_constant(ouro_runtime *rt, ouro_object *a, ouro_object *b);

static bool same_sets(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (ouro__set_count(a) != ouro__set_count(b))
        return false;
    size_t at = 0;
    ouro_object *x;
    while (ouro__set_next(a, &at, &x)) {
        size_t other = 0;
        ouro_object *y;
        bool found = false;
        while (!found && ouro__set_next(b, &other, &y))
            found = same_constant(rt, x, y);
        if (!found)
            return false;
    }
    return true;
}

static bool same_constant(ouro_runtime *rt, ouro_object *a, ouro_object *b)
{
    if (a == b)
        return true;
    if (ouro__type_index(a) != ouro__type_index(b))
        return false;
    switch (ouro__type_index(a)) {
    case OURO_T_INT:
        return ouro__int_compare(rt, a, b) == 0;
    case OURO_T_FLOAT:
        return memcmp(&((ouro_float *)a)->value, &((ouro_float *)b)->value, sizeof(double)) == 0;
    case OURO_T_COMPLEX:
        return memcmp(&((ouro_complex *)a)->real, &((ouro_complex *)b)->real, 2 * sizeof(double)) == 0;
    case OURO_T_STR:
        return ouro__str_equal(a, b);
    case OURO_T_BYTES:
        return ((ouro_bytes *)a)->length == ((ouro_bytes *)b)->length &&
               memcmp(((ouro_bytes *)a)->data, ((ouro_bytes *)b)->data, ((ouro_bytes *)a)->length) == 0;
    case OURO_T_TUPLE:
        if (((ouro_tuple *)a)->count != ((ouro_tuple *)b)->count)
            return false;
        for (uint64_t i = 0; i < ((ouro_tuple *)a)->count; i++)
            if (!same_constant(rt, ((ouro_tuple *)a)->items[i], ((ouro_tuple *)b)->items[i]))
                return false;
        return true;
    case OURO_T_FROZENSET:
        return same_sets(rt, a, b);
    default:
        return false;
    }
}

static void enlarge(ouro_compiler *c, constant_table *t)
{
    constant_table old = *t;
    t->size = old.size ? old.size * 2 : 64;
    t->entries = ouro__region_need(c, t->size * sizeof *t->entries);
    for (uint32_t i = 0; i < old.size; i++) {
        if (!old.entries[i].object)
            continue;
        uint64_t at = old.entries[i].hash;
        while (t->entries[at & (t->size - 1)].object)
            at++;
        t->entries[at & (t->size - 1)] = old.entries[i];
    }
}

ouro_object *ouro__constant_frozenset(ouro_compiler *c, ouro_object *tuple)
{
    ouro_object *set = ouro__keep(c, ouro__frozenset_new(c->rt, tuple));
    ouro_object *items = ouro__keep(c, ouro__tuple_from_iterable(c->rt, set));
    return ouro__keep(c, ouro__frozenset_new(c->rt, items));
}

ouro_object *ouro__constant_unique(ouro_compiler *c, ouro_object *o)
{
    if (!c->unique)
        c->unique = ouro__region_need(c, sizeof *c->unique);
    constant_table *t = c->unique;
    if (t->count * 2 >= t->size)
        enlarge(c, t);
    uint64_t hash = hash_constant(c->rt, o), at = hash;
    for (; t->entries[at & (t->size - 1)].object; at++)
        if (t->entries[at & (t->size - 1)].hash == hash &&
            same_constant(c->rt, t->entries[at & (t->size - 1)].object, o))
            return t->entries[at & (t->size - 1)].object;
    if (ouro__is_exactly(o, OURO_T_STR) && ouro__str_is_name_like(o))
        o = ouro__keep(c, ouro__str_intern(c->rt, ouro_ref(o)));
    t->entries[at & (t->size - 1)].object = o;
    t->entries[at & (t->size - 1)].hash = hash;
    t->count++;
    return o;
}

/* ---- nodes ---- */

static ouro_object *make_constant(ouro_compiler *c, const ouro_expr *e)
{
    ouro_runtime *rt = c->rt;
    const ouro_constant *k = &e->constant;
    switch (k->kind) {
    case OURO_CONSTANT_NONE:
        return OURO_NONE(rt);
    case OURO_CONSTANT_FALSE:
        return OURO_FALSE(rt);
    case OURO_CONSTANT_TRUE:
        return OURO_TRUE(rt);
    case OURO_CONSTANT_ELLIPSIS:
        return OURO_ELLIPSIS(rt);
    case OURO_CONSTANT_INT:
        return ouro__keep(c, ouro__int_from_digits(rt, k->bytes, k->length, k->base));
    case OURO_CONSTANT_FLOAT:
        return ouro__keep(c, ouro__float_new(rt, strtod(k->bytes, NULL)));
    case OURO_CONSTANT_STRING:
        return ouro__keep(c, ouro__str_from_wtf8(rt, k->bytes, k->length));
    case OURO_CONSTANT_BYTES:
        return ouro__keep(c, ouro__bytes_new(rt, k->bytes, k->length));
    case OURO_CONSTANT_IMAGINARY:
        return ouro__keep(c, ouro__complex_new(c->rt, 0.0, strtod(k->bytes, NULL)));
    default:
        return (ouro_object *)(uintptr_t)k->bytes;
    }
}

void ouro__set_constant(ouro_expr *e, ouro_object *o)
{
    e->kind = OURO_CONSTANT;
    e->constant = (ouro_constant){.kind = OURO_CONSTANT_OBJECT, .bytes = (const char *)o};
}

ouro_object *ouro__constant_object(ouro_compiler *c, ouro_expr *e)
{
    if (e->constant.kind == OURO_CONSTANT_OBJECT)
        return (ouro_object *)(uintptr_t)e->constant.bytes;
    ouro_object *o = ouro__constant_unique(c, make_constant(c, e));
    e->constant.kind = OURO_CONSTANT_OBJECT;
    e->constant.bytes = (const char *)o;
    return o;
}

int ouro__constant_truth(ouro_compiler *c, ouro_expr *e)
{
    if (e->kind != OURO_CONSTANT)
        return -1;
    int truth = ouro__truth(c->rt, ouro__constant_object(c, e));
    if (truth < 0)
        ouro__fail(c);
    return truth;
}

bool ouro__fits_immediate(const ouro_object *o, int32_t *value)
{
    if (!ouro__int_is_small(o))
        return false;
    int64_t v = ((const ouro_int *)o)->value;
    if (v < INT16_MIN || v > INT16_MAX)
        return false;
    *value = (int32_t)v;
    return true;
}
