/* See attribute_variants.h. */
#include "vm/attribute_variants.h"

#include "vm/interpret.h"
#include "vm/vm.h"

enum { VARIANTS = 256 };

static ouro_attribute_variant *place_of(ouro_attribute_variant *table, uint32_t version, ouro_object *name,
                                        unsigned base)
{
    uintptr_t hash = ((uintptr_t)name >> 3) ^ (version + base) * 0x9E3779B1u;
    return &table[(hash ^ hash >> 8) % VARIANTS];
}

const ouro_attribute_variant *ouro__variant_find(ouro_runtime *rt, const ouro_type *type, ouro_object *name,
                                                 unsigned base)
{
    ouro_attribute_variant *table = rt->python->vm->variants;
    if (!table || !type->version)
        return NULL;
    const ouro_attribute_variant *v = place_of(table, type->version, name, base);
    return v->name == name && (uint32_t)v->words[0] == type->version && v->base == base ? v : NULL;
}

void ouro__variant_apply(const uint64_t *pc, const ouro_attribute_variant *variant)
{
    for (unsigned i = 0; i < 3; i++)
        ouro__cache_word(pc, i + 1, variant->words[i]);
    ouro__quicken(pc, variant->op);
}

static bool is_guarded_by_version(unsigned op)
{
    switch (op) {
    case OURO_OP_LOAD_ATTR_SLOT:
    case OURO_OP_LOAD_ATTR_MEMBER:
    case OURO_OP_LOAD_ATTR_VALUE:
    case OURO_OP_STORE_ATTR_SLOT:
    case OURO_OP_STORE_ATTR_ADD:
    case OURO_OP_STORE_ATTR_MEMBER:
    case OURO_OP_LOAD_METHOD_SHAPE:
    case OURO_OP_LOAD_METHOD_TYPE:
        return true;
    default:
        return false;
    }
}

void ouro__variant_add(ouro_runtime *rt, const uint64_t *pc, ouro_object *name)
{
    ouro_vm *vm = rt->python->vm;
    unsigned op = (uint8_t)*pc;
    if (!is_guarded_by_version(op))
        return;
    if (!vm->variants &&
        !(vm->variants = ouro__heap_alloc_zeroed(&rt->heap, VARIANTS * sizeof *vm->variants, OURO_HEAP_RAW)))
        return; /* nothing is lost but speed */
    unsigned base = ouro__base_opcode(op);
    ouro_attribute_variant *v = place_of(vm->variants, (uint32_t)pc[1], name, base);
    ouro_object *old = v->name;
    *v = (ouro_attribute_variant){ouro_ref(name), {pc[1], pc[2], pc[3]}, (uint8_t)op, (uint8_t)base};
    ouro_xdecref(rt, old); /* a str: runs no code */
}

void ouro__variants_destroy(ouro_runtime *rt)
{
    ouro_attribute_variant *table = rt->python->vm->variants;
    rt->python->vm->variants = NULL;
    for (unsigned i = 0; table && i < VARIANTS; i++)
        ouro_xdecref(rt, table[i].name);
    ouro__buffer_free(rt, table);
}
