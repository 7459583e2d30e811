/* The value stack and the array of frames. See stack.h for what holds at all times. */
#include "vm/allocation_site.h"
#include "vm/attribute_variants.h"
#include "vm/stack.h"

#include <string.h>

#include "os/os.h"
#include "syntax/string_literal.h"
#include "types/exception.h"
#include "vm/import.h"
#include "vm/interpret.h"
#include "vm/trace.h"

enum {
    STACK_CHUNK = 256 * 1024, /* bytes committed and charged at a time */
    FRAME_CHUNK = 128 * 1024,
    STACK_FIRST = 64 * 1024, /* committed when a runtime opens */
    FRAME_FIRST = 64 * 1024,
    TIGHT_BELOW = 64 << 20, /* with a budget smaller than that, less is kept */
    RESERVE = 64 * 1024,    /* of the heap's budget, for what handles a MemoryError */
};

static const size_t stack_most = (size_t)2 << 30, frames_most = (size_t)1 << 29;
static const size_t stack_least = (size_t)1 << 20, frames_least = (size_t)1 << 20;

/* Reserves `wanted` bytes, or as many as there are down to `least`. */
static void *reserve(size_t *wanted, size_t least)
{
    for (;;) {
        void *memory = ouro__os_reserve(*wanted, ouro__os_page_size());
        if (memory || *wanted <= least)
            return memory;
        *wanted /= 2;
    }
}

static bool commit(ouro_runtime *rt, void *at, size_t size)
{
    if (ouro__heap_charge(&rt->heap, (ptrdiff_t)size) < 0)
        return false;
    if (ouro__os_commit(at, size))
        return true;
    ouro__heap_charge(&rt->heap, -(ptrdiff_t)size);
    return false;
}

static void uncommit(ouro_runtime *rt, void *at, size_t size)
{
    ouro__os_uncommit(at, size);
    ouro__heap_charge(&rt->heap, -(ptrdiff_t)size);
}

/* ouro_language_hooks.attribute_hint, from what the compiler counted. */
static uint32_t attribute_hint(ouro_runtime *rt, ouro_object *init, bool *more)
{
    const ouro_code *code = (ouro_code *)((ouro_function *)init)->code;
    *more = false;
    for (uint32_t i = 0; i < code->name_count && !*more; i++)
        *more = ouro__constant(code, i) == NAME(rt, __init__);
    return code->attribute_stores;
}

/* ouro_heap.entitled: a program that handles a MemoryError can say so. */
static bool handles_memory_error(void *context)
{
    ouro_runtime *rt = context;
    ouro_object *handled = ouro__handled_exception(rt);
    return handled && ouro__is_exactly(handled, OURO_T_MEMORY_ERROR);
}

int ouro__vm_init(ouro_runtime *rt)
{
    ouro_vm *vm = ouro__buffer_alloc(rt, sizeof *vm);
    if (!vm)
        return -1;
    memset(vm, 0, sizeof *vm);
    size_t stack_size = stack_most, frames_size = frames_most;
    vm->stack = reserve(&stack_size, stack_least);
    vm->frames = reserve(&frames_size, frames_least);
    rt->python->vm = vm;
    if (vm->stack)
        vm->stack_end = (ouro_object **)((char *)vm->stack + stack_size);
    if (vm->frames)
        vm->frames_end = vm->frames + frames_size / sizeof *vm->frames;
    vm->stack_limit = vm->stack;
    vm->frames_limit = vm->frames;
    if (!vm->stack || !vm->frames || !commit(rt, vm->stack, STACK_FIRST)) {
        ouro__vm_destroy(rt);
        ouro__no_memory(rt);
        return -1;
    }
    vm->stack_limit = (ouro_object **)((char *)vm->stack + STACK_FIRST);
    if (!commit(rt, vm->frames, FRAME_FIRST)) {
        ouro__vm_destroy(rt);
        ouro__no_memory(rt);
        return -1;
    }
    vm->frames_limit = vm->frames + FRAME_FIRST / sizeof *vm->frames;
    vm->frame = vm->frames;
    vm->frame->top = vm->stack;
    vm->exc_state = &vm->base_exc_state;
    ouro__execute(rt, OURO_EXECUTE_SETUP);
    rt->heap.entitled = handles_memory_error;
    rt->heap.entitled_context = rt;
    rt->heap.reserve = rt->heap.reserve_kept = RESERVE;
    rt->python->hooks.handled_exception = ouro__handled_exception;
    rt->python->hooks.current_globals = ouro__current_globals;
    rt->python->hooks.attribute_hint = attribute_hint;
    rt->python->hooks.base_instructions = ouro__base_instructions;
    rt->python->hooks.import_module = ouro__import_cstring;
    rt->python->hooks.need_specs = ouro__importlib_need_specs;
    rt->python->hooks.late_builtin = ouro__late_builtin;
    rt->python->hooks.character_name = ouro__character_name;
    rt->python->hooks.character_named = ouro__character_named;
    rt->python->hooks.super_arguments = ouro__super_arguments;
    ouro__allocation_site_init(rt);
    return 0;
}

/* Bytes of the array of frames that are committed: the limit is rounded down to whole frames. */
static size_t frames_committed(const ouro_vm *vm)
{
    size_t bytes = (size_t)((char *)vm->frames_limit - (char *)vm->frames);
    return (bytes + FRAME_FIRST - 1) / FRAME_FIRST * FRAME_FIRST;
}

static void drop(ouro_runtime *rt, ouro_object **reference)
{
    ouro_object *o = *reference;
    *reference = NULL;
    ouro_xdecref(rt, o);
}

void ouro__vm_forget_hooks(ouro_runtime *rt)
{
    ouro_vm *vm = rt->python->vm;
    ouro__trace_set(rt, &vm->trace, NULL);
    ouro__trace_set(rt, &vm->profile, NULL);
    drop(rt, &vm->first_iteration);
    drop(rt, &vm->finalizer);
    drop(rt, &vm->base_exc_state.handled);
}

void ouro__vm_destroy(ouro_runtime *rt)
{
    ouro_vm *vm = rt->python->vm;
    if (!vm)
        return;
    ouro__vm_forget_hooks(rt);
    ouro__variants_destroy(rt);
    size_t charged = (size_t)((char *)vm->stack_limit - (char *)vm->stack) + frames_committed(vm);
    if (vm->stack)
        ouro__os_release(vm->stack, (size_t)((char *)vm->stack_end - (char *)vm->stack));
    if (vm->frames) {
        size_t size = (size_t)((char *)vm->frames_end - (char *)vm->frames), page = ouro__os_page_size();
        ouro__os_release(vm->frames, (size + page - 1) / page * page);
    }
    ouro__heap_charge(&rt->heap, -(ptrdiff_t)charged);
    rt->heap.entitled = NULL;
    rt->heap.reserve = rt->heap.reserve_kept = 0;
    rt->python->hooks.handled_exception = NULL;
    rt->python->hooks.current_globals = NULL;
    rt->python->hooks.attribute_hint = NULL;
    rt->python->hooks.import_module = NULL;
    rt->python->hooks.need_specs = NULL;
    rt->python->hooks.late_builtin = NULL;
    rt->python->hooks.super_arguments = NULL;
    rt->python->vm = NULL;
    ouro__buffer_free(rt, vm);
}

static int grow_registers(ouro_runtime *rt, ouro_vm *vm, ouro_object **end)
{
    size_t wanted = (size_t)((char *)end - (char *)vm->stack_limit);
    wanted = (wanted + STACK_CHUNK - 1) / STACK_CHUNK * STACK_CHUNK;
    if (wanted > (size_t)((char *)vm->stack_end - (char *)vm->stack_limit)) {
        ouro__raise(rt, OURO_T_RECURSION_ERROR, "maximum recursion depth exceeded");
        return -1;
    }
    if (!commit(rt, vm->stack_limit, wanted)) {
        ouro__no_memory(rt);
        return -1;
    }
    vm->stack_limit = (ouro_object **)((char *)vm->stack_limit + wanted);
    return 0;
}

static int grow_frames(ouro_runtime *rt, ouro_vm *vm)
{
    size_t now = frames_committed(vm);
    if (now + FRAME_CHUNK > (size_t)((char *)vm->frames_end - (char *)vm->frames)) {
        ouro__raise(rt, OURO_T_RECURSION_ERROR, "maximum recursion depth exceeded");
        return -1;
    }
    if (!commit(rt, (char *)vm->frames + now, FRAME_CHUNK)) {
        ouro__no_memory(rt);
        return -1;
    }
    vm->frames_limit = vm->frames + (now + FRAME_CHUNK) / sizeof *vm->frames;
    return 0;
}

int ouro__stack_grow(ouro_runtime *rt, ouro_object **end)
{
    ouro_vm *vm = rt->python->vm;
    if (end > vm->stack_limit && grow_registers(rt, vm, end) < 0)
        return -1;
    if (vm->frame + 1 >= vm->frames_limit && grow_frames(rt, vm) < 0)
        return -1;
    return 0;
}

void ouro__stack_trim(ouro_runtime *rt)
{
    ouro_vm *vm = rt->python->vm;
    size_t used = (size_t)((char *)vm->frame->top - (char *)vm->stack);
    bool tight = rt->heap.budget && rt->heap.budget < TIGHT_BELOW;
    size_t keep = STACK_FIRST, step = tight ? STACK_FIRST : STACK_CHUNK;
    while (keep < used)
        keep += step;
    keep += step; /* so that a program that breathes around the edge pays nothing */
    size_t now = (size_t)((char *)vm->stack_limit - (char *)vm->stack);
    if (now > keep) {
        vm->stack_limit = (ouro_object **)((char *)vm->stack + keep);
        uncommit(rt, vm->stack_limit, now - keep);
    }
    used = (size_t)((char *)(vm->frame + 1) - (char *)vm->frames);
    keep = FRAME_FIRST;
    step = tight ? FRAME_FIRST : FRAME_CHUNK;
    while (keep < used)
        keep += step;
    keep += step;
    now = frames_committed(vm);
    if (now > keep) {
        vm->frames_limit = vm->frames + keep / sizeof *vm->frames;
        uncommit(rt, (char *)vm->frames + keep, now - keep);
    }
}

ouro_frame *ouro__frame_push_slow(ouro_runtime *rt, ouro_function *f, ouro_object **registers,
                                  ouro_object **top)
{
    ouro_vm *vm = rt->python->vm;
    if (rt->python->recursion_depth >= rt->python->recursion_limit)
        return ouro__raise(rt, OURO_T_RECURSION_ERROR, "maximum recursion depth exceeded");
    if (ouro__stack_grow(rt, top) < 0)
        return NULL;
    ouro_frame *frame = ouro__frame_push_at(rt, vm, f, registers, top);
    frame->flags = OURO_FRAME_TRIM;
    return frame;
}
