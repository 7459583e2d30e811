/* The _ouro_dump module, under lib/ouro/dumps.py: writing dumps, and dumps as objects to ask. Objects of a dump go by their
 * numbers, types and places too; what is found is put in order and in words in Python. */
#include <stdlib.h>
#include <string.h>

#include "dump/export.h"
#include "modules/modules.h"
#include "modules/support.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/list.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"

typedef struct dump_object {
    ouro_object head;
    ouro_dump *dump;
    size_t charged; /* bytes of it that count in the heap's budget */
} dump_object;

static ouro_dump *dump_of(ouro_object *self)
{
    return ((dump_object *)self)->dump;
}

static ouro_object *number(ouro_runtime *rt, uint64_t value)
{
    return ouro__int_from_uint64(rt, value);
}

static ouro_object *text(ouro_runtime *rt, const char *utf8)
{
    return ouro__str_from_cstring(rt, utf8);
}

/* Appends what is owned, and may be NULL. */
static int append(ouro_runtime *rt, ouro_object *list, ouro_object *item)
{
    int status = item ? ouro__list_append(rt, list, item) : -1;
    ouro_xdecref(rt, item);
    return status;
}

/* The list, or NULL when something went wrong. */
static ouro_object *finished(ouro_runtime *rt, ouro_object *list, int status)
{
    if (status == 0)
        return list;
    ouro_xdecref(rt, list);
    return NULL;
}

/* Tables that an answer needs, counted in the budget once they are there. */
static int prepare(ouro_runtime *rt, ouro_object *self, bool (*make)(ouro_dump *))
{
    dump_object *o = (dump_object *)self;
    if (!make(o->dump)) {
        ouro__no_memory(rt);
        return -1;
    }
    size_t bytes = ouro__dump_memory(o->dump);
    if (bytes > o->charged && ouro__heap_charge(&rt->heap, (ptrdiff_t)(bytes - o->charged)) < 0) {
        ouro__no_memory(rt);
        return -1;
    }
    o->charged = bytes;
    return 0;
}

/* ---- What is in a dump ---- */

OURO_C_FUNCTION(dump_figures)
{
    ouro_dump_figures f = {.size = sizeof f};
    ouro_dump_get(dump_of(self), &f);
    return ouro__pack(rt, 9, number(rt, f.objects), number(rt, f.references), number(rt, f.bytes),
                      number(rt, f.heap_bytes), number(rt, f.types), number(rt, f.places),
                      number(rt, f.roots), number(rt, f.lost), ouro__bool(rt, f.incomplete));
}

typedef struct tally {
    uint64_t count, bytes;
} tally;

/* One for each type, or for each place with 0 for "not known". NULL with MemoryError set. */
static tally *count_by(ouro_runtime *rt, const ouro_dump *d, bool by_place)
{
    tally *all = calloc((by_place ? d->places.count : d->types.count) + 1, sizeof *all);
    if (!all)
        return ouro__no_memory(rt);
    for (uint32_t n = 0; n < ouro__dump_objects_count(d); n++) {
        const ouro__read_object *o = ouro__dump_object_of(d, n);
        tally *one = &all[by_place ? o->place : o->type];
        one->count++;
        one->bytes += o->bytes;
    }
    return all;
}

OURO_C_FUNCTION(dump_types)
{
    const ouro_dump *d = dump_of(self);
    tally *all = count_by(rt, d, false);
    ouro_object *list = all ? ouro__list_new(rt, 0) : NULL;
    int status = list ? 0 : -1;
    for (uint32_t i = 0; status == 0 && i < d->types.count; i++) {
        const ouro__read_type *type = OURO__ITEM(const ouro__read_type, d->types, i);
        if (all[i].count)
            status = append(rt, list,
                            ouro__pack(rt, 5, number(rt, i), text(rt, ouro__dump_string_at(d, type->name)),
                                       text(rt, ouro__dump_string_at(d, type->module)),
                                       number(rt, all[i].count), number(rt, all[i].bytes)));
    }
    free(all);
    return finished(rt, list, status);
}

OURO_C_FUNCTION(dump_places)
{
    const ouro_dump *d = dump_of(self);
    tally *all = count_by(rt, d, true);
    ouro_object *list = all ? ouro__list_new(rt, 0) : NULL;
    int status = list ? 0 : -1;
    for (uint32_t i = 0; status == 0 && i <= d->places.count; i++)
        if (all[i].count)
            status =
                append(rt, list,
                       ouro__pack(rt, 3, number(rt, i), number(rt, all[i].count), number(rt, all[i].bytes)));
    free(all);
    return finished(rt, list, status);
}

/* An argument as a number below `limit`; -1 with IndexError. */
static int as_number(ouro_runtime *rt, ouro_object *o, size_t limit, uint32_t *out)
{
    int64_t value;
    if (ouro__as_int64(rt, o, &value) < 0)
        return -1;
    *out = (uint32_t)value;
    if (value >= 0 && (uint64_t)value < limit)
        return 0;
    ouro__raise(rt, OURO_T_INDEX_ERROR, "there is no such number in the dump");
    return -1;
}

OURO_C_FUNCTION(dump_place)
{
    const ouro_dump *d = dump_of(self);
    uint32_t place;
    if (as_number(rt, args[0], d->places.count + 1, &place) < 0)
        return NULL;
    ouro_object *list = ouro__list_new(rt, 0);
    int status = list ? 0 : -1;
    ouro_dump_place p = {.size = sizeof p};
    for (; status == 0 && ouro_dump_place_at(d, place, &p); place = p.caller)
        status =
            append(rt, list, ouro__pack(rt, 3, text(rt, p.file), number(rt, p.line), text(rt, p.function)));
    return finished(rt, list, status);
}

OURO_C_FUNCTION(dump_object_at)
{
    ouro_dump *d = dump_of(self);
    uint32_t n, holder;
    ouro_dump_object o = {.size = sizeof o};
    if (as_number(rt, args[0], d->objects.count, &n) < 0 || prepare(rt, self, ouro__dump_find_retained) < 0)
        return NULL;
    ouro_dump_object_at(d, n, &o);
    holder = d->dominators[n];
    return ouro__pack(rt, 12, number(rt, o.id), text(rt, o.type), text(rt, o.module), text(rt, o.value),
                      number(rt, o.bytes), number(rt, d->retained[n]), number(rt, o.count),
                      number(rt, o.place), ouro__bool(rt, o.tracked), ouro__bool(rt, o.immortal),
                      ouro__bool(rt, o.root),
                      holder == OURO_DUMP_NONE ? ouro_ref(OURO_NONE(rt)) : number(rt, holder));
}

OURO_C_FUNCTION(dump_find)
{
    uint64_t id;
    if (!ouro__is_int(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "an object's id is an int, not %T", args[0]);
    bool fits = ouro__int_as_uint64(rt, args[0], &id) == 0;
    uint32_t n = fits ? ouro_dump_find(dump_of(self), id) : OURO_DUMP_NONE;
    return n == OURO_DUMP_NONE ? ouro_ref(OURO_NONE(rt)) : number(rt, n);
}

/* ---- References ---- */

static ouro_object *link_of(ouro_runtime *rt, const ouro_dump *d, uint32_t reference, uint32_t other)
{
    ouro_dump_reference r = {.size = sizeof r};
    ouro_dump_reference_at(d, reference, &r);
    return ouro__pack(rt, 2, text(rt, r.label), number(rt, other));
}

/* (object, how many), the second at most UINT32_MAX. */
static int object_and_limit(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, uint32_t *n,
                            uint32_t *limit)
{
    int64_t value;
    if (as_number(rt, args[0], dump_of(self)->objects.count, n) < 0 ||
        ouro__as_int64(rt, args[1], &value) < 0)
        return -1;
    *limit = value < 0 ? 0 : value < UINT32_MAX ? (uint32_t)value : UINT32_MAX;
    return 0;
}

OURO_C_FUNCTION(dump_references)
{
    const ouro_dump *d = dump_of(self);
    uint32_t n, limit;
    if (object_and_limit(rt, self, args, &n, &limit) < 0)
        return NULL;
    uint32_t first = d->first[n], count = d->first[n + 1] - first;
    ouro_object *list = ouro__list_new(rt, 0);
    int status = list ? 0 : -1;
    for (uint32_t i = 0; status == 0 && i < count && i < limit; i++)
        status = append(rt, list, link_of(rt, d, first + i, d->targets[first + i]));
    list = finished(rt, list, status);
    return list ? ouro__pack(rt, 2, number(rt, count), list) : NULL;
}

/* The first reference from one object to another, one to a key if there is no other; there is one. */
static uint32_t reference_between(const ouro_dump *d, uint32_t from, uint32_t to)
{
    uint32_t found = d->references;
    for (uint32_t e = d->first[from]; e < d->first[from + 1]; e++) {
        if (d->targets[e] != to)
            continue;
        bool key = *OURO__ITEM(const uint32_t, d->labels, e) >> OURO__LABEL_SHIFT == OURO__REFERENCE_KEY;
        if (!key)
            return e;
        if (found == d->references)
            found = e;
    }
    return found;
}

OURO_C_FUNCTION(dump_referrers)
{
    const ouro_dump *d = dump_of(self);
    uint32_t n, limit;
    if (object_and_limit(rt, self, args, &n, &limit) < 0)
        return NULL;
    const uint32_t *from = d->back_edges + d->back_first[n];
    uint32_t count = d->back_first[n + 1] - d->back_first[n], last = OURO_DUMP_NONE;
    ouro_object *list = ouro__list_new(rt, 0);
    int status = list ? 0 : -1;
    for (uint32_t i = 0; status == 0 && i < count && limit; i++) {
        if (from[i] == last) /* one who refers to it more than once */
            continue;
        last = from[i];
        limit--;
        status = append(rt, list, link_of(rt, d, reference_between(d, last, n), last));
    }
    list = finished(rt, list, status);
    return list ? ouro__pack(rt, 2, number(rt, count), list) : NULL;
}

OURO_C_FUNCTION(dump_path)
{
    ouro_dump *d = dump_of(self);
    uint32_t n, holder;
    if (as_number(rt, args[0], d->objects.count, &n) < 0 || prepare(rt, self, ouro__dump_find_holders) < 0)
        return NULL;
    ouro_object *list = ouro__list_new(rt, 0);
    int status = list ? 0 : -1;
    while (status == 0 && ouro_dump_holder(d, n, &holder) && holder != OURO_DUMP_NONE) {
        status = append(rt, list, link_of(rt, d, reference_between(d, holder, n), n));
        n = holder;
    }
    if (status == 0)
        status = append(rt, list, ouro__pack(rt, 2, text(rt, ""), number(rt, n)));
    return finished(rt, list, status);
}

OURO_C_FUNCTION(dump_roots)
{
    const ouro_dump *d = dump_of(self);
    bool all = nargs == 0 || args[0] == OURO_NONE(rt);
    uint32_t wanted = OURO_DUMP_NONE;
    if (!all && as_number(rt, args[0], d->objects.count, &wanted) < 0)
        return NULL;
    ouro_object *list = ouro__list_new(rt, 0);
    int status = list ? 0 : -1;
    ouro_dump_root r = {.size = sizeof r};
    for (uint32_t i = 0; status == 0 && ouro_dump_root_at(d, i, &r); i++)
        if (all || r.object == wanted)
            status = append(rt, list,
                            ouro__pack(rt, 4, number(rt, r.kind), text(rt, r.name), number(rt, r.place),
                                       number(rt, r.object)));
    return finished(rt, list, status);
}

/* ---- Choosing ---- */

/* A byte for each type of the dump, from an iterable of their numbers; NULL with an exception. */
static uint8_t *wanted_types(ouro_runtime *rt, const ouro_dump *d, ouro_object *numbers)
{
    uint8_t *wanted = calloc(d->types.count + 1, 1);
    if (!wanted)
        return ouro__no_memory(rt);
    ouro_object *iterator = ouro__iter(rt, numbers), *item;
    while (iterator && (item = ouro__next(rt, iterator))) {
        uint32_t type;
        int status = as_number(rt, item, d->types.count, &type);
        ouro_decref(rt, item);
        if (status < 0)
            break;
        wanted[type] = 1;
    }
    ouro_xdecref(rt, iterator);
    if (!rt->error)
        return wanted;
    free(wanted);
    return NULL;
}

static ouro_object *chosen(ouro_runtime *rt, const ouro_dump *d, ouro__dump_choice *c)
{
    if (c->limit > d->objects.count)
        c->limit = (uint32_t)d->objects.count;
    c->numbers = malloc(((size_t)c->limit + 1) * sizeof *c->numbers);
    if (!c->numbers)
        return ouro__no_memory(rt);
    ouro__dump_choose(d, c);
    ouro_object *list = ouro__list_new(rt, 0);
    int status = list ? 0 : -1;
    for (uint32_t i = 0; status == 0 && i < c->count; i++)
        status = append(rt, list, number(rt, c->numbers[i]));
    free(c->numbers);
    list = finished(rt, list, status);
    return list ? ouro__pack(rt, 3, number(rt, c->matched), number(rt, c->bytes), list) : NULL;
}

OURO_C_FUNCTION(dump_choose)
{
    const ouro_dump *d = dump_of(self);
    int64_t key, limit;
    uint8_t *types = NULL;
    char *owned = NULL;
    size_t length;
    if (ouro__as_int64(rt, args[2], &key) < 0 || ouro__as_int64(rt, args[3], &limit) < 0)
        return NULL;
    if (key < OURO__KEY_NUMBER || key > OURO__KEY_REFERRERS)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "there is no such key");
    if (args[1] != OURO_NONE(rt) && !ouro__is_str(rt, args[1]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "choose() takes a str or None, not %T", args[1]);
    if ((key == OURO__KEY_RETAINED && prepare(rt, self, ouro__dump_find_retained) < 0) ||
        (args[0] != OURO_NONE(rt) && !(types = wanted_types(rt, d, args[0]))))
        return NULL;
    ouro__dump_choice c = {.types = types,
                           .key = (enum ouro__dump_key)key,
                           .limit = limit < 0            ? 0
                                    : limit < UINT32_MAX ? (uint32_t)limit
                                                         : UINT32_MAX};
    ouro_object *result = NULL;
    if (args[1] == OURO_NONE(rt) || (c.text = ouro__str_utf8(rt, args[1], &length, &owned)))
        result = chosen(rt, d, &c);
    ouro__buffer_free(rt, owned);
    free(types);
    return result;
}

/* ---- Two dumps ---- */

/* What became of the objects of a type, or of a place. */
typedef struct changes {
    uint64_t count, bytes; /* of objects that the other dump has not */
    uint64_t grown;        /* objects that it has, with fewer bytes */
    uint64_t more;         /* how many fewer */
} changes;

static bool same_type(const ouro_dump *a, const ouro__read_object *x, const ouro_dump *b,
                      const ouro__read_object *y)
{
    const ouro__read_type *s = OURO__ITEM(const ouro__read_type, a->types, x->type),
                          *t = OURO__ITEM(const ouro__read_type, b->types, y->type);
    return strcmp(ouro__dump_string_at(a, s->name), ouro__dump_string_at(b, t->name)) == 0 &&
           strcmp(ouro__dump_string_at(a, s->module), ouro__dump_string_at(b, t->module)) == 0;
}

static void note_changes(const ouro_dump *d, const ouro_dump *other, changes *types, changes *places)
{
    for (uint32_t n = 0; n < ouro__dump_objects_count(d); n++) {
        const ouro__read_object *o = ouro__dump_object_of(d, n), *before = NULL;
        uint32_t m = ouro_dump_find(other, ouro__dump_id_of(d, n));
        if (m != OURO_DUMP_NONE && same_type(d, o, other, ouro__dump_object_of(other, m)))
            before = ouro__dump_object_of(other, m);
        changes *const both[] = {&types[o->type], &places[o->place]};
        for (int i = 0; i < 2; i++) {
            if (!before) {
                both[i]->count++;
                both[i]->bytes += o->bytes;
            } else if (o->bytes > before->bytes) {
                both[i]->grown++;
                both[i]->more += o->bytes - before->bytes;
            }
        }
    }
}

static ouro_object *changes_list(ouro_runtime *rt, const changes *all, size_t count)
{
    ouro_object *list = ouro__list_new(rt, 0);
    int status = list ? 0 : -1;
    for (size_t i = 0; status == 0 && i < count; i++)
        if (all[i].count || all[i].grown)
            status =
                append(rt, list,
                       ouro__pack(rt, 5, number(rt, i), number(rt, all[i].count), number(rt, all[i].bytes),
                                  number(rt, all[i].grown), number(rt, all[i].more)));
    return finished(rt, list, status);
}

OURO_C_FUNCTION(dump_news)
{
    const ouro_dump *d = dump_of(self);
    if (!ouro__is_exactly(args[0], OURO_T_DUMP))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "news() takes a dump, not %T", args[0]);
    changes *types = calloc(d->types.count + 1, sizeof *types),
            *places = calloc(d->places.count + 1, sizeof *places);
    ouro_object *result = NULL;
    if (types && places) {
        note_changes(d, dump_of(args[0]), types, places);
        result = ouro__pack(rt, 2, changes_list(rt, types, d->types.count),
                            changes_list(rt, places, d->places.count + 1));
    } else {
        ouro__no_memory(rt);
    }
    free(types);
    free(places);
    return result;
}

/* ---- Files ---- */

OURO_C_FUNCTION(dump_export)
{
    static int (*const formats[])(ouro_dump * d, int fd) = {ouro__dump_export_csv, ouro__dump_export_json,
                                                            ouro__dump_export_heapsnapshot};
    uint32_t format;
    int fd = ouro__as_descriptor(rt, args[1]);
    if (fd < 0 || as_number(rt, args[0], sizeof formats / sizeof *formats, &format) < 0 ||
        prepare(rt, self, ouro__dump_find_retained) < 0)
        return NULL;
    if (formats[format](dump_of(self), fd) < 0)
        return errno == ENOMEM ? ouro__no_memory(rt) : ouro__raise_errno(rt, errno, NULL);
    return ouro_ref(OURO_NONE(rt));
}

static void dump_destroy(ouro_runtime *rt, ouro_object *self)
{
    dump_object *o = (dump_object *)self;
    ouro_dump_close(o->dump);
    ouro__heap_charge(&rt->heap, -(ptrdiff_t)o->charged);
}

static bool nothing_to_make(ouro_dump *d)
{
    (void)d;
    return true;
}

OURO_C_FUNCTION(module_read)
{
    ouro_dump_error error;
    int fd = ouro__as_descriptor(rt, args[0]);
    dump_object *o = fd < 0 ? NULL : (dump_object *)ouro__instance_new(rt, ouro__class_at(rt, OURO_T_DUMP));
    if (!o)
        return NULL;
    o->dump = ouro_dump_read_fd(fd, &error);
    if (o->dump && prepare(rt, &o->head, nothing_to_make) == 0)
        return &o->head;
    ouro_decref(rt, &o->head);
    if (rt->error)
        return NULL;
    return error.no_memory ? ouro__no_memory(rt) : ouro__raise(rt, OURO_T_VALUE_ERROR, "%s", error.message);
}

/* What a file object's method gives: 1 with an owned *result, 0 when it has no such method, -1. */
static int call_method(ouro_runtime *rt, ouro_object *file, const char *name, ouro_object **result)
{
    ouro_object *key = ouro__str_intern_cstring(rt, name), *method = NULL;
    int found = key ? ouro__getattr_optional(rt, file, key, &method) : -1;
    ouro_xdecref(rt, key);
    if (!method)
        return found < 0 ? -1 : 0;
    *result = ouro__call0(rt, method);
    ouro_decref(rt, method);
    return *result ? 1 : -1;
}

/* The descriptor of a file object, flushed, or an int's: -1 with an exception. PATH for anything else. */
enum { PATH = -2 };

static int descriptor_of(ouro_runtime *rt, ouro_object *file)
{
    ouro_object *result;
    if (ouro__is_int(rt, file))
        return ouro__as_descriptor(rt, file);
    int found = call_method(rt, file, "flush", &result);
    if (found > 0)
        ouro_decref(rt, result);
    if (found >= 0)
        found = call_method(rt, file, "fileno", &result);
    if (found <= 0)
        return found < 0 ? -1 : PATH;
    int fd = ouro__as_descriptor(rt, result);
    ouro_decref(rt, result);
    return fd;
}

static int write_to_path(ouro_runtime *rt, ouro_object *file)
{
    ouro_object *path = ouro__path_bytes(rt, file);
    if (!path)
        return -1;
    int status = ouro_dump_write(rt, (const char *)((ouro_bytes *)path)->data), error = errno;
    ouro_decref(rt, path);
    if (status < 0 && error == ENOMEM)
        ouro__no_memory(rt);
    else if (status < 0)
        ouro__raise_errno(rt, error, file);
    return status;
}

static int write_to_descriptor(ouro_runtime *rt, int fd)
{
    int status = ouro_dump_write_fd(rt, fd);
    if (status < 0 && errno == ENOMEM)
        ouro__no_memory(rt);
    else if (status < 0)
        ouro__raise_errno(rt, errno, NULL);
    return status;
}

OURO_C_FUNCTION(module_dump)
{
    OURO_PARSE(a, "dump", 0, 1, 1, 0, "file");
    int fd = descriptor_of(rt, a[0]);
    if (fd >= 0)
        fd = write_to_descriptor(rt, fd);
    else if (fd == PATH)
        fd = write_to_path(rt, a[0]);
    return fd < 0 ? NULL : ouro_ref(OURO_NONE(rt));
}

static const ouro_method_def methods[] = {
    {"choose", dump_choose, 0, 4, 4,
     "choose($self, types, text, key, limit, /)\n--\n\n(how many, bytes, [object, ...]): those of these "
     "types "
     "whose value contains a text, the largest by key first."},
    {"export", dump_export, 0, 2, 2,
     "export($self, format, fd, /)\n--\n\nWrite it to a file as CSV (0), JSON (1) or a heap snapshot (2)."},
    {"figures", dump_figures, 0, 0, 0,
     "figures($self, /)\n--\n\n(objects, references, bytes, bytes of the heap, types, places, roots, lost "
     "references, incomplete)"},
    {"find", dump_find, 0, 1, 1, "find($self, id, /)\n--\n\nThe number of the object with an id, or None."},
    {"news", dump_news, 0, 1, 1,
     "news($self, other, /)\n--\n\n(by type, by place): lists of (number, objects that the other dump has "
     "not, "
     "their bytes, objects that were smaller there, by how many bytes)."},
    {"object", dump_object_at, 0, 1, 1,
     "object($self, number, /)\n--\n\n(id, type, module, value, bytes, retained bytes, count, place, "
     "tracked, "
     "immortal, root, dominator or None)"},
    {"path", dump_path, 0, 1, 1,
     "path($self, number, /)\n--\n\n[(label, object), ...] from an object to what holds it, a root last."},
    {"place", dump_place, 0, 1, 1,
     "place($self, number, /)\n--\n\n[(file, line, function), ...], the innermost first."},
    {"places", dump_places, 0, 0, 0,
     "places($self, /)\n--\n\n[(place, objects, bytes), ...]; 0 is not known."},
    {"references", dump_references, 0, 2, 2,
     "references($self, number, limit, /)\n--\n\n(how many, [(label, object), ...])"},
    {"referrers", dump_referrers, 0, 2, 2,
     "referrers($self, number, limit, /)\n--\n\n(how many references, [(label, object), ...])"},
    {"roots", dump_roots, 0, 0, 1,
     "roots($self, number=None, /)\n--\n\n[(kind, name, place, object), ...], of one object if it is given."},
    {"types", dump_types, 0, 0, 0,
     "types($self, /)\n--\n\n[(number, name, module, objects, bytes), ...] of types with objects."},
    {0},
};

static OURO_BUILTIN_TYPE(dump) = {
    .id = OURO_T_DUMP,
    .slots = {.name = "_ouro_dump.Dump",
              .size = sizeof(dump_object),
              .flags = OURO_TYPE_DISALLOW_NEW,
              .destroy = dump_destroy},
    .methods = methods,
    .module = "_ouro_dump",
    .doc = "A dump that was read.",
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_dump, "Dump"}, {NULL, NULL}};
    return ouro__module_add_types(rt, module, types);
}

static const ouro_method_def functions[] = {
    {"dump", module_dump, OURO_METH_KEYWORDS, 1, -1,
     "dump($module, /, file)\n--\n\nWrite a dump of all objects to file: a path, a descriptor, or a binary "
     "file that is "
     "open."},
    {"read", module_read, 0, 1, 1, "read($module, fd, /)\n--\n\nThe dump in an open file."},
    {0},
};

const ouro_module_def ouro__module_ouro_dump = {"_ouro_dump", functions, exec, "Dumps, under ouro.dumps."};
