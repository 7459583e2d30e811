/* Visiting the references of an object with their labels.
 *
 * Fields, attributes, tuples and lists are walked as ouro__each_reference walks them. What only a type's traverse function knows is
 * visited by that function, while a cursor in the same data (of dicts, sets, classes, frames, generators) goes
 * along and says what each is; so the references are those of ouro__traverse whatever the type. */
#include "vm/object_labels.h"

#include "object/layout.h"
#include "types/class.h"
#include "types/dict_table.h"
#include "types/set_table.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/frame_object.h"

typedef struct labelling {
    ouro__label_visit visit;
    void *context;
    ouro_object *object; /* the one that is traversed, or its private dict */
    size_t at;           /* cursor: what comes next */
} labelling;

static const ouro__label reference = {.kind = OURO__LABEL_REFERENCE};

static ouro__label member(const char *name)
{
    return (ouro__label){.kind = OURO__LABEL_MEMBER, .text = name};
}

static ouro__label part(const char *words)
{
    return (ouro__label){.kind = OURO__LABEL_PART, .text = words};
}

static ouro__label named(enum ouro__label_kind kind, ouro_object *name)
{
    return (ouro__label){.kind = kind, .name = name};
}

static ouro__label numbered(enum ouro__label_kind kind, size_t number)
{
    return (ouro__label){.kind = kind, .number = (uint32_t)number};
}

/* ---- Single fields ---- */

static size_t count_fields(const ouro_type *type)
{
    size_t count = 0;
    while (type->fields && type->fields[count])
        count++;
    return count;
}

/* Of a built-in class: a member at this offset, else a field that has a name of its own, of this class or of the one whose
 * fields it has taken over. */
static ouro__label field_of_builtin(const ouro_class *cls, size_t n, uint16_t offset)
{
    for (const ouro_class *c = cls; c && c->builtin; c = (const ouro_class *)c->base) {
        const char *name = ouro__field_name(c->builtin->id, n);
        if (name)
            return *name == '.' ? member(name + 1) : part(name);
        for (const ouro_member_def *m = c->builtin->members; m && m->name; m++)
            if (m->offset == offset)
                return member(m->name);
    }
    return reference;
}

/* The class from which a field comes is the lowest one that has more fields than its base. */
static ouro__label field_label(const ouro_type *type, size_t n)
{
    const ouro_class *c = (const ouro_class *)type->class_object;
    for (; c && c->type && !c->builtin && c->base; c = (const ouro_class *)c->base) {
        size_t inherited = count_fields(((const ouro_class *)c->base)->type);
        const ouro_tuple *slots = (const ouro_tuple *)c->slot_names;
        if (n < inherited)
            continue;
        bool known = slots && n - inherited < slots->count;
        return known ? named(OURO__LABEL_ATTRIBUTE, slots->items[n - inherited]) : reference;
    }
    return c && type->fields ? field_of_builtin(c, n, type->fields[n]) : reference;
}

static void label_fields(ouro_runtime *rt, const ouro_type *type, labelling *l)
{
    for (size_t n = 0; type->fields[n]; n++) {
        ouro_object *child = *ouro__field_at(l->object, type->fields[n]);
        if (!child)
            continue;
        ouro__label label = field_label(type, n);
        l->visit(rt, child, &label, l->context);
    }
}

/* ---- Dicts and sets ---- */

/* The cursor counts keys and values, two for each entry. */
static void label_entry(ouro_runtime *rt, ouro_object *child, labelling *l, enum ouro__label_kind value_kind)
{
    const ouro_dict_keys *keys = ((ouro_dict *)l->object)->keys;
    ouro__label label = reference;
    while (l->at < 2 * (size_t)keys->entry_count) {
        const ouro_dict_entry *e = ouro__dict_entry(keys, l->at / 2);
        bool is_value = l->at++ % 2;
        if (!(is_value ? e->value : e->key))
            continue;
        label = named(is_value ? value_kind : OURO__LABEL_KEY, e->key);
        if (is_value && value_kind == OURO__LABEL_ATTRIBUTE && !(e->key && ouro__is_str(rt, e->key)))
            label.kind = OURO__LABEL_VALUE;
        break;
    }
    l->visit(rt, child, &label, l->context);
}

static void label_in_dict(ouro_runtime *rt, ouro_object *child, void *context)
{
    label_entry(rt, child, context, OURO__LABEL_VALUE);
}

static void label_in_private_dict(ouro_runtime *rt, ouro_object *child, void *context)
{
    label_entry(rt, child, context, OURO__LABEL_ATTRIBUTE);
}

static void label_in_set(ouro_runtime *rt, ouro_object *child, void *context)
{
    labelling *l = context;
    ouro__label label = {.kind = OURO__LABEL_ELEMENT};
    l->visit(rt, child, &label, l->context);
}

/* ---- Attributes ---- */

/* The names of the first slots, in one walk up the shape; what has more is looked up name by name. */
enum { NAMES_AT_ONCE = 32 };

static ouro_object *name_of_slot(const ouro_shape *shape, unsigned slot)
{
    while (shape && shape->count > slot + 1)
        shape = shape->parent;
    return shape && shape->count == slot + 1 ? shape->name : NULL;
}

static void label_slots(ouro_runtime *rt, const ouro_attrs *attrs, labelling *l)
{
    const ouro_shape *shape = ouro__attrs_pointer(attrs->word);
    ouro_object *names[NAMES_AT_ONCE] = {NULL};
    for (const ouro_shape *s = shape; s; s = s->parent)
        if (s->count && s->count <= NAMES_AT_ONCE)
            names[s->count - 1] = s->name;
    for (unsigned n = 0; n < ouro__attrs_capacity(attrs->word); n++) {
        if (!attrs->slots[n])
            continue;
        ouro_object *name = n < NAMES_AT_ONCE ? names[n] : name_of_slot(shape, n);
        ouro__label label = name ? named(OURO__LABEL_ATTRIBUTE, name) : reference;
        l->visit(rt, attrs->slots[n], &label, l->context);
    }
}

static void label_attributes(ouro_runtime *rt, const ouro_type *type, labelling *l)
{
    const ouro_attrs *attrs = ouro__attrs_of(rt, type, l->object);
    ouro_object *dict = ouro__attrs_is_dict(attrs->word) ? ouro__attrs_pointer(attrs->word) : NULL;
    if (dict && ouro__attrs_is_private(attrs->word)) {
        labelling inner = {l->visit, l->context, dict, 0};
        ouro__type_of(rt, dict)->traverse(rt, dict, label_in_private_dict, &inner);
    } else if (dict) {
        ouro__label label = member("__dict__");
        l->visit(rt, dict, &label, l->context);
    } else {
        label_slots(rt, attrs, l);
    }
}

/* ---- Classes ---- */

static void label_in_class(ouro_runtime *rt, ouro_object *child, void *context)
{
    static const char *const texts[] = {"__dict__", "__slots__",    "__bases__", "__mro__",
                                        "__base__", "__qualname__", "__name__"};
    labelling *l = context;
    const ouro_class *c = (const ouro_class *)l->object;
    ouro_object *const places[] = {c->dict, c->slot_names, c->bases, c->mro, c->base, c->qualname, c->name};
    enum { PLACES = sizeof places / sizeof *places };
    size_t n = l->at;
    while (n < PLACES && places[n] != child)
        n++;
    ouro__label label = n < PLACES ? member(texts[n]) : reference;
    l->at = n < PLACES ? n + 1 : l->at;
    l->visit(rt, child, &label, l->context);
}

/* ---- Frames and generators ---- */

static ouro__label label_of_register(const ouro_code *code, size_t n)
{
    const ouro_tuple *variables = code ? (const ouro_tuple *)code->variables : NULL;
    if (variables && n < variables->count && n < code->local_count)
        return named(OURO__LABEL_LOCAL, variables->items[n]);
    return numbered(OURO__LABEL_TEMPORARY, n);
}

static void label_in_frame(ouro_runtime *rt, ouro_object *child, void *context)
{
    labelling *l = context;
    const ouro_frame_object *f = (const ouro_frame_object *)l->object;
    while (l->at < f->count && !f->values[l->at])
        l->at++;
    ouro__label label = l->at < f->count ? label_of_register((const ouro_code *)f->code, l->at) : reference;
    l->at++;
    l->visit(rt, child, &label, l->context);
}

/* What a generator has besides its registers, in the order of its traverse function. Its frame object, which is not tracked,
 * is followed at once by what that refers to, which is not named again. */
static ouro__label label_beside_registers(const ouro_generator *g, const ouro_object *child)
{
    bool is_coroutine = ouro__is_exactly(&g->head, OURO_T_COROUTINE);
    if (child == g->frame_object)
        return member(is_coroutine                                         ? "cr_frame"
                      : ouro__is_exactly(&g->head, OURO_T_ASYNC_GENERATOR) ? "ag_frame"
                                                                           : "gi_frame");
    if (child == g->exc.handled)
        return part("exception that it handles");
    return part(child == g->names ? "names" : child == g->function ? "function" : "frame's reference");
}

static void label_in_generator(ouro_runtime *rt, ouro_object *child, void *context)
{
    labelling *l = context;
    const ouro_generator *g = (const ouro_generator *)l->object;
    const ouro_function *f = (const ouro_function *)g->function;
    const ouro_code *code = f ? (const ouro_code *)f->code : NULL;
    while (l->at < g->count && !g->registers[l->at])
        l->at++;
    ouro__label label;
    if (l->at >= g->count)
        label = label_beside_registers(g, child);
    else if (code && l->at >= code->register_count)
        label = part("locals");
    else
        label = label_of_register(code, l->at);
    l->at += l->at < g->count;
    l->visit(rt, child, &label, l->context);
}

/* ---- All others ---- */

static void label_in_turn(ouro_runtime *rt, ouro_object *child, void *context)
{
    labelling *l = context;
    ouro__label label = numbered(OURO__LABEL_ITEM, l->at++);
    l->visit(rt, child, &label, l->context);
}

static void label_buffer(ouro_runtime *rt, ouro_object *child, void *context)
{
    labelling *l = context;
    ouro__label label = part("buffer's object");
    l->visit(rt, child, &label, l->context);
}

static void label_unknown(ouro_runtime *rt, ouro_object *child, void *context)
{
    labelling *l = context;
    l->visit(rt, child, &reference, l->context);
}

/* The id of the built-in type whose layout the type has; 0 where there is none. */
static unsigned builtin_id(const ouro_type *type)
{
    const ouro_class *c = (const ouro_class *)type->class_object;
    while (c && !c->builtin)
        c = (const ouro_class *)c->base;
    return c ? c->builtin->id : 0;
}

static ouro_visit labeller(const ouro_type *type)
{
    if (type->traverse == ouro__dict_traverse)
        return label_in_dict;
    if (type->traverse == ouro__set_traverse)
        return label_in_set;
    if (type->flags & OURO_TYPE_IS_CLASS)
        return label_in_class;
    switch (builtin_id(type)) {
    case OURO_T_FRAME:
        return label_in_frame;
    case OURO_T_GENERATOR:
    case OURO_T_COROUTINE:
    case OURO_T_ASYNC_GENERATOR:
        return label_in_generator;
    case OURO_T_DEQUE:
    case OURO_T_TEE_DATA:
        return label_in_turn;
    case OURO_T_MANAGED_BUFFER:
    case OURO_T_UNPACK_ITERATOR:
        return label_buffer;
    default:
        return label_unknown;
    }
}

static void label_items(ouro_runtime *rt, ouro_object *const *items, size_t count, const labelling *l)
{
    for (size_t n = 0; n < count; n++) {
        ouro__label label = numbered(OURO__LABEL_ITEM, n);
        if (items[n])
            l->visit(rt, items[n], &label, l->context);
    }
}

void ouro__each_labelled(ouro_runtime *rt, ouro_object *o, ouro__label_visit visit, void *context)
{
    const ouro_type *type = ouro__type_of(rt, o);
    labelling l = {visit, context, o, 0};
    if (type->fields)
        label_fields(rt, type, &l);
    if (type->attrs_offset)
        label_attributes(rt, type, &l);
    if (type->layout == OURO_LAYOUT_TUPLE)
        label_items(rt, ((ouro__tuple_layout *)o)->items, ((ouro__tuple_layout *)o)->count, &l);
    else if (type->layout == OURO_LAYOUT_LIST)
        label_items(rt, ((ouro__list_layout *)o)->items, ((ouro__list_layout *)o)->count, &l);
    else if (type->layout == OURO_LAYOUT_CALLBACK && type->traverse)
        type->traverse(rt, o, labeller(type), &l);
    if (type->flags & OURO_TYPE_COUNTS_CLASS && type->class_object) {
        ouro__label label = member("__class__");
        visit(rt, type->class_object, &label, context);
    }
}

/* ---- Asking for one ---- */

struct asking {
    const ouro_object *child; /* NULL: the one that comes after `skip` others */
    size_t skip;
    bool found, settled;
    ouro__label label;
};

static void compare_one(ouro_runtime *rt, ouro_object *child, const ouro__label *label, void *context)
{
    (void)rt;
    struct asking *a = context;
    if (a->settled || (a->child && a->child != child) || (!a->child && a->skip-- > 0))
        return;
    a->settled = !a->child || label->kind != OURO__LABEL_KEY;
    if (!a->found || a->settled)
        a->label = *label;
    a->found = true;
}

ouro__label ouro__label_at(ouro_runtime *rt, ouro_object *o, size_t n)
{
    struct asking a = {.skip = n, .label = reference};
    ouro__each_labelled(rt, o, compare_one, &a);
    return a.label;
}

ouro__label ouro__label_to(ouro_runtime *rt, ouro_object *o, const ouro_object *child)
{
    struct asking a = {.child = child, .label = reference};
    ouro__each_labelled(rt, o, compare_one, &a);
    return a.label;
}

/* ---- Joining two ---- */

static bool is_text(const ouro__label *label, const char *text)
{
    return (label->kind == OURO__LABEL_MEMBER || label->kind == OURO__LABEL_PART) &&
           strcmp(label->text, text) == 0;
}

static bool equals_ascii(const ouro_object *str, const char *text)
{
    size_t length = strlen(text);
    return ouro__str_is_ascii(str) && ouro__str_length(str) == length &&
           memcmp(ouro__str_data(str), text, length) == 0;
}

/* The variable whose cell is the n-th of a function's closure; NULL where it cannot be told. */
static ouro_object *closure_variable(const ouro_object *function, size_t n)
{
    const ouro_code *code = (const ouro_code *)((const ouro_function *)function)->code;
    const ouro_tuple *names = code ? (const ouro_tuple *)code->free_names : NULL;
    return names && n < names->count ? names->items[n] : NULL;
}

bool ouro__labels_join(ouro_runtime *rt, ouro_object *owner, const ouro__label *before, ouro_object *middle,
                       ouro__label *label)
{
    bool of_function = ouro__is_exactly(owner, OURO_T_FUNCTION);
    if (label->kind == OURO__LABEL_VALUE && label->name && ouro__is_str(rt, label->name)) {
        bool special = of_function && is_text(before, "attributes");
        if (!special && !is_text(before, "__dict__"))
            return false;
        *label = special && equals_ascii(label->name, "__dict__") ? member("__dict__")
                                                                  : named(OURO__LABEL_ATTRIBUTE, label->name);
        return true;
    }
    if (of_function && is_text(before, "__closure__") && label->kind == OURO__LABEL_ITEM) {
        *label = named(OURO__LABEL_CELL, closure_variable(owner, label->number));
        return label->name;
    }
    bool of_cell = ouro__is_exactly(middle, OURO_T_CELL) && is_text(label, "cell_contents");
    if (of_cell && before->name && (before->kind == OURO__LABEL_CELL || before->kind == OURO__LABEL_LOCAL)) {
        *label = *before;
        return true;
    }
    return false;
}
