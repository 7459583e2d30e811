/* Hashing, equality and the table of interned strings.
 *
 * The table is an open-addressed array of borrowed pointers, probed linearly, at most half full. An interned string takes
 * itself out when it dies (the destroy slot of str), moving later ones of its run back, so no tombstones are needed. */
#include "types/str_impl.h"

struct ouro_interned {
    ouro_str **slots;
    size_t mask; /* slots - 1 */
    size_t count;
};

enum { FIRST_SLOTS = 2048 };

/* Multiplies to 128 bits and folds: the mixing step of the wyhash family. */
static inline uint64_t mix(uint64_t a, uint64_t b)
{
    unsigned __int128 product = (unsigned __int128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t load64(const uint8_t *p)
{
    uint64_t v;
    memcpy(&v, p, 8);
    return v;
}

static inline uint64_t load32(const uint8_t *p)
{
    uint32_t v;
    memcpy(&v, p, 4);
    return v;
}

uint64_t ouro__hash_bytes(ouro_runtime *rt, const void *data, size_t length)
{
    const uint64_t k0 = rt->python->hash_key[0] ^ 0x2d358dccaa6c78a5ull,
                   k1 = rt->python->hash_key[1] ^ 0x8bb84b93962eacc9ull;
    const uint8_t *p = data;
    uint64_t seed = mix(k0, k1 ^ length), a, b;
    if (length <= 16) {
        if (length >= 8) {
            a = load64(p), b = load64(p + length - 8);
        } else if (length >= 4) {
            a = load32(p), b = load32(p + length - 4);
        } else {
            a = length ? (uint64_t)p[0] << 16 | (uint64_t)p[length >> 1] << 8 | p[length - 1] : 0;
            b = 0;
        }
    } else {
        size_t left = length;
        for (; left > 16; left -= 16, p += 16)
            seed = mix(load64(p) ^ k0, load64(p + 8) ^ k1 ^ seed) ^ seed;
        a = load64(p + left - 16), b = load64(p + left - 8);
    }
    return mix(mix(a ^ k1, b ^ seed) ^ k0, seed ^ k1);
}

uint32_t ouro__str_hash_compute(ouro_runtime *rt, ouro_str *s)
{
    uint32_t h = (uint32_t)ouro__hash_bytes(rt, ouro__str_data(s), ouro__str_length(s) << ouro__str_kind(s));
    return s->hash = h ? h : 1;
}

bool ouro__str_equal(const void *a, const void *b)
{
    if (a == b)
        return true;
    const ouro_str *x = a, *y = b;
    const uint32_t compared = ~(uint32_t)OURO_STR_INTERNED;
    if ((x->meta ^ y->meta) & compared)
        return false;
    if (x->hash && y->hash && x->hash != y->hash)
        return false;
    size_t length = ouro__str_length(a);
    return length == ouro__str_length(b) &&
           memcmp(ouro__str_data(a), ouro__str_data(b), length << ouro__str_kind(a)) == 0;
}

bool ouro__str_equals_ascii(const void *s, const char *ascii)
{
    size_t length = strlen(ascii);
    return ouro__str_is_ascii(s) && ouro__str_length(s) == length &&
           memcmp(ouro__str_data(s), ascii, length) == 0;
}

int ouro__str_compare(const void *a, const void *b)
{
    size_t la = ouro__str_length(a), lb = ouro__str_length(b), n = la < lb ? la : lb;
    int ka = ouro__str_kind(a), kb = ouro__str_kind(b);
    const void *da = ouro__str_data(a), *db = ouro__str_data(b);
    if (ka == 0 && kb == 0) {
        int order = memcmp(da, db, n);
        if (order)
            return order < 0 ? -1 : 1;
    } else {
        for (size_t i = 0; i < n; i++) {
            uint32_t x = ouro__char_at(da, ka, i), y = ouro__char_at(db, kb, i);
            if (x != y)
                return x < y ? -1 : 1;
        }
    }
    return la < lb ? -1 : la > lb;
}

int ouro__interned_init(ouro_runtime *rt)
{
    struct ouro_interned *t = ouro__buffer_alloc(rt, sizeof *t);
    if (!t)
        return -1;
    t->slots = ouro__buffer_alloc(rt, FIRST_SLOTS * sizeof *t->slots);
    if (!t->slots) {
        ouro__buffer_free(rt, t);
        return -1;
    }
    memset(t->slots, 0, FIRST_SLOTS * sizeof *t->slots);
    t->mask = FIRST_SLOTS - 1;
    t->count = 0;
    rt->python->interned = t;
    return 0;
}

void ouro__interned_destroy(ouro_runtime *rt)
{
    struct ouro_interned *t = rt->python->interned;
    if (!t)
        return;
    ouro__buffer_free(rt, t->slots);
    ouro__buffer_free(rt, t);
    rt->python->interned = NULL;
}

static size_t table_place(ouro_runtime *rt, const struct ouro_interned *t, ouro_str *s)
{
    size_t i = ouro__str_hash(rt, s) & t->mask;
    while (t->slots[i] && !ouro__str_equal(t->slots[i], s))
        i = (i + 1) & t->mask;
    return i;
}

static int table_grow(ouro_runtime *rt, struct ouro_interned *t)
{
    size_t old_count = t->mask + 1, count = old_count * 2;
    ouro_str **old = t->slots, **slots = ouro__buffer_alloc(rt, count * sizeof *slots);
    if (!slots)
        return -1;
    memset(slots, 0, count * sizeof *slots);
    for (size_t i = 0; i < old_count; i++) {
        if (!old[i])
            continue;
        size_t j = old[i]->hash & (count - 1);
        while (slots[j])
            j = (j + 1) & (count - 1);
        slots[j] = old[i];
    }
    t->slots = slots;
    t->mask = count - 1;
    ouro__buffer_free(rt, old);
    return 0;
}

ouro_object *ouro__str_intern(ouro_runtime *rt, ouro_object *o)
{
    struct ouro_interned *t = rt->python->interned;
    ouro_str *s = (ouro_str *)o;
    if ((s->meta & OURO_STR_INTERNED) || !ouro__is_exactly(o, OURO_T_STR))
        return o;
    size_t length = ouro__str_length(s);
    if (length == 0 || (length == 1 && ouro__str_char(s, 0) < 256)) {
        ouro_object *shared = length ? ouro__str_latin1_char(rt, ouro__str_char(s, 0)) : OURO_EMPTY_STR(rt);
        ouro_decref(rt, o);
        return shared;
    }
    size_t i = table_place(rt, t, s);
    if (t->slots[i]) {
        ouro_object *found = ouro_ref(t->slots[i]);
        ouro_decref(rt, o);
        return found;
    }
    if (t->count * 2 > t->mask) {
        if (table_grow(rt, t) < 0) {
            ouro_decref(rt, o);
            return NULL;
        }
        i = table_place(rt, t, s);
    }
    t->slots[i] = s;
    t->count++;
    s->meta |= OURO_STR_INTERNED;
    return o;
}

ouro_object *ouro__str_intern_cstring(ouro_runtime *rt, const char *utf8)
{
    ouro_object *s = ouro__str_from_cstring(rt, utf8);
    return s ? ouro__str_intern(rt, s) : NULL;
}

void ouro__interned_remove(ouro_runtime *rt, ouro_str *s)
{
    struct ouro_interned *t = rt->python->interned;
    if (!t)
        return;
    size_t hole = s->hash & t->mask;
    while (t->slots[hole] != s) {
        if (!t->slots[hole])
            return;
        hole = (hole + 1) & t->mask;
    }
    t->count--;
    for (size_t i = (hole + 1) & t->mask; t->slots[i]; i = (i + 1) & t->mask) {
        size_t home = t->slots[i]->hash & t->mask;
        if (((i - home) & t->mask) >= ((i - hole) & t->mask)) {
            t->slots[hole] = t->slots[i];
            hole = i;
        }
    }
    t->slots[hole] = NULL;
}

bool ouro__str_is_name_like(const void *s)
{
    if (!ouro__str_is_ascii(s))
        return false;
    const uint8_t *p = ouro__str_data(s);
    for (size_t i = 0, n = ouro__str_length(s); i < n; i++)
        if (!((p[i] | 32u) - 'a' < 26 || p[i] - (unsigned)'0' < 10 || p[i] == '_'))
            return false;
    return true;
}
