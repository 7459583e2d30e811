/* Numbers of texts, stacks and types in the file: each is written the first time that it is needed, before the record that
 * refers to it. */
#include "capture/internal.h"

#include <string.h>

#include "types/class.h"
#include "types/dict.h"
#include "types/str.h"

enum { NAME_MOST = 512 };

/* The number of a name of the tree of stacks, which keeps it. */
static uint32_t text_number(ouro_capture *c, const void *name)
{
    ouro_runtime *rt = c->rt;
    capture_sum *known = capture_tally_at(rt, &c->texts, (uintptr_t)name);
    if (!known)
        return 0;
    if (!known->count) {
        char text[NAME_MOST];
        size_t length = rt->hooks.trace_text(rt, name, text, sizeof text);
        length = length < sizeof text ? length : strlen(text);
        known->count = ++c->text_count;
        capture_begin(rt, &c->output, CAPTURE_TEXT);
        capture_put_text(rt, &c->output, text, length);
        capture_finish(rt, &c->output);
    }
    return (uint32_t)known->count;
}

static uint32_t *named_at(ouro_capture *c, uint32_t stack)
{
    if (!ouro__growing_reserve(&c->rt->heap, &c->named, ((size_t)stack + 1) * sizeof(uint32_t)))
        return NULL;
    return (uint32_t *)c->named.memory + stack;
}

static bool write_stack(ouro_capture *c, const ouro__stacks *stacks, uint32_t stack)
{
    const ouro_place *place = ouro__stacks_place(stacks, stack);
    uint32_t caller = ouro__stacks_node(stacks, stack)->parent;
    uint32_t file = text_number(c, place->file), function = text_number(c, place->function);
    uint32_t *number = named_at(c, stack);
    if (!file || !function || !number)
        return false;
    capture_output *o = &c->output;
    capture_begin(c->rt, o, CAPTURE_STACK);
    capture_put(c->rt, o, caller == OURO_STACK_ROOT ? 0 : *named_at(c, caller));
    capture_put(c->rt, o, file);
    capture_put(c->rt, o, function);
    capture_put(c->rt, o, place->line > 0 ? (uint32_t)place->line : 0);
    capture_finish(c->rt, o);
    *number = ++c->stack_count;
    return true;
}

uint32_t capture_stack(ouro_capture *c, uint32_t stack)
{
    const ouro__stacks *stacks = capture_stacks(c);
    size_t steps = 0;
    if (!stacks || stack <= OURO_STACK_ROOT)
        return 0;
    for (uint32_t node = stack; node > OURO_STACK_ROOT; node = ouro__stacks_node(stacks, node)->parent) {
        const uint32_t *number = named_at(c, node);
        if (!number || !ouro__growing_reserve(&c->rt->heap, &c->path, (steps + 1) * sizeof node))
            return 0;
        if (*number)
            break;
        ((uint32_t *)c->path.memory)[steps++] = node;
    }
    while (steps > 0)
        if (!write_stack(c, stacks, ((uint32_t *)c->path.memory)[--steps]))
            return 0;
    return *named_at(c, stack);
}

/* "module.Class" of a class of the program, without "__main__" and "builtins". */
static size_t type_name(ouro_runtime *rt, const ouro_type *type, char name[NAME_MOST])
{
    size_t length = 0;
    if (type->flags & OURO_TYPE_HEAP && type->class_object) {
        const ouro_class *cls = (const ouro_class *)type->class_object;
        ouro_object *module = cls->dict ? ouro__dict_get_str(rt, cls->dict, NAME(rt, __module__)) : NULL;
        if (module && ouro__is_str(rt, module) && module != NAME(rt, __main__) &&
            module != NAME(rt, builtins)) {
            length = rt->hooks.trace_text(rt, module, name, NAME_MOST / 2);
            length = length < NAME_MOST / 2 ? length : strlen(name);
            name[length++] = '.';
        }
        if (cls->qualname) {
            size_t more = rt->hooks.trace_text(rt, cls->qualname, name + length, NAME_MOST - length);
            return more < NAME_MOST - length ? length + more : strlen(name);
        }
    }
    size_t rest = strlen(type->name);
    rest = rest < NAME_MOST - length ? rest : NAME_MOST - length;
    memcpy(name + length, type->name, rest);
    return length + rest;
}

capture_type *capture_type_at(ouro_capture *c, uint32_t index)
{
    if (!ouro__growing_reserve(&c->rt->heap, &c->types, ((size_t)index + 1) * sizeof(capture_type)))
        return NULL;
    return (capture_type *)c->types.memory + index;
}

uint32_t capture_type_number(ouro_capture *c, uint32_t index)
{
    ouro_runtime *rt = c->rt;
    const ouro_type *type = ouro__type_at(rt, index << 8);
    const void *identity = type->class_object ? (const void *)type->class_object : type->name;
    capture_type *known = capture_type_at(c, index);
    if (!known)
        return 0;
    if (!known->number || known->identity != identity) {
        char name[NAME_MOST];
        size_t length = type_name(rt, type, name);
        known->identity = identity;
        known->number = ++c->type_numbers;
        capture_begin(rt, &c->output, CAPTURE_TYPE);
        capture_put_text(rt, &c->output, name, length);
        capture_finish(rt, &c->output);
    }
    return known->number;
}
