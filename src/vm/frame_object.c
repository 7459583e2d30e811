/* Frame objects. See frame_object.h for who owns the locals when. */
#include "vm/frame_object.h"

#include "object/slot.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"
#include "types/types.h"
#include "vm/interpret.h"
#include "vm/trace.h"

static ouro_frame_object *as_frame(ouro_object *o)
{
    return (ouro_frame_object *)o;
}

/* A frame object that knows what it runs, not where. It is not tracked while the frame runs or its generator is
 * suspended (the generator reports what it refers to), as in CPython. */
static ouro_frame_object *frame_make(ouro_runtime *rt, ouro_object *function, const ouro_code *code,
                                     ouro_object *locals)
{
    ouro_type *type = ouro__type_at(rt, OURO_WORD(OURO_T_FRAME));
    size_t size = sizeof(ouro_frame_object) + code->local_count * sizeof(ouro_object *);
    ouro_frame_object *f = (ouro_frame_object *)ouro__new_object(rt, type, size);
    if (!f)
        return NULL;
    f->count = code->local_count;
    ouro__slot_init(&f->function, ouro_ref(function));
    ouro__slot_init(&f->code, ouro_ref((void *)code));
    ouro__slot_init(&f->locals, locals ? ouro_ref(locals) : NULL);
    return f;
}

void ouro__frame_object_orphan(ouro_runtime *rt, ouro_frame_object *f, uint32_t pc)
{
    ouro__trace_unbound(rt, f, false);
    f->pc = pc;
    f->frame = NULL;
    f->generator = NULL;
    ouro__track(&f->head);
}

ouro_frame_object *ouro__frame_object_of(ouro_runtime *rt, ouro_frame *frame)
{
    if (frame->object)
        return frame->object;
    ouro_frame_object *f = frame_make(rt, &frame->function->head, frame->code, frame->locals);
    if (!f)
        return NULL;
    f->frame = frame;
    f->generator = frame->generator;
    frame->object = f;
    frame->flags |= OURO_FRAME_OBJECT;
    return f;
}

/* The frame object of a suspended generator, made when it is not there yet: borrowed. */
static ouro_frame_object *generator_frame(ouro_runtime *rt, ouro_generator *g)
{
    if (!g->frame_object) {
        ouro_frame_object *f = frame_make(rt, g->function, (ouro_code *)((ouro_function *)g->function)->code,
                                          ouro__generator_locals(g));
        if (!f)
            return NULL;
        f->generator = g;
        ouro__slot_init(&g->frame_object, &f->head);
    }
    return as_frame(g->frame_object);
}

void ouro__frame_object_detach(ouro_runtime *rt, ouro_frame *frame)
{
    ouro_frame_object *f = frame->object;
    frame->object = NULL;
    frame->flags &= (uint8_t)~OURO_FRAME_OBJECT;
    ouro__frame_object_orphan(rt, f, (uint32_t)(frame->pc - frame->code->instructions));
    if (f->head.refcount > 1) {
        for (uint32_t n = 0; n < f->count; n++) {
            ouro__slot_init(&f->values[n], frame->registers[n]);
            frame->registers[n] = NULL;
        }
        ouro_vm *vm = rt->python->vm;
        if (frame - 1 > vm->frames && !frame->generator) { /* who resumed a generator is not who called it */
            ouro_object *error = ouro__error_take(rt);
            rt->dispensable = true;
            ouro_frame_object *back = ouro__frame_object_of(rt, frame - 1);
            if (back)
                ouro__slot_init(&f->back, ouro_ref(back));
            else
                ouro__error_clear(rt);
            rt->dispensable = false;
            if (error)
                ouro__error_restore(rt, error);
        }
    }
    ouro_decref(rt, &f->head);
}

uint32_t ouro__frame_object_pc(ouro_frame_object *f)
{
    if (f->frame)
        return (uint32_t)(f->frame->pc - ((ouro_code *)f->code)->instructions);
    return f->generator ? f->generator->pc : f->pc;
}

int32_t ouro__frame_object_line(ouro_frame_object *f)
{
    return ouro__code_line((ouro_code *)f->code, ouro__frame_object_pc(f));
}

static ouro_object **registers_of(ouro_frame_object *f)
{
    if (f->frame)
        return f->frame->registers;
    return f->generator ? f->generator->registers : f->values;
}

/* ---- locals ---- */

static int snapshot_put(ouro_runtime *rt, ouro_object *dict, ouro_object *name, ouro_object *value)
{
    if (value && ouro__is_exactly(value, OURO_T_CELL))
        value = ((ouro_cell *)value)->contents;
    if (value)
        return ouro__dict_set(rt, dict, name, value);
    return ouro__dict_pop(rt, dict, name, NULL) < 0 ? -1 : 0;
}

/* The compiler's own variables, such as the iterated ".0" of a comprehension, are shown as CPython shows them. */
static int snapshot_into(ouro_runtime *rt, ouro_object *dict, ouro_frame_object *frame)
{
    const ouro_code *code = (ouro_code *)frame->code;
    ouro_object **registers = registers_of(frame);
    ouro_tuple *names = (ouro_tuple *)code->variables;
    for (size_t n = 0; n < names->count && n < code->local_count; n++) {
        if (snapshot_put(rt, dict, names->items[n], registers[n]) < 0)
            return -1;
    }
    ouro_tuple *free_names = (ouro_tuple *)code->free_names,
               *closure = (ouro_tuple *)((ouro_function *)frame->function)->closure;
    for (size_t n = 0; closure && !frame->cleared && n < free_names->count; n++) {
        if (snapshot_put(rt, dict, free_names->items[n], closure->items[n]) < 0)
            return -1;
    }
    return 0;
}

static ouro_object *get_locals(ouro_runtime *rt, ouro_object *o)
{
    ouro_frame_object *f = as_frame(o);
    ouro_code *code = (ouro_code *)f->code;
    if (!(code->flags & OURO_CO_OPTIMIZED))
        return ouro_ref(f->locals ? f->locals : OURO_NONE(rt));
    if (!f->locals) {
        ouro_object *dict = ouro__dict_new(rt);
        if (!dict)
            return NULL;
        ouro__slot_init(&f->locals, dict);
    }
    if (snapshot_into(rt, f->locals, f) < 0)
        return NULL;
    return ouro_ref(f->locals);
}

/* ---- other attributes ---- */

static ouro_object *get_back(ouro_runtime *rt, ouro_object *o)
{
    ouro_frame_object *f = as_frame(o);
    ouro_object *back = f->back;
    if (f->frame && f->frame - 1 > rt->python->vm->frames) {
        back = (ouro_object *)ouro__frame_object_of(rt, f->frame - 1);
        if (!back)
            return NULL;
    }
    return ouro_ref(back ? back : OURO_NONE(rt));
}

static ouro_object *get_code(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return ouro_ref(as_frame(o)->code);
}

static ouro_object *get_globals(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    return ouro_ref(((ouro_function *)as_frame(o)->function)->globals);
}

static ouro_object *get_builtins(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *builtins = ouro__builtins_of(rt, ((ouro_function *)as_frame(o)->function)->globals);
    return ouro_ref(builtins ? builtins : OURO_NONE(rt));
}

static ouro_object *get_line(ouro_runtime *rt, ouro_object *o)
{
    ouro_frame_object *f = as_frame(o);
    int32_t line = f->shown_line ? f->shown_line : ouro__frame_object_line(f);
    return line < 0 ? ouro_ref(OURO_NONE(rt)) : ouro__int_new(rt, line);
}

static ouro_object *get_lasti(ouro_runtime *rt, ouro_object *o)
{
    return ouro__int_new(rt, (int64_t)ouro__frame_object_pc(as_frame(o)) * OURO_CODE_WORD);
}

static ouro_object *get_trace(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *trace = as_frame(o)->trace;
    return ouro_ref(trace ? trace : OURO_NONE(rt));
}

static int set_trace(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    ouro_frame_object *f = as_frame(o);
    f->traced_line = ouro__frame_object_line(f);
    ouro__slot_set(rt, f, &f->trace, value && value != OURO_NONE(rt) ? ouro_ref(value) : NULL);
    return 0;
}

/* The settings that are True or False. */
static int get_setting(ouro_runtime *rt, ouro_object *value)
{
    if (value && (value == OURO_TRUE(rt) || value == OURO_FALSE(rt)))
        return value == OURO_TRUE(rt);
    if (value)
        ouro__raise(rt, OURO_T_TYPE_ERROR, "attribute value type must be bool");
    else
        ouro__raise(rt, OURO_T_TYPE_ERROR, "can't delete numeric/char attribute");
    return -1;
}

static ouro_object *get_trace_lines(ouro_runtime *rt, ouro_object *o)
{
    return ouro__bool(rt, !as_frame(o)->no_lines);
}

static int set_trace_lines(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    int is = get_setting(rt, value);
    if (is >= 0)
        as_frame(o)->no_lines = !is;
    return is < 0 ? -1 : 0;
}

static ouro_object *get_trace_opcodes(ouro_runtime *rt, ouro_object *o)
{
    return ouro__bool(rt, as_frame(o)->opcodes);
}

static int set_trace_opcodes(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    int is = get_setting(rt, value);
    if (is >= 0)
        as_frame(o)->opcodes = is;
    return is < 0 ? -1 : 0;
}

/* ---- what traces a frame ---- */

int ouro__frame_object_show_locals(ouro_runtime *rt, ouro_frame_object *f)
{
    if (!f->locals || !(((ouro_code *)f->code)->flags & OURO_CO_OPTIMIZED))
        return 0;
    return snapshot_into(rt, f->locals, f);
}

/* The value that the snapshot has for a variable goes to its register or cell; one that is missing there is unbound. */
static int write_back(ouro_runtime *rt, ouro_frame_object *f, ouro_object *name, ouro_object **place)
{
    ouro_object *value = ouro__dict_get(rt, f->locals, name), *old = *place;
    if (!value && ouro__error_pending(rt))
        return -1;
    if (ouro__str_length(name) && ouro__str_char(name, 0) == '.')
        return 0;
    if (old && ouro__is_exactly(old, OURO_T_CELL)) {
        ouro_cell *cell = (ouro_cell *)old;
        if (cell->contents != value)
            ouro__slot_set(rt, cell, &cell->contents, value ? ouro_ref(value) : NULL);
    } else if (old != value) {
        *place = value ? ouro_ref(value) : NULL;
        ouro_xdecref(rt, old);
        if (!value)
            ouro__trace_unbound(rt, f, true);
    }
    return 0;
}

int ouro__frame_object_take_locals(ouro_runtime *rt, ouro_frame_object *f)
{
    const ouro_code *code = (ouro_code *)f->code;
    if (!f->locals || !f->frame || !(code->flags & OURO_CO_OPTIMIZED))
        return 0;
    ouro_tuple *names = (ouro_tuple *)code->variables, *free_names = (ouro_tuple *)code->free_names;
    for (size_t n = 0; n < names->count && n < code->local_count; n++) {
        if (write_back(rt, f, names->items[n], &f->frame->registers[n]) < 0)
            return -1;
    }
    ouro_tuple *closure = (ouro_tuple *)((ouro_function *)f->function)->closure;
    for (size_t n = 0; closure && n < free_names->count; n++) {
        if (write_back(rt, f, free_names->items[n], &closure->items[n]) < 0)
            return -1;
    }
    return 0;
}

/* The next local of a frame that has left: handed over, or NULL. */
static ouro_object *frame_drain(ouro_runtime *rt, ouro_object *o)
{
    ouro_frame_object *f = as_frame(o);
    for (uint32_t n = 0; n < f->count; n++) {
        if (f->values[n])
            return ouro__slot_take(rt, f, &f->values[n]);
    }
    return NULL;
}

static void frame_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    ouro_frame_object *f = as_frame(o);
    for (uint32_t n = 0; n < f->count; n++) {
        if (f->values[n])
            visit(rt, f->values[n], context);
    }
}

static ouro_object *frame_clear(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                ouro_object *kwnames)
{
    (void)args, (void)nargs, (void)kwnames;
    ouro_frame_object *f = as_frame(self);
    if (f->frame)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "cannot clear an executing frame");
    if (f->generator) {
        ouro_object *g = ouro_ref(f->generator);
        ouro__type_of(rt, g)->finalize(rt,
                                       g); /* as when it dies: it is closed, or told that nobody awaited it */
        if (f->generator)
            ouro__generator_abandon(rt, f->generator);
        ouro_decref(rt, g);
    }
    f->cleared = true;
    ouro_object *value;
    while ((value = frame_drain(rt, self)))
        ouro_decref(rt, value);
    if (((ouro_code *)f->code)->flags & OURO_CO_OPTIMIZED)
        ouro__slot_clear(rt, f, &f->locals);
    return ouro_ref(OURO_NONE(rt));
}

static ouro_object *frame_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro_code *code = (ouro_code *)as_frame(o)->code;
    return ouro__str_format(rt, "<frame at 0x%llx, file %R, line %d, code %S>",
                            (unsigned long long)(uintptr_t)o, code->filename,
                            (int)ouro__frame_object_line(as_frame(o)), code->name);
}

static const ouro_method_def frame_methods[] = {
    {"clear", frame_clear, 0, 0, 0, "clear($self, /)\n--\n\nDrop all references held by the frame."},
    {0},
};

static const ouro_getset_def frame_getsets[] = {
    {"f_back", get_back, NULL, NULL},
    {"f_code", get_code, NULL, NULL},
    {"f_globals", get_globals, NULL, NULL},
    {"f_locals", get_locals, NULL, NULL},
    {"f_builtins", get_builtins, NULL, NULL},
    {"f_lineno", get_line, ouro__frame_jump, NULL},
    {"f_lasti", get_lasti, NULL, NULL},
    {"f_trace", get_trace, set_trace, NULL},
    {0},
};
static const ouro_getset_def frame_fields_shown[] = {
    {"f_trace_lines", get_trace_lines, set_trace_lines, NULL},
    {"f_trace_opcodes", get_trace_opcodes, set_trace_opcodes, NULL},
    {0},
};

static const uint16_t frame_fields[] = {
    offsetof(ouro_frame_object, back),     offsetof(ouro_frame_object, locals),
    offsetof(ouro_frame_object, function), offsetof(ouro_frame_object, code),
    offsetof(ouro_frame_object, trace),    0,
};

OURO_BUILTIN_TYPE(frame) = {
    .id = OURO_T_FRAME,
    .slots = {.name = "frame",
              .size = sizeof(ouro_frame_object),
              .item_size = sizeof(ouro_object *),
              .layout = OURO_LAYOUT_CALLBACK,
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_DISALLOW_NEW | OURO_TYPE_PART_WHEN_UNTRACKED,
              .fields = frame_fields,
              .traverse = frame_traverse,
              .drain = frame_drain,
              .repr = frame_repr},
    .methods = frame_methods,
    .getsets = frame_getsets,
    .shown_fields = frame_fields_shown,
};

/* ---- the running frame, for the rest of the library ---- */

static ouro_frame *running(ouro_runtime *rt)
{
    ouro_vm *vm = rt->python->vm;
    return vm && ouro__vm_running(vm) ? vm->frame : NULL;
}

ouro_object *ouro__current_globals(ouro_runtime *rt)
{
    ouro_frame *frame = running(rt);
    return frame ? frame->function->globals : NULL;
}

ouro_object *ouro__current_builtins(ouro_runtime *rt)
{
    ouro_frame *frame = running(rt);
    return frame ? ouro__builtins_of(rt, frame->function->globals) : rt->python->builtins;
}

ouro_object *ouro__current_locals(ouro_runtime *rt)
{
    ouro_frame *frame = running(rt);
    if (!frame)
        return ouro__raise(rt, OURO_T_SYSTEM_ERROR, "frame does not exist");
    if (frame->locals)
        return ouro_ref(frame->locals);
    /* The frame object keeps the dict, so that names which `exec` has put there stay. */
    ouro_frame_object *f = ouro__frame_object_of(rt, frame);
    return f ? get_locals(rt, &f->head) : NULL;
}

ouro_object *ouro__frame_object_at(ouro_runtime *rt, int64_t depth)
{
    ouro_vm *vm = rt->python->vm;
    if (depth < 0)
        depth = 0;
    if (depth >= vm->frame - vm->frames)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "call stack is not deep enough");
    ouro_frame_object *f = ouro__frame_object_of(rt, vm->frame - depth);
    return f ? ouro_ref(f) : NULL;
}

ouro_object *ouro__generator_frame_object(ouro_runtime *rt, ouro_generator *g)
{
    if (g->state == OURO_GENERATOR_FINISHED)
        return ouro_ref(OURO_NONE(rt));
    if (g->state == OURO_GENERATOR_RUNNING) {
        for (ouro_frame *frame = rt->python->vm->frame; frame > rt->python->vm->frames; frame--) {
            if (frame->generator == g) {
                ouro_frame_object *f = ouro__frame_object_of(rt, frame);
                return f ? ouro_ref(f) : NULL;
            }
        }
    }
    ouro_frame_object *f = generator_frame(rt, g);
    return f ? ouro_ref(f) : NULL;
}

/* The cell of a name among the cells and free variables that a frame sees, or NULL. */
static ouro_cell *find_free_cell(ouro_frame *frame, ouro_object *name)
{
    ouro_tuple *names = (ouro_tuple *)frame->code->free_names,
               *closure = (ouro_tuple *)frame->function->closure;
    for (size_t n = 0; closure && n < names->count; n++) {
        if (ouro__str_equal(names->items[n], name))
            return (ouro_cell *)closure->items[n];
    }
    return NULL;
}

int ouro__super_arguments(ouro_runtime *rt, ouro_object **cls, ouro_object **self)
{
    ouro_frame *frame = running(rt);
    if (!frame) {
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "super(): no current frame");
        return -1;
    }
    if (frame->code->argument_count == 0) {
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "super(): no arguments");
        return -1;
    }
    ouro_object *first = frame->registers[0];
    if (first && frame->code->cell_of_local && frame->code->cell_of_local[0])
        first = ((ouro_cell *)first)->contents;
    if (!first) {
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "super(): arg[0] deleted");
        return -1;
    }
    ouro_cell *cell = find_free_cell(frame, NAME(rt, __class__));
    if (!cell) {
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "super(): __class__ cell not found");
        return -1;
    }
    if (!cell->contents) {
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "super(): empty __class__ cell");
        return -1;
    }
    if (!(ouro__type_of(rt, cell->contents)->flags & OURO_TYPE_IS_CLASS)) {
        ouro__raise(rt, OURO_T_RUNTIME_ERROR, "super(): __class__ is not a type (%T)", cell->contents);
        return -1;
    }
    *cls = cell->contents;
    *self = first;
    return 0;
}
