/* Censuses: all live objects by type, with the buffers that they alone own; which instances would be smaller with __slots__;
 * numbers that stand boxed in lists of theirs. Taken at safe points, where all objects are whole. */
#include "capture/internal.h"

#include "object/layout.h"
#include "types/class.h"
#include "types/dict.h"

enum { LIST_LEAST = 64 /* items */, BOX_BYTES = 16 };

struct census {
    ouro_capture *c;
    uint32_t known;      /* types that there are rows for */
    uint64_t raw, owned; /* bytes of buffers; and of these, with a known owner */
};

/* ---- Boxed numbers ---- */

enum { BOX_NONE, BOX_FLOAT, BOX_INT };

/* What kind of number all items of a list are; the bytes of those that nothing else refers to. */
static int look_at_items(ouro_runtime *rt, const ouro__list_layout *list, uint64_t *bytes)
{
    int kind = BOX_NONE;
    *bytes = 0;
    for (uint32_t i = 0; i < list->count; i++) {
        const ouro_object *item = list->items[i];
        int is = !item                                  ? BOX_NONE
                 : ouro__is_exactly(item, OURO_T_FLOAT) ? BOX_FLOAT
                 : ouro__is_exactly(item, OURO_T_INT)   ? BOX_INT
                                                        : BOX_NONE;
        if (is == BOX_NONE || (kind != BOX_NONE && is != kind))
            return BOX_NONE;
        kind = is;
        if (item->refcount == 1) {
            size_t usable = ouro__heap_usable(&rt->heap, item);
            if (usable > BOX_BYTES)
                return BOX_NONE; /* too large a number for a machine's */
            *bytes += usable;
        }
    }
    return kind;
}

/* Sums in c->rows by kind and the stack that allocated the list's room, or a box of it. */
static void count_boxes(ouro_capture *c, const ouro__list_layout *list)
{
    uint64_t bytes;
    if (list->count < LIST_LEAST)
        return;
    int kind = look_at_items(c->rt, list, &bytes);
    if (kind == BOX_NONE || bytes < (uint64_t)list->count * BOX_BYTES / 2)
        return;
    uint32_t stack = capture_stack_of(c, list->items);
    if (!stack)
        stack = capture_stack_of(c, list);
    for (uint32_t i = 0; !stack && i < list->count; i++)
        stack = capture_stack_of(c, list->items[i]);
    capture_sum *sum = capture_tally_at(c->rt, &c->rows, (uint64_t)stack << 2 | (unsigned)kind);
    if (sum) {
        sum->bytes += bytes;
        sum->count += list->count;
    }
}

static void put_boxes(ouro_capture *c)
{
    capture_sum *sums = c->rows.slots.memory;
    size_t room = capture_tally_room(&c->rows);
    for (size_t i = 0; i < room; i++)
        if (sums[i].key)
            capture_stack(c, (uint32_t)(sums[i].key >> 2));
    capture_begin(c->rt, &c->output, CAPTURE_BOXES);
    capture_put(c->rt, &c->output, capture_time(c));
    for (size_t i = 0; i < room; i++) {
        if (!sums[i].key)
            continue;
        capture_put(c->rt, &c->output, sums[i].key & 3);
        capture_put(c->rt, &c->output, capture_known_stack(c, (uint32_t)(sums[i].key >> 2)));
        capture_put(c->rt, &c->output, sums[i].count);
        capture_put(c->rt, &c->output, sums[i].bytes);
    }
    capture_finish(c->rt, &c->output);
}

/* ---- Instances ---- */

/* Bytes of an instance and its attributes; how many these are. */
static uint64_t attributes_of(ouro_runtime *rt, const ouro_type *type, ouro_object *o, uint32_t *count)
{
    uint64_t word = ouro__attrs_of(rt, type, o)->word;
    void *place = ouro__attrs_pointer(word);
    uint64_t bytes = ouro__heap_usable(&rt->heap, o);
    *count = 0;
    if (place && ouro__attrs_is_dict(word)) {
        const ouro_type *dict = ouro__type_of(rt, place);
        size_t own = dict->size_of ? dict->size_of(rt, place) : 0;
        bytes += own;
        *count = (uint32_t)ouro__dict_count(place);
    } else if (place) {
        *count = ((const ouro_shape *)place)->count;
    }
    return bytes;
}

/* ---- The walk ---- */

/* What stack allocated it: of a sample that was told already, but for the room that lists and dicts have. */
static void add_kind(ouro_capture *c, const ouro_type *type, const ouro_object *o, size_t usable,
                     size_t bytes)
{
    const void *room = NULL;
    uint32_t index = ouro__type_index(o);
    if (c->exact)
        capture_kind_add(c, capture_stack_of(c, o), index, usable);
    if (bytes <= usable)
        return;
    if (type->layout == OURO_LAYOUT_LIST)
        room = ((const ouro__list_layout *)o)->items;
    else if (ouro__is_exactly(o, OURO_T_DICT))
        room = ((const ouro_dict *)o)->keys;
    if (room)
        capture_kind_add(c, capture_stack_of(c, room), index, bytes - usable);
}

static int visit(void *context, void *block, size_t usable, enum ouro_heap_kind kind)
{
    struct census *census = context;
    ouro_capture *c = census->c;
    ouro_runtime *rt = c->rt;
    if (kind == OURO_HEAP_RAW) {
        census->raw += usable;
        return 0;
    }
    ouro_object *o = block;
    uint32_t index = ouro__type_index(o);
    if (!index || index >= census->known)
        return 0;
    const ouro_type *type = ouro__type_of(rt, o);
    capture_type *row = (capture_type *)c->types.memory + index;
    if (!type->name)
        return 0;
    size_t bytes = type->size_of ? type->size_of(rt, o) : usable;
    if (bytes > usable)
        census->owned += bytes - usable;
    add_kind(c, type, o, usable, bytes);
    row->count++;
    row->bytes += bytes > usable ? bytes : usable;
    if (type->flags & OURO_TYPE_HEAP && type->attrs_offset && type->attrs_offset != OURO_ATTRS_AT_END) {
        uint32_t count;
        row->plain += attributes_of(rt, type, o, &count);
        if (count > row->attributes)
            row->attributes = count;
    }
    if (type->layout == OURO_LAYOUT_LIST && ouro__is_exactly(o, OURO_T_LIST))
        count_boxes(c, (const ouro__list_layout *)o);
    return 0;
}

static size_t types(const ouro_capture *c)
{
    return c->types.bytes / sizeof(capture_type);
}

/* Rows of (type, objects, bytes); type 0 stands for buffers without a known owner. */
static void put_types(ouro_capture *c, const struct census *census, int why)
{
    capture_output *o = &c->output;
    capture_type *rows = c->types.memory;
    capture_begin(c->rt, o, CAPTURE_CENSUS);
    capture_put(c->rt, o, capture_time(c));
    capture_put(c->rt, o, (uint64_t)why);
    capture_put(c->rt, o, c->stats.bytes);
    for (size_t i = 0; i < types(c); i++) {
        if (!rows[i].count)
            continue;
        capture_put(c->rt, o, rows[i].number);
        capture_put(c->rt, o, rows[i].count);
        capture_put(c->rt, o, rows[i].bytes);
    }
    capture_put(c->rt, o, 0);
    capture_put(c->rt, o, 0);
    capture_put(c->rt, o, census->raw > census->owned ? census->raw - census->owned : 0);
    capture_finish(c->rt, o);
}

/* Rows of (type, instances, bytes, attributes, bytes of an instance with __slots__ for that many). */
static void put_layouts(ouro_capture *c)
{
    capture_output *o = &c->output;
    capture_type *rows = c->types.memory;
    capture_begin(c->rt, o, CAPTURE_LAYOUTS);
    capture_put(c->rt, o, capture_time(c));
    for (size_t i = 0; i < types(c); i++) {
        if (!rows[i].count || !rows[i].plain)
            continue;
        const ouro_type *type = ouro__type_at(c->rt, (uint32_t)i << 8);
        size_t size = type->attrs_offset + rows[i].attributes * sizeof(ouro_object *);
        if (size > OURO__SMALL_MAX)
            continue;
        capture_put(c->rt, o, rows[i].number);
        capture_put(c->rt, o, rows[i].count);
        capture_put(c->rt, o, rows[i].plain);
        capture_put(c->rt, o, rows[i].attributes);
        capture_put(c->rt, o, ouro__class_bytes(ouro__size_class(size, OURO_HEAP_CONTAINER)));
    }
    capture_finish(c->rt, o);
}

void capture_census(ouro_capture *c, int why)
{
    struct census census = {.c = c};
    if (capture_type_at(c, c->rt->type_count))
        census.known = c->rt->type_count;
    capture_type *rows = c->types.memory;
    for (size_t i = 0; i < types(c); i++)
        rows[i].count = rows[i].bytes = rows[i].plain = rows[i].attributes = 0;
    capture_tally_clear(&c->rows);
    ouro__heap_stats(&c->rt->heap, &c->stats);
    capture_kinds_begin(c);
    ouro__heap_walk(&c->rt->heap, visit, &census);
    for (size_t i = 0; i < types(c); i++) {
        rows = c->types.memory;
        if (rows[i].count && !capture_type_number(c, (uint32_t)i))
            rows[i].count = 0;
    }
    put_types(c, &census, why);
    put_layouts(c);
    put_boxes(c);
    capture_put_kinds(c);
}
