/* See dump_language.h. Nothing here allocates, runs code or changes anything: it may be called when memory is refused, in the
 * middle of an allocation. */
#include "modules/dump_language.h"

#include <string.h>

#include "object/layout.h"
#include "types/class.h"
#include "types/dict.h"
#include "types/method.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/object_labels.h"
#include "vm/vm.h"

/* ---- References ---- */

struct telling {
    ouro__dump_visit visit;
    void *context;
    const ouro_object *key; /* that the last reference went to, or NULL */
    uint32_t next;          /* index behind that of the last item */
};

/* A name is an object, the texts made of it are told apart by its address: that of what begins with it ("local x") lies one
 * behind. */
static const void *beside(const void *name)
{
    return (const char *)name + 1;
}

static ouro__dump_label label_of(const struct telling *t, const ouro__label *label)
{
    switch (label->kind) {
    case OURO__LABEL_ITEM:
        return (ouro__dump_label){.kind =
                                      label->number == t->next ? OURO__REFERENCE_NEXT : OURO__REFERENCE_INDEX,
                                  .index = label->number};
    case OURO__LABEL_MEMBER:
        return (ouro__dump_label){.kind = OURO__REFERENCE_ATTRIBUTE, .identity = label->text, .name = label};
    case OURO__LABEL_PART:
        return (ouro__dump_label){.kind = OURO__REFERENCE_NAMED, .identity = label->text, .name = label};
    case OURO__LABEL_ATTRIBUTE:
        return (ouro__dump_label){.kind = OURO__REFERENCE_ATTRIBUTE, .identity = label->name, .name = label};
    case OURO__LABEL_LOCAL:
        return (ouro__dump_label){
            .kind = OURO__REFERENCE_NAMED, .identity = beside(label->name), .name = label};
    case OURO__LABEL_CELL:
        if (!label->name)
            break;
        return (ouro__dump_label){
            .kind = OURO__REFERENCE_NAMED, .identity = beside(beside(label->name)), .name = label};
    case OURO__LABEL_KEY:
        return (ouro__dump_label){.kind = OURO__REFERENCE_KEY};
    case OURO__LABEL_VALUE:
        if (!label->name || label->name != t->key)
            break;
        return (ouro__dump_label){.kind = OURO__REFERENCE_VALUE};
    case OURO__LABEL_ELEMENT:
        return (ouro__dump_label){.kind = OURO__REFERENCE_NAMED, .identity = "element", .name = label};
    case OURO__LABEL_TEMPORARY:
        return (ouro__dump_label){.kind = OURO__REFERENCE_NAMED, .identity = "temporary", .name = label};
    default:
        break;
    }
    return (ouro__dump_label){.kind = OURO__REFERENCE_OTHER};
}

static void tell(ouro_runtime *rt, ouro_object *child, const ouro__label *label, void *context)
{
    struct telling *t = context;
    const ouro__dump_label told = label_of(t, label);
    if (label->kind == OURO__LABEL_ITEM)
        t->next = label->number + 1;
    t->key = label->kind == OURO__LABEL_KEY ? child : NULL;
    t->visit(rt, child, &told, t->context);
}

static void references(ouro_runtime *rt, ouro_object *o, ouro__dump_visit visit, void *context)
{
    ouro__each_labelled(rt, o, tell, &(struct telling){visit, context, NULL, 0});
}

/* What is an attribute goes without its dot. */
static size_t label_text(ouro_runtime *rt, const ouro__dump_label *label, char *text, size_t size)
{
    size_t length = ouro__label_format(rt, label->name, text, size);
    if (text[0] != '.')
        return length;
    memmove(text, text + 1, strlen(text));
    return length - 1;
}

/* ---- Objects ---- */

/* Values that say more than their type: those of which there may be many alike, and what has a name. */
static size_t preview(ouro_runtime *rt, ouro_object *o, char *text, size_t size)
{
    enum { VALUES = OURO_TYPE_IS_INT | OURO_TYPE_IS_FLOAT | OURO_TYPE_IS_STR | OURO_TYPE_IS_BYTES };
    const ouro_type *type = ouro__type_of(rt, o);
    bool named = type->flags & OURO_TYPE_IS_CLASS || ouro__is_exactly(o, OURO_T_MODULE) ||
                 ouro__is_exactly(o, OURO_T_FUNCTION) || ouro__is_exactly(o, OURO_T_CODE);
    if (named)
        return ouro__object_title(rt, o, text, size);
    if ((type->flags & VALUES && !(type->flags & OURO_TYPE_HEAP)) || o == OURO_NONE(rt))
        return ouro__object_short_repr(rt, o, text, size);
    return 0;
}

/* ---- Types ---- */

static size_t copy_name(char *text, size_t size, const char *name, size_t length)
{
    size_t fits = length < size ? length : size - 1;
    memcpy(text, name, fits);
    text[fits] = 0;
    return length;
}

/* Names of built-in types have their module in front. */
static size_t type_name(ouro_runtime *rt, const ouro_type *type, char *text, size_t size)
{
    const ouro_class *c = (const ouro_class *)type->class_object;
    if (c && !c->builtin && c->qualname)
        return rt->hooks.trace_text(rt, c->qualname, text, size);
    const char *dot = strrchr(type->name, '.'), *name = dot ? dot + 1 : type->name;
    return copy_name(text, size, name, strlen(name));
}

static size_t type_module(ouro_runtime *rt, const ouro_type *type, char *text, size_t size)
{
    const ouro_class *c = (const ouro_class *)type->class_object;
    ouro_object *module =
        c && !c->builtin && c->dict ? ouro__dict_get_str(rt, c->dict, NAME(rt, __module__)) : NULL;
    if (module && ouro__is_exactly(module, OURO_T_STR))
        return rt->hooks.trace_text(rt, module, text, size);
    const char *builtin = c && c->builtin && c->builtin->module ? c->builtin->module : "";
    return copy_name(text, size, builtin, strlen(builtin));
}

/* ---- Roots ---- */

/* The local variables. What else is in registers is on its way, and not always good to look at. */
static void tell_variables(struct ouro__dump_roots *roots, const ouro_frame *frame, uint64_t place)
{
    const ouro_code *code = frame->code;
    const ouro_tuple *names = (const ouro_tuple *)code->variables;
    for (unsigned n = 0; n < code->local_count && names && n < names->count; n++)
        if (frame->registers[n])
            ouro__dump_held(roots, OURO_DUMP_ROOT_FRAME, ouro__dump_name_of(roots, names->items[n]), place,
                            frame->registers[n]);
}

static void tell_frames(ouro_runtime *rt, struct ouro__dump_roots *roots)
{
    ouro_vm *vm = rt->python->vm;
    uint64_t place = 0;
    for (const ouro_frame *frame = vm ? vm->frames + 1 : NULL; vm && frame <= vm->frame; frame++) {
        const ouro_code *code = frame->code;
        place = ouro__dump_frame(roots, place, ouro__dump_name_of(roots, code->filename),
                                 ouro__dump_name_of(roots, code->qualname),
                                 ouro__code_line(code, (uint32_t)(frame->pc - code->instructions)));
        if (frame->function && frame->locals != frame->function->globals) /* a module has a name already */
            ouro__dump_held(roots, OURO_DUMP_ROOT_FRAME, ouro__dump_text(roots, "locals"), place, frame->locals);
        tell_variables(roots, frame, place);
        ouro__dump_held(roots, OURO_DUMP_ROOT_FRAME, ouro__dump_text(roots, "function"), place,
                        (ouro_object *)frame->function);
    }
}

static void tell_modules(ouro_runtime *rt, struct ouro__dump_roots *roots)
{
    size_t position = 0;
    ouro_object *key, *value;
    ouro_object *modules = rt->python->modules;
    while (modules && ouro__dict_next(rt, modules, &position, &key, &value))
        if (ouro__is_exactly(value, OURO_T_MODULE) && ouro__is_exactly(key, OURO_T_STR))
            ouro__dump_held(roots, OURO_DUMP_ROOT_MODULE, ouro__dump_name_of(roots, key), 0, value);
}

static void tell_roots(ouro_runtime *rt, struct ouro__dump_roots *roots)
{
    tell_modules(rt, roots);
    tell_frames(rt, roots);
    const struct {
        const char *name;
        ouro_object *object;
    } held[] = {
        {"sys.modules", rt->python->modules},
        {"builtins", rt->python->builtins},
        {"sys", rt->python->sys_dict},
        {"sys.path", rt->python->sys_path},
    };
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        ouro__dump_held(roots, OURO_DUMP_ROOT_RUNTIME, ouro__dump_text(roots, held[i].name), 0,
                        held[i].object);
}

const ouro__dump_language ouro__dump_python = {
    .references = references,
    .label_text = label_text,
    .preview = preview,
    .type_name = type_name,
    .type_module = type_module,
    .roots = tell_roots,
};
