/* The table of a set: finding, adding and removing keys, growing.
 *
 * One block: header, entries, index (hash_index.h). The slots of the index are used exactly as CPython uses
 * those of its table - sizes, growth, probing, reuse of deleted places - because the order in which a set is
 * walked is that of its slots, and programs print sets of small ints. The entries are only where the keys are
 * stored: in the order in which they came since the table was made, each led to by exactly one slot. A
 * deleted entry has key NULL and keeps its slot, until a new key takes both or the table is made anew.
 *
 * The table is consistent before any reference is dropped and before any key is compared.
 */
#include "types/set_table.h"

#include "types/exception.h"

enum { SMALLEST_LOG2 = 3, NEIGHBOURS = 9, PERTURB_SHIFT = 5, MANY = 50000 };

static const struct {
    ouro_set_table table;
    uint8_t index[1 << SMALLEST_LOG2];
} no_table = {.table = {.log2_index = SMALLEST_LOG2, .kind = OURO_SET_STR_KEYS}};

ouro_set_table *ouro__set_no_table(void)
{
    return (ouro_set_table *)(uintptr_t)&no_table.table;
}

/* ---- Geometry ---- */

static bool is_shared(const ouro_set_table *table)
{
    return table == &no_table.table;
}

static size_t table_bytes(enum ouro_set_kind kind, unsigned log2, size_t capacity)
{
    return sizeof(ouro_set_table) + capacity * ouro__set_stride(kind) + ouro__index_bytes(log2);
}

size_t ouro__set_table_bytes(const ouro_set_table *table)
{
    return is_shared(table) || !table ? 0
                                      : table_bytes(table->kind, table->log2_index, table->entry_capacity);
}

static void *index_of(const ouro_set_table *table)
{
    return (char *)(uintptr_t)(table + 1) + table->entry_capacity * ouro__set_stride(table->kind);
}

static size_t mask_of(const ouro_set_table *table)
{
    return ((size_t)1 << table->log2_index) - 1;
}

/* Whether an index with so many slots in use has to grow. */
static bool is_full(size_t in_use, size_t mask)
{
    return in_use * 5 >= mask * 3;
}

/* Entries that come before an index of this size is full, and the one that makes it so. */
static size_t most_entries(unsigned log2)
{
    return ((((size_t)1 << log2) - 1) * 3 + 4) / 5;
}

static size_t growth(size_t used)
{
    return used > MANY ? used * 2 : used * 4;
}

static unsigned log2_for(size_t least)
{
    unsigned log2 = SMALLEST_LOG2;
    while (((size_t)1 << log2) <= least)
        log2++;
    return log2;
}

/* ---- Probing ---- */

typedef struct probe {
    size_t at, start, mask, perturb;
    unsigned near; /* neighbours of start still to look at */
} probe;

static inline unsigned neighbours(size_t start, size_t mask)
{
    return start + NEIGHBOURS <= mask ? NEIGHBOURS : 0;
}

static inline probe probe_begin(size_t mask, int64_t hash)
{
    size_t start = (size_t)hash & mask;
    return (probe){
        .at = start, .start = start, .mask = mask, .perturb = (size_t)hash, .near = neighbours(start, mask)};
}

static inline void probe_next(probe *p)
{
    if (p->near) {
        p->near--;
        p->at++;
        return;
    }
    p->perturb >>= PERTURB_SHIFT;
    p->start = (p->start * 5 + 1 + p->perturb) & p->mask;
    p->at = p->start;
    p->near = neighbours(p->start, p->mask);
}

static inline uint32_t fragment_of(int64_t hash, unsigned log2, unsigned slot_bits)
{
    return ouro__index_fragment((uint32_t)((uint64_t)hash * OURO__GOLDEN >> (64 - slot_bits)), log2,
                                slot_bits);
}

static int64_t entry_hash(ouro_runtime *rt, enum ouro_set_kind kind, const ouro_set_entry *e)
{
    switch (kind) {
    case OURO_SET_STR_KEYS:
        return ouro__str_hash64(rt, e->key);
    case OURO_SET_INT_KEYS:
        return ouro__simple_int_hash(e->key);
    default:
        return e->hash;
    }
}

/* Gives an entry its slot in an index where nothing was deleted. */
static void index_add(ouro_set_table *table, size_t place, int64_t hash)
{
    unsigned log2 = table->log2_index, bits = ouro__index_slot_bits(log2);
    void *index = index_of(table);
    probe p = probe_begin(mask_of(table), hash);
    while (ouro__index_read(index, bits, p.at))
        probe_next(&p);
    ouro__index_write(index, bits, p.at, fragment_of(hash, log2, bits) | (uint32_t)(place + 1));
}

/* ---- Finding ---- */

enum { MISSING = -1, FAILED = -2, CHANGED = -3 };

/* 1, 0, FAILED, or CHANGED: comparing has changed the set. */
static int compare_entry(ouro_runtime *rt, ouro_set *s, ouro_object *other, ouro_object *key)
{
    int equal = ouro__keys_equal_quickly(other, key);
    if (equal >= 0)
        return equal;
    uint32_t mutations = s->mutations;
    ouro_incref(other);
    equal = ouro__compare_bool(rt, other, key, OURO_EQ);
    ouro_decref(rt, other);
    if (equal < 0)
        return FAILED;
    return s->mutations != mutations ? CHANGED : equal;
}

/* The place of a key, or MISSING, FAILED or CHANGED. *slot (if asked for): where it would be put. */
static inline __attribute__((always_inline)) int64_t find_once(ouro_runtime *rt, ouro_set *s,
                                                               ouro_object *key, int64_t hash, size_t *slot)
{
    const ouro_set_table *table = s->table;
    unsigned log2 = table->log2_index, bits = ouro__index_slot_bits(log2);
    const void *index = index_of(table);
    uint32_t fragment = fragment_of(hash, log2, bits);
    bool look_for_deleted = slot && table->entry_count != s->used;
    size_t deleted = SIZE_MAX;
    probe p = probe_begin(mask_of(table), hash);
    for (uint32_t content; (content = ouro__index_read(index, bits, p.at)); probe_next(&p)) {
        bool matches = ouro__index_matches(content, fragment, log2);
        if (!matches && !look_for_deleted)
            continue;
        uint32_t place = ouro__index_entry(content, log2);
        const ouro_set_entry *e = ouro__set_entry(table, place);
        if (!e->key) {
            deleted = p.at;
            continue;
        }
        if (!matches)
            continue;
        if (e->key == key)
            return place;
        if (entry_hash(rt, table->kind, e) != hash)
            continue;
        int equal = compare_entry(rt, s, e->key, key);
        if (equal != 0)
            return equal > 0 ? (int64_t)place : equal;
    }
    if (slot)
        *slot = deleted != SIZE_MAX ? deleted : p.at;
    return MISSING;
}

static int64_t find(ouro_runtime *rt, ouro_set *s, ouro_object *key, int64_t hash, size_t *slot)
{
    enum { PATIENCE = 256 };
    for (int attempt = 0; attempt < PATIENCE; attempt++) {
        int64_t place = find_once(rt, s, key, hash, slot);
        if (place != CHANGED)
            return place;
    }
    ouro__raise(rt, OURO_T_RUNTIME_ERROR, "comparing items keeps changing the set");
    return FAILED;
}

int ouro__set_contains_hashed(ouro_runtime *rt, ouro_set *s, ouro_object *key, int64_t hash)
{
    int64_t place = find(rt, s, key, hash, NULL);
    return place >= 0 ? 1 : place == MISSING ? 0 : -1;
}

/* ---- Growing ---- */

/* Tables past some size store all hashes: reading them from the keys, in the order of slots, would miss the
 * cache at each. */
static enum ouro_set_kind kind_at_size(enum ouro_set_kind kind, unsigned log2)
{
    enum { LARGE = 8 };
    return log2 < LARGE ? kind : OURO_SET_ANY_KEYS;
}

/* A table with an empty index and no entries. */
static ouro_set_table *table_new(ouro_runtime *rt, enum ouro_set_kind kind, unsigned log2, size_t capacity)
{
    if (log2 > OURO__INDEX_LOG2_MAX)
        return ouro__no_memory(rt);
    ouro_set_table *table = ouro__buffer_alloc(rt, table_bytes(kind, log2, capacity));
    if (!table)
        return NULL;
    *table = (ouro_set_table){
        .log2_index = (uint8_t)log2, .kind = (uint8_t)kind, .entry_capacity = (uint32_t)capacity};
    memset(index_of(table), 0, ouro__index_bytes(log2));
    return table;
}

/* Appends a key (its reference moves here) that has no slot yet. */
static void append_entry(ouro_set_table *table, ouro_object *key, int64_t hash)
{
    ouro_set_entry *e = ouro__set_entry(table, table->entry_count);
    ouro__slot_init(&e->key, key);
    if (table->kind == OURO_SET_ANY_KEYS)
        e->hash = hash;
    table->entry_count++;
}

static void install(ouro_runtime *rt, ouro_set *s, ouro_set_table *table)
{
    ouro_set_table *old = s->table;
    table->finger = old->finger;
    s->table = table;
    s->mutations++;
    if (!is_shared(old))
        ouro__buffer_free(rt, old);
}

/* Moves all keys of `s`, in the order of their slots, to a table that is empty. */
static void move_keys(ouro_runtime *rt, ouro_set *s, ouro_set_table *table)
{
    size_t position = 0;
    ouro_object *key;
    int64_t hash;
    while (ouro__set_next_hashed(rt, s, &position, &key, &hash)) {
        append_entry(table, key, hash);
        index_add(table, table->entry_count - 1, hash);
    }
}

static size_t capacity_for(size_t used, unsigned log2)
{
    size_t most = most_entries(log2), wanted = used < 2 ? 2 : 2 * used;
    return wanted < most ? wanted : most;
}

int ouro__set_resize(ouro_runtime *rt, ouro_set *s, size_t least)
{
    unsigned log2 = log2_for(least);
    ouro_set_table *table =
        table_new(rt, kind_at_size(s->table->kind, log2), log2, capacity_for(s->used, log2));
    if (!table)
        return -1;
    move_keys(rt, s, table);
    install(rt, s, table);
    return 0;
}

int ouro__set_expect(ouro_runtime *rt, ouro_set *s, size_t count)
{
    if (!is_full(s->table->entry_count + count, mask_of(s->table)))
        return 0;
    return ouro__set_resize(rt, s, (s->used + count) * 2);
}

int ouro__set_tidy(ouro_runtime *rt, ouro_set *s)
{
    if (s->table->entry_count - s->used <= mask_of(s->table) / 4)
        return 0;
    return ouro__set_resize(rt, s, growth(s->used));
}

/* The same slots and places, with room for more entries or for keys of another kind. */
static int reshape(ouro_runtime *rt, ouro_set *s, enum ouro_set_kind kind, size_t capacity)
{
    ouro_set_table *old = s->table;
    unsigned log2 = old->log2_index;
    if (kind == old->kind && !is_shared(old)) {
        ouro_set_table *table = ouro__buffer_resize(rt, old, table_bytes(kind, log2, capacity));
        if (!table)
            return -1;
        const void *index = index_of(table);
        table->entry_capacity = (uint32_t)capacity;
        memmove(index_of(table), index, ouro__index_bytes(log2));
        s->table = table;
        s->mutations++;
        return 0;
    }
    ouro_set_table *table = table_new(rt, kind, log2, capacity);
    if (!table)
        return -1;
    for (size_t i = 0; i < old->entry_count; i++) {
        const ouro_set_entry *e = ouro__set_entry(old, i);
        append_entry(table, e->key, e->key ? entry_hash(rt, old->kind, e) : 0);
    }
    memcpy(index_of(table), index_of(old), ouro__index_bytes(log2));
    install(rt, s, table);
    return 0;
}

/* ---- Adding and removing ---- */

static enum ouro_set_kind kind_for(const ouro_object *key)
{
    if (ouro__str_is_exact(key))
        return OURO_SET_STR_KEYS;
    return ouro__int_hashes_simply(key) ? OURO_SET_INT_KEYS : OURO_SET_ANY_KEYS;
}

/* Makes the table such that this key can be its next entry. */
static int prepare(ouro_runtime *rt, ouro_set *s, const ouro_object *key)
{
    ouro_set_table *table = s->table;
    enum ouro_set_kind kind = kind_for(key);
    if (table->kind == OURO_SET_ANY_KEYS)
        kind = OURO_SET_ANY_KEYS;
    else if (kind != table->kind && table->entry_count)
        kind = OURO_SET_ANY_KEYS;
    bool room = table->entry_count < table->entry_capacity;
    if (kind == table->kind && room)
        return 0;
    size_t most = most_entries(table->log2_index);
    size_t capacity = room                     ? table->entry_capacity
                      : table->entry_count < 2 ? 2
                                               : 2 * (size_t)table->entry_count;
    return reshape(rt, s, kind, capacity < most ? capacity : most);
}

/* Adds a missing key (taken over) whose slot is one of a deleted one. */
static void reuse(ouro_set *s, size_t slot, ouro_object *key, int64_t hash)
{
    ouro_set_table *table = s->table;
    unsigned log2 = table->log2_index, bits = ouro__index_slot_bits(log2);
    uint32_t place = ouro__index_entry(ouro__index_read(index_of(table), bits, slot), log2);
    ouro_set_entry *e = ouro__set_entry(table, place);
    ouro__slot_init(&e->key, key);
    if (table->kind == OURO_SET_ANY_KEYS)
        e->hash = hash;
    ouro__index_write(index_of(table), bits, slot, fragment_of(hash, log2, bits) | (place + 1));
    s->used++;
    s->mutations++;
}

/* Adds a missing key (taken over) in an unused slot. There is room for the entry. */
static void occupy(ouro_set *s, size_t slot, ouro_object *key, int64_t hash)
{
    ouro_set_table *table = s->table;
    unsigned log2 = table->log2_index, bits = ouro__index_slot_bits(log2);
    append_entry(table, key, hash);
    ouro__index_write(index_of(table), bits, slot, fragment_of(hash, log2, bits) | table->entry_count);
    s->used++;
    s->mutations++;
}

/* Adds a key that makes the index grow: it gets its slot in the old one first, because the new one is filled
 * in the order of the old one's slots. What can fail comes before. */
static int occupy_last(ouro_runtime *rt, ouro_set *s, size_t slot, ouro_object *key, int64_t hash)
{
    unsigned log2 = log2_for(growth(s->used + (size_t)1));
    enum ouro_set_kind kind = kind_at_size(s->table->kind, log2);
    ouro_set_table *table = table_new(rt, kind, log2, capacity_for(s->used + (size_t)1, log2));
    if (!table)
        return -1;
    occupy(s, slot, ouro_ref(key), hash);
    move_keys(rt, s, table);
    install(rt, s, table);
    return 0;
}

int ouro__set_add_hashed(ouro_runtime *rt, ouro_set *s, ouro_object *key, int64_t hash)
{
    size_t slot = 0;
    int64_t place = find(rt, s, key, hash, &slot);
    if (place != MISSING)
        return place >= 0 ? 0 : -1;
    if (prepare(rt, s, key) < 0)
        return -1;
    ouro_set_table *table = s->table;
    if (ouro__index_read(index_of(table), ouro__index_slot_bits(table->log2_index), slot)) {
        reuse(s, slot, ouro_ref(key), hash);
        return 0;
    }
    if (is_full(table->entry_count + (size_t)1, mask_of(table)))
        return occupy_last(rt, s, slot, key, hash);
    occupy(s, slot, ouro_ref(key), hash);
    return 0;
}

int ouro__set_discard_hashed(ouro_runtime *rt, ouro_set *s, ouro_object *key, int64_t hash)
{
    int64_t place = find(rt, s, key, hash, NULL);
    if (place < 0)
        return place == MISSING ? 0 : -1;
    s->used--;
    s->mutations++;
    ouro__slot_clear(rt, s, &ouro__set_entry(s->table, (size_t)place)->key);
    return 1;
}

/* In a walk over the slots of a large table: asks for the entry and the key that come soon. */
static inline void look_ahead(const ouro_set_table *table, size_t at)
{
    enum { LARGE = 12, FAR = 20, NEAR = 8 };
    unsigned log2 = table->log2_index;
    if (log2 < LARGE)
        return;
    const uint32_t slot_bits = ouro__index_slot_bits(log2);
    const void *index = index_of(table);
    uint32_t content = ouro__index_read(index, slot_bits, (at + FAR) & mask_of(table));
    if (content)
        __builtin_prefetch(ouro__set_entry(table, ouro__index_entry(content, log2)));
    content = ouro__index_read(index, slot_bits, (at + NEAR) & mask_of(table));
    if (content)
        __builtin_prefetch(ouro__set_entry(table, ouro__index_entry(content, log2))->key, 1);
}

ouro_object *ouro__set_take_any(ouro_runtime *rt, ouro_set *s)
{
    ouro_set_table *table = s->table;
    unsigned log2 = table->log2_index, bits = ouro__index_slot_bits(log2);
    const void *index = index_of(table);
    size_t mask = mask_of(table);
    for (size_t at = table->finger & mask;; at = (at + 1) & mask) {
        uint32_t content = ouro__index_read(index, bits, at);
        look_ahead(table, at);
        ouro_set_entry *e = content ? ouro__set_entry(table, ouro__index_entry(content, log2)) : NULL;
        if (e && e->key) {
            table->finger = (uint32_t)at + 1;
            s->used--;
            s->mutations++;
            return ouro__slot_take(rt, s, &e->key);
        }
    }
}

/* ---- The whole table ---- */

bool ouro__set_next_hashed(ouro_runtime *rt, const ouro_set *s, size_t *position, ouro_object **key,
                           int64_t *hash)
{
    const ouro_set_table *table = s->table;
    unsigned log2 = table->log2_index, bits = ouro__index_slot_bits(log2);
    const void *index = index_of(table);
    for (size_t mask = mask_of(table); *position <= mask;) {
        uint32_t content = ouro__index_read(index, bits, *position);
        look_ahead(table, *position);
        ++*position;
        if (!content)
            continue;
        const ouro_set_entry *e = ouro__set_entry(table, ouro__index_entry(content, log2));
        if (!e->key)
            continue;
        *key = e->key;
        if (hash)
            *hash = entry_hash(rt, table->kind, e);
        return true;
    }
    return false;
}

/* A copy of a table without deleted entries, slot by slot. */
static int clone_into(ouro_runtime *rt, ouro_set *s, const ouro_set *other)
{
    const ouro_set_table *from = other->table;
    size_t capacity = capacity_for(from->entry_count, from->log2_index);
    if (capacity < from->entry_count)
        capacity = from->entry_count;
    ouro_set_table *table = table_new(rt, from->kind, from->log2_index, capacity);
    if (!table)
        return -1;
    for (size_t i = 0; i < from->entry_count; i++) {
        const ouro_set_entry *e = ouro__set_entry(from, i);
        append_entry(table, ouro_ref(e->key), from->kind == OURO_SET_ANY_KEYS ? e->hash : 0);
    }
    memcpy(index_of(table), index_of(from), ouro__index_bytes(from->log2_index));
    install(rt, s, table);
    s->used = other->used;
    return 0;
}

/* All keys of another set into an empty one, which gets an index of 2^log2 slots. */
static int fill_from(ouro_runtime *rt, ouro_set *s, const ouro_set *other, unsigned log2)
{
    ouro_set_table *table = table_new(rt, kind_at_size(other->table->kind, log2), log2, other->used);
    if (!table)
        return -1;
    size_t position = 0;
    ouro_object *key;
    int64_t hash;
    while (ouro__set_next_hashed(rt, other, &position, &key, &hash)) {
        append_entry(table, ouro_ref(key), hash);
        index_add(table, table->entry_count - 1, hash);
    }
    install(rt, s, table);
    s->used = other->used;
    return 0;
}

int ouro__set_merge(ouro_runtime *rt, ouro_set *s, ouro_set *other)
{
    if (other == s || other->used == 0)
        return 0;
    if (s->table->entry_count == 0) {
        unsigned log2 = s->table->log2_index;
        if (is_full(other->used, mask_of(s->table)))
            log2 = log2_for(other->used * (size_t)2);
        bool same = log2 == other->table->log2_index && other->table->entry_count == other->used;
        return same ? clone_into(rt, s, other) : fill_from(rt, s, other, log2);
    }
    if (ouro__set_expect(rt, s, other->used) < 0)
        return -1;
    size_t position = 0;
    ouro_object *key;
    int64_t hash;
    while (ouro__set_next_hashed(rt, other, &position, &key, &hash)) {
        ouro_incref(key);
        int status = ouro__set_add_hashed(rt, s, key, hash);
        ouro_decref(rt, key);
        if (status < 0)
            return -1;
    }
    return 0;
}

void ouro__set_swap(ouro_set *a, ouro_set *b)
{
    ouro_set_table *table = a->table;
    uint32_t used = a->used;
    a->table = b->table;
    a->used = b->used;
    b->table = table;
    b->used = used;
    a->mutations++;
    b->mutations++;
}

void ouro__set_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    const ouro_set_table *table = ((ouro_set *)o)->table;
    for (size_t i = 0; table && i < table->entry_count; i++) {
        ouro_object *key = ouro__set_entry(table, i)->key;
        if (key)
            visit(rt, key, context);
    }
}

ouro_object *ouro__set_drain(ouro_runtime *rt, ouro_object *o)
{
    ouro_set *s = (ouro_set *)o;
    while (s->used) {
        ouro_object *key = ouro__set_take_any(rt, s);
        if (key->refcount == 1)
            return key;
        ouro_decref(rt, key); /* others hold it too: runs no code */
    }
    ouro_set_table *table = s->table;
    s->table = ouro__set_no_table();
    s->mutations++;
    if (table && !is_shared(table))
        ouro__buffer_free(rt, table);
    return NULL;
}

void ouro__set_clear(ouro_runtime *rt, ouro_object *o)
{
    ouro_set *s = (ouro_set *)o;
    ouro_set_table *table = s->table;
    if (is_shared(table))
        return;
    s->table = ouro__set_no_table();
    s->used = 0;
    s->mutations++;
    for (size_t i = 0; i < table->entry_count; i++)
        ouro_xdecref(rt, ouro__set_entry(table, i)->key);
    ouro__buffer_free(rt, table);
}

void ouro__set_destroy(ouro_runtime *rt, ouro_object *o)
{
    ouro_set *s = (ouro_set *)o;
    if (s->table && !is_shared(s->table))
        ouro__buffer_free(rt, s->table);
}
