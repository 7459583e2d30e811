/* The table of a dict: finding, adding and removing keys, growing.
 *
 * One block: header, entries, and for more than FEW entries a word and an index (hash_index.h). In the index
 * a key's hash, scrambled, gives the first slot; the next ones are 1, 3, 6, 10... behind it. Slots lead to
 * entries in insertion order.
 *
 * Invariants
 *   - places below entry_count hold live entries (key and value), deleted ones (both NULL) and, while the
 * dict is being taken apart, at most one whose key went already (value alone);
 *   - a slot of the index that leads to a place at or past entry_count leads to an entry whose key is NULL:
 * it was removed as the last one. Such slots are counted (`lost`), so that the index never fills up; a slot
 * may also lead to a place where another key has come to stand since (and is counted), which finding sees;
 *   - the table is consistent before any reference is dropped and before any key is compared.
 */
#include "types/dict_table.h"

#include "types/exception.h"
#include "types/tuple.h"

enum { FEW = 8, SMALLEST = 5 /* entries of CPython's smallest table */ };

const ouro_dict_keys ouro__dict_no_keys = {.kind = OURO_DICT_STR_KEYS};

/* ---- Geometry ---- */

static size_t entries_bytes(enum ouro_dict_kind kind, size_t capacity)
{
    return capacity * ouro__dict_stride(kind);
}

static size_t index_area_bytes(unsigned log2)
{
    return log2 ? sizeof(uint64_t) + ouro__index_bytes(log2) : 0;
}

static size_t table_bytes(enum ouro_dict_kind kind, unsigned log2, size_t capacity)
{
    return sizeof(ouro_dict_keys) + entries_bytes(kind, capacity) + index_area_bytes(log2);
}

/* The word before the index: the number of lost slots in its low half, in the high half a place before which all
 * entries are deleted; or, while draining, the next place to be taken out. */
static uint64_t *index_word(const ouro_dict_keys *keys)
{
    return (uint64_t *)((char *)(uintptr_t)(keys + 1) + entries_bytes(keys->kind, keys->entry_capacity));
}

static uint32_t *lost_slots(const ouro_dict_keys *keys)
{
    return (uint32_t *)index_word(keys);
}

static uint32_t *first_hint(const ouro_dict_keys *keys)
{
    return (uint32_t *)index_word(keys) + 1;
}

static void *index_of(const ouro_dict_keys *keys)
{
    return index_word(keys) + 1;
}

/* Entries that an index of this size serves. */
static size_t index_limit(unsigned log2)
{
    return ((size_t)2 << log2) / 3;
}

/* log2 of the index for so many entries. */
static unsigned index_log2(size_t capacity)
{
    if (capacity <= FEW)
        return 0;
    unsigned log2 = 4;
    while (index_limit(log2) < capacity)
        log2++;
    return log2;
}

static bool has_table(const ouro_dict_keys *keys)
{
    return keys != NULL && keys->entry_capacity != 0;
}

size_t ouro__dict_table_bytes(const ouro_dict_keys *keys)
{
    if (!has_table(keys))
        return 0;
    return table_bytes(keys->kind, index_log2(keys->entry_capacity), keys->entry_capacity);
}

/* ---- The index ---- */

/* The hash spread over the top bits. A str's hash is a product with the golden ratio already
 * (ouro__str_hash64). */
static inline uint64_t scramble(enum ouro_dict_kind kind, int64_t hash)
{
    return kind == OURO_DICT_STR_KEYS ? (uint64_t)hash << 1 : (uint64_t)hash * OURO__GOLDEN;
}

typedef struct probe {
    const void *index;
    uint32_t i, step, mask, fragment;
    unsigned log2, slot_bits;
} probe;

static inline __attribute__((always_inline)) probe probe_begin(const ouro_dict_keys *keys, uint64_t scrambled,
                                                               unsigned slot_bits)
{
    unsigned log2 = keys->log2_index;
    uint32_t top = (uint32_t)(scrambled >> (64 - slot_bits));
    return (probe){.index = index_of(keys),
                   .i = top >> (slot_bits - log2),
                   .mask = ((uint32_t)1 << log2) - 1,
                   .fragment = ouro__index_fragment(top, log2, slot_bits),
                   .log2 = log2,
                   .slot_bits = slot_bits};
}

static inline __attribute__((always_inline)) uint32_t probe_slot(const probe *p)
{
    return ouro__index_read(p->index, p->slot_bits, p->i);
}

static inline __attribute__((always_inline)) void probe_next(probe *p)
{
    p->i = (p->i + ++p->step) & p->mask;
}

static void index_add(ouro_dict_keys *keys, uint64_t scrambled, size_t place)
{
    probe p = probe_begin(keys, scrambled, ouro__index_slot_bits(keys->log2_index));
    while (probe_slot(&p))
        probe_next(&p);
    ouro__index_write(index_of(keys), p.slot_bits, p.i, p.fragment | (uint32_t)(place + 1));
}

static void index_rebuild(ouro_runtime *rt, ouro_dict_keys *keys)
{
    if (!keys->log2_index)
        return;
    memset(index_word(keys), 0, index_area_bytes(keys->log2_index));
    for (size_t i = 0; i < keys->entry_count; i++) {
        const ouro_dict_entry *e = ouro__dict_entry(keys, i);
        if (e->key)
            index_add(keys, scramble(keys->kind, ouro__dict_entry_hash(rt, keys->kind, e)), i);
    }
}

/* ---- Finding ---- */

static bool same_str(const ouro_str *a, const ouro_str *b)
{
    return a->hash == b->hash && ouro__str_equal(a, b);
}

static int64_t find_str_in_order(const ouro_dict_keys *keys, ouro_object *key)
{
    uint32_t count = keys->entry_count;
    for (uint32_t i = 0; i < count; i++) {
        if (ouro__dict_entry(keys, i)->key == key)
            return i;
    }
    for (uint32_t i = 0; i < count; i++) {
        const ouro_object *other = ouro__dict_entry(keys, i)->key;
        if (other && same_str((const ouro_str *)other, (const ouro_str *)key))
            return i;
    }
    return OURO__DICT_MISSING;
}

static inline __attribute__((always_inline)) int64_t find_str_by(const ouro_dict_keys *keys, ouro_object *key,
                                                                 uint64_t scrambled, unsigned slot_bits)
{
    probe p = probe_begin(keys, scrambled, slot_bits);
    for (uint32_t slot; (slot = probe_slot(&p)); probe_next(&p)) {
        if (!ouro__index_matches(slot, p.fragment, p.log2))
            continue;
        uint32_t place = ouro__index_entry(slot, p.log2);
        const ouro_object *other = ouro__dict_entry(keys, place)->key;
        if (other == key || (other && same_str((const ouro_str *)other, (const ouro_str *)key)))
            return place;
    }
    return OURO__DICT_MISSING;
}

/* An exact str among exact strs. */
static int64_t find_str(const ouro_dict_keys *keys, ouro_object *key, int64_t hash)
{
    if (!keys->log2_index)
        return find_str_in_order(keys, key);
    uint64_t scrambled = scramble(OURO_DICT_STR_KEYS, hash);
    if (keys->log2_index <= 6)
        return find_str_by(keys, key, scrambled, 8);
    if (keys->log2_index <= 12)
        return find_str_by(keys, key, scrambled, 16);
    return find_str_by(keys, key, scrambled, 32);
}

static bool same_int(const ouro_object *other, int64_t value)
{
    return other && ((const ouro_int *)other)->value == value;
}

static inline __attribute__((always_inline)) int64_t find_int_by(const ouro_dict_keys *keys, int64_t value,
                                                                 uint64_t scrambled, unsigned slot_bits)
{
    probe p = probe_begin(keys, scrambled, slot_bits);
    for (uint32_t slot; (slot = probe_slot(&p)); probe_next(&p)) {
        if (!ouro__index_matches(slot, p.fragment, p.log2))
            continue;
        uint32_t place = ouro__index_entry(slot, p.log2);
        if (same_int(ouro__dict_entry(keys, place)->key, value))
            return place;
    }
    return OURO__DICT_MISSING;
}

/* A one-word int among such. */
static int64_t find_int(const ouro_dict_keys *keys, ouro_object *key, int64_t hash)
{
    int64_t value = ((ouro_int *)key)->value;
    if (!keys->log2_index) {
        for (uint32_t i = 0; i < keys->entry_count; i++) {
            if (same_int(ouro__dict_entry(keys, i)->key, value))
                return i;
        }
        return OURO__DICT_MISSING;
    }
    uint64_t scrambled = scramble(OURO_DICT_INT_KEYS, hash);
    if (keys->log2_index <= 6)
        return find_int_by(keys, value, scrambled, 8);
    if (keys->log2_index <= 12)
        return find_int_by(keys, value, scrambled, 16);
    return find_int_by(keys, value, scrambled, 32);
}

enum { DIFFERENT, EQUAL, CHANGED, FAILED };

/* Compares a key with that of an entry, which may run code of the program. CHANGED: that has changed the
 * dict, and the search must begin again. */
static int compare_entry(ouro_runtime *rt, ouro_dict *d, const ouro_dict_keys *keys, size_t place,
                         ouro_object *key, int64_t hash)
{
    ouro_object *other = ouro__dict_entry(keys, place)->key;
    if (other == key)
        return EQUAL;
    if (!other || ouro__dict_entry_hash(rt, keys->kind, ouro__dict_entry(keys, place)) != hash)
        return DIFFERENT;
    int equal = ouro__keys_equal_quickly(other, key);
    if (equal >= 0)
        return equal;
    uint32_t mutations = d->mutations;
    ouro_incref(other);
    equal = ouro__compare_bool(rt, other, key, OURO_EQ);
    ouro_decref(rt, other);
    if (equal < 0)
        return FAILED;
    return d->mutations != mutations ? CHANGED : equal;
}

/* Walks the candidates of any key in any table. */
static int64_t find_any_once(ouro_runtime *rt, ouro_dict *d, ouro_object *key, int64_t hash, int *outcome)
{
    ouro_dict_keys *keys = d->keys;
    *outcome = DIFFERENT;
    if (!keys->log2_index) {
        for (uint32_t i = 0; *outcome == DIFFERENT && i < keys->entry_count; i++) {
            *outcome = compare_entry(rt, d, keys, i, key, hash);
            if (*outcome == EQUAL)
                return i;
        }
        return OURO__DICT_MISSING;
    }
    probe p = probe_begin(keys, scramble(keys->kind, hash), ouro__index_slot_bits(keys->log2_index));
    for (uint32_t slot; *outcome == DIFFERENT && (slot = probe_slot(&p)); probe_next(&p)) {
        if (!ouro__index_matches(slot, p.fragment, p.log2))
            continue;
        uint32_t place = ouro__index_entry(slot, p.log2);
        *outcome = compare_entry(rt, d, keys, place, key, hash);
        if (*outcome == EQUAL)
            return place;
    }
    return OURO__DICT_MISSING;
}

int64_t ouro__dict_find(ouro_runtime *rt, ouro_dict *d, ouro_object *key, int64_t hash)
{
    if (ouro__str_is_exact(key)) {
        if (ouro__likely(d->keys->kind == OURO_DICT_STR_KEYS))
            return find_str(d->keys, key, hash);
    } else if (d->keys->kind == OURO_DICT_INT_KEYS && ouro__int_is_small(key)) {
        return find_int(d->keys, key, hash);
    }
    enum { PATIENCE = 256 };
    for (int attempt = 0; attempt < PATIENCE; attempt++) {
        int outcome;
        int64_t place = find_any_once(rt, d, key, hash, &outcome);
        if (outcome != CHANGED)
            return outcome == FAILED ? OURO__DICT_FAILED : place;
    }
    ouro__raise(rt, OURO_T_RUNTIME_ERROR, "comparing keys keeps changing the dictionary");
    return OURO__DICT_FAILED;
}

/* ---- Growing ---- */

static void pack(ouro_runtime *rt, ouro_dict *d)
{
    (void)rt;
    ouro_dict_keys *keys = d->keys;
    size_t stride = ouro__dict_stride(keys->kind), to = 0;
    for (size_t from = 0; from < keys->entry_count; from++) {
        const ouro_dict_entry *e = ouro__dict_entry(keys, from);
        if (!e->value)
            continue;
        if (to != from)
            memcpy(ouro__dict_entry(keys, to), e, stride);
        to++;
    }
    keys->entry_count = (uint32_t)to;
}

/* A new block with the entries of the old one, whose kind is another. */
static int convert(ouro_runtime *rt, ouro_dict *d, enum ouro_dict_kind kind, size_t capacity)
{
    ouro_dict_keys *old = d->keys;
    unsigned log2 = index_log2(capacity);
    ouro_dict_keys *keys = ouro__buffer_alloc(rt, table_bytes(kind, log2, capacity));
    if (!keys)
        return -1;
    *keys = (ouro_dict_keys){
        .log2_index = (uint8_t)log2, .kind = (uint8_t)kind, .entry_capacity = (uint32_t)capacity};
    for (size_t i = 0; i < old->entry_count; i++) {
        const ouro_dict_entry *from = ouro__dict_entry(old, i);
        if (!from->value)
            continue;
        ouro_dict_entry *to = ouro__dict_entry(keys, keys->entry_count++);
        ouro__slot_init(&to->key, from->key);
        ouro__slot_init(&to->value, from->value);
        if (kind == OURO_DICT_ANY_KEYS)
            to->hash = from->key ? ouro__dict_entry_hash(rt, old->kind, from) : 0;
    }
    index_rebuild(rt, keys);
    d->keys = keys;
    d->mutations++;
    if (has_table(old))
        ouro__buffer_free(rt, old);
    return 0;
}

/* Gives the table room for `capacity` entries, which are at least the live ones and one more, and drops the
 * deleted ones, if there are any and places need not be kept. */
static int resize(ouro_runtime *rt, ouro_dict *d, enum ouro_dict_kind kind, size_t capacity, bool keep_places)
{
    ouro_dict_keys *keys = d->keys;
    unsigned log2 = index_log2(capacity);
    if (log2 > OURO__INDEX_LOG2_MAX) {
        ouro__no_memory(rt);
        return -1;
    }
    if (!has_table(keys) || kind != keys->kind)
        return convert(rt, d, kind, capacity);
    size_t old_bytes = table_bytes(kind, index_log2(keys->entry_capacity), keys->entry_capacity);
    size_t bytes = table_bytes(kind, log2, capacity);
    if (bytes > old_bytes) {
        keys = ouro__buffer_resize(rt, keys, bytes);
        if (!keys)
            return -1;
        d->keys = keys;
    }
    keys->version = 0;
    d->mutations++;
    bool same_index =
        log2 && log2 == keys->log2_index && d->used == keys->entry_count && *index_word(keys) == 0;
    const void *old_index = index_word(keys);
    if (!same_index && !keep_places)
        pack(rt, d);
    keys->entry_capacity = (uint32_t)capacity;
    keys->log2_index = (uint8_t)log2;
    keys->draining = 0;
    if (same_index)
        memmove(index_word(keys), old_index, index_area_bytes(log2));
    else
        index_rebuild(rt, keys);
    if (bytes < old_bytes) {
        keys = ouro__heap_resize(&rt->heap, keys, bytes);
        if (keys) /* else the larger block stays, which does no harm */
            d->keys = keys;
    }
    return 0;
}

/* Room for one more entry in a table that is full or cannot hold the next key's kind. Deleted entries are dropped. */
static int make_room(ouro_runtime *rt, ouro_dict *d, enum ouro_dict_kind kind)
{
    size_t live = d->used, capacity;
    if (live < FEW)
        capacity = live < 2 ? 2 : live < 4 ? 4 : FEW;
    else
        capacity = live + live / 2;
    if (capacity < d->keys->entry_capacity && capacity >= d->keys->entry_capacity / 4)
        capacity = d->keys->entry_capacity; /* many were deleted: once packed there is room */
    if (capacity < live + 2)
        capacity = live + 2; /* one may be half taken out */
    return resize(rt, d, kind, capacity, false);
}

/* Room for one more entry in a full table. Where a table of CPython's has places left, deleted entries stay, since
 * iterators stand at places. */
static int make_room_at_end(ouro_runtime *rt, ouro_dict *d, enum ouro_dict_kind kind)
{
    uint32_t count = d->keys->entry_count;
    if (d->used == count || count >= SMALLEST || kind != d->keys->kind)
        return make_room(rt, d, kind);
    return resize(rt, d, kind, count < 4 ? 4 : FEW, true);
}

int ouro__dict_reserve(ouro_runtime *rt, ouro_dict *d, size_t count)
{
    if (count <= d->keys->entry_capacity)
        return 0;
    if (count > UINT32_MAX) {
        ouro__no_memory(rt);
        return -1;
    }
    return resize(rt, d, d->keys->kind, count, false);
}

/* ---- Adding and removing ---- */

static enum ouro_dict_kind kind_for(const ouro_object *key)
{
    if (ouro__str_is_exact(key))
        return OURO_DICT_STR_KEYS;
    return ouro__int_hashes_simply(key) ? OURO_DICT_INT_KEYS : OURO_DICT_ANY_KEYS;
}

/* Makes the table such that a key of this kind can be added at entry_count. */
static int prepare_to_insert(ouro_runtime *rt, ouro_dict *d, enum ouro_dict_kind kind)
{
    ouro_dict_keys *keys = d->keys;
    if (kind != keys->kind && keys->kind != OURO_DICT_ANY_KEYS) {
        if (keys->entry_count)
            kind = OURO_DICT_ANY_KEYS;
        if (!has_table(keys))
            return make_room(rt, d, kind);
        if (keys->entry_count || kind == OURO_DICT_ANY_KEYS) {
            size_t live = d->used + 2;
            return live > keys->entry_capacity ? make_room(rt, d, kind)
                                               : resize(rt, d, kind, keys->entry_capacity, false);
        }
        if (keys->log2_index)
            memset(index_word(keys), 0, index_area_bytes(keys->log2_index));
        keys->kind = (uint8_t)kind;
        return 0;
    }
    return keys->entry_count == keys->entry_capacity
               ? make_room_at_end(rt, d, keys->entry_capacity ? keys->kind : kind)
               : 0;
}

int ouro__dict_insert(ouro_runtime *rt, ouro_dict *d, ouro_object *key_owned, int64_t hash,
                      ouro_object *value_owned)
{
    enum ouro_dict_kind kind = kind_for(key_owned);
    ouro_dict_keys *keys = d->keys;
    if (ouro__unlikely(kind != keys->kind || keys->entry_count == keys->entry_capacity)) {
        if (prepare_to_insert(rt, d, kind) < 0) {
            ouro_decref(rt, key_owned);
            ouro_decref(rt, value_owned);
            return -1;
        }
        keys = d->keys;
    }
    ouro_dict_entry *e = ouro__dict_entry(keys, keys->entry_count);
    ouro__slot_init(&e->key, key_owned);
    ouro__slot_init(&e->value, value_owned);
    if (keys->kind == OURO_DICT_ANY_KEYS)
        e->hash = hash;
    if (keys->log2_index)
        index_add(keys, scramble(keys->kind, hash), keys->entry_count);
    keys->entry_count++;
    keys->version = 0;
    d->used++;
    d->mutations++;
    if (!(d->head.word & OURO_TRACKED) &&
        (ouro__may_be_tracked(rt, value_owned) || ouro__may_be_tracked(rt, key_owned)))
        ouro__track(&d->head);
    return 0;
}

void ouro__dict_replace(ouro_runtime *rt, ouro_dict *d, int64_t place, ouro_object *value_owned)
{
    if (!(d->head.word & OURO_TRACKED) && ouro__may_be_tracked(rt, value_owned))
        ouro__track(&d->head);
    ouro__slot_set(rt, d, &ouro__dict_entry(d->keys, (size_t)place)->value, value_owned);
}

void ouro__dict_remove(ouro_runtime *rt, ouro_dict *d, int64_t place, ouro_object **key, ouro_object **value)
{
    ouro_dict_keys *keys = d->keys;
    ouro_dict_entry *e = ouro__dict_entry(keys, (size_t)place);
    *key = ouro__slot_take(rt, d, &e->key);
    *value = ouro__slot_take(rt, d, &e->value);
    keys->version = 0;
    d->used--;
    d->mutations++;
}

/* Slots of the index have come to lead to entries of other keys, or to none. */
static void lose_slots(ouro_runtime *rt, ouro_dict_keys *keys, uint32_t count)
{
    *lost_slots(keys) += count;
    if (*lost_slots(keys) <= ((uint32_t)1 << keys->log2_index) / 8)
        return;
    uint32_t first = *first_hint(keys);
    index_rebuild(rt, keys);
    *first_hint(keys) = first;
}

void ouro__dict_remove_last(ouro_runtime *rt, ouro_dict *d, ouro_object **key, ouro_object **value)
{
    ouro_dict_keys *keys = d->keys;
    uint32_t last = keys->entry_count - 1;
    while (!ouro__dict_entry(keys, last)->key)
        last--;
    uint32_t dropped = keys->entry_count - last;
    ouro__dict_remove(rt, d, last, key, value);
    if (keys->draining)
        return;
    keys->entry_count = last;
    if (!keys->log2_index)
        return;
    if (*first_hint(keys) > last)
        *first_hint(keys) = last;
    lose_slots(rt, keys, dropped); /* they still lead there */
}

/* ---- Order ---- */

int64_t ouro__dict_first(const ouro_dict *d)
{
    const ouro_dict_keys *keys = d->keys;
    if (!d->used)
        return OURO__DICT_MISSING;
    uint32_t i = keys->log2_index ? *first_hint(keys) : 0;
    while (!ouro__dict_entry(keys, i)->key)
        i++;
    if (keys->log2_index)
        *first_hint(keys) = i;
    return i;
}

int64_t ouro__dict_last(const ouro_dict *d)
{
    if (!d->used)
        return OURO__DICT_MISSING;
    uint32_t i = d->keys->entry_count - 1;
    while (!ouro__dict_entry(d->keys, i)->key)
        i--;
    return i;
}

/* Moves an entry to a place that is deleted. */
static void move_entry(ouro_runtime *rt, ouro_dict *d, uint32_t from, uint32_t to)
{
    ouro_dict_keys *keys = d->keys;
    ouro_dict_entry *source = ouro__dict_entry(keys, from), *target = ouro__dict_entry(keys, to);
    ouro__slot_init(&target->key, ouro__slot_take(rt, d, &source->key));
    ouro__slot_init(&target->value, ouro__slot_take(rt, d, &source->value));
    if (keys->kind == OURO_DICT_ANY_KEYS)
        target->hash = source->hash;
    if (keys->log2_index)
        index_add(keys, scramble(keys->kind, ouro__dict_entry_hash(rt, keys->kind, target)), to);
    keys->version = 0;
    d->mutations++;
}

/* Live entries before a place: where it will be once the deleted ones are dropped. */
static uint32_t rank_of(const ouro_dict_keys *keys, uint32_t place)
{
    uint32_t rank = 0;
    for (uint32_t i = 0; i < place; i++)
        rank += ouro__dict_entry(keys, i)->value != NULL;
    return rank;
}

int ouro__dict_move_to_end(ouro_runtime *rt, ouro_dict *d, int64_t place)
{
    uint32_t from = (uint32_t)place;
    if (place == ouro__dict_last(d))
        return 0;
    if (d->keys->entry_count == d->keys->entry_capacity) {
        from = rank_of(d->keys, from);
        if (make_room(rt, d, d->keys->kind) < 0)
            return -1;
    }
    uint32_t to = d->keys->entry_count++;
    move_entry(rt, d, from, to);
    return 0;
}

/* Shifts all entries of a table without deleted ones up, so that `gap` places before them are free. There is room. */
static void open_gap(ouro_runtime *rt, ouro_dict *d, uint32_t gap)
{
    ouro_dict_keys *keys = d->keys;
    size_t stride = ouro__dict_stride(keys->kind);
    memmove(ouro__dict_entry(keys, gap), ouro__dict_entry(keys, 0), keys->entry_count * stride);
    memset(ouro__dict_entry(keys, 0), 0, gap * stride);
    keys->entry_count += gap;
    index_rebuild(rt, keys);
    if (keys->log2_index)
        *first_hint(keys) = gap;
}

int ouro__dict_move_to_front(ouro_runtime *rt, ouro_dict *d, int64_t place)
{
    int64_t first = ouro__dict_first(d);
    uint32_t from = (uint32_t)place;
    if (place == first)
        return 0;
    if (first == 0) {
        uint32_t gap = d->keys->log2_index ? d->used / 2 + 1 : 1;
        from = rank_of(d->keys, from);
        size_t capacity = (size_t)d->used + gap + 1; /* one may be half taken out */
        if (capacity < d->keys->entry_capacity)
            capacity = d->keys->entry_capacity;
        if (resize(rt, d, d->keys->kind, capacity, false) < 0)
            return -1;
        pack(rt, d);
        open_gap(rt, d, gap);
        from += gap;
        first = gap;
    }
    move_entry(rt, d, from, (uint32_t)first - 1);
    if (d->keys->log2_index) {
        *first_hint(d->keys) = (uint32_t)first - 1;
        lose_slots(rt, d->keys, 1); /* the one that led to what was deleted there */
    }
    return 0;
}

/* ---- The whole table ---- */

static void copy_live_entries(ouro_dict_keys *keys, const ouro_dict_keys *source)
{
    for (size_t i = 0; i < source->entry_count; i++) {
        const ouro_dict_entry *e = ouro__dict_entry(source, i);
        if (e->key)
            memcpy(ouro__dict_entry(keys, keys->entry_count++), e, ouro__dict_stride(source->kind));
    }
}

/* Counts the references of entries that were copied as bytes. */
static void take_references(ouro_dict_keys *keys)
{
    for (size_t i = 0; i < keys->entry_count; i++) {
        ouro_dict_entry *e = ouro__dict_entry(keys, i);
        if (e->key) {
            ouro_incref(e->key);
            ouro_incref(e->value);
        } else {
            ouro__slot_init(&e->value, NULL);
        }
    }
}

int ouro__dict_clone_into(ouro_runtime *rt, ouro_dict *d, const ouro_dict *from)
{
    const ouro_dict_keys *source = from->keys;
    if (from->used == 0)
        return 0;
    bool sparse = source->draining || (source->log2_index && *index_word(source)) ||
                  source->entry_capacity > 4 * (size_t)from->used + FEW ||
                  from->used < source->entry_count - source->entry_count / 4;
    size_t capacity = sparse ? from->used : source->entry_capacity;
    unsigned log2 = index_log2(capacity);
    ouro_dict_keys *keys = ouro__buffer_alloc(rt, table_bytes(source->kind, log2, capacity));
    if (!keys)
        return -1;
    *keys = (ouro_dict_keys){
        .log2_index = (uint8_t)log2, .kind = source->kind, .entry_capacity = (uint32_t)capacity};
    if (sparse) {
        copy_live_entries(keys, source);
        index_rebuild(rt, keys);
    } else {
        memcpy(keys + 1, source + 1, entries_bytes(source->kind, source->entry_count));
        memcpy(index_word(keys), index_word(source), index_area_bytes(log2));
        keys->entry_count = source->entry_count;
    }
    take_references(keys);
    d->keys = keys;
    d->used = from->used;
    d->mutations++;
    if (from->head.word & OURO_TRACKED)
        ouro__track(&d->head);
    return 0;
}

void ouro__dict_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    const ouro_dict_keys *keys = ((ouro_dict *)o)->keys;
    if (!has_table(keys))
        return;
    for (size_t i = 0; i < keys->entry_count; i++) {
        const ouro_dict_entry *e = ouro__dict_entry(keys, i);
        if (e->key)
            visit(rt, e->key, context);
        if (e->value)
            visit(rt, e->value, context);
    }
}

/* Drops a reference that others hold too, which runs no code. */
static bool drop_shared(ouro_runtime *rt, ouro_dict *d, ouro_object **slot)
{
    if ((*slot)->refcount == 1)
        return false;
    ouro__slot_clear(rt, d, slot);
    return true;
}

/* Takes the entries out in order, of each the key and then the value; what others hold too is dropped on the way. A
 * table with an index gives it up, and keeps in the word before it how far that got; the dict stays usable, searched
 * in order, until it is emptied or grows. */
ouro_object *ouro__dict_drain(ouro_runtime *rt, ouro_object *o)
{
    ouro_dict *d = (ouro_dict *)o;
    ouro_dict_keys *keys = d->keys;
    if (!has_table(keys))
        return NULL;
    if (keys->log2_index) {
        keys->log2_index = 0;
        keys->draining = 1;
        *index_word(keys) = 0;
    }
    keys->version = 0;
    d->mutations++;
    for (size_t i = keys->draining ? *index_word(keys) : 0; i < keys->entry_count; i++) {
        ouro_dict_entry *e = ouro__dict_entry(keys, i);
        if (e->key) {
            d->used--;
            if (!drop_shared(rt, d, &e->key)) {
                if (keys->draining)
                    *index_word(keys) = i;
                return ouro__slot_take(rt, d, &e->key);
            }
        }
        if (e->value && !drop_shared(rt, d, &e->value)) {
            if (keys->draining)
                *index_word(keys) = i + 1;
            return ouro__slot_take(rt, d, &e->value);
        }
    }
    d->keys = (ouro_dict_keys *)(uintptr_t)&ouro__dict_no_keys;
    ouro__buffer_free(rt, keys);
    return NULL;
}

void ouro__dict_destroy(ouro_runtime *rt, ouro_object *o)
{
    ouro_dict *d = (ouro_dict *)o;
    if (has_table(d->keys))
        ouro__buffer_free(rt, d->keys);
}
