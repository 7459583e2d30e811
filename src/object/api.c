/* The public functions about types, objects, slots and weak references (ouro/type.h, slot.h, weakref.h). */
#include "object/alloc.h"
#include "object/dealloc.h"
#include "object/slot.h"
#include "object/type_table.h"
#include "object/weakref.h"
#include "ouro/slot.h"
#include "ouro/type.h"
#include "ouro/weakref.h"

#include <string.h>

/* ---- Types ---- */

/* What a program's type owns, in one buffer: found again from the descriptor, whose `fields` points into
 * it. */
struct own_type {
    void (*clear)(ouro_runtime *rt, ouro_object *o);
    bool acyclic;
    uint16_t fields[]; /* ended by 0; the name follows */
};

static struct own_type *own_of(const ouro_type *type)
{
    return (struct own_type *)((char *)type->fields - offsetof(struct own_type, fields));
}

/* Serves types that give only `clear`: containers that die in it wait in the queue. A walk finds them there;
 * anyone else is handed them one by one. */
static ouro_object *drain_by_clear(ouro_runtime *rt, ouro_object *o)
{
    bool deferred = rt->dealloc_deferred;
    rt->dealloc_deferred = true;
    own_of(ouro__type_of(rt, o))->clear(rt, o);
    rt->dealloc_deferred = deferred;
    return rt->dealloc_top == o ? NULL : ouro__dealloc_next_waiting(rt);
}

static bool in_order(const ouro_type_spec *spec)
{
    if (!spec->name || spec->size < sizeof(ouro_object) || spec->size > INT32_MAX ||
        !spec->traverse != !spec->clear)
        return false;
    for (const uint16_t *field = spec->fields; field && *field; field++)
        if (*field % sizeof(void *) || *field < sizeof(ouro_object) || *field + sizeof(void *) > spec->size)
            return false;
    return true;
}

static struct own_type *copy_spec(ouro_runtime *rt, const ouro_type_spec *spec)
{
    size_t count = 0, name = strlen(spec->name) + 1;
    while (spec->fields && spec->fields[count])
        count++;
    size_t fields = (count + 1) * sizeof(uint16_t);
    struct own_type *own = ouro__buffer_alloc(rt, sizeof *own + fields + name);
    if (!own)
        return NULL;
    own->clear = spec->clear;
    own->acyclic = spec->flags & OURO_SPEC_ACYCLIC;
    if (count)
        memcpy(own->fields, spec->fields, fields);
    own->fields[count] = 0;
    memcpy((char *)own->fields + fields, spec->name, name);
    return own;
}

ouro_type *ouro_type_new(ouro_runtime *rt, const ouro_type_spec *spec)
{
    if (!in_order(spec))
        return NULL;
    struct own_type *own = copy_spec(rt, spec);
    if (!own)
        return NULL;
    ouro_type *type = ouro__type_add(rt, 0);
    if (!type) {
        ouro__buffer_free(rt, own);
        return NULL;
    }
    bool container = spec->traverse || own->fields[0];
    size_t count = 0;
    while (own->fields[count])
        count++;
    type->name = (char *)&own->fields[count + 1];
    type->size = (uint32_t)spec->size;
    type->fields = own->fields;
    type->flags = OURO_TYPE_HEAP | (container ? OURO_TYPE_CONTAINER : 0) |
                  (spec->flags & OURO_SPEC_WEAKLY_REFERENCEABLE ? OURO_TYPE_WEAKLY_REFERENCEABLE : 0) |
                  (spec->finalize ? OURO_TYPE_HAS_DEL : 0);
    type->layout = spec->traverse ? OURO_LAYOUT_CALLBACK : OURO_LAYOUT_LEAF;
    type->traverse = spec->traverse;
    type->drain = spec->clear ? drain_by_clear : NULL;
    type->finalize = spec->finalize;
    type->destroy = spec->destroy;
    return type;
}

void ouro_type_delete(ouro_runtime *rt, ouro_type *type)
{
    struct own_type *own = own_of(type);
    ouro__type_release(rt, type);
    ouro__buffer_free(rt, own);
}

ouro_type *ouro_type_of(ouro_runtime *rt, const ouro_object *o)
{
    return ouro__type_of(rt, o);
}

const char *ouro_type_name(const ouro_type *type)
{
    return type->name;
}

/* ---- Objects ---- */

void *ouro_new(ouro_runtime *rt, ouro_type *type)
{
    return ouro_new_with(rt, type, 0);
}

void *ouro_new_with(ouro_runtime *rt, ouro_type *type, size_t extra)
{
    if (extra > SIZE_MAX / 2)
        return ouro__no_memory(rt);
    ouro_object *o = ouro__new_object(rt, type, type->size + extra);
    if (o && type->flags & OURO_TYPE_CONTAINER && !own_of(type)->acyclic)
        ouro__track(o);
    return o;
}

/* ---- Slots ---- */

void ouro_slot_init(ouro_object **slot, void *value)
{
    ouro__slot_init(slot, value);
}

void ouro_slot_set(ouro_runtime *rt, void *owner, ouro_object **slot, void *value)
{
    ouro__slot_set(rt, owner, slot, value);
}

void ouro_slot_clear(ouro_runtime *rt, void *owner, ouro_object **slot)
{
    ouro__slot_clear(rt, owner, slot);
}

ouro_object *ouro_slot_take(ouro_runtime *rt, void *owner, ouro_object **slot)
{
    return ouro__slot_take(rt, owner, slot);
}

ouro_object *ouro_slot_exchange(ouro_runtime *rt, void *owner, ouro_object **slot, void *value)
{
    return ouro__slot_exchange(rt, owner, slot, value);
}

void ouro_slot_move_range(ouro_runtime *rt, void *owner, ouro_object **to, ouro_object **from, size_t count)
{
    ouro__slot_move_range(rt, owner, to, from, count);
}

/* ---- Weak references ---- */

ouro_object *ouro_weakref_new(ouro_runtime *rt, ouro_object *o, ouro_weakref_notify notify, void *context)
{
    if (!(ouro__type_of(rt, o)->flags & OURO_TYPE_WEAKLY_REFERENCEABLE))
        return NULL;
    ouro_c_weakref *ref = ouro__new_leaf(rt, sizeof *ref, OURO_TYPE_INDEX_WEAKREF << 8);
    if (!ref)
        return NULL;
    memset((char *)ref + sizeof ref->base.head, 0, sizeof *ref - sizeof ref->base.head);
    ref->base.hash = -1;
    ref->notify = notify;
    ref->context = context;
    if (ouro__weakref_link(rt, &ref->base, o, OURO_WEAKREF_OTHER) < 0) {
        ouro_decref(rt, &ref->base.head);
        return NULL;
    }
    return &ref->base.head;
}

ouro_object *ouro_weakref_get(ouro_runtime *rt, ouro_object *weakref)
{
    (void)rt;
    return ouro__weakref_get((ouro_weakref *)weakref);
}

size_t ouro_weakref_count(ouro_runtime *rt, ouro_object *o)
{
    size_t count = 0;
    if (ouro__type_of(rt, o)->flags & OURO_TYPE_WEAKLY_REFERENCEABLE && o->word & OURO_WEAKLY_REFERENCED)
        for (ouro_weakref *ref = ouro__weakrefs_of(rt, o); ref; ref = ref->older)
            count++;
    return count;
}
