/* Walking the value stack. Registers of all frames but generators' lie on it one frame behind the other, and what is not in use is
 * NULL; so each slot belongs to the last frame whose registers begin at or before it. */
#include "vm/object_roots.h"

#include "types/class.h"
#include "types/tuple.h"
#include "vm/frame_object.h"

static ouro__label label_of_slot(const ouro_frame *frame, ptrdiff_t n)
{
    const ouro_tuple *variables = (const ouro_tuple *)frame->code->variables;
    if (n < 0)
        return (ouro__label){.kind = OURO__LABEL_PART, .text = "function"};
    if ((size_t)n < variables->count && n < frame->code->local_count)
        return (ouro__label){.kind = OURO__LABEL_LOCAL, .name = variables->items[n]};
    return (ouro__label){.kind = OURO__LABEL_TEMPORARY, .number = (uint32_t)n};
}

static void visit_slot(ouro_runtime *rt, ouro_object *o, const ouro_frame *frame, ptrdiff_t n,
                       ouro__stack_visit visit, void *context)
{
    if (!o || !frame)
        return;
    ouro__label label = label_of_slot(frame, n);
    visit(rt, o, frame, &label, context);
}

static void visit_part(ouro_runtime *rt, ouro_object *o, const ouro_frame *frame, const char *text,
                       ouro__stack_visit visit, void *context)
{
    ouro__label label = {.kind = OURO__LABEL_PART, .text = text};
    if (o)
        visit(rt, o, frame, &label, context);
}

/* A running frame's object, and what that refers to: it is not tracked, and a part of the frame. */
static void visit_object(ouro_runtime *rt, const ouro_frame *frame, ouro__stack_visit visit, void *context)
{
    const ouro_frame_object *f = frame->object;
    if (!f)
        return;
    visit_part(rt, (ouro_object *)(uintptr_t)f, frame, "frame object", visit, context);
    visit_part(rt, f->function, frame, "function", visit, context);
    visit_part(rt, f->code, frame, "code", visit, context);
    visit_part(rt, f->locals, frame, "f_locals", visit, context);
    visit_part(rt, f->trace, frame, "trace function", visit, context);
}

/* Where the slots of a frame begin: at its function, when that lies before its registers. */
static ouro_object **beginning(const ouro_vm *vm, const ouro_frame *frame)
{
    ouro_object **registers = frame->registers;
    return registers > vm->stack && registers[-1] == &frame->function->head ? registers - 1 : registers;
}

void ouro__each_on_stack(ouro_runtime *rt, ouro__stack_visit visit, void *context)
{
    const ouro_vm *vm = rt->python->vm;
    if (!vm)
        return;
    const ouro_frame *owner = NULL; /* of the slots that come */
    ouro_object **slot = vm->stack;
    for (const ouro_frame *frame = vm->frames + 1; frame <= vm->frame; frame++) {
        ouro_object **end = frame->generator ? slot : beginning(vm, frame);
        for (; slot < end; slot++)
            visit_slot(rt, *slot, owner, owner ? slot - owner->registers : 0, visit, context);
        owner = frame->generator ? owner : frame;
        if (!frame->generator)
            visit_part(rt, frame->locals, frame, "namespace", visit, context);
        visit_object(rt, frame, visit, context);
    }
    for (; owner && slot < vm->frame->top; slot++)
        visit_slot(rt, *slot, owner, slot - owner->registers, visit, context);
}

const char *ouro__interpreter_holds(ouro_runtime *rt, const ouro_object *o)
{
    const ouro_python *python = rt->python;
    const ouro_vm *vm = python->vm;
    const struct {
        const ouro_object *object;
        const char *text;
    } held[] = {
        {python->modules, "sys.modules"},
        {python->builtins, "built-ins"},
        {python->sys_dict, "module sys"},
        {python->sys_path, "first sys.path"},
        {vm ? vm->trace : NULL, "trace function"},
        {vm ? vm->profile : NULL, "profile function"},
        {vm ? vm->first_iteration : NULL, "asyncgen hook"},
        {vm ? vm->finalizer : NULL, "asyncgen hook"},
        {vm ? vm->base_exc_state.handled : NULL, "exception being handled"},
        {rt->error, "pending exception"},
    };
    for (size_t i = 0; i < sizeof held / sizeof *held; i++)
        if (held[i].object == o)
            return held[i].text;
    if (ouro__is_class(rt, o) && ((const ouro_class *)o)->builtin)
        return "built-in class";
    return o->refcount & OURO_IMMORTAL ? "immortal object" : NULL;
}
