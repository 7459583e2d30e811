/* Writing a runtime's objects: the tracked containers as they lie in the heap, then what these and the roots reach and the
 * collector does not track, as it is met. Nothing is allocated from the heap, and no table grows with the number of objects
 * but the marks of what is not tracked. */
#include "dump/dump.h"

#include "object/layout.h"
#include "object/size.h"
#include "object/traverse.h"
#include "trace/tracer.h"

#include <string.h>

enum { ID_SHIFT = 3, TEXT = OURO__DUMP_STRING_MOST + 1, PREVIEW = OURO__DUMP_PREVIEW_MOST + 1 };

struct ouro__dump_roots {
    ouro_runtime *rt;
    ouro__dump_writer *w;
    const ouro__dump_language *language; /* never NULL */
    ouro__marks marks;
    uint32_t first_place; /* what to add to a number of the tracer's stacks */
};

static uint64_t id_of(const ouro_object *o)
{
    return (uint64_t)(uintptr_t)o >> ID_SHIFT;
}

/* Tracked ones are written anyhow. */
static void mark(struct ouro__dump_roots *d, ouro_object *o)
{
    if (!ouro__is_container(d->rt, o) || !(o->word & OURO_TRACKED))
        ouro__marks_add(&d->marks, o);
}

/* ---- Strings ---- */

static uint64_t write_text(struct ouro__dump_roots *d, const void *identity, const char *text, size_t length)
{
    uint64_t number = ouro__dump_string(d->w, text, length < TEXT ? length : strlen(text));
    ouro__dump_remember(d->w, identity, number);
    return number;
}

uint64_t ouro__dump_text(struct ouro__dump_roots *d, const char *text)
{
    uint64_t number = ouro__dump_recall(d->w, text);
    return number ? number : write_text(d, text, text, strlen(text));
}

uint64_t ouro__dump_name_of(struct ouro__dump_roots *d, const void *name)
{
    char text[TEXT];
    uint64_t number = ouro__dump_recall(d->w, name);
    if (number || !d->rt->hooks.trace_text)
        return number;
    return write_text(d, name, text, d->rt->hooks.trace_text(d->rt, name, text, sizeof text));
}

static uint64_t label_string(struct ouro__dump_roots *d, const ouro__dump_label *label)
{
    char text[TEXT];
    uint64_t number = ouro__dump_recall(d->w, label->identity);
    if (number)
        return number;
    return write_text(d, label->identity, text, d->language->label_text(d->rt, label, text, sizeof text));
}

/* ---- Types ---- */

static uint64_t type_string(struct ouro__dump_roots *d, const ouro_type *type,
                            size_t (*get)(ouro_runtime *, const ouro_type *, char *, size_t))
{
    char text[TEXT];
    size_t length = get(d->rt, type, text, sizeof text);
    return ouro__dump_string(d->w, text, length < TEXT ? length : strlen(text));
}

/* All of them, so that an object's type is its index in the runtime's table. */
static void write_types(struct ouro__dump_roots *d)
{
    const ouro__dump_language *language = d->language;
    for (uint32_t i = 0; i < d->rt->type_count; i++) {
        const ouro_type *type = ouro__type_at(d->rt, i << 8);
        uint64_t name = 0, module = 0;
        if (i && type->name && type->word >> 8 == i) {
            name = language->type_name ? type_string(d, type, language->type_name)
                                       : ouro__dump_text(d, type->name);
            module = language->type_module ? type_string(d, type, language->type_module) : 0;
            if (type->class_object)
                mark(d, type->class_object);
        }
        ouro__dump_type(d->w, name, module);
    }
}

/* ---- Places ---- */

/* The tree of stacks, whose nodes come after their callers. */
static void write_places(struct ouro__dump_roots *d)
{
    const ouro__sites *sites = d->rt->sites;
    char text[TEXT];
    for (uint32_t node = OURO_STACK_ROOT + 1; sites && node < sites->stacks.node_count; node++) {
        const ouro_place *place = ouro__stacks_place(&sites->stacks, node);
        uint32_t caller = ouro__stacks_node(&sites->stacks, node)->parent;
        uint64_t file = ouro__dump_recall(d->w, place->file),
                 function = ouro__dump_recall(d->w, place->function);
        if (!file)
            file = write_text(d, place->file, text, ouro_trace_file(d->rt, node, text, sizeof text));
        if (!function)
            function =
                write_text(d, place->function, text, ouro_trace_function(d->rt, node, text, sizeof text));
        ouro__dump_place(d->w, caller - OURO_STACK_ROOT, file, function,
                         place->line > 0 ? (uint64_t)place->line : 0);
    }
}

uint64_t ouro__dump_frame(struct ouro__dump_roots *d, uint64_t caller, uint64_t file, uint64_t function,
                          int line)
{
    return ouro__dump_place(d->w, caller, file, function, line > 0 ? (uint64_t)line : 0);
}

/* ---- Objects ---- */

void ouro__dump_held(struct ouro__dump_roots *d, unsigned kind, uint64_t name, uint64_t place, ouro_object *o)
{
    if (!o)
        return;
    mark(d, o);
    ouro__dump_root(d->w, kind, name, place, id_of(o));
}

static void write_reference(ouro_runtime *rt, ouro_object *child, const ouro__dump_label *label,
                            void *context)
{
    (void)rt;
    struct ouro__dump_roots *d = context;
    mark(d, child);
    ouro__dump_reference(d->w, label->kind, id_of(child),
                         label->name ? label_string(d, label) : label->index);
}

static void write_plain_reference(ouro_runtime *rt, ouro_object *child, void *context)
{
    write_reference(rt, child, &(ouro__dump_label){.kind = OURO__REFERENCE_OTHER}, context);
}

/* What lies in the runtime's own region takes no memory of its own. */
static size_t bytes_of(struct ouro__dump_roots *d, ouro_object *o)
{
    if ((uintptr_t)o - (uintptr_t)d->rt < d->rt->region_size)
        return 0;
    return ouro__object_size(d->rt, o);
}

static void write_object(struct ouro__dump_roots *d, ouro_object *o)
{
    ouro_runtime *rt = d->rt;
    char preview[PREVIEW];
    bool container = ouro__is_container(rt, o), immortal = o->refcount & OURO_IMMORTAL;
    uint32_t stack = ouro_trace_stack_of(rt, o);
    size_t length = d->language->preview ? d->language->preview(rt, o, preview, sizeof preview) : 0;
    ouro__dump_object(d->w, &(ouro__dumped_object){
                                .id = id_of(o),
                                .type = ouro__type_index(o),
                                .bytes = bytes_of(d, o),
                                .count = immortal ? 0 : o->refcount,
                                .place = stack > OURO_STACK_ROOT ? stack - OURO_STACK_ROOT : 0,
                                .flags = (container && o->word & OURO_TRACKED ? OURO__DUMPED_TRACKED : 0u) |
                                         (immortal ? OURO__DUMPED_IMMORTAL : 0u),
                                .preview = preview,
                                .preview_length = length < PREVIEW ? length : strlen(preview),
                            });
    if (d->language->references)
        d->language->references(rt, o, write_reference, d);
    else
        ouro__traverse(rt, o, write_plain_reference, d);
}

static void write_tracked(struct ouro__dump_roots *d)
{
    ouro_heap_span span = {0};
    while (ouro__heap_container_walk(&d->rt->heap, &span))
        for (char *block = span.first; block < span.end; block += span.stride) {
            ouro_object *o = (ouro_object *)block;
            if (o->word & OURO_TRACKED && ouro__type_index(o))
                write_object(d, o);
        }
}

int ouro__dump_objects(ouro_runtime *rt, ouro__dump_writer *w)
{
    static const ouro__dump_language none = {0};
    struct ouro__dump_roots d = {.rt = rt, .w = w, .language = rt->hooks.dump ? rt->hooks.dump : &none};
    d.marks.heap = &rt->heap;
    size_t bytes = rt->heap.committed - rt->heap.idle;
    ouro__dump_begin(w, OURO__DUMP_COUNTS | ID_SHIFT << OURO__DUMP_ID_SHIFT);
    write_types(&d);
    write_places(&d);
    if (d.language->roots)
        d.language->roots(rt, &d);
    write_tracked(&d);
    for (ouro_object *o; (o = ouro__marks_next(&d.marks));)
        write_object(&d, o);
    int error = ouro__dump_finish(w, bytes, d.marks.refused);
    ouro__marks_release(&d.marks);
    return error;
}
