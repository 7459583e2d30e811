/* Weak references: the side table gives the first of an object's, and those to one object are a list through
 * themselves. Clearing never allocates; only linking can fail. docs/weak-references.md has the story. */
#include "object/weakref.h"

#include "object/alloc.h"
#include "object/dealloc.h"
#include "object/tables.h"
#include "object/type_table.h"
#include "os/assert.h"

static void destroy_c_weakref(ouro_runtime *rt, ouro_object *o)
{
    ouro__weakref_unlink(rt, (ouro_weakref *)o);
}

int ouro__weakrefs_init(ouro_runtime *rt)
{
    ouro_type *type = ouro__type_add(rt, OURO_TYPE_INDEX_WEAKREF);
    if (!type)
        return -1;
    type->name = "weakref";
    type->size = sizeof(ouro_c_weakref);
    type->destroy = destroy_c_weakref;
    return 0;
}

/* Whether the list of weak references shows `ref` before one of `rank` that is now linked. */
static bool stands_before(const ouro_weakref *ref, enum ouro_weakref_rank rank)
{
    return ref->rank != OURO_WEAKREF_OTHER && (rank == OURO_WEAKREF_OTHER || ref->rank < rank);
}

int ouro__weakref_link(ouro_runtime *rt, ouro_weakref *ref, ouro_object *referent,
                       enum ouro_weakref_rank rank)
{
    ouro__address_entry *entry = ouro__address_enter(rt, &rt->tables->weakrefs, referent);
    if (!entry) {
        ouro__no_memory(rt);
        return -1;
    }
    referent->word |= OURO_WEAKLY_REFERENCED;
    ouro_weakref *newer = NULL, *older = entry->value;
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
        entry->value = ref;
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
        ouro__address_entry *entry = ouro__address_find(&rt->tables->weakrefs, referent);
        ouro__assert(entry && entry->value == ref);
        entry->value = ref->older;
        if (!ref->older) {
            ouro__address_remove(&rt->tables->weakrefs, entry);
            referent->word &= ~(uint32_t)OURO_WEAKLY_REFERENCED;
        }
    }
    ref->referent = NULL;
    ref->newer = ref->older = NULL;
}

ouro_weakref *ouro__weakrefs_of(ouro_runtime *rt, ouro_object *o)
{
    ouro__address_entry *entry = ouro__address_find(&rt->tables->weakrefs, o);
    return entry ? entry->value : NULL;
}

uint64_t ouro__weakrefs_serial(ouro_runtime *rt, ouro_object *o)
{
    ouro__address_entry *entry = ouro__address_find(&rt->tables->weakrefs, o);
    return entry ? entry->serial : 0;
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

/* Unlinks every weak reference to `o`. Those whose callback is to be called are held and returned in a list
 * through `older`, newest first, with the callback moved out to where `newer` was: nobody looks at the links
 * of an unlinked one, and nothing needs to be allocated. */
static ouro_weakref *take_all(ouro_runtime *rt, ouro_object *o)
{
    ouro_weakref *first = NULL, **end = &first;
    ouro__address_entry *entry = ouro__address_find(&rt->tables->weakrefs, o);
    ouro_weakref *ref = entry ? entry->value : NULL;
    if (entry)
        ouro__address_remove(&rt->tables->weakrefs, entry);
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
