/* Names: interned, and normalised (NFKC) where they hold more than ASCII. */
#include "syntax/parser_internal.h"

#include <string.h>
#include <utf8proc.h>

enum { FIRST_CAPACITY = 256 };

ouro_name_table *ouro__names_new(ouro_region *region)
{
    ouro_name_table *names = ouro__region_alloc(region, sizeof *names);
    if (!names)
        return NULL;
    names->capacity = FIRST_CAPACITY;
    names->entries = ouro__region_alloc(region, FIRST_CAPACITY * sizeof *names->entries);
    return names->entries ? names : NULL;
}

static uint32_t hash_bytes(const char *bytes, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)bytes[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static bool grow(ouro_name_table *names, ouro_region *region)
{
    uint32_t capacity = names->capacity * 2;
    const ouro_name **entries = ouro__region_alloc(region, capacity * sizeof *entries);
    if (!entries)
        return false;
    for (uint32_t i = 0; i < names->capacity; i++) {
        if (!names->entries[i])
            continue;
        uint32_t at = names->entries[i]->hash & (capacity - 1);
        while (entries[at])
            at = (at + 1) & (capacity - 1);
        entries[at] = names->entries[i];
    }
    names->entries = entries;
    names->capacity = capacity;
    return true;
}

const ouro_name *ouro__names_intern(ouro_name_table *names, ouro_region *region, const char *bytes,
                                    size_t length)
{
    uint32_t hash = hash_bytes(bytes, length), at = hash & (names->capacity - 1);
    for (; names->entries[at]; at = (at + 1) & (names->capacity - 1)) {
        const ouro_name *name = names->entries[at];
        if (name->hash == hash && name->length == length && memcmp(name->bytes, bytes, length) == 0)
            return name;
    }
    ouro_name *name = ouro__region_alloc(region, sizeof *name + length + 1);
    if (!name)
        return NULL;
    name->length = (uint32_t)length;
    name->hash = hash;
    memcpy(name->bytes, bytes, length);
    names->entries[at] = name;
    if (++names->count > names->capacity / 4 * 3 && !grow(names, region))
        return NULL;
    return name;
}

/* The identifier in NFKC; its text comes from the tokenizer, so it is valid UTF-8. */
static char *normalise(ouro_region *region, const char *bytes, size_t length, size_t *normal_length)
{
    const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE;
    utf8proc_ssize_t need =
        utf8proc_decompose((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)length, NULL, 0, options);
    if (need < 0)
        return NULL;
    /* reencode works in place and writes up to four bytes for each four, and a NUL. */
    utf8proc_int32_t *codes = ouro__region_alloc(region, ((size_t)need + 1) * sizeof *codes);
    if (!codes || utf8proc_decompose((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)length, codes, need,
                                     options) < 0)
        return NULL;
    utf8proc_ssize_t size = utf8proc_reencode(codes, need, options);
    if (size < 0)
        return NULL;
    *normal_length = (size_t)size;
    return (char *)codes;
}

const ouro_name *ouro__parser_name(ouro_parser *p, const char *bytes, size_t length)
{
    unsigned char all = 0;
    for (size_t i = 0; i < length; i++)
        all |= (unsigned char)bytes[i];
    if (all & 0x80)
        bytes = normalise(p->region, bytes, length, &length);
    const ouro_name *name = bytes ? ouro__names_intern(p->names, p->region, bytes, length) : NULL;
    return name ? name : ouro__parser_out_of_memory(p);
}

const ouro_name *ouro__parser_text(ouro_parser *p, const char *bytes, size_t length)
{
    const ouro_name *name = ouro__names_intern(p->names, p->region, bytes, length);
    return name ? name : ouro__parser_out_of_memory(p);
}

const ouro_name *ouro__parser_take_name(ouro_parser *p)
{
    if (look(p) != TOKEN_NAME)
        return NULL;
    const ouro_name *name = ouro__parser_name(p, p->token->start, (size_t)(p->token->end - p->token->start));
    advance(p);
    return name;
}

ouro_module_node *ouro__syntax_new_root(ouro_region *region)
{
    ouro_module_node *root = ouro__region_alloc(region, sizeof *root);
    if (root)
        root->names = ouro__names_new(region);
    return root && root->names ? root : NULL;
}

const ouro_name *ouro__syntax_intern(ouro_module_node *module, ouro_region *region, const char *bytes,
                                     size_t length)
{
    return ouro__names_intern(module->names, region, bytes, length);
}
