/* Writing dumps as CSV, JSON and Chrome's heap snapshots: a buffer full at a time. */
#include "dump/export.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { ROOM = 64 * 1024, PIECE = 1024 };

struct out {
    int fd, error;
    size_t used;
    char *buffer;
};

static void flush(struct out *out)
{
    for (size_t done = 0; done < out->used && !out->error;) {
        ssize_t n = write(out->fd, out->buffer + done, out->used - done);
        if (n < 0 && errno != EINTR)
            out->error = errno;
        done += n > 0 ? (size_t)n : 0;
    }
    out->used = 0;
}

static void put(struct out *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void put(struct out *out, const char *format, ...)
{
    if (out->used + PIECE > ROOM)
        flush(out);
    va_list args;
    va_start(args, format);
    out->used += (size_t)vsnprintf(out->buffer + out->used, PIECE, format, args);
    va_end(args);
}

static void put_char(struct out *out, char c)
{
    if (out->used == ROOM)
        flush(out);
    out->buffer[out->used++] = c;
}

/* Texts hold no control characters: the reader sees to that. */
static void put_json(struct out *out, const char *text)
{
    put_char(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            put_char(out, '\\');
        put_char(out, *text);
    }
    put_char(out, '"');
}

static void put_cell(struct out *out, const char *text)
{
    put_char(out, '"');
    for (; *text; text++) {
        if (*text == '"')
            put_char(out, '"');
        put_char(out, *text);
    }
    put_char(out, '"');
}

static int begin(struct out *out, int fd)
{
    *out = (struct out){.fd = fd, .buffer = malloc(ROOM)};
    if (out->buffer)
        return 0;
    errno = ENOMEM;
    return -1;
}

static int end(struct out *out)
{
    flush(out);
    free(out->buffer);
    if (!out->error)
        return 0;
    errno = out->error;
    return -1;
}

/* ---- CSV ---- */

static void put_place(struct out *out, const ouro_dump *d, uint32_t place,
                      void (*text)(struct out *out, const char *text))
{
    ouro_dump_place p = {.size = sizeof p, .file = "", .function = ""};
    ouro_dump_place_at(d, place, &p);
    text(out, p.file);
    put(out, ",%u,", p.line);
    text(out, p.function);
}

int ouro__dump_export_csv(ouro_dump *d, int fd)
{
    struct out out;
    if (!ouro__dump_find_retained(d)) {
        errno = ENOMEM;
        return -1;
    }
    if (begin(&out, fd) < 0)
        return -1;
    put(&out, "id,module,type,bytes,retained,references,referrers,root,file,line,function,value\n");
    for (uint32_t n = 0; n < ouro__dump_objects_count(d) && !out.error; n++) {
        ouro_dump_object o = {.size = sizeof o};
        ouro_dump_object_at(d, n, &o);
        put(&out, "%llu,", (unsigned long long)o.id);
        put_cell(&out, o.module);
        put_char(&out, ',');
        put_cell(&out, o.type);
        put(&out, ",%llu,%llu,%u,%u,%d,", (unsigned long long)o.bytes, (unsigned long long)d->retained[n],
            d->first[n + 1] - d->first[n], d->back_first[n + 1] - d->back_first[n], o.root);
        put_place(&out, d, o.place, put_cell);
        put_char(&out, ',');
        put_cell(&out, o.value);
        put_char(&out, '\n');
    }
    return end(&out);
}

/* ---- JSON ---- */

static void put_json_object(struct out *out, const ouro_dump *d, uint32_t n)
{
    ouro_dump_object o = {.size = sizeof o};
    ouro_dump_object_at(d, n, &o);
    put(out, "%s{\"id\":%llu,\"type\":", n ? ",\n" : "\n", (unsigned long long)o.id);
    put_json(out, o.type);
    put(out, ",\"module\":");
    put_json(out, o.module);
    put(out, ",\"bytes\":%llu,\"retained\":%llu,\"root\":%s,\"tracked\":%s", (unsigned long long)o.bytes,
        (unsigned long long)d->retained[n], o.root ? "true" : "false", o.tracked ? "true" : "false");
    if (*o.value) {
        put(out, ",\"value\":");
        put_json(out, o.value);
    }
    if (o.place)
        put(out, ",\"place\":%u", o.place);
    put(out, ",\"references\":[");
    for (uint32_t e = d->first[n]; e < d->first[n + 1]; e++) {
        ouro_dump_reference r = {.size = sizeof r};
        ouro_dump_reference_at(d, e, &r);
        put(out, "%s[", e > d->first[n] ? "," : "");
        put_json(out, r.label);
        put(out, ",%llu]", (unsigned long long)ouro__dump_id_of(d, r.to));
    }
    put(out, "]}");
}

static void put_json_places(struct out *out, const ouro_dump *d)
{
    for (uint32_t p = 1; p <= d->places.count; p++) {
        const ouro__read_place *place = OURO__ITEM(const ouro__read_place, d->places, p - 1);
        put(out, "%s[%u,", p > 1 ? ",\n" : "\n", place->caller);
        put_place(out, d, p, put_json);
        put_char(out, ']');
    }
}

static void put_json_roots(struct out *out, const ouro_dump *d)
{
    static const char *const kinds[OURO_DUMP_ROOT_KINDS] = {
        [OURO_DUMP_ROOT_RUNTIME] = "runtime",
        [OURO_DUMP_ROOT_MODULE] = "module",
        [OURO_DUMP_ROOT_FRAME] = "frame",
        [OURO_DUMP_ROOT_OTHER] = "other",
    };
    for (uint32_t i = 0; i < d->roots.count; i++) {
        ouro_dump_root root = {.size = sizeof root};
        ouro_dump_root_at(d, i, &root);
        put(out, "%s{\"kind\":\"%s\",\"name\":", i ? ",\n" : "\n", kinds[root.kind]);
        put_json(out, root.name);
        put(out, ",\"place\":%u,\"object\":%llu}", root.place,
            (unsigned long long)ouro__dump_id_of(d, root.object));
    }
}

int ouro__dump_export_json(ouro_dump *d, int fd)
{
    struct out out;
    if (!ouro__dump_find_retained(d)) {
        errno = ENOMEM;
        return -1;
    }
    if (begin(&out, fd) < 0)
        return -1;
    put(&out, "{\"version\":1,\"bytes\":%llu,\"heap_bytes\":%llu,\n\"objects\":[",
        (unsigned long long)d->bytes, (unsigned long long)d->heap_bytes);
    for (uint32_t n = 0; n < ouro__dump_objects_count(d) && !out.error; n++)
        put_json_object(&out, d, n);
    put(&out, "],\n\"roots\":[");
    put_json_roots(&out, d);
    put(&out, "],\n\"places\":["); /* [caller, file, line, function], numbered from 1 */
    put_json_places(&out, d);
    put(&out, "]}\n");
    return end(&out);
}

/* ---- Heap snapshots ---- */

/* Names of nodes: the value of objects that have one, else the type. The file's strings: what roots and references without a name
 * are called, the dump's strings (from "" on), the values of objects in their order. */
enum { FIXED_STRINGS = 3, NODE_FIELDS = 7, STRING_REFERENCE = 2 };
static const char *const fixed_strings[FIXED_STRINGS] = {"(roots)", "(held by the runtime)", "reference"};

enum {
    NODE_HIDDEN,
    NODE_STRING = 2,
    NODE_OBJECT,
    NODE_CODE,
    NODE_CLOSURE,
    NODE_NUMBER = 7,
    NODE_SYNTHETIC = 9
};
enum { EDGE_ELEMENT = 1, EDGE_PROPERTY, EDGE_INTERNAL };

static const char meta[] =
    "{\"snapshot\":{\"meta\":{"
    "\"node_fields\":[\"type\",\"name\",\"id\",\"self_size\",\"edge_count\",\"trace_node_id\","
    "\"detachedness\"],"
    "\"node_types\":[[\"hidden\",\"array\",\"string\",\"object\",\"code\",\"closure\",\"regexp\",\"number\","
    "\"native\",\"synthetic\",\"concatenated string\",\"sliced string\",\"symbol\",\"bigint\",\"object "
    "shape\"],"
    "\"string\",\"number\",\"number\",\"number\",\"number\",\"number\"],";
static const char meta_of_edges[] =
    "\"edge_fields\":[\"type\",\"name_or_index\",\"to_node\"],"
    "\"edge_types\":[[\"context\",\"element\",\"property\",\"internal\",\"hidden\",\"shortcut\",\"weak\"],"
    "\"string_or_number\",\"node\"],"
    "\"trace_function_info_fields\":[],\"trace_node_fields\":[],\"sample_fields\":[],\"location_fields\":[]}"
    ",";

static uint32_t string_index(uint32_t string)
{
    return FIXED_STRINGS + string;
}

static unsigned node_type(const char *type)
{
    static const struct {
        const char *name;
        unsigned type;
    } known[] = {{"str", NODE_STRING},
                 {"int", NODE_NUMBER},
                 {"float", NODE_NUMBER},
                 {"function", NODE_CLOSURE},
                 {"code", NODE_CODE}};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(type, known[i].name) == 0)
            return known[i].type;
    return NODE_OBJECT;
}

/* Every object that is a root hangs on node 0. */
static void put_nodes(struct out *out, const ouro_dump *d, uint32_t roots)
{
    uint32_t value = string_index((uint32_t)d->strings.count);
    put(out, "\"nodes\":[%d,0,1,0,%u,0,0", NODE_SYNTHETIC, roots);
    for (uint32_t n = 0; n < ouro__dump_objects_count(d) && !out->error; n++) {
        const ouro__read_object *o = ouro__dump_object_of(d, n);
        const ouro__read_type *type = OURO__ITEM(const ouro__read_type, d->types, o->type);
        put(out, "\n,%u,%u,%llu,%llu,%u,0,0", node_type(ouro__dump_string_at(d, type->name)),
            o->preview ? value++ : string_index(type->name), (unsigned long long)o->id * 2 + 1,
            (unsigned long long)o->bytes, d->first[n + 1] - d->first[n]);
    }
    put(out, "],\n");
}

/* One for the name: where a value stands under a key, the key's. `values` holds the indices of values by object. */
static void put_edge(struct out *out, const ouro_dump *d, uint32_t e, const uint32_t *values)
{
    uint32_t label = *OURO__ITEM(const uint32_t, d->labels, e), value = label & OURO__LABEL_MASK;
    uint32_t to = (d->targets[e] + 1) * NODE_FIELDS, key;
    switch (label >> OURO__LABEL_SHIFT) {
    case OURO__REFERENCE_INDEX:
        put(out, "%d,%u,%u", EDGE_ELEMENT, value, to);
        break;
    case OURO__REFERENCE_ATTRIBUTE:
        put(out, "%d,%u,%u", EDGE_PROPERTY, string_index(value), to);
        break;
    case OURO__REFERENCE_VALUE:
        key = values[d->targets[e - 1]];
        put(out, "%d,%u,%u", key ? EDGE_PROPERTY : EDGE_INTERNAL, key ? key : STRING_REFERENCE, to);
        break;
    case OURO__REFERENCE_NAMED:
        put(out, "%d,%u,%u", EDGE_INTERNAL, string_index(value), to);
        break;
    default:
        put(out, "%d,2,%u", EDGE_INTERNAL, to);
        break;
    }
}

static void put_edges(struct out *out, const ouro_dump *d, const uint32_t *values, uint32_t roots)
{
    const char *comma = "";
    put(out, "\"edges\":[");
    for (uint32_t n = 0; n < ouro__dump_objects_count(d); n++) {
        if (!d->is_root[n])
            continue;
        put(out, "%s%d,1,%u", comma, EDGE_INTERNAL, (n + 1) * NODE_FIELDS);
        comma = ",";
    }
    for (uint32_t e = 0; e < d->references && !out->error; e++) {
        put(out, "%s%s", roots || e ? "," : "", e % 16 ? "" : "\n");
        put_edge(out, d, e, values);
    }
    put(out, "],\n");
}

static void put_strings(struct out *out, const ouro_dump *d)
{
    put(out, "\"strings\":[");
    for (size_t i = 0; i < FIXED_STRINGS; i++)
        put(out, "%s\"%s\"", i ? "," : "", fixed_strings[i]);
    for (uint32_t i = 0; i < d->strings.count; i++) {
        put_char(out, ',');
        put_json(out, ouro__dump_string_at(d, i));
    }
    for (uint32_t n = 0; n < ouro__dump_objects_count(d) && !out->error; n++) {
        const ouro__read_object *o = ouro__dump_object_of(d, n);
        if (!o->preview)
            continue;
        put(out, ",\n");
        put_json(out, ouro__dump_text_at(d, o->preview));
    }
    put(out, "]}\n");
}

int ouro__dump_export_heapsnapshot(ouro_dump *d, int fd)
{
    struct out out;
    uint32_t count = ouro__dump_objects_count(d), roots = 0;
    uint32_t next = string_index((uint32_t)d->strings.count);
    uint32_t *values = calloc((size_t)count + 1, sizeof *values);
    if (!values || begin(&out, fd) < 0) {
        free(values);
        errno = ENOMEM;
        return -1;
    }
    for (uint32_t n = 0; n < count; n++) {
        roots += d->is_root[n];
        values[n] = ouro__dump_object_of(d, n)->preview ? next++ : 0;
    }
    put(&out, "%s", meta);
    put(&out, "%s", meta_of_edges);
    put(&out, "\"node_count\":%u,\"edge_count\":%u,\"trace_function_count\":0},\n", count + 1,
        roots + d->references);
    put_nodes(&out, d, roots);
    put_edges(&out, d, values, roots);
    put(&out, "\"trace_function_infos\":[],\"trace_tree\":[],\"samples\":[],\"locations\":[],\n");
    put_strings(&out, d);
    free(values);
    return end(&out);
}
