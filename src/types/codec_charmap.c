/* Encodings of one byte a character, given by a table: a str of 256 characters, or any mapping. */
#include "types/codecs.h"

#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/types.h"

enum { UNDEFINED = 0xfffe };
static const char undefined[] = "character maps to <undefined>";

/* What the mapping has under a number, owned. NULL where it has nothing (no exception), or on failure. */
static ouro_object *look_up(ouro_runtime *rt, ouro_object *mapping, uint32_t number)
{
    ouro_object *key = ouro__int_new(rt, number), *value = key ? ouro__getitem(rt, mapping, key) : NULL;
    ouro_xdecref(rt, key);
    if (!value && ouro__error_is(rt, OURO_T_LOOKUP_ERROR))
        ouro__error_clear(rt);
    return value;
}

/* ---- decoding ---- */

/* Puts what the mapping gives for a byte: 0, 1 undefined, -1. */
static int put_mapped(ouro__decoding *d, ouro_object *mapping, uint8_t byte)
{
    ouro_runtime *rt = d->rt;
    ouro_object *value = look_up(rt, mapping, byte);
    if (!value)
        return rt->error ? -1 : 1;
    int status = 1;
    int64_t number;
    if (ouro__is_int(rt, value)) {
        if (ouro__int_as_int64(rt, value, &number) < 0 || number < 0 || number > 0x10ffff) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "character mapping must be in range(0x%x)", 0x110000);
            status = -1;
        } else if (number != UNDEFINED) {
            status = ouro__builder_char(&d->out, (uint32_t)number);
        }
    } else if (ouro__is_str(rt, value)) {
        if (ouro__str_length(value) != 1 || ouro__str_char(value, 0) != UNDEFINED)
            status = ouro__builder_str(&d->out, value);
    } else if (value != OURO_NONE(rt)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "character mapping must return integer, None or str");
        status = -1;
    }
    ouro_decref(rt, value);
    return status;
}

static int decode(ouro__decoding *d, ouro_object *mapping)
{
    bool table = ouro__is_exactly(mapping, OURO_T_STR);
    while (d->at < d->length) {
        uint8_t byte = d->data[d->at];
        int status;
        if (table) {
            uint32_t c = byte < ouro__str_length(mapping) ? ouro__str_char(mapping, byte) : UNDEFINED;
            status = c == UNDEFINED ? 1 : ouro__builder_char(&d->out, c);
        } else {
            status = put_mapped(d, mapping, byte);
        }
        if (status == 0)
            d->at++;
        else if (status < 0 || ouro__decoding_error(d, d->at, d->at + 1, undefined) < 0)
            return -1;
    }
    return 0;
}

/* The whole text by a table, in two passes, when every byte stands for a character; NULL, without an exception too. */
static ouro_object *decode_plainly(ouro_runtime *rt, const uint8_t *data, size_t length, ouro_object *table)
{
    uint32_t all = 0;
    size_t known = ouro__str_length(table);
    for (size_t i = 0; i < length; i++) {
        uint32_t c = data[i] < known ? ouro__str_char(table, data[i]) : UNDEFINED;
        if (c == UNDEFINED)
            return NULL;
        all |= c;
    }
    if (length < 2)
        return NULL; /* shared characters */
    ouro_str *s = ouro__str_alloc(rt, length, all);
    for (size_t i = 0; s && i < length; i++)
        ouro__char_put(ouro__str_data(s), ouro__str_kind(s), i, ouro__str_char(table, data[i]));
    return (ouro_object *)s;
}

ouro_object *ouro__decode_charmap(ouro_runtime *rt, const uint8_t *data, size_t length, ouro_object *errors,
                                  ouro_object *mapping)
{
    if (!mapping)
        return ouro__str_from_latin1(rt, data, length);
    ouro_object *plain =
        ouro__is_exactly(mapping, OURO_T_STR) ? decode_plainly(rt, data, length, mapping) : NULL;
    if (plain || rt->error)
        return plain;
    ouro__decoding d;
    ouro__decoding_init(&d, rt, "charmap", errors, data, length, true);
    return ouro__decoding_finish(&d, decode(&d, mapping));
}

/* ---- encoding ---- */

/* 256 bytes that 256 characters below 0x10000 stand for, sorted by character. */
typedef struct encoding_map {
    ouro_object head;
    uint32_t count;
    int16_t latin1[256]; /* the bytes of characters below 256; -1: none */
    struct pair {
        uint16_t c;
        uint8_t byte;
    } pairs[256];
} encoding_map;

static int encoding_map_find(const encoding_map *map, uint32_t c)
{
    uint32_t low = 0, high = map->count;
    if (c < 256)
        return map->latin1[c];
    while (low < high) {
        uint32_t middle = (low + high) / 2;
        if (map->pairs[middle].c == c)
            return map->pairs[middle].byte;
        if (map->pairs[middle].c < c)
            low = middle + 1;
        else
            high = middle;
    }
    return -1;
}

static ouro_object *encoding_map_size(ouro_runtime *rt, ouro_object *self, ouro_object *const *args,
                                      size_t nargs, ouro_object *kwnames)
{
    (void)self;
    OURO_NO_ARGUMENTS;
    return ouro__int_new(rt, (int64_t)sizeof(encoding_map));
}

static const ouro_method_def encoding_map_methods[] = {
    {"size", encoding_map_size, 0, 0, 0, "Return the size (in bytes) of this object"},
    {0},
};

OURO_BUILTIN_TYPE(encoding_map) = {
    .id = OURO_T_ENCODING_MAP,
    .slots = {.name = "EncodingMap", .size = sizeof(encoding_map), .flags = OURO_TYPE_DISALLOW_NEW},
    .methods = encoding_map_methods,
};

static ouro_object *build_dict(ouro_runtime *rt, ouro_object *s, size_t count)
{
    ouro_object *dict = ouro__dict_new(rt);
    for (size_t i = 0; dict && i < count; i++) {
        ouro_object *key = ouro__int_new(rt, ouro__str_char(s, i)), *value = ouro__int_new(rt, (int64_t)i);
        if (!key || !value || ouro__dict_set_owned(rt, dict, key, value) < 0) {
            if (!key || !value) {
                ouro_xdecref(rt, key);
                ouro_xdecref(rt, value);
            }
            ouro_decref(rt, dict);
            dict = NULL;
        }
    }
    return dict;
}

ouro_object *ouro__charmap_build(ouro_runtime *rt, ouro_object *s)
{
    size_t count = ouro__str_length(s) < 256 ? ouro__str_length(s) : 256;
    bool simple = count && ouro__str_char(s, 0) == 0;
    for (size_t i = 1; i < count && simple; i++)
        simple = ouro__str_char(s, i) != 0 && ouro__str_char(s, i) < 0x10000;
    if (!simple || !ouro__type_at(rt, OURO_WORD(OURO_T_ENCODING_MAP))->class_object)
        return build_dict(rt, s, count);
    encoding_map *map = ouro__new_leaf(rt, sizeof *map, OURO_WORD(OURO_T_ENCODING_MAP));
    if (!map)
        return NULL;
    map->count = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t c = ouro__str_char(s, i), place = map->count;
        if (c == UNDEFINED)
            continue;
        while (place > 0 && map->pairs[place - 1].c > c)
            place--;
        if (place > 0 && map->pairs[place - 1].c == c) {
            map->pairs[place - 1].byte = (uint8_t)i; /* the last one counts */
            continue;
        }
        memmove(&map->pairs[place + 1], &map->pairs[place], (map->count++ - place) * sizeof *map->pairs);
        map->pairs[place] = (struct pair){(uint16_t)c, (uint8_t)i};
    }
    for (size_t i = 0; i < 256; i++)
        map->latin1[i] = -1;
    for (uint32_t i = 0; i < map->count && map->pairs[i].c < 256; i++)
        map->latin1[map->pairs[i].c] = map->pairs[i].byte;
    return &map->head;
}

static int put_table(ouro__encoding *e, uint32_t c, bool try)
{
    int byte = encoding_map_find((const encoding_map *)e->mapping, c);
    uint8_t out = (uint8_t)byte;
    return byte < 0 ? 1 : try ? 0 : ouro__bytes_put(&e->out, &out, 1);
}

/* All of it, when every character fits; NULL, without an exception too. */
static ouro_object *encode_plainly(ouro_runtime *rt, ouro_object *s, const encoding_map *map)
{
    ouro__text t = ouro__text_of_str(s);
    ouro_object *bytes = t.length > 1 ? ouro__bytes_new(rt, NULL, t.length) : NULL;
    for (size_t i = 0; bytes && i < t.length; i++) {
        int byte = encoding_map_find(map, ouro__text_char(&t, i));
        if (byte < 0) {
            ouro_decref(rt, bytes);
            return NULL;
        }
        ((ouro_bytes *)bytes)->data[i] = (uint8_t)byte;
    }
    return bytes;
}

static int put_looked_up(ouro__encoding *e, uint32_t c, bool try)
{
    ouro_runtime *rt = e->rt;
    ouro_object *value = look_up(rt, e->mapping, c);
    if (!value)
        return rt->error ? -1 : 1;
    int status = 1;
    int64_t number;
    if (ouro__is_int(rt, value)) {
        status = -1;
        if (ouro__int_as_int64(rt, value, &number) < 0 || number < 0 || number > 255) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "character mapping must be in range(256)");
        } else {
            uint8_t byte = (uint8_t)number;
            status = try ? 0 : ouro__bytes_put(&e->out, &byte, 1);
        }
    } else if (ouro__is_bytes(rt, value)) {
        status =
            try ? 0 : ouro__bytes_put(&e->out, ((ouro_bytes *)value)->data, ((ouro_bytes *)value)->length);
    } else if (value != OURO_NONE(rt)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "character mapping must return integer, bytes or None, not %T",
                    value);
        status = -1;
    }
    ouro_decref(rt, value);
    return status;
}

ouro_object *ouro__encode_charmap(ouro_runtime *rt, ouro_object *s, ouro_object *errors, ouro_object *mapping)
{
    if (!mapping)
        return ouro__encode_latin1(rt, s, errors);
    ouro_object *plain = ouro__is_exactly(mapping, OURO_T_ENCODING_MAP)
                             ? encode_plainly(rt, s, (encoding_map *)mapping)
                             : NULL;
    if (plain || rt->error)
        return plain;
    ouro__encoding e = {.rt = rt,
                        .encoding = "charmap",
                        .reason = undefined,
                        .source = s,
                        .errors = errors,
                        .text = ouro__text_of_str(s),
                        .width = 1,
                        .called_escape = true,
                        .mapping = mapping,
                        .put = ouro__is_exactly(mapping, OURO_T_ENCODING_MAP) ? put_table : put_looked_up};
    ouro__bytes_builder_init(&e.out, rt);
    return ouro__encoding_run(&e);
}
