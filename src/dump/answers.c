/* What ouro/dump.h tells of a dump. */
#include "dump/reader.h"

#include "object/versioned.h"

#include <stdio.h>
#include <string.h>

void ouro_dump_get(const ouro_dump *d, ouro_dump_figures *figures)
{
    const ouro_dump_figures all = {.objects = ouro__dump_objects_count(d),
                                   .references = d->references,
                                   .types = (uint32_t)d->types.count,
                                   .places = (uint32_t)d->places.count,
                                   .roots = (uint32_t)d->roots.count,
                                   .bytes = d->bytes,
                                   .heap_bytes = d->heap_bytes,
                                   .lost = d->lost,
                                   .incomplete = d->incomplete};
    ouro__copy_out(figures, &all, figures->size, sizeof all);
}

bool ouro_dump_object_at(const ouro_dump *d, uint32_t number, ouro_dump_object *object)
{
    if (number >= d->objects.count)
        return false;
    const ouro__read_object *o = ouro__dump_object_of(d, number);
    const ouro__read_type *type = OURO__ITEM(const ouro__read_type, d->types, o->type);
    const ouro_dump_object all = {.id = ouro__dump_id_of(d, number),
                                  .bytes = o->bytes,
                                  .count = o->count,
                                  .type = ouro__dump_string_at(d, type->name),
                                  .module = ouro__dump_string_at(d, type->module),
                                  .value = ouro__dump_text_at(d, o->preview),
                                  .place = o->place,
                                  .type_number = o->type,
                                  .tracked = o->flags & OURO__DUMPED_TRACKED,
                                  .immortal = o->flags & OURO__DUMPED_IMMORTAL,
                                  .root = d->is_root[number]};
    ouro__copy_out(object, &all, object->size, sizeof all);
    return true;
}

uint32_t ouro_dump_find(const ouro_dump *d, uint64_t id)
{
    unsigned shift = d->flags >> OURO__DUMP_ID_SHIFT & 7;
    return id & ((UINT64_C(1) << shift) - 1) ? (uint32_t)OURO_DUMP_NONE : ouro__dump_find_raw(d, id >> shift);
}

void ouro_dump_references(const ouro_dump *d, uint32_t number, uint32_t *first, uint32_t *end)
{
    bool there = number < d->objects.count;
    *first = there ? d->first[number] : 0;
    *end = there ? d->first[number + 1] : 0;
}

/* The object whose reference it is. */
static uint32_t owner_of(const ouro_dump *d, uint32_t reference)
{
    uint32_t low = 0, high = ouro__dump_objects_count(d);
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (d->first[middle] <= reference)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* No character is cut. */
static void copy(char *to, size_t room, const char *format, const char *text)
{
    if ((size_t)snprintf(to, room, format, text) < room)
        return;
    size_t length = strlen(to);
    while (length && ((unsigned char)to[length - 1] & 0xc0) == 0x80)
        length--;
    if (length && (unsigned char)to[length - 1] >= 0xc0)
        length--;
    to[length] = 0;
}

static void write_label(const ouro_dump *d, uint32_t reference, char *text, size_t room)
{
    uint32_t label = *OURO__ITEM(const uint32_t, d->labels, reference), value = label & OURO__LABEL_MASK;
    const char *key;
    *text = 0;
    switch (label >> OURO__LABEL_SHIFT) {
    case OURO__REFERENCE_INDEX:
        snprintf(text, room, "[%u]", value);
        break;
    case OURO__REFERENCE_ATTRIBUTE:
        copy(text, room, ".%s", ouro__dump_string_at(d, value));
        break;
    case OURO__REFERENCE_VALUE:
        key = ouro__dump_text_at(d, ouro__dump_object_of(d, d->targets[reference - 1])->preview);
        copy(text, room, "[%s]", *key ? key : "...");
        break;
    case OURO__REFERENCE_KEY:
        snprintf(text, room, "key");
        break;
    case OURO__REFERENCE_NAMED:
        copy(text, room, "%s", ouro__dump_string_at(d, value));
        break;
    default:
        break;
    }
}

bool ouro_dump_reference_at(const ouro_dump *d, uint32_t reference, ouro_dump_reference *result)
{
    if (reference >= d->references)
        return false;
    ouro_dump_reference all = {.from = owner_of(d, reference), .to = d->targets[reference]};
    write_label(d, reference, all.label, sizeof all.label);
    ouro__copy_out(result, &all, result->size, sizeof all);
    return true;
}

bool ouro_dump_root_at(const ouro_dump *d, uint32_t root, ouro_dump_root *result)
{
    if (root >= d->roots.count)
        return false;
    const ouro__read_root *r = OURO__ITEM(const ouro__read_root, d->roots, root);
    const ouro_dump_root all = {
        .kind = r->kind, .name = ouro__dump_string_at(d, r->name), .place = r->place, .object = r->object};
    ouro__copy_out(result, &all, result->size, sizeof all);
    return true;
}

bool ouro_dump_place_at(const ouro_dump *d, uint32_t place, ouro_dump_place *result)
{
    if (place == 0 || place > d->places.count)
        return false;
    const ouro__read_place *p = OURO__ITEM(const ouro__read_place, d->places, place - 1);
    const ouro_dump_place all = {.file = ouro__dump_string_at(d, p->file),
                                 .function = ouro__dump_string_at(d, p->function),
                                 .line = p->line,
                                 .caller = p->caller};
    ouro__copy_out(result, &all, result->size, sizeof all);
    return true;
}

bool ouro_dump_referrers(ouro_dump *d, uint32_t number, const uint32_t **numbers, uint32_t *count)
{
    bool there = number < d->objects.count;
    *numbers = there ? d->back_edges + d->back_first[number] : NULL;
    *count = there ? d->back_first[number + 1] - d->back_first[number] : 0;
    return true;
}

bool ouro_dump_retained(ouro_dump *d, uint32_t number, uint64_t *bytes)
{
    if (!ouro__dump_find_retained(d))
        return false;
    *bytes = number < d->objects.count ? d->retained[number] : 0;
    return true;
}

bool ouro_dump_dominator(ouro_dump *d, uint32_t number, uint32_t *dominator)
{
    if (!ouro__dump_find_retained(d))
        return false;
    *dominator = number < d->objects.count ? d->dominators[number] : OURO_DUMP_NONE;
    return true;
}

bool ouro_dump_holder(ouro_dump *d, uint32_t number, uint32_t *holder)
{
    if (!ouro__dump_find_holders(d))
        return false;
    uint32_t entry = number < d->objects.count ? d->holders[number] : 0;
    *holder = entry && entry != number + 1 ? entry - 1 : OURO_DUMP_NONE;
    return true;
}
