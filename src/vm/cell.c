/* The cell type: a variable shared by a function and those inside it. */
#include "types/exception.h"
#include "types/int.h"
#include "types/str.h"
#include "object/slot.h"
#include "types/types.h"
#include "vm/interpret.h"

ouro_object *ouro__cell_new(ouro_runtime *rt, ouro_object *contents_owned)
{
    ouro_cell *cell = ouro__new_container(rt, sizeof *cell, OURO_WORD(OURO_T_CELL));
    if (!cell) {
        ouro_object *error = ouro__error_take(rt);
        ouro_xdecref(rt, contents_owned);
        ouro__error_restore(rt, error);
        return NULL;
    }
    ouro__slot_init(&cell->contents, contents_owned);
    ouro__track(&cell->head);
    return &cell->head;
}

static ouro_object *cell_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *contents = ((ouro_cell *)o)->contents;
    if (!contents)
        return ouro__str_format(rt, "<cell at 0x%llx: empty>", (unsigned long long)(uintptr_t)o);
    return ouro__str_format(rt, "<cell at 0x%llx: %T object at 0x%llx>", (unsigned long long)(uintptr_t)o,
                            contents, (unsigned long long)(uintptr_t)contents);
}

/* By contents; empty cells come first. */
static ouro_object *cell_compare(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op)
{
    if (!ouro__is_exactly(b, OURO_T_CELL))
        return OURO_NOT_IMPLEMENTED(rt);
    ouro_object *x = ((ouro_cell *)a)->contents, *y = ((ouro_cell *)b)->contents;
    if (x && y)
        return ouro__compare(rt, x, y, op);
    int order = (y == NULL) - (x == NULL);
    return ouro__bool(rt, ouro__order_holds(order, op));
}

static ouro_object *cell_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    (void)cls;
    if (ouro__check_arity(rt, "cell", nargs, kwnames, 0, 1) < 0)
        return NULL;
    return ouro__cell_new(rt, nargs ? ouro_ref(args[0]) : NULL);
}

static ouro_object *get_contents(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *contents = ((ouro_cell *)o)->contents;
    return contents ? ouro_ref(contents) : ouro__raise(rt, OURO_T_VALUE_ERROR, "Cell is empty");
}

static int set_contents(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    ouro__slot_set(rt, o, &((ouro_cell *)o)->contents, value ? ouro_ref(value) : NULL);
    return 0;
}

static const ouro_getset_def cell_getsets[] = {{"cell_contents", get_contents, set_contents, NULL}, {0}};
static const uint16_t cell_fields[] = {offsetof(ouro_cell, contents), 0};

OURO_BUILTIN_TYPE(cell) = {
    .id = OURO_T_CELL,
    .slots = {.name = "cell",
              .size = sizeof(ouro_cell),
              .flags = OURO_TYPE_CONTAINER,
              .fields = cell_fields,
              .repr = cell_repr,
              .compare = cell_compare,
              .new_ = cell_new},
    .getsets = cell_getsets,
    .doc = "Create a new cell object.",
};
