/* The interpreter's loop: runs the instructions of compiler/opcodes.h.
 *
 * One C call of ouro__execute runs any depth of Python calls: a call pushes a frame over the argument window, a return pops it.
 * What most programs do all the time is here, inline; all else is a call into the file of its group. docs/frames.md has the
 * picture. The running frame's pc is stored before anything that can raise, allocate or run other code. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-gcse", "no-crossjumping") /* one indirect jump per instruction, not one for all */
#endif

#include <stdatomic.h>

#include "types/dict.h"
#include "types/exception.h"
#include "types/iterators.h"
#include "types/list.h"
#include "types/set.h"
#include "types/slice.h"
#include "types/str.h"
#include "types/tuple.h"
#include "vm/async.h"
#include "vm/attribute_cache.h"
#include "vm/fast.h"
#include "vm/groups.h"
#include "vm/match.h"
#include "vm/traceback.h"

#define A ouro__a(i)
#define B ouro__b(i)
#define C ouro__c(i)
#define FLAG(flag) OURO_FLAG(i, OURO_##flag)
#define SRC_B() (FLAG(CONST_B) ? k[B] : r[B])
#define SRC_C() (FLAG(CONST_C) ? k[C] : r[C])
#define IMM() ((int64_t)(int16_t)C)

#define TARGET(name) do_##name
#define DISPATCH()                                                                                           \
    do {                                                                                                     \
        i = *pc;                                                                                             \
        goto *targets[(uint8_t)i];                                                                           \
    } while (0)
#define NEXT(words)                                                                                          \
    do {                                                                                                     \
        pc += (words);                                                                                       \
        DISPATCH();                                                                                          \
    } while (0)
/* Before what can raise, allocate or run other code. */
#define SAVE() (frame->pc = pc)
#define CHECK(condition)                                                                                     \
    do {                                                                                                     \
        if (ouro__unlikely(!(condition)))                                                                    \
            goto error;                                                                                      \
    } while (0)
/* Goes back to the base form after a guard failed: it decides anew. */
#define MISS(base)                                                                                           \
    do {                                                                                                     \
        ouro__quicken(pc, OURO_OP_##base);                                                                   \
        i = *pc;                                                                                             \
        goto do_##base;                                                                                      \
    } while (0)

/* The frame that runs has changed: its registers, constants. */
#define LOAD_FRAME()                                                                                         \
    do {                                                                                                     \
        frame = vm->frame;                                                                                   \
        r = frame->registers;                                                                                \
        k = ((ouro_tuple *)frame->code->constants)->items;                                                   \
    } while (0)

#define BREAKER() (ouro__unlikely(atomic_load_explicit(&rt->breaker, memory_order_relaxed) != 0))

/* Starts the frame just made the running one. */
#define ENTER(callee)                                                                                        \
    do {                                                                                                     \
        vm->frame = (callee);                                                                                \
        goto entered;                                                                                        \
    } while (0)

#define BOTH(type) (b->word == OURO_WORD(type) && c->word == OURO_WORD(type))

#define PUT_INT(value, b, c)                                                                                 \
    do {                                                                                                     \
        CHECK(ouro__put_int(rt, r, i, (value), (b), (c)));                                                   \
        NEXT(1);                                                                                             \
    } while (0)
#define PUT_FLOAT(value, b, c)                                                                               \
    do {                                                                                                     \
        CHECK(ouro__put_float(rt, r, i, (value), (b), (c)));                                                 \
        NEXT(1);                                                                                             \
    } while (0)

/* The slow end of a binary operator. */
#define ARITHMETIC_SLOW()                                                                                    \
    do {                                                                                                     \
        ouro_object *value_ =                                                                                \
            FLAG(IMM_C) ? ouro__arithmetic_immediate(rt, i, b) : ouro__arithmetic(rt, i, b, c);              \
        CHECK(value_);                                                                                       \
        ouro__finish(rt, r, i, value_, b, c);                                                                \
        NEXT(1);                                                                                             \
    } while (0)

/* +, - and *: ints by a builtin that tells of overflow. */
#define ARITHMETIC(name, overflows, op)                                                                      \
    TARGET(name) :                                                                                           \
    {                                                                                                        \
        SAVE();                                                                                              \
        int64_t n;                                                                                           \
        ouro_object *b = SRC_B(), *c = NULL;                                                                 \
        if (FLAG(IMM_C)) {                                                                                   \
            if (ouro__int_is_small(b) && ouro__likely(!overflows(OURO_INT_VALUE(b), IMM(), &n)))             \
                PUT_INT(n, b, NULL);                                                                         \
        } else {                                                                                             \
            c = SRC_C();                                                                                     \
            if (BOTH(OURO_T_INT)) {                                                                          \
                if (ouro__likely(!overflows(OURO_INT_VALUE(b), OURO_INT_VALUE(c), &n)))                      \
                    PUT_INT(n, b, c);                                                                        \
            } else if (BOTH(OURO_T_FLOAT)) {                                                                 \
                PUT_FLOAT(OURO_FLOAT_VALUE(b) op OURO_FLOAT_VALUE(c), b, c);                                 \
            }                                                                                                \
        }                                                                                                    \
        ARITHMETIC_SLOW();                                                                                   \
    }

/* &, | and ^. */
#define BITWISE(name, op)                                                                                    \
    TARGET(name) :                                                                                           \
    {                                                                                                        \
        SAVE();                                                                                              \
        ouro_object *b = SRC_B(), *c = NULL;                                                                 \
        if (FLAG(IMM_C)) {                                                                                   \
            if (ouro__int_is_small(b))                                                                       \
                PUT_INT(OURO_INT_VALUE(b) op IMM(), b, NULL);                                                \
        } else {                                                                                             \
            c = SRC_C();                                                                                     \
            if (BOTH(OURO_T_INT))                                                                            \
                PUT_INT(OURO_INT_VALUE(b) op OURO_INT_VALUE(c), b, c);                                       \
        }                                                                                                    \
        ARITHMETIC_SLOW();                                                                                   \
    }

#define COMPARISON(name, op)                                                                                 \
    TARGET(name) :                                                                                           \
    {                                                                                                        \
        SAVE();                                                                                              \
        ouro_object *b = SRC_B(), *c = NULL;                                                                 \
        bool is;                                                                                             \
        if (FLAG(IMM_C)) {                                                                                   \
            if (!ouro__int_is_small(b))                                                                      \
                ARITHMETIC_SLOW();                                                                           \
            is = OURO_INT_VALUE(b) op IMM();                                                                 \
        } else {                                                                                             \
            c = SRC_C();                                                                                     \
            if (BOTH(OURO_T_INT))                                                                            \
                is = OURO_INT_VALUE(b) op OURO_INT_VALUE(c);                                                 \
            else if (BOTH(OURO_T_FLOAT))                                                                     \
                is = OURO_FLOAT_VALUE(b) op OURO_FLOAT_VALUE(c);                                             \
            else                                                                                             \
                ARITHMETIC_SLOW();                                                                           \
        }                                                                                                    \
        ouro__kill_numbers(rt, r, i, b, c);                                                                  \
        ouro__put(rt, r, i, is ? OURO_TRUE(rt) : OURO_FALSE(rt));                                            \
        NEXT(1);                                                                                             \
    }

#define COMPARE_JUMP(name, op)                                                                               \
    TARGET(JUMP_##name) :                                                                                    \
    {                                                                                                        \
        ouro_object *b = SRC_B(), *c = NULL;                                                                 \
        bool is;                                                                                             \
        if (FLAG(IMM_C)) {                                                                                   \
            if (!ouro__int_is_small(b))                                                                      \
                goto compare_jump_slow;                                                                      \
            is = OURO_INT_VALUE(b) op IMM();                                                                 \
        } else {                                                                                             \
            c = SRC_C();                                                                                     \
            if (BOTH(OURO_T_INT))                                                                            \
                is = OURO_INT_VALUE(b) op OURO_INT_VALUE(c);                                                 \
            else if (BOTH(OURO_T_FLOAT))                                                                     \
                is = OURO_FLOAT_VALUE(b) op OURO_FLOAT_VALUE(c);                                             \
            else                                                                                             \
                goto compare_jump_slow;                                                                      \
        }                                                                                                    \
        ouro__kill_numbers(rt, r, i, b, c);                                                                  \
        if (is != !!FLAG(NEGATE))                                                                            \
            pc += (int16_t)A;                                                                                \
        NEXT(1);                                                                                             \
    }

#define UNARY(name, op)                                                                                      \
    TARGET(name) :                                                                                           \
    {                                                                                                        \
        SAVE();                                                                                              \
        ouro_object *b = SRC_B();                                                                            \
        ouro_object *value_ = ouro__unary(rt, op, b);                                                        \
        CHECK(value_);                                                                                       \
        ouro__finish_b(rt, r, i, value_, b);                                                                 \
        NEXT(1);                                                                                             \
    }

/* A <- what an expression gives (owned), from src B alone. */
#define FROM_B(name, expression)                                                                             \
    TARGET(name) :                                                                                           \
    {                                                                                                        \
        SAVE();                                                                                              \
        ouro_object *b = SRC_B();                                                                            \
        ouro_object *value_ = (expression);                                                                  \
        CHECK(value_);                                                                                       \
        ouro__finish_b(rt, r, i, value_, b);                                                                 \
        NEXT(1);                                                                                             \
    }

/* A <- what an expression gives (owned), whatever registers it consumes. */
#define RESULT(name, words, expression)                                                                      \
    TARGET(name) :                                                                                           \
    {                                                                                                        \
        SAVE();                                                                                              \
        ouro_object *value_ = (expression);                                                                  \
        CHECK(value_);                                                                                       \
        ouro__put(rt, r, i, value_);                                                                         \
        NEXT(words);                                                                                         \
    }

/* A statement that is 0 or -1, with sources B and C that may be killed. */
#define STATEMENT(name, words, expression)                                                                   \
    TARGET(name) :                                                                                           \
    {                                                                                                        \
        SAVE();                                                                                              \
        CHECK((expression) >= 0);                                                                            \
        NEXT(words);                                                                                         \
    }

/* Empties `count` registers from `first` up. */
static void drop_window(ouro_runtime *rt, ouro_object **first, size_t count)
{
    for (size_t n = 0; n < count; n++) {
        ouro_object *o = first[n];
        first[n] = NULL;
        ouro__xdrop(rt, o);
    }
}

/* Whether a C function takes n positional arguments without more checks than its own. */
static inline bool takes(const ouro_method_def *def, unsigned n)
{
    return (def->flags & OURO_METH_KEYWORDS) || (n >= (unsigned)def->min && n <= (unsigned)(int)def->max);
}

/* Index of a list or tuple item, or -1: not an index into `count` items. */
static inline int64_t item_index(int64_t n, uint64_t count)
{
    if (n < 0)
        n += (int64_t)count;
    return (uint64_t)n < count ? n : -1;
}

/* GETITEM beyond lists and tuples with an index in range: owned. */
static ouro_object *get_item(ouro_runtime *rt, ouro_object *o, ouro_object *key)
{
    if (ouro__is_exactly(o, OURO_T_DICT)) {
        ouro_object *value = ouro__dict_get(rt, o, key);
        if (value)
            return ouro_ref(value);
        return ouro__error_pending(rt) ? NULL : ouro__raise_object(rt, OURO_T_KEY_ERROR, key);
    }
    return ouro__getitem(rt, o, key);
}

static int set_item(ouro_runtime *rt, ouro_object *o, ouro_object *key, ouro_object *value)
{
    if (ouro__is_exactly(o, OURO_T_DICT))
        return ouro__dict_set(rt, o, key, value);
    return ouro__setitem(rt, o, key, value);
}

static ouro_object *get_item_immediate(ouro_runtime *rt, ouro_object *o, int64_t n)
{
    ouro_object *key = ouro__int_new(rt, n);
    if (!key)
        return NULL;
    ouro_object *value = get_item(rt, o, key);
    ouro_decref(rt, key);
    return value;
}

/* The value of `return` of an __init__: None, or TypeError. */
static int check_init_result(ouro_runtime *rt, ouro_object *value)
{
    if (value == OURO_NONE(rt))
        return 0;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "__init__() should return None, not '%T'", value);
    return -1;
}

/* Empties the bound locals of a frame that returns. */
static inline void clear_locals(ouro_runtime *rt, ouro_object **r, unsigned count)
{
    for (unsigned n = 0; n < count; n++) {
        ouro_object *o = r[n];
        if (o) {
            r[n] = NULL;
            ouro__drop(rt, o);
        }
    }
}

ouro_object *ouro__execute(ouro_runtime *rt, bool throwing)
{
    static const void *const targets[256] = {
        [OURO_OP_COUNT ... OURO_OP_FIRST_SPECIAL - 1] = &&do_invalid,
        [OURO_OP_SPECIAL_END ... 255] = &&do_invalid,
#define X(name, words, text) [OURO_OP_##name] = &&do_##name,
        OURO_OPCODES(X)
#undef X
#define X(name, base) [OURO_OP_##name] = &&do_##name,
            OURO_SPECIAL_OPCODES(X)
#undef X
    };
    ouro_vm *const vm = rt->python->vm;
    ouro_frame *frame;
    ouro_object **r, **k;
    const uint64_t *pc;
    uint64_t i;

    LOAD_FRAME();
    pc = frame->pc;
    if (throwing)
        goto error;
    if (BREAKER() && ouro__safepoint(rt) < 0)
        goto error;
    DISPATCH();

entered:
    LOAD_FRAME();
    pc = frame->pc;
    if (BREAKER() && ouro__safepoint(rt) < 0)
        goto error;
    DISPATCH();

    /* ---- registers, constants, cells ---- */

    TARGET(NOP) : NEXT(1);

    TARGET(MOVE) :
    {
        ouro_object *b = SRC_B();
        if (FLAG(KILL_B))
            r[B] = NULL;
        else
            ouro_incref(b);
        ouro_object *old = r[A];
        r[A] = b;
        if (old) {
            SAVE();
            ouro__drop(rt, old);
        }
        NEXT(1);
    }

    TARGET(LOAD_CONST_WIDE) :
    {
        SAVE();
        ouro__put(rt, r, i, ouro_ref(k[(uint32_t)ouro__bc(i)]));
        NEXT(1);
    }

    TARGET(CLEAR) :
    {
        SAVE();
        for (unsigned n = B; n-- > 0;) {
            ouro_object *o = r[A + n];
            r[A + n] = NULL;
            ouro__xdrop(rt, o);
        }
        NEXT(1);
    }

    TARGET(CHECK_BOUND) :
    {
        if (ouro__likely(r[A] != NULL))
            NEXT(1);
        SAVE();
        ouro__unbound_local(rt, frame->code, A);
        goto error;
    }

    TARGET(DELETE_LOCAL) :
    {
        SAVE();
        ouro_object *old = r[A];
        if (!old) {
            ouro__unbound_local(rt, frame->code, A);
            goto error;
        }
        r[A] = NULL;
        ouro__drop(rt, old);
        NEXT(1);
    }

    TARGET(MAKE_CELL) :
    {
        SAVE();
        ouro_object *contents = r[B];
        r[B] = NULL;
        ouro_object *cell = ouro__cell_new(rt, contents);
        CHECK(cell);
        ouro__put(rt, r, i, cell);
        NEXT(1);
    }

    TARGET(LOAD_CELL) :
    {
        SAVE();
        ouro_object *value = ((ouro_cell *)r[B])->contents;
        if (ouro__unlikely(!value)) {
            ouro__unbound_cell(rt, frame->code, k[C]);
            goto error;
        }
        ouro__put(rt, r, i, ouro_ref(value));
        NEXT(1);
    }

    TARGET(STORE_CELL) :
    {
        SAVE();
        ouro_cell *cell = (ouro_cell *)r[A];
        ouro_object *b = SRC_B();
        if (FLAG(KILL_B))
            r[B] = NULL;
        else
            ouro_incref(b);
        ouro__slot_set(rt, cell, &cell->contents, b);
        NEXT(1);
    }

    TARGET(DELETE_CELL) :
    {
        SAVE();
        ouro_cell *cell = (ouro_cell *)r[A];
        if (!cell->contents) {
            ouro__unbound_cell(rt, frame->code, k[C]);
            goto error;
        }
        ouro__slot_clear(rt, cell, &cell->contents);
        NEXT(1);
    }

#define FREE_CELL(n) ((ouro_cell *)((ouro_tuple *)frame->function->closure)->items[n])

    TARGET(LOAD_FREE) :
    {
        SAVE();
        ouro_object *value = FREE_CELL(B)->contents;
        if (ouro__unlikely(!value)) {
            ouro__unbound_free(rt, frame->code, B);
            goto error;
        }
        ouro__put(rt, r, i, ouro_ref(value));
        NEXT(1);
    }

    TARGET(STORE_FREE) :
    {
        SAVE();
        ouro_cell *cell = FREE_CELL(A);
        ouro_object *b = SRC_B();
        if (FLAG(KILL_B))
            r[B] = NULL;
        else
            ouro_incref(b);
        ouro__slot_set(rt, cell, &cell->contents, b);
        NEXT(1);
    }

    TARGET(DELETE_FREE) :
    {
        SAVE();
        ouro_cell *cell = FREE_CELL(A);
        if (!cell->contents) {
            ouro__unbound_free(rt, frame->code, A);
            goto error;
        }
        ouro__slot_clear(rt, cell, &cell->contents);
        NEXT(1);
    }

    TARGET(LOAD_CLOSURE) :
    {
        SAVE();
        ouro__put(rt, r, i, ouro_ref(FREE_CELL(B)));
        NEXT(1);
    }

    RESULT(LOAD_CLASS_FREE, 1, ouro__load_class_free(rt, frame, B, k[C]))

    /* ---- names ---- */

/* The value slot that a cache found in the table of a dict. */
#define VALUE_IN(keys, offset) (((ouro_object **)(keys))[offset])
#define KEYS(dict) (((ouro_dict *)(dict))->keys)

    TARGET(LOAD_GLOBAL_MODULE) :
    {
        uint64_t cache = pc[1];
        ouro_dict_keys *keys = KEYS(frame->function->globals);
        if (ouro__unlikely(keys->version != (uint32_t)cache))
            MISS(LOAD_GLOBAL);
        ouro_object *value = VALUE_IN(keys, cache >> 32);
        ouro_incref(value);
        ouro_object *old = r[A];
        r[A] = value;
        if (old) {
            SAVE();
            ouro__drop(rt, old);
        }
        NEXT(3);
    }

    TARGET(LOAD_GLOBAL_BUILTIN) :
    {
        uint64_t cache = pc[1];
        if (ouro__unlikely(KEYS(frame->function->globals)->version != (uint32_t)cache))
            MISS(LOAD_GLOBAL);
        ouro_dict_keys *keys = KEYS(rt->python->builtins);
        if (ouro__unlikely(keys->version != (uint32_t)(cache >> 32)))
            MISS(LOAD_GLOBAL);
        ouro_object *value = VALUE_IN(keys, pc[2]);
        ouro_incref(value);
        ouro_object *old = r[A];
        r[A] = value;
        if (old) {
            SAVE();
            ouro__drop(rt, old);
        }
        NEXT(3);
    }

    RESULT(LOAD_GLOBAL, 3, ouro__vm_load_global(rt, frame, pc))

    TARGET(LOAD_NAME_MODULE) :
    {
        uint64_t cache = pc[1];
        ouro_dict_keys *keys = KEYS(frame->function->globals);
        if (ouro__unlikely(keys->version != (uint32_t)cache || frame->locals != frame->function->globals))
            MISS(LOAD_NAME);
        SAVE();
        ouro__put(rt, r, i, ouro_ref(VALUE_IN(keys, cache >> 32)));
        NEXT(3);
    }

    TARGET(LOAD_NAME_BUILTIN) :
    {
        uint64_t cache = pc[1];
        if (ouro__unlikely(KEYS(frame->function->globals)->version != (uint32_t)cache ||
                           frame->locals != frame->function->globals))
            MISS(LOAD_NAME);
        ouro_dict_keys *keys = KEYS(rt->python->builtins);
        if (ouro__unlikely(keys->version != (uint32_t)(cache >> 32)))
            MISS(LOAD_NAME);
        SAVE();
        ouro__put(rt, r, i, ouro_ref(VALUE_IN(keys, pc[2])));
        NEXT(3);
    }

    RESULT(LOAD_NAME, 3, ouro__vm_load_name(rt, frame, pc))

    TARGET(STORE_NAME_MODULE) : if (ouro__unlikely(frame->locals != frame->function->globals)) MISS(STORE_NAME);
    TARGET(STORE_GLOBAL_MODULE) :
    {
        uint64_t cache = pc[1];
        ouro_object *globals = frame->function->globals;
        ouro_dict_keys *keys = KEYS(globals);
        if (ouro__unlikely(keys->version != (uint32_t)cache || !(globals->word & OURO_TRACKED))) {
            if ((uint8_t)i == OURO_OP_STORE_NAME_MODULE)
                MISS(STORE_NAME);
            MISS(STORE_GLOBAL);
        }
        SAVE();
        ouro_object *b = SRC_B();
        if (FLAG(KILL_B))
            r[B] = NULL;
        else
            ouro_incref(b);
        ouro__slot_set(rt, globals, &VALUE_IN(keys, cache >> 32), b);
        NEXT(3);
    }

    TARGET(STORE_GLOBAL) :
    {
        SAVE();
        ouro_object *b = SRC_B();
        CHECK(ouro__vm_store_global(rt, frame, pc, b) == 0);
        ouro__kill(rt, r, i, b, NULL);
        NEXT(3);
    }

    STATEMENT(DELETE_GLOBAL, 1, ouro__vm_delete_global(rt, frame, k[A]))

    TARGET(STORE_NAME) :
    {
        SAVE();
        ouro_object *b = SRC_B();
        CHECK(ouro__vm_store_name(rt, frame, pc, b) == 0);
        ouro__kill(rt, r, i, b, NULL);
        NEXT(3);
    }

    STATEMENT(DELETE_NAME, 1, ouro__vm_delete_name(rt, frame, k[A]))
    RESULT(LOAD_BUILD_CLASS, 1, ouro__load_build_class(rt, frame))
    RESULT(LOAD_ASSERTION_ERROR, 1, ouro_ref(ouro__class_at(rt, OURO_T_ASSERTION_ERROR)))
    RESULT(LOAD_LOCALS, 1, frame->locals ? ouro_ref(frame->locals) : ouro__current_locals(rt))

    /* ---- attributes and items ---- */

/* The type of `o` has the version in the low half of a cache word. */
#define TYPE_IS(o, cache) (ouro__type_of(rt, (o))->version == (uint32_t)(cache))

    TARGET(LOAD_ATTR_SLOT) :
    {
        ouro_object *b = SRC_B();
        uint64_t cache = pc[1];
        if (ouro__unlikely(!TYPE_IS(b, cache)))
            MISS(LOAD_ATTR);
        ouro_attrs *attrs = ouro__cached_attrs(b, cache);
        if (ouro__unlikely(ouro__attrs_shape(attrs->word) != pc[2]))
            MISS(LOAD_ATTR);
        ouro_object *value = *ouro__cached_slot(attrs, cache);
        if (ouro__unlikely(!value))
            MISS(LOAD_ATTR);
        SAVE();
        ouro_incref(value);
        ouro__finish_b(rt, r, i, value, b);
        NEXT(4);
    }

    TARGET(LOAD_ATTR_MEMBER) :
    {
        ouro_object *b = SRC_B();
        uint64_t cache = pc[1];
        if (ouro__unlikely(!TYPE_IS(b, cache)))
            MISS(LOAD_ATTR);
        ouro_object *value = *(ouro_object **)((char *)b + (cache >> 32));
        if (ouro__unlikely(!value))
            MISS(LOAD_ATTR);
        SAVE();
        ouro_incref(value);
        ouro__finish_b(rt, r, i, value, b);
        NEXT(4);
    }

    TARGET(LOAD_ATTR_VALUE) :
    {
        ouro_object *b = SRC_B();
        uint64_t cache = pc[1];
        if (ouro__unlikely(!TYPE_IS(b, cache)))
            MISS(LOAD_ATTR);
        if ((cache >> 32) && ouro__unlikely(ouro__attrs_shape(ouro__cached_attrs(b, cache)->word) != pc[2]))
            MISS(LOAD_ATTR);
        SAVE();
        ouro_object *value = (ouro_object *)(uintptr_t)pc[3];
        ouro_incref(value);
        ouro__finish_b(rt, r, i, value, b);
        NEXT(4);
    }

    TARGET(LOAD_ATTR_MODULE) :
    {
        ouro_object *b = SRC_B();
        uint64_t cache = pc[1];
        if (ouro__unlikely(!ouro__is_exactly(b, OURO_T_MODULE)))
            MISS(LOAD_ATTR);
        ouro_dict_keys *keys = KEYS(ouro__module_dict(b));
        if (ouro__unlikely(keys->version != (uint32_t)cache))
            MISS(LOAD_ATTR);
        SAVE();
        ouro_object *value = VALUE_IN(keys, cache >> 32);
        ouro_incref(value);
        ouro__finish_b(rt, r, i, value, b);
        NEXT(4);
    }

    TARGET(LOAD_ATTR_CLASS) :
    {
        ouro_object *b = SRC_B();
        if (ouro__unlikely(!ouro__is_exactly(b, OURO_T_TYPE) ||
                           ((ouro_class *)b)->type->version != (uint32_t)pc[1]))
            MISS(LOAD_ATTR);
        SAVE();
        ouro_object *value = (ouro_object *)(uintptr_t)pc[3];
        ouro_incref(value);
        ouro__finish_b(rt, r, i, value, b);
        NEXT(4);
    }

    TARGET(LOAD_ATTR_PROPERTY) :
    {
        ouro_object *b = SRC_B();
        if (ouro__unlikely(!TYPE_IS(b, pc[1])))
            MISS(LOAD_ATTR);
        SAVE();
        ouro_function *getter = (ouro_function *)(uintptr_t)pc[3];
        ouro_object **window = frame->top;
        CHECK(window + 2 <= vm->stack_limit || ouro__stack_grow(rt, window + 2) == 0);
        ouro_frame *callee = ouro__frame_push(rt, vm, getter, window + 1);
        CHECK(callee);
        window[0] = ouro_ref(getter);
        window[1] = ouro_ref(b);
        callee->result_register = A;
        callee->resume_words = 4;
        if (FLAG(KILL_B)) {
            r[B] = NULL;
            b->refcount -= (int32_t)b->refcount > 0; /* the getter's window holds it */
        }
        ENTER(callee);
    }

    TARGET(LOAD_ATTR) :
    {
        SAVE();
        ouro_object *b = SRC_B();
        ouro_object *value = ouro__load_attr(rt, pc, b, k[C]);
        CHECK(value);
        ouro__finish_b(rt, r, i, value, b);
        NEXT(4);
    }

/* The object whose attribute is stored goes first, then the value was taken. */
#define KILL_OBJECT(o)                                                                                       \
    do {                                                                                                     \
        if (FLAG(KILL_A)) {                                                                                  \
            r[A] = NULL;                                                                                     \
            ouro__drop(rt, o);                                                                               \
        }                                                                                                    \
    } while (0)

    TARGET(STORE_ATTR_SLOT) :
    {
        ouro_object *o = r[A];
        uint64_t cache = pc[1];
        if (ouro__unlikely(!TYPE_IS(o, cache)))
            MISS(STORE_ATTR);
        ouro_attrs *attrs = ouro__cached_attrs(o, cache);
        if (ouro__unlikely(ouro__attrs_shape(attrs->word) != pc[2]))
            MISS(STORE_ATTR);
        SAVE();
        ouro_object *b = SRC_B();
        if (FLAG(KILL_B))
            r[B] = NULL;
        else
            ouro_incref(b);
        ouro_object *old = ouro__slot_exchange(rt, o, ouro__cached_slot(attrs, cache), b);
        KILL_OBJECT(o);
        ouro__xdrop(rt, old);
        NEXT(4);
    }

    TARGET(STORE_ATTR_ADD) :
    {
        ouro_object *o = r[A];
        uint64_t cache = pc[1];
        if (ouro__unlikely(!TYPE_IS(o, cache)))
            MISS(STORE_ATTR);
        ouro_attrs *attrs = ouro__cached_attrs(o, cache);
        uint64_t word = attrs->word;
        if (ouro__unlikely(ouro__attrs_shape(word) != pc[2] ||
                           ouro__attrs_capacity(word) <= ouro__cached_place(cache)))
            MISS(STORE_ATTR);
        SAVE();
        ouro_object *b = SRC_B();
        if (FLAG(KILL_B))
            r[B] = NULL;
        else
            ouro_incref(b);
        ouro__slot_init(&attrs->slots[ouro__cached_place(cache)], b);
        attrs->word = ouro__attrs_with_shape(word, pc[3]);
        KILL_OBJECT(o);
        NEXT(4);
    }

    TARGET(STORE_ATTR_MEMBER) :
    {
        ouro_object *o = r[A];
        uint64_t cache = pc[1];
        if (ouro__unlikely(!TYPE_IS(o, cache)))
            MISS(STORE_ATTR);
        SAVE();
        ouro_object *b = SRC_B();
        if (FLAG(KILL_B))
            r[B] = NULL;
        else
            ouro_incref(b);
        ouro_object *old = ouro__slot_exchange(rt, o, (ouro_object **)((char *)o + (cache >> 32)), b);
        KILL_OBJECT(o);
        ouro__xdrop(rt, old);
        NEXT(4);
    }

    TARGET(STORE_ATTR) :
    {
        SAVE();
        ouro_object *o = r[A], *b = SRC_B();
        CHECK(ouro__store_attr(rt, pc, o, k[C], b) == 0);
        KILL_OBJECT(o);
        ouro__kill(rt, r, i, b, NULL);
        NEXT(4);
    }

    TARGET(DELETE_ATTR) :
    {
        SAVE();
        ouro_object *b = SRC_B();
        CHECK(ouro__setattr(rt, b, k[C], NULL) == 0);
        ouro__kill(rt, r, i, b, NULL);
        NEXT(1);
    }

/* The end of LOAD_METHOD: A <- function, A+1 <- b. Mostly b is in A, or killed: then its reference moves. */
#define PUT_METHOD(function, b)                                                                              \
    do {                                                                                                     \
        ouro_object *f_ = (function);                                                                        \
        ouro_incref(f_);                                                                                     \
        if (FLAG(KILL_B))                                                                                    \
            r[B] = NULL; /* before the old values are read: b may stand there, and moves */                  \
        else                                                                                                 \
            ouro_incref(b);                                                                                  \
        ouro_object *old_ = r[A], *old_next_ = r[A + 1];                                                     \
        r[A] = f_;                                                                                           \
        r[A + 1] = (b);                                                                                      \
        if (ouro__unlikely(old_ || old_next_)) {                                                             \
            SAVE();                                                                                          \
            ouro__xdrop(rt, old_);                                                                           \
            ouro__xdrop(rt, old_next_);                                                                      \
        }                                                                                                    \
        NEXT(4);                                                                                             \
    } while (0)

/* The same for a plain attribute (owned): A <- NULL, A+1 <- value. */
#define PUT_CALLABLE(value, b)                                                                               \
    do {                                                                                                     \
        ouro_object *value_ = (value);                                                                       \
        if (FLAG(KILL_B))                                                                                    \
            r[B] = NULL;                                                                                     \
        ouro_object *old_ = r[A], *old_next_ = r[A + 1];                                                     \
        r[A] = NULL;                                                                                         \
        r[A + 1] = value_;                                                                                   \
        if (FLAG(KILL_B))                                                                                    \
            ouro__drop(rt, b);                                                                               \
        ouro__xdrop(rt, old_);                                                                               \
        ouro__xdrop(rt, old_next_);                                                                          \
        NEXT(4);                                                                                             \
    } while (0)

    TARGET(LOAD_METHOD_SHAPE) :
    {
        ouro_object *b = SRC_B();
        uint64_t cache = pc[1];
        if (ouro__unlikely(!TYPE_IS(b, cache) ||
                           ouro__attrs_shape(ouro__cached_attrs(b, cache)->word) != pc[2]))
            MISS(LOAD_METHOD);
        PUT_METHOD((ouro_object *)(uintptr_t)pc[3], b);
    }

    TARGET(LOAD_METHOD_TYPE) :
    {
        ouro_object *b = SRC_B();
        if (ouro__unlikely(!TYPE_IS(b, pc[1])))
            MISS(LOAD_METHOD);
        PUT_METHOD((ouro_object *)(uintptr_t)pc[3], b);
    }

    TARGET(LOAD_METHOD_MODULE) :
    {
        ouro_object *b = SRC_B();
        uint64_t cache = pc[1];
        if (ouro__unlikely(!ouro__is_exactly(b, OURO_T_MODULE)))
            MISS(LOAD_METHOD);
        ouro_dict_keys *keys = KEYS(ouro__module_dict(b));
        if (ouro__unlikely(keys->version != (uint32_t)cache))
            MISS(LOAD_METHOD);
        SAVE();
        PUT_CALLABLE(ouro_ref(VALUE_IN(keys, cache >> 32)), b);
    }

    TARGET(LOAD_METHOD_CLASS) :
    {
        ouro_object *b = SRC_B();
        if (ouro__unlikely(!ouro__is_exactly(b, OURO_T_TYPE) ||
                           ((ouro_class *)b)->type->version != (uint32_t)pc[1]))
            MISS(LOAD_METHOD);
        SAVE();
        PUT_CALLABLE(ouro_ref((ouro_object *)(uintptr_t)pc[3]), b);
    }

    TARGET(LOAD_METHOD) :
    {
        SAVE();
        ouro_object *b = SRC_B(), *found[2];
        CHECK(ouro__load_method(rt, pc, b, k[C], found) == 0);
        if (FLAG(KILL_B))
            r[B] = NULL;
        ouro_object *old = r[A], *old_next = r[A + 1];
        r[A] = found[0];
        r[A + 1] = found[1];
        if (FLAG(KILL_B))
            ouro__drop(rt, b);
        ouro__xdrop(rt, old);
        ouro__xdrop(rt, old_next);
        NEXT(4);
    }

    TARGET(LOAD_SUPER_ATTR) :
    {
        SAVE();
        ouro_object *value = ouro__load_super_attr(rt, r[B + 2], r[B], r[B + 1], k[C]);
        CHECK(value);
        drop_window(rt, r + B, 3);
        ouro__put(rt, r, i, value);
        NEXT(1);
    }

    TARGET(GETITEM) :
    {
        SAVE();
        ouro_object *b = SRC_B(), *c = NULL, *value;
        int64_t n;
        if (FLAG(IMM_C)) {
            n = IMM();
        } else {
            c = SRC_C();
            if (ouro__unlikely(!ouro__int_is_small(c)))
                goto get_item_slow;
            n = OURO_INT_VALUE(c);
        }
        if (ouro__is_exactly(b, OURO_T_LIST)) {
            int64_t at = item_index(n, ((ouro_list *)b)->count);
            if (ouro__unlikely(at < 0))
                goto get_item_slow;
            value = ((ouro_list *)b)->items[at];
        } else if (ouro__is_exactly(b, OURO_T_TUPLE)) {
            int64_t at = item_index(n, ((ouro_tuple *)b)->count);
            if (ouro__unlikely(at < 0))
                goto get_item_slow;
            value = ((ouro_tuple *)b)->items[at];
        } else {
            goto get_item_slow;
        }
        ouro_incref(value);
        ouro__finish(rt, r, i, value, b, c);
        NEXT(1);
    get_item_slow:
        value = c ? get_item(rt, b, c) : get_item_immediate(rt, b, IMM());
        CHECK(value);
        ouro__finish(rt, r, i, value, b, c);
        NEXT(1);
    }

    TARGET(SETITEM) :
    {
        SAVE();
        ouro_object *o = r[A], *b = SRC_B(), *c = SRC_C();
        if (ouro__is_exactly(o, OURO_T_LIST) && ouro__int_is_small(b)) {
            ouro_list *list = (ouro_list *)o;
            int64_t at = item_index(OURO_INT_VALUE(b), list->count);
            if (ouro__likely(at >= 0)) {
                if (FLAG(KILL_C))
                    r[C] = NULL;
                else
                    ouro_incref(c);
                ouro_object *old = ouro__slot_exchange(rt, list, &list->items[at], c);
                if (FLAG(KILL_B)) {
                    r[B] = NULL;
                    ouro__drop_number(rt, b);
                }
                KILL_OBJECT(o);
                ouro__xdrop(rt, old);
                NEXT(1);
            }
        }
        CHECK(set_item(rt, o, b, c) == 0);
        KILL_OBJECT(o);
        ouro__kill(rt, r, i, b, c);
        NEXT(1);
    }

    TARGET(DELITEM) :
    {
        SAVE();
        ouro_object *b = SRC_B(), *c = SRC_C();
        CHECK(ouro__setitem(rt, b, c, NULL) == 0);
        ouro__kill(rt, r, i, b, c);
        NEXT(1);
    }

    TARGET(BUILD_SLICE) :
    {
        SAVE();
        ouro_object *value = ouro__slice_new(rt, r[B], r[B + 1], r[B + 2]);
        CHECK(value);
        drop_window(rt, r + B, 3);
        ouro__put(rt, r, i, value);
        NEXT(1);
    }

    /* ---- operators ---- */

    ARITHMETIC(ADD, __builtin_add_overflow, +)
    ARITHMETIC(SUBTRACT, __builtin_sub_overflow, -)
    ARITHMETIC(MULTIPLY, __builtin_mul_overflow, *)
    BITWISE(AND, &)
    BITWISE(OR, |)
    BITWISE(XOR, ^)

    TARGET(TRUE_DIVIDE) :
    {
        SAVE();
        ouro_object *b = SRC_B(), *c = NULL;
        if (!FLAG(IMM_C)) {
            c = SRC_C();
            if (BOTH(OURO_T_FLOAT) && ouro__likely(OURO_FLOAT_VALUE(c) != 0.0))
                PUT_FLOAT(OURO_FLOAT_VALUE(b) / OURO_FLOAT_VALUE(c), b, c);
        }
        ARITHMETIC_SLOW();
    }

    TARGET(FLOOR_DIVIDE) :
    {
        SAVE();
        ouro_object *b = SRC_B(), *c = NULL;
        int64_t m;
        if (FLAG(IMM_C)) {
            m = IMM();
        } else {
            c = SRC_C();
            m = ouro__int_is_small(c) ? OURO_INT_VALUE(c) : 0;
        }
        if (ouro__int_is_small(b) && ouro__likely(m > 0)) {
            int64_t n = OURO_INT_VALUE(b), q = n / m;
            q -= q * m > n;
            PUT_INT(q, b, c);
        }
        ARITHMETIC_SLOW();
    }

    TARGET(REMAINDER) :
    {
        SAVE();
        ouro_object *b = SRC_B(), *c = NULL;
        int64_t m;
        if (FLAG(IMM_C)) {
            m = IMM();
        } else {
            c = SRC_C();
            m = ouro__int_is_small(c) ? OURO_INT_VALUE(c) : 0;
        }
        if (ouro__int_is_small(b) && ouro__likely(m > 0)) {
            int64_t rest = OURO_INT_VALUE(b) % m;
            rest += rest < 0 ? m : 0;
            PUT_INT(rest, b, c);
        }
        ARITHMETIC_SLOW();
    }

    TARGET(LSHIFT) : TARGET(RSHIFT) : TARGET(MATMUL) : TARGET(POWER) :
    {
        SAVE();
        ouro_object *b = SRC_B(), *c = FLAG(IMM_C) ? NULL : SRC_C();
        ARITHMETIC_SLOW();
    }

    TARGET(NEGATIVE) :
    {
        SAVE();
        ouro_object *b = SRC_B();
        if (ouro__float_is_exact(b))
            PUT_FLOAT(-OURO_FLOAT_VALUE(b), b, NULL);
        if (ouro__int_is_small(b) && ouro__likely(OURO_INT_VALUE(b) != INT64_MIN))
            PUT_INT(-OURO_INT_VALUE(b), b, NULL);
        ouro_object *value = ouro__unary(rt, OURO_NEGATIVE, b);
        CHECK(value);
        ouro__finish_b(rt, r, i, value, b);
        NEXT(1);
    }

    UNARY(POSITIVE, OURO_POSITIVE)
    UNARY(INVERT, OURO_INVERT)

    TARGET(NOT) :
    {
        SAVE();
        ouro_object *b = SRC_B();
        int is = ouro__truth(rt, b);
        CHECK(is >= 0);
        ouro__finish_b(rt, r, i, is ? OURO_FALSE(rt) : OURO_TRUE(rt), b);
        NEXT(1);
    }

    COMPARISON(LESS, <)
    COMPARISON(LESS_EQUAL, <=)
    COMPARISON(EQUAL, ==)
    COMPARISON(NOT_EQUAL, !=)
    COMPARISON(GREATER, >)
    COMPARISON(GREATER_EQUAL, >=)

    TARGET(IS) :
    {
        SAVE();
        ouro_object *b = SRC_B(), *c = SRC_C();
        bool is = (b == c) != !!FLAG(NEGATE);
        ouro__finish(rt, r, i, is ? OURO_TRUE(rt) : OURO_FALSE(rt), b, c);
        NEXT(1);
    }

    TARGET(IN) :
    {
        SAVE();
        ouro_object *b = SRC_B(), *c = SRC_C();
        int is = ouro__contains(rt, c, b);
        CHECK(is >= 0);
        ouro__finish(rt, r, i, is != !!FLAG(NEGATE) ? OURO_TRUE(rt) : OURO_FALSE(rt), b, c);
        NEXT(1);
    }

    /* ---- jumps ---- */

    TARGET(JUMP) : NEXT(1 + ouro__bc(i));

    TARGET(JUMP_BACK) : if (BREAKER())
    {
        SAVE();
        if (ouro__safepoint(rt) < 0)
            goto error;
    }
    NEXT(1 + ouro__bc(i));

/* is <- truth of `o`. */
#define TRUTH(o, is)                                                                                         \
    do {                                                                                                     \
        if ((o) == OURO_TRUE(rt)) {                                                                          \
            is = 1;                                                                                          \
        } else if ((o) == OURO_FALSE(rt) || (o) == OURO_NONE(rt)) {                                          \
            is = 0;                                                                                          \
        } else {                                                                                             \
            SAVE();                                                                                          \
            is = ouro__truth(rt, (o));                                                                       \
            CHECK(is >= 0);                                                                                  \
        }                                                                                                    \
    } while (0)

    TARGET(JUMP_IF_TRUE) :
    {
        ouro_object *o = r[A];
        int is;
        TRUTH(o, is);
        if (is)
            pc += ouro__bc(i);
        if (FLAG(KILL_A)) {
            r[A] = NULL;
            ouro__drop(rt, o);
        }
        NEXT(1);
    }

    TARGET(JUMP_IF_FALSE) :
    {
        ouro_object *o = r[A];
        int is;
        TRUTH(o, is);
        if (!is)
            pc += ouro__bc(i);
        if (FLAG(KILL_A)) {
            r[A] = NULL;
            ouro__drop(rt, o);
        }
        NEXT(1);
    }

    TARGET(JUMP_IF_TRUE_OR_CLEAR) :
    {
        ouro_object *o = r[A];
        int is;
        TRUTH(o, is);
        if (is)
            NEXT(1 + ouro__bc(i));
        r[A] = NULL;
        ouro__drop(rt, o);
        NEXT(1);
    }

    TARGET(JUMP_IF_FALSE_OR_CLEAR) :
    {
        ouro_object *o = r[A];
        int is;
        TRUTH(o, is);
        if (!is)
            NEXT(1 + ouro__bc(i));
        r[A] = NULL;
        ouro__drop(rt, o);
        NEXT(1);
    }

    TARGET(JUMP_IF_NONE) :
    {
        ouro_object *o = r[A];
        if (o == OURO_NONE(rt))
            pc += ouro__bc(i);
        if (FLAG(KILL_A)) {
            SAVE();
            r[A] = NULL;
            ouro__drop(rt, o);
        }
        NEXT(1);
    }

    TARGET(JUMP_IF_NOT_NONE) :
    {
        ouro_object *o = r[A];
        if (o != OURO_NONE(rt))
            pc += ouro__bc(i);
        if (FLAG(KILL_A)) {
            SAVE();
            r[A] = NULL;
            ouro__drop(rt, o);
        }
        NEXT(1);
    }

    COMPARE_JUMP(LESS, <)
    COMPARE_JUMP(LESS_EQUAL, <=)
    COMPARE_JUMP(EQUAL, ==)
    COMPARE_JUMP(NOT_EQUAL, !=)
    COMPARE_JUMP(GREATER, >)
    COMPARE_JUMP(GREATER_EQUAL, >=)

compare_jump_slow: {
    SAVE();
    ouro_object *b = SRC_B(), *c = FLAG(IMM_C) ? ouro__int_new(rt, IMM()) : SRC_C();
    CHECK(c);
    int is = ouro__compare_jump(rt, (uint8_t)i, b, c);
    if (FLAG(IMM_C))
        ouro__drop(rt, c);
    CHECK(is >= 0);
    ouro__kill(rt, r, i, b, c);
    if (is != !!FLAG(NEGATE))
        pc += (int16_t)A;
    NEXT(1);
}

    TARGET(JUMP_IS) :
    {
        ouro_object *b = SRC_B(), *c = SRC_C();
        SAVE();
        bool jump = (b == c) != !!FLAG(NEGATE);
        ouro__kill(rt, r, i, b, c);
        if (jump)
            pc += (int16_t)A;
        NEXT(1);
    }

    TARGET(JUMP_IN) :
    {
        ouro_object *b = SRC_B(), *c = SRC_C();
        SAVE();
        int is = ouro__contains(rt, c, b);
        CHECK(is >= 0);
        ouro__kill(rt, r, i, b, c);
        if (is != !!FLAG(NEGATE))
            pc += (int16_t)A;
        NEXT(1);
    }

    /* ---- building ---- */

/* A <- a collection that takes the registers B .. B+C-1 over, also on failure. */
#define BUILD_OWNED(name, function)                                                                          \
    TARGET(name) :                                                                                           \
    {                                                                                                        \
        SAVE();                                                                                              \
        ouro_object *value_ = function(rt, r + B, C);                                                        \
        for (unsigned n = 0; n < C; n++)                                                                     \
            r[B + n] = NULL;                                                                                 \
        CHECK(value_);                                                                                       \
        ouro__put(rt, r, i, value_);                                                                         \
        NEXT(1);                                                                                             \
    }

    BUILD_OWNED(BUILD_TUPLE, ouro__tuple_from_owned)
    BUILD_OWNED(BUILD_LIST, ouro__list_from_owned)
    RESULT(BUILD_SET, 1, ouro__build_set(rt, r + B, C))
    RESULT(BUILD_MAP, 1, ouro__build_map(rt, r + B, C))
    RESULT(BUILD_CONST_KEY_MAP, 2, ouro__build_const_key_map(rt, r + B, C, k[pc[1]]))
    RESULT(BUILD_STRING, 1, ouro__build_string(rt, r + B, C))

    TARGET(LIST_APPEND) :
    {
        SAVE();
        ouro_object *b = SRC_B();
        if (FLAG(KILL_B))
            r[B] = NULL;
        else
            ouro_incref(b);
        CHECK(ouro__list_append_owned(rt, (ouro_list *)r[A], b) == 0);
        NEXT(1);
    }

/* A call that adds src B to what is in register A. */
#define ADD_TO(name, call)                                                                                   \
    TARGET(name) :                                                                                           \
    {                                                                                                        \
        SAVE();                                                                                              \
        ouro_object *b = SRC_B();                                                                            \
        CHECK((call) >= 0);                                                                                  \
        ouro__kill(rt, r, i, b, NULL);                                                                       \
        NEXT(1);                                                                                             \
    }

    ADD_TO(LIST_EXTEND, ouro__list_extend_star(rt, r[A], b))
    ADD_TO(SET_ADD, ouro__set_add(rt, r[A], b))
    ADD_TO(SET_UPDATE, ouro__set_update(rt, r[A], b))
    ADD_TO(DICT_UPDATE, ouro__dict_update_star(rt, r[A], b))

    TARGET(DICT_MERGE) :
    {
        SAVE();
        ouro_object *b = SRC_B();
        CHECK(ouro__dict_merge_call(rt, r[A], b, r[C]) == 0);
        if (FLAG(KILL_B)) {
            r[B] = NULL;
            ouro__drop(rt, b);
        }
        NEXT(1);
    }

    TARGET(LIST_TO_TUPLE) :
    {
        SAVE();
        ouro_object *list = r[B];
        ouro_object *value = ouro__list_to_tuple(rt, list);
        CHECK(value);
        r[B] = NULL;
        ouro__drop(rt, list);
        ouro__put(rt, r, i, value);
        NEXT(1);
    }

    TARGET(MAP_ADD) :
    {
        SAVE();
        ouro_object *b = SRC_B(), *c = SRC_C();
        CHECK(ouro__dict_set(rt, r[A], b, c) == 0);
        ouro__kill(rt, r, i, b, c);
        NEXT(1);
    }

    TARGET(UNPACK) :
    {
        SAVE();
        ouro_object *b = SRC_B();
        if (FLAG(KILL_B))
            r[B] = NULL;
        int done = ouro__unpack(rt, b, r + A, C);
        if (FLAG(KILL_B))
            ouro__drop(rt, b);
        CHECK(done == 0);
        NEXT(1);
    }

    TARGET(UNPACK_EX) :
    {
        SAVE();
        ouro_object *b = SRC_B();
        CHECK(ouro__unpack_ex(rt, b, r + A, C & 0xff, C >> 8) == 0);
        ouro__kill(rt, r, i, b, NULL);
        NEXT(2);
    }

    /* ---- iteration ---- */

    TARGET(GET_ITER) :
    {
        SAVE();
        ouro_object *b = SRC_B();
        ouro_object *value = ouro__iter(rt, b);
        CHECK(value);
        ouro__finish_b(rt, r, i, value, b);
        NEXT(1);
    }

/* The iterator in register B is exhausted: it goes, and the loop is left. */
#define EXHAUSTED()                                                                                          \
    do {                                                                                                     \
        ouro_object *it_ = r[B];                                                                             \
        SAVE();                                                                                              \
        r[B] = NULL;                                                                                         \
        ouro__drop(rt, it_);                                                                                 \
        NEXT(2 + (int64_t)pc[1]);                                                                            \
    } while (0)

    TARGET(FOR_ITER_RANGE) :
    {
        ouro_range_iterator *it = (ouro_range_iterator *)r[B];
        if (ouro__unlikely(!ouro__is_exactly(&it->head, OURO_T_RANGE_ITERATOR)))
            MISS(FOR_ITER);
        if (ouro__unlikely(it->left <= 0))
            EXHAUSTED();
        SAVE();
        int64_t value = it->next;
        CHECK(ouro__put_int(rt, r, i & 0xffff00ff, value, NULL, NULL));
        it->next = (int64_t)((uint64_t)value + (uint64_t)it->step);
        it->left--;
        NEXT(2);
    }

    TARGET(FOR_ITER_LIST) :
    {
        ouro_position_iterator *it = (ouro_position_iterator *)r[B];
        if (ouro__unlikely(!ouro__is_exactly(&it->head, OURO_T_LIST_ITERATOR)))
            MISS(FOR_ITER);
        ouro_list *list = (ouro_list *)it->sequence;
        if (ouro__unlikely(!list || (uint64_t)it->position >= list->count))
            EXHAUSTED();
        ouro_object *value = list->items[it->position++];
        ouro_incref(value);
        ouro_object *old = r[A];
        r[A] = value;
        if (old) {
            SAVE();
            ouro__drop(rt, old);
        }
        NEXT(2);
    }

    TARGET(FOR_ITER_TUPLE) :
    {
        ouro_position_iterator *it = (ouro_position_iterator *)r[B];
        if (ouro__unlikely(!ouro__is_exactly(&it->head, OURO_T_TUPLE_ITERATOR)))
            MISS(FOR_ITER);
        ouro_tuple *tuple = (ouro_tuple *)it->sequence;
        if (ouro__unlikely(!tuple || (uint64_t)it->position >= tuple->count))
            EXHAUSTED();
        ouro_object *value = tuple->items[it->position++];
        ouro_incref(value);
        ouro_object *old = r[A];
        r[A] = value;
        if (old) {
            SAVE();
            ouro__drop(rt, old);
        }
        NEXT(2);
    }

    TARGET(FOR_ITER_GENERATOR) :
    {
        ouro_generator *g = (ouro_generator *)r[B];
        if (ouro__unlikely(!ouro__is_exactly(&g->head, OURO_T_GENERATOR)))
            MISS(FOR_ITER);
        SAVE();
        if (ouro__unlikely(g->state >= OURO_GENERATOR_RUNNING)) {
            if (g->state == OURO_GENERATOR_FINISHED)
                EXHAUSTED();
            ouro__generator_busy(rt, g);
            goto error;
        }
        ouro_frame *callee = ouro__generator_resume(rt, g, OURO_NONE(rt));
        CHECK(callee);
        callee->result_register = A;
        callee->resume_words = 2;
        goto entered;
    }

    TARGET(FOR_ITER) :
    {
        SAVE();
        ouro_object *it = r[B];
        switch (it->word >> 8) {
        case OURO_T_RANGE_ITERATOR:
            ouro__quicken(pc, OURO_OP_FOR_ITER_RANGE);
            DISPATCH();
        case OURO_T_LIST_ITERATOR:
            ouro__quicken(pc, OURO_OP_FOR_ITER_LIST);
            DISPATCH();
        case OURO_T_TUPLE_ITERATOR:
            ouro__quicken(pc, OURO_OP_FOR_ITER_TUPLE);
            DISPATCH();
        case OURO_T_GENERATOR:
            ouro__quicken(pc, OURO_OP_FOR_ITER_GENERATOR);
            DISPATCH();
        default:
            break;
        }
        ouro_object *value = ouro__type_of(rt, it)->next(rt, it);
        if (ouro__unlikely(!value)) {
            if (ouro__error_pending(rt)) {
                if (!ouro__error_is(rt, OURO_T_STOP_ITERATION))
                    goto error;
                ouro__error_clear(rt);
            }
            EXHAUSTED();
        }
        ouro__put(rt, r, i, value);
        NEXT(2);
    }

    FROM_B(GET_YIELD_FROM_ITER, ouro__yield_from_iter(rt, b, frame->code->flags & (OURO_CO_COROUTINE |
                                                                                  OURO_CO_ITERABLE_COROUTINE)))

    TARGET(SEND) :
    {
        SAVE();
        ouro_object *it = r[B], *c = SRC_C(), *value;
        ouro_generator *g = (ouro_generator *)it;
        if ((ouro__is_exactly(it, OURO_T_GENERATOR) || ouro__is_exactly(it, OURO_T_COROUTINE)) &&
            (g->state == OURO_GENERATOR_SUSPENDED ||
             (g->state == OURO_GENERATOR_CREATED && c == OURO_NONE(rt)))) {
            ouro_frame *callee = ouro__generator_resume(rt, g, ouro_ref(c));
            CHECK(callee);
            callee->result_register = A;
            callee->resume_words = 2;
            ouro__kill(rt, r, i & ~((uint64_t)OURO_KILL_B << 8), NULL, c);
            goto entered;
        }
        int step = ouro__send(rt, it, c, &value);
        CHECK(step >= 0);
        if (FLAG(KILL_C))
            r[C] = NULL;
        ouro__put(rt, r, i, value);
        if (FLAG(KILL_C))
            ouro__drop(rt, c);
        NEXT(step ? 2 : 2 + (int64_t)pc[1]);
    }

    TARGET(YIELD) :
    {
        SAVE();
        ouro_object *value = SRC_B();
        if (FLAG(KILL_B))
            r[B] = NULL;
        else
            ouro_incref(value);
        frame->generator->item = !FLAG(INPLACE);
        unsigned flags = frame->flags, a = frame->result_register, words = frame->resume_words;
        ouro__generator_suspend(rt, frame);
        if (flags & OURO_FRAME_FROM_C)
            return value;
        LOAD_FRAME();
        pc = frame->pc;
        ouro_object *old = r[a];
        r[a] = value;
        ouro__xdrop(rt, old);
        NEXT(words);
    }

    /* ---- calls ---- */

/* A Python function over its argument window: a new frame, no copying. */
#define CALL_FRAME(function, registers, words)                                                               \
    do {                                                                                                     \
        ouro_frame *callee_ = ouro__frame_push(rt, vm, (ouro_function *)(function), (registers));            \
        CHECK(callee_);                                                                                      \
        callee_->result_register = A;                                                                        \
        callee_->resume_words = (words);                                                                     \
        ENTER(callee_);                                                                                      \
    } while (0)

/* A function that takes just `n` positional arguments, called by a frame whose registers are on the value stack. */
#define IS_SIMPLE(callable, n)                                                                               \
    (ouro__is_exactly((callable), OURO_T_FUNCTION) &&                                                        \
     ((ouro_code *)((ouro_function *)(callable))->code)->simple_call == (n) + 1u &&                          \
     !(frame->flags & OURO_FRAME_GENERATOR))

/* The end of a call of a C function: the window goes, from `first` register on. */
#define CALL_DONE(value, first, count)                                                                       \
    do {                                                                                                     \
        ouro_object *value_ = (value);                                                                       \
        CHECK(value_);                                                                                       \
        drop_window(rt, (first), (count));                                                                   \
        ouro__put(rt, r, i, value_);                                                                         \
        NEXT(2);                                                                                             \
    } while (0)

/* What begin_call did. */
#define STEP(step, words)                                                                                    \
    do {                                                                                                     \
        int step_ = (step);                                                                                  \
        if (step_ == OURO_STEP_PUSHED) {                                                                     \
            vm->frame->result_register = A;                                                                  \
            vm->frame->resume_words = (words);                                                               \
            goto entered;                                                                                    \
        }                                                                                                    \
        CHECK(step_ == OURO_STEP_DONE);                                                                      \
        ouro__put(rt, r, i, result);                                                                         \
        NEXT(words);                                                                                         \
    } while (0)

    TARGET(CALL) :
    {
        SAVE();
        ouro_object *callable = r[B], *result;
        unsigned n = C;
        if (IS_SIMPLE(callable, n))
            CALL_FRAME(callable, r + B + 1, 2);
        if (ouro__is_exactly(callable, OURO_T_BUILTIN_FUNCTION)) {
            ouro_builtin_function *f = (ouro_builtin_function *)callable;
            if (ouro__likely(takes(f->def, n)))
                CALL_DONE(f->def->function(rt, f->self, r + B + 1, n, NULL), r + B, n + 1);
        }
        STEP(ouro__begin_call(rt, r + B, n, NULL, &result), 2);
    }

    TARGET(CALL_METHOD) :
    {
        SAVE();
        ouro_object *callable = r[B], *result;
        unsigned n = C;
        if (ouro__likely(callable != NULL)) {
            if (IS_SIMPLE(callable, n + 1))
                CALL_FRAME(callable, r + B + 1, 2);
            if (ouro__is_exactly(callable, OURO_T_METHOD_DESCRIPTOR)) {
                const ouro_method_def *def = ((ouro_method_descriptor *)callable)->def;
                if (ouro__likely(takes(def, n)))
                    CALL_DONE(def->function(rt, r[B + 1], r + B + 2, n, NULL), r + B, n + 2);
            }
            STEP(ouro__begin_call(rt, r + B, n + 1, NULL, &result), 2);
        }
        callable = r[B + 1];
        if (IS_SIMPLE(callable, n))
            CALL_FRAME(callable, r + B + 2, 2);
        if (ouro__is_exactly(callable, OURO_T_BUILTIN_FUNCTION)) {
            ouro_builtin_function *f = (ouro_builtin_function *)callable;
            if (ouro__likely(takes(f->def, n)))
                CALL_DONE(f->def->function(rt, f->self, r + B + 2, n, NULL), r + B + 1, n + 1);
        }
        STEP(ouro__begin_call(rt, r + B + 1, n, NULL, &result), 2);
    }

    TARGET(CALL_KW) :
    {
        SAVE();
        ouro_object *names = k[pc[1]], *result;
        STEP(ouro__begin_call(rt, r + B, C - ((ouro_tuple *)names)->count, names, &result), 2);
    }

    TARGET(CALL_METHOD_KW) :
    {
        SAVE();
        ouro_object *names = k[pc[1]], *result;
        size_t n = C - ((ouro_tuple *)names)->count;
        if (r[B])
            STEP(ouro__begin_call(rt, r + B, n + 1, names, &result), 2);
        STEP(ouro__begin_call(rt, r + B + 1, n, names, &result), 2);
    }

    TARGET(CALL_EX) :
    {
        SAVE();
        ouro_object *result;
        STEP(ouro__begin_call_ex(rt, r + B, &result), 1);
    }

    TARGET(RETURN) :
    {
        SAVE();
        ouro_object *value = SRC_B();
        if (FLAG(KILL_B))
            r[B] = NULL;
        else
            ouro_incref(value);
        if (ouro__unlikely(frame->flags & OURO_FRAME_OBJECT))
            ouro__frame_object_detach(rt, frame);
        clear_locals(rt, r, frame->code->local_count);
        if (ouro__unlikely(frame->flags != 0)) {
            i = (uintptr_t)value;
            goto leave;
        }
        rt->python->recursion_depth--;
        ouro_object *callable = r[-1];
        r[-1] = NULL;
        unsigned a = frame->result_register, words = frame->resume_words;
        vm->frame = frame - 1;
        LOAD_FRAME();
        pc = frame->pc;
        ouro_object *old = r[a];
        r[a] = value;
        ouro__drop(rt, callable);
        if (ouro__unlikely(old != NULL))
            ouro__drop(rt, old);
        NEXT(words);
    }

leave: { /* a frame out of the ordinary returns; its value is in i */
    ouro_object *value = (ouro_object *)(uintptr_t)i;
    unsigned flags = frame->flags, a = frame->result_register, words = frame->resume_words;
    if (flags & OURO_FRAME_GENERATOR) {
        ouro__generator_finish(rt, frame);
        if (flags & OURO_FRAME_FROM_C)
            return value;
        LOAD_FRAME();
        pc = frame->pc;
        i = *pc;
        if ((uint8_t)i != OURO_OP_SEND) { /* FOR_ITER: what a generator returns is not asked for */
            ouro_decref(rt, value);
            EXHAUSTED();
        }
        ouro__put(rt, r, i, value);
        NEXT(2 + (int64_t)pc[1]);
    }
    bool bad = false;
    if (flags & OURO_FRAME_INIT) {
        bad = check_init_result(rt, value) < 0;
        ouro__drop(rt, value);
        value = r[-2];
        r[-2] = NULL;
    }
    ouro__frame_pop(rt, frame);
    if (ouro__unlikely(bad)) {
        ouro_decref(rt, value);
        value = NULL;
    }
    if (flags & OURO_FRAME_FROM_C)
        return value;
    LOAD_FRAME();
    pc = frame->pc;
    CHECK(value);
    i = *pc;
    ouro_object *old = r[a];
    r[a] = value;
    ouro__xdrop(rt, old);
    NEXT(words);
}

    TARGET(MAKE_FUNCTION) :
    {
        SAVE();
        ouro_object *value = ouro__vm_make_function(rt, frame, i);
        CHECK(value);
        ouro__put(rt, r, i, value);
        NEXT(1);
    }

    /* ---- exceptions ---- */

    TARGET(RAISE) :
    {
        SAVE();
        if (A == 0) {
            ouro_object *handled = ouro__handled_exception(rt);
            if (!handled) {
                ouro__raise(rt, OURO_T_RUNTIME_ERROR, "No active exception to reraise");
                goto error;
            }
            ouro__error_restore(rt, ouro_ref(handled));
            goto unwind;
        }
        ouro__raise_statement(rt, SRC_B(), A == 2 ? SRC_C() : NULL);
        goto error;
    }

    TARGET(RERAISE) :
    {
        SAVE();
        ouro_object *exception = r[B];
        r[B] = NULL;
        ouro__error_restore(rt, exception);
        goto unwind;
    }

    TARGET(EXC_PUSH) :
    {
        SAVE();
        ouro_object *outer = vm->exc_state->handled;
        vm->exc_state->handled = ouro_ref(r[B]);
        ouro__put(rt, r, i, outer ? outer : OURO_NONE(rt));
        NEXT(1);
    }

    TARGET(EXC_POP) :
    {
        SAVE();
        ouro_object *handled = vm->exc_state->handled, *outer = r[A];
        r[A] = NULL;
        vm->exc_state->handled = outer == OURO_NONE(rt) ? NULL : outer;
        ouro__xdrop(rt, handled);
        NEXT(1);
    }

    TARGET(EXC_MATCH) :
    {
        SAVE();
        ouro_object *c = SRC_C();
        int is = ouro__exception_matches(rt, r[B], c);
        CHECK(is >= 0);
        if (FLAG(KILL_C)) {
            r[C] = NULL;
            ouro__drop(rt, c);
        }
        ouro__put(rt, r, i, is ? OURO_TRUE(rt) : OURO_FALSE(rt));
        NEXT(1);
    }

/* A, A+1 <- two values (owned) in found[]. */
#define PUT_TWO()                                                                                            \
    do {                                                                                                     \
        ouro_object *first_ = r[A], *second_ = r[A + 1];                                                     \
        r[A] = found[0];                                                                                     \
        r[A + 1] = found[1];                                                                                 \
        ouro__xdrop(rt, first_);                                                                             \
        ouro__xdrop(rt, second_);                                                                            \
    } while (0)

    TARGET(WITH_ENTER) :
    {
        SAVE();
        ouro_object *b = SRC_B(), *found[2];
        CHECK(ouro__vm_with_enter(rt, b, found) == 0);
        ouro__kill(rt, r, i, b, NULL);
        PUT_TWO();
        NEXT(1);
    }

    TARGET(ASYNC_WITH_ENTER) :
    {
        SAVE();
        ouro_object *b = SRC_B(), *found[2];
        CHECK(ouro__async_with_enter(rt, b, found) == 0);
        ouro__kill(rt, r, i, b, NULL);
        PUT_TWO();
        NEXT(1);
    }

    TARGET(WITH_EXIT) :
    {
        SAVE();
        ouro_object *exit = r[B];
        ouro_object *value = ouro__vm_with_exit(rt, exit, C == 0xffff ? NULL : r[C]);
        CHECK(value);
        r[B] = NULL;
        ouro__drop(rt, exit);
        ouro__put(rt, r, i, value);
        NEXT(1);
    }

    TARGET(GROUP_MATCH) :
    {
        SAVE();
        ouro_object *c = SRC_C(), *exception = r[B], *found[2];
        CHECK(ouro__group_match(rt, exception, c, found) == 0);
        r[B] = NULL;
        if (FLAG(KILL_C))
            r[C] = NULL;
        if (found[1] != OURO_NONE(rt)) { /* it is what is being handled now */
            ouro_object *handled = vm->exc_state->handled;
            vm->exc_state->handled = ouro_ref(found[1]);
            ouro__xdrop(rt, handled);
        }
        PUT_TWO();
        ouro__drop(rt, exception);
        if (FLAG(KILL_C))
            ouro__drop(rt, c);
        NEXT(1);
    }

    TARGET(GROUP_RERAISE) :
    {
        SAVE();
        ouro_object *value = ouro__group_reraise(rt, r[B], r[B + 1]);
        CHECK(value);
        drop_window(rt, r + B, 2);
        ouro__put(rt, r, i, value);
        NEXT(1);
    }

    /* ---- statements ---- */

    TARGET(FORMAT_VALUE) :
    {
        SAVE();
        ouro_object *b = SRC_B(), *spec = NULL;
        if (C & 4)
            spec = r[A];
        ouro_object *value = ouro__format_value(rt, b, C & 3, spec);
        CHECK(value);
        ouro__finish_b(rt, r, i, value, b);
        NEXT(1);
    }

    TARGET(IMPORT_NAME) :
    {
        SAVE();
        ouro_object *value = ouro__import_instruction(rt, frame, k[B], r[C], r[C + 1]);
        CHECK(value);
        drop_window(rt, r + C, 2);
        ouro__put(rt, r, i, value);
        NEXT(1);
    }

    RESULT(IMPORT_FROM, 1, ouro__import_from(rt, r[B], k[C]))

    TARGET(IMPORT_STAR) :
    {
        SAVE();
        ouro_object *module = r[B];
        CHECK(ouro__import_star(rt, frame, module) == 0);
        r[B] = NULL;
        ouro__drop(rt, module);
        NEXT(1);
    }

    STATEMENT(SETUP_ANNOTATIONS, 1, ouro__setup_annotations(rt, frame))

    TARGET(PRINT_EXPR) :
    {
        SAVE();
        ouro_object *b = SRC_B();
        CHECK(ouro__print_expression(rt, b) == 0);
        ouro__kill(rt, r, i, b, NULL);
        NEXT(1);
    }

    /* ---- match ---- */

    RESULT(GET_LEN, 1, ouro__match_length(rt, r[B]))
    RESULT(MATCH_SEQUENCE, 1, ouro__bool(rt, ouro__type_of(rt, r[B])->flags & OURO_TYPE_SEQUENCE_PATTERN))
    RESULT(MATCH_MAPPING, 1, ouro__bool(rt, ouro__type_of(rt, r[B])->flags & OURO_TYPE_MAPPING_PATTERN))

/* A <- a function of register B and src C. */
#define MATCH(name, words, call)                                                                             \
    TARGET(name) :                                                                                           \
    {                                                                                                        \
        SAVE();                                                                                              \
        ouro_object *c = SRC_C();                                                                            \
        ouro_object *value = (call);                                                                         \
        CHECK(value);                                                                                        \
        if (FLAG(KILL_C)) {                                                                                  \
            r[C] = NULL;                                                                                     \
            ouro__drop(rt, c);                                                                               \
        }                                                                                                    \
        ouro__put(rt, r, i, value);                                                                          \
        NEXT(words);                                                                                         \
    }

    MATCH(MATCH_KEYS, 1, ouro__match_keys(rt, r[B], c))
    MATCH(MATCH_CLASS, 2, ouro__match_class(rt, r[B], c, (uint32_t)pc[1], k[pc[1] >> 32]))
    MATCH(MATCH_REST, 1, ouro__match_rest(rt, r[B], c))

    /* ---- async ---- */

    FROM_B(GET_AWAITABLE, ouro__get_awaitable(rt, b, C))
    FROM_B(GET_AITER, ouro__get_aiter(rt, b))
    RESULT(GET_ANEXT, 1, ouro__get_anext(rt, r[B]))

    TARGET(END_ASYNC_FOR) :
    {
        SAVE();
        ouro_object *exception = r[B];
        r[B] = NULL;
        ouro__error_restore(rt, exception);
        if (!ouro__error_is(rt, OURO_T_STOP_ASYNC_ITERATION))
            goto unwind;
        ouro__error_clear(rt);
        ouro_object *it = r[A];
        r[A] = NULL;
        ouro__drop(rt, it);
        NEXT(1);
    }

TARGET(invalid) : {
    SAVE();
    ouro__raise(rt, OURO_T_SYSTEM_ERROR, "unknown opcode");
    goto error;
}

error: /* an exception is pending: this frame enters its traceback */
    ouro__traceback_add(rt, frame);
unwind: {
    pc = ouro__vm_unwind(rt, frame);
    if (pc)
        DISPATCH();
    unsigned flags = frame->flags;
    if (flags & OURO_FRAME_GENERATOR) {
        ouro_object *generator = ouro_ref(frame->generator);
        ouro__generator_finish(rt, frame);
        ouro__generator_convert_stop(rt, generator);
        ouro_decref(rt, generator);
    } else {
        if (flags & OURO_FRAME_INIT) {
            ouro_object *error = ouro__error_take(rt), *instance = r[-2];
            r[-2] = NULL;
            ouro__xdrop(rt, instance);
            ouro__error_restore(rt, error);
        }
        ouro__frame_pop(rt, frame);
    }
    if (flags & OURO_FRAME_FROM_C)
        return NULL;
    LOAD_FRAME();
    goto error;
}
}
