/* The weak-reference table: from an object's address to the newest weak reference to it.
 *
 * Open addressing with linear probing; an entry is taken out by shifting back what follows, so that clearing never
 * allocates and never leaves a grave. The weak references to one object are a list through themselves. Only linking can
 * grow the table, and so only linking can fail. docs/weak-references.md has the story. */
#include "object/weakref.h"

#include "object/alloc.h"
#include "object/dealloc.h"
#include "object/type_table.h"
#include "os/assert.h"

#include <string.h>

struct entry {
    ouro_object *object; /* NULL: free */
    ouro_weakref *first;
    uint64_t serial; /* order of entry */
};

struct ouro_weakrefs {
    struct entry *entries;
    size_t mask, count;
    uint64_t next_serial;
};

enum { FIRST_ROOM = 16 };

static size_t home(const struct ouro_weakrefs *table, const ouro_object *o)
{
    return (size_t)(((uintptr_t)o >> 3) * 0x9e3779b97f4a7c15ull >> 20) & table->mask;
}

/* The object's entry, or the free one where it would stand. */
static struct entry *find(const struct ouro_weakrefs *table, const ouro_object *o)
{
    size_t i = home(table, o);
    while (table->entries[i].object && table->entries[i].object != o)
        i = (i + 1) & table->mask;
    return &table->entries[i];
}

static void remove_entry(struct ouro_weakrefs *table, struct entry *entry)
{
    size_t hole = (size_t)(entry - table->entries);
    for (size_t i = (hole + 1) & table->mask; table->entries[i].object; i = (i + 1) & table->mask) {
        size_t distance = (i - home(table, table->entries[i].object)) & table->mask;
        if (distance >= ((i - hole) & table->mask)) {
            table->entries[hole] = table->entries[i];
            hole = i;
        }
    }
    table->entries[hole].object = NULL;
    table->count--;
}

static int resize(ouro_runtime *rt, struct ouro_weakrefs *table, size_t room)
{
    struct entry *entries = ouro__heap_alloc_zeroed(&rt->heap, room * sizeof *entries, OURO_HEAP_RAW);
    if (!entries)
        return -1;
    /* The old table is read only now: making room may have run a collection that cleared some of it. */
    struct entry *old = table->entries;
    size_t old_room = old ? table->mask + 1 : 0;
    table->entries = entries;
    table->mask = room - 1;
    for (size_t i = 0; i < old_room; i++)
        if (old[i].object)
            *find(table, old[i].object) = old[i];
    ouro__heap_free(&rt->heap, old, OURO_HEAP_RAW);
    return 0;
}

/* Makes sure that one more entry fits; takes the chance to shrink a table that has emptied. */
static int make_room(ouro_runtime *rt, struct ouro_weakrefs *table)
{
    size_t room = table->mask + 1;
    if ((table->count + 1) * 4 > room * 3)
        return resize(rt, table, room * 2);
    if (room > 1024 && table->count * 16 < room)
        resize(rt, table, room / 4);
    return 0;
}

static void destroy_c_weakref(ouro_runtime *rt, ouro_object *o)
{
    ouro__weakref_unlink(rt, (ouro_weakref *)o);
}

int ouro__weakrefs_init(ouro_runtime *rt)
{
    struct ouro_weakrefs *table = ouro__heap_alloc_zeroed(&rt->heap, sizeof *table, OURO_HEAP_RAW);
    if (!table)
        return -1;
    rt->weakrefs = table;
    if (resize(rt, table, FIRST_ROOM) < 0)
        return -1;
    ouro_type *type = ouro__type_add(rt, OURO_TYPE_INDEX_WEAKREF);
    if (!type)
        return -1;
    type->name = "weakref";
    type->size = sizeof(ouro_c_weakref);
    type->destroy = destroy_c_weakref;
    return 0;
}

void ouro__weakrefs_destroy(ouro_runtime *rt)
{
    if (!rt->weakrefs)
        return;
    ouro__heap_free(&rt->heap, rt->weakrefs->entries, OURO_HEAP_RAW);
    ouro__heap_free(&rt->heap, rt->weakrefs, OURO_HEAP_RAW);
    rt->weakrefs = NULL;
}

bool ouro__weakrefs_holds(ouro_runtime *rt, const void *block)
{
    return rt->weakrefs && block == rt->weakrefs->entries;
}

/* Whether the list of weak references shows `ref` before one of `rank` that is now linked. */
static bool stands_before(const ouro_weakref *ref, enum ouro_weakref_rank rank)
{
    return ref->rank != OURO_WEAKREF_OTHER && (rank == OURO_WEAKREF_OTHER || ref->rank < rank);
}

int ouro__weakref_link(ouro_runtime *rt, ouro_weakref *ref, ouro_object *referent, enum ouro_weakref_rank rank)
{
    struct ouro_weakrefs *table = rt->weakrefs;
    if (!(referent->word & OURO_WEAKLY_REFERENCED) && make_room(rt, table) < 0) {
        ouro__no_memory(rt);
        return -1;
    }
    struct entry *entry = find(table, referent);
    if (!entry->object) {
        entry->object = referent;
        entry->first = NULL;
        entry->serial = ++table->next_serial;
        table->count++;
        referent->word |= OURO_WEAKLY_REFERENCED;
    }
    ouro_weakref *newer = NULL, *older = entry->first;
    while (older && stands_before(older, rank)) {
        newer = older;
        older = older->older;
    }
    ref->referent = referent;
    ref->rank = (uint8_t)rank;
    ref->hidden = false;
    ref->newer = newer;
    ref->older = older;
    if (newer)
        newer->older = ref;
    else
        entry->first = ref;
    if (older)
        older->newer = ref;
    return 0;
}

void ouro__weakref_unlink(ouro_runtime *rt, ouro_weakref *ref)
{
    ouro_object *referent = ref->referent;
    if (!referent)
        return;
    if (ref->older)
        ref->older->newer = ref->newer;
    if (ref->newer) {
        ref->newer->older = ref->older;
    } else {
        struct entry *entry = find(rt->weakrefs, referent);
        ouro__assert(entry->object == referent && entry->first == ref);
        entry->first = ref->older;
        if (!ref->older) {
            remove_entry(rt->weakrefs, entry);
            referent->word &= ~(uint32_t)OURO_WEAKLY_REFERENCED;
        }
    }
    ref->referent = NULL;
    ref->newer = ref->older = NULL;
}

ouro_weakref *ouro__weakrefs_of(ouro_runtime *rt, ouro_object *o)
{
    struct entry *entry = find(rt->weakrefs, o);
    return entry->object ? entry->first : NULL;
}

uint64_t ouro__weakrefs_serial(ouro_runtime *rt, ouro_object *o)
{
    struct entry *entry = find(rt->weakrefs, o);
    return entry->object ? entry->serial : 0;
}

static bool is_from_c(const ouro_weakref *ref)
{
    return ref->head.word >> 8 == OURO_TYPE_INDEX_WEAKREF;
}

bool ouro__weakref_has_callback(const ouro_weakref *ref)
{
    return ref->callback || (is_from_c(ref) && ((const ouro_c_weakref *)ref)->notify);
}

static void call_back(ouro_runtime *rt, ouro_weakref *ref, ouro_object *callback)
{
    struct ouro__aside aside = ouro__code_begin(rt);
    if (is_from_c(ref)) {
        ouro_c_weakref *from_c = (ouro_c_weakref *)ref;
        from_c->notify(rt, &ref->head, from_c->context);
    } else if (rt->hooks.weakref_callback) {
        rt->hooks.weakref_callback(rt, callback, &ref->head);
    }
    ouro__code_end(rt, aside);
}

void ouro__weakref_notify(ouro_runtime *rt, ouro_weakref *ref)
{
    if (ouro__weakref_has_callback(ref)) {
        ouro_object *callback = ref->callback ? ouro_ref(ref->callback) : NULL;
        call_back(rt, ref, callback);
        ouro_xdecref(rt, callback);
    }
}

/* Unlinks every weak reference to `o`. Those whose callback is to be called are held and returned in a list through
 * `older`, newest first, with the callback moved out to where `newer` was: nobody looks at the links of an unlinked
 * one, and nothing needs to be allocated. */
static ouro_weakref *take_all(ouro_runtime *rt, ouro_object *o)
{
    ouro_weakref *first = NULL, **end = &first;
    struct entry *entry = find(rt->weakrefs, o);
    ouro_weakref *ref = entry->object ? entry->first : NULL;
    if (entry->object)
        remove_entry(rt->weakrefs, entry);
    o->word &= ~(uint32_t)OURO_WEAKLY_REFERENCED;
    while (ref) {
        ouro_weakref *next = ref->older;
        ref->referent = NULL;
        ref->newer = ref->older = NULL;
        if (ouro__weakref_has_callback(ref) && !ouro__is_dying(rt, &ref->head)) {
            ouro_incref(&ref->head);
            ref->newer = (ouro_weakref *)ref->callback;
            ref->callback = NULL;
            *end = ref;
            end = &ref->older;
        }
        ref = next;
    }
    return first;
}

void ouro__weakrefs_clear(ouro_runtime *rt, ouro_object *o)
{
    ouro_weakref *ref = take_all(rt, o);
    while (ref) {
        ouro_weakref *next = ref->older;
        ouro_object *callback = (ouro_object *)ref->newer;
        ref->newer = ref->older = NULL;
        call_back(rt, ref, callback);
        ouro_xdecref(rt, callback);
        ouro_decref(rt, &ref->head);
        ref = next;
    }
}

ouro_object *ouro__weakref_get(ouro_weakref *ref)
{
    return ref->referent && !ref->hidden ? ouro_ref(ref->referent) : NULL;
}

void ouro__weakrefs_hide(ouro_runtime *rt, ouro_object *o, bool hidden)
{
    for (ouro_weakref *ref = ouro__weakrefs_of(rt, o); ref; ref = ref->older)
        ref->hidden = hidden;
}
