/* Traceback objects: the frames that an exception has passed, outermost first. */
#include "vm/traceback.h"

#include "object/slot.h"
#include "types/exception.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/types.h"

static ouro_object *traceback_make(ouro_runtime *rt, ouro_object *next_owned, ouro_frame_object *frame,
                                   uint32_t offset, int32_t line)
{
    ouro_traceback *t = ouro__new_container(rt, sizeof *t, OURO_WORD(OURO_T_TRACEBACK));
    if (!t)
        return NULL;
    ouro__slot_init(&t->next, next_owned);
    ouro__slot_init((ouro_object **)&t->frame, ouro_ref(frame));
    t->offset = offset;
    t->line = line;
    ouro__track(&t->head);
    return &t->head;
}

/* An entry for the running frame in front of those of an exception: false when memory is refused. */
static bool add_entry(ouro_runtime *rt, ouro_exception *exception, ouro_frame *frame)
{
    ouro_frame_object *f = ouro__frame_object_of(rt, frame);
    uint32_t pc = (uint32_t)(frame->pc - frame->code->instructions);
    ouro_object *entry = f ? traceback_make(rt, exception->traceback, f, pc * OURO_CODE_WORD, -1) : NULL;
    if (!entry)
        return false;
    ouro__slot_init(&exception->traceback, entry); /* which holds the one before */
    return true;
}

/* Each refusal may have cost a collection: a deep stack that unwinds without memory must not ask at every frame. */
static void ask_less(ouro_vm *vm)
{
    if (vm->traceback_penalty < 1u << 20)
        vm->traceback_penalty = 2 * vm->traceback_penalty + 1;
    vm->traceback_skip = vm->traceback_penalty;
}

void ouro__traceback_add(ouro_runtime *rt, ouro_frame *frame)
{
    ouro_vm *vm = rt->python->vm;
    if (ouro__unlikely(vm->traceback_skip > 0)) {
        vm->traceback_skip--;
        return;
    }
    ouro_object *error = ouro__error_take(rt);
    if (ouro__unlikely(error == rt->python->last_memory_error)) {
        ouro__error_restore(rt, error);
        return;
    }
    rt->dispensable = true;
    /* Of a MemoryError at least the innermost frames are to be seen; half of the reserve is for whoever handles it. */
    size_t kept = rt->heap.reserve_kept;
    if (ouro__is_exactly(error, OURO_T_MEMORY_ERROR))
        rt->heap.reserve_kept = kept / 2;
    bool added = add_entry(rt, (ouro_exception *)error, frame);
    rt->heap.reserve_kept = kept;
    if (ouro__likely(added)) {
        vm->traceback_penalty >>= 1;
    } else {
        ouro__error_clear(rt);
        ask_less(vm);
    }
    rt->dispensable = false;
    ouro__error_restore(rt, error);
}

int32_t ouro__traceback_line(ouro_traceback *t)
{
    if (t->line < 0)
        t->line = ouro__code_line((ouro_code *)t->frame->code, t->offset / OURO_CODE_WORD);
    return t->line;
}

static ouro_object *get_next(ouro_runtime *rt, ouro_object *o)
{
    ouro_object *next = ((ouro_traceback *)o)->next;
    return ouro_ref(next ? next : OURO_NONE(rt));
}

static int set_next(ouro_runtime *rt, ouro_object *o, ouro_object *value)
{
    if (!value) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "can't delete tb_next attribute");
        return -1;
    }
    if (value == OURO_NONE(rt)) {
        value = NULL;
    } else if (!ouro__is_exactly(value, OURO_T_TRACEBACK)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "expected traceback object, got '%T'", value);
        return -1;
    }
    for (ouro_object *t = value; t; t = ((ouro_traceback *)t)->next) {
        if (t == o) {
            ouro__raise(rt, OURO_T_VALUE_ERROR, "traceback loop detected");
            return -1;
        }
    }
    ouro__slot_set(rt, o, &((ouro_traceback *)o)->next, value ? ouro_ref(value) : NULL);
    return 0;
}

static ouro_object *get_frame(ouro_runtime *rt, ouro_object *o)
{
    ouro_frame_object *f = ((ouro_traceback *)o)->frame;
    return ouro_ref(f ? &f->head : OURO_NONE(rt));
}

static ouro_object *get_line(ouro_runtime *rt, ouro_object *o)
{
    int32_t line = ouro__traceback_line((ouro_traceback *)o);
    return line < 0 ? ouro_ref(OURO_NONE(rt)) : ouro__int_new(rt, line);
}

static ouro_object *get_lasti(ouro_runtime *rt, ouro_object *o)
{
    return ouro__int_new(rt, (int32_t)((ouro_traceback *)o)->offset);
}

/* types.TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno) */
static ouro_object *traceback_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    (void)cls;
    static const char *const names[] = {"tb_next", "tb_frame", "tb_lasti", "tb_lineno", NULL};
    static const ouro_signature signature = {"traceback", names, 0, 4, 4, 0};
    ouro_object *given[4];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return NULL;
    ouro_object *next = given[0] == OURO_NONE(rt) ? NULL : given[0];
    if (next && !ouro__is_exactly(next, OURO_T_TRACEBACK))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "expected traceback object or None, got '%T'", next);
    if (!ouro__is_exactly(given[1], OURO_T_FRAME))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "TracebackType() argument 'tb_frame' must be frame, not %V",
                           given[1]);
    int64_t offset, line;
    if (ouro__index_int64(rt, given[2], true, &offset) < 0 ||
        ouro__index_int64(rt, given[3], true, &line) < 0)
        return NULL;
    ouro_object *t = traceback_make(rt, next, (ouro_frame_object *)given[1], (uint32_t)offset, (int32_t)line);
    if (t && next)
        ouro_incref(next);
    return t;
}

static const ouro_getset_def traceback_getsets[] = {
    {"tb_next", get_next, set_next, NULL},
    {0},
};
static const ouro_getset_def traceback_fields_shown[] = {
    {"tb_frame", get_frame, NULL, NULL},
    {"tb_lasti", get_lasti, NULL, NULL},
    {"tb_lineno", get_line, NULL, NULL},
    {0},
};

static const uint16_t traceback_fields[] = {offsetof(ouro_traceback, next), offsetof(ouro_traceback, frame),
                                            0};

OURO_BUILTIN_TYPE(traceback) = {
    .id = OURO_T_TRACEBACK,
    .slots = {.name = "traceback",
              .size = sizeof(ouro_traceback),
              .flags = OURO_TYPE_CONTAINER,
              .fields = traceback_fields,
              .new_ = traceback_new},
    .getsets = traceback_getsets,
    .shown_fields = traceback_fields_shown,
    .doc = "Create a new traceback object.",
};
