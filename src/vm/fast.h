/* The inline parts of the interpreter's loop: operands, dropping references, results of int and float
 * arithmetic. */
#ifndef OURO_VM_FAST_H
#define OURO_VM_FAST_H

#include "object/slot.h"
#include "types/float.h"
#include "types/int.h"
#include "vm/interpret.h"

/* The last reference to an object went. Ints and floats have nothing hanging on them. */
static inline void ouro__drop_last(ouro_runtime *rt, ouro_object *o)
{
    if (o->word == OURO_WORD(OURO_T_INT) || o->word == OURO_WORD(OURO_T_FLOAT))
        ouro__heap_delete(&rt->heap, o, sizeof(ouro_int), OURO_HEAP_OBJECT);
    else
        ouro__dealloc(rt, o);
}

static inline void ouro__drop(ouro_runtime *rt, ouro_object *o)
{
    if ((int32_t)o->refcount < 0)
        return;
    if (--o->refcount == 0)
        ouro__drop_last(rt, o);
}

static inline void ouro__xdrop(ouro_runtime *rt, ouro_object *o)
{
    if (o)
        ouro__drop(rt, o);
}

/* The same for what is known to be an exact small int or float. */
static inline void ouro__drop_number(ouro_runtime *rt, ouro_object *o)
{
    if ((int32_t)o->refcount < 0)
        return;
    if (--o->refcount == 0)
        ouro__heap_delete(&rt->heap, o, sizeof(ouro_int), OURO_HEAP_OBJECT);
}

/* Empties `count` registers from `first` up. */
static inline void ouro__drop_registers(ouro_runtime *rt, ouro_object **first, size_t count)
{
    for (size_t n = 0; n < count; n++) {
        ouro_object *o = first[n];
        if (o) {
            first[n] = NULL;
            ouro__drop(rt, o);
        }
    }
}

/* The same from the last down to the first. */
static inline void ouro__drop_down(ouro_runtime *rt, ouro_object **first, size_t count)
{
    ouro_object **at = first + count;
    for (; count > 0; count--) {
        ouro_object *o = *--at;
        if (o) {
            *at = NULL;
            ouro__drop(rt, o);
        }
    }
}

/* Register A <- value (taken over), its old value dropped. */
static inline void ouro__put_register(ouro_runtime *rt, ouro_object **r, uint64_t i, ouro_object *value)
{
    ouro_object *old = r[ouro__a(i)];
    r[ouro__a(i)] = value;
    if (old)
        ouro__drop(rt, old);
}

#define OURO_FLAG(i, flag) ((i) & ((uint64_t)(flag) << 8))

/* src B or C, borrowed so far, gets a reference of its own: a killed register gives its. */
static inline ouro_object *ouro__take_b(ouro_object **r, uint64_t i, ouro_object *b)
{
    if (OURO_FLAG(i, OURO_KILL_B))
        r[ouro__b(i)] = NULL;
    else
        ouro_incref(b);
    return b;
}

static inline ouro_object *ouro__take_c(ouro_object **r, uint64_t i, ouro_object *c)
{
    if (OURO_FLAG(i, OURO_KILL_C))
        r[ouro__c(i)] = NULL;
    else
        ouro_incref(c);
    return c;
}

/* The end of an instruction with sources b (in B) and c (in C): A <- value, then killed sources go, then A's
 * old value. */
static inline void ouro__finish(ouro_runtime *rt, ouro_object **r, uint64_t i, ouro_object *value,
                                ouro_object *b, ouro_object *c)
{
    if (OURO_FLAG(i, OURO_KILL_B))
        r[ouro__b(i)] = NULL;
    if (OURO_FLAG(i, OURO_KILL_C))
        r[ouro__c(i)] = NULL;
    ouro_object *old = r[ouro__a(i)];
    r[ouro__a(i)] = value;
    if (OURO_FLAG(i, OURO_KILL_B))
        ouro__drop(rt, b);
    if (OURO_FLAG(i, OURO_KILL_C))
        ouro__drop(rt, c);
    if (old)
        ouro__drop(rt, old);
}

/* The same where the value is b itself, whose only reference goes on to A. */
static inline void ouro__finish_grown(ouro_runtime *rt, ouro_object **r, uint64_t i, ouro_object *b,
                                      ouro_object *c)
{
    r[ouro__b(i)] = NULL;
    if (OURO_FLAG(i, OURO_KILL_C))
        r[ouro__c(i)] = NULL;
    ouro_object *old = r[ouro__a(i)];
    r[ouro__a(i)] = b;
    if (OURO_FLAG(i, OURO_KILL_C))
        ouro__drop(rt, c);
    if (old)
        ouro__drop(rt, old);
}

/* The same for an instruction that has B alone. */
static inline void ouro__finish_b(ouro_runtime *rt, ouro_object **r, uint64_t i, ouro_object *value,
                                  ouro_object *b)
{
    if (OURO_FLAG(i, OURO_KILL_B))
        r[ouro__b(i)] = NULL;
    ouro_object *old = r[ouro__a(i)];
    r[ouro__a(i)] = value;
    if (OURO_FLAG(i, OURO_KILL_B))
        ouro__drop(rt, b);
    if (old)
        ouro__drop(rt, old);
}

/* Killed sources go, when there is no result. */
static inline void ouro__kill(ouro_runtime *rt, ouro_object **r, uint64_t i, ouro_object *b, ouro_object *c)
{
    if (OURO_FLAG(i, OURO_KILL_B))
        r[ouro__b(i)] = NULL;
    if (OURO_FLAG(i, OURO_KILL_C))
        r[ouro__c(i)] = NULL;
    if (OURO_FLAG(i, OURO_KILL_B))
        ouro__drop(rt, b);
    if (OURO_FLAG(i, OURO_KILL_C))
        ouro__drop(rt, c);
}

static inline void ouro__kill_numbers(ouro_runtime *rt, ouro_object **r, uint64_t i, ouro_object *b,
                                      ouro_object *c)
{
    if (OURO_FLAG(i, OURO_KILL_B)) {
        r[ouro__b(i)] = NULL;
        ouro__drop_number(rt, b);
    }
    if (OURO_FLAG(i, OURO_KILL_C)) {
        r[ouro__c(i)] = NULL;
        ouro__drop_number(rt, c);
    }
}

/* A number that only register `a` holds may be written over: nobody else can see it. */
static inline bool ouro__reusable(const ouro_object *o, uint32_t word)
{
    return o && o->refcount == 1 && o->word == word;
}

/* A <- the float `value`; b and c are exact floats or small ints, or NULL where there is no such source. In
 * place where a block is about to die: A's old value, or a killed source. False: MemoryError, nothing
 * changed. */
static inline bool ouro__put_float(ouro_runtime *rt, ouro_object **r, uint64_t i, double value,
                                   ouro_object *b, ouro_object *c)
{
    ouro_object **a = &r[ouro__a(i)], *old = *a;
    if (ouro__reusable(old, OURO_WORD(OURO_T_FLOAT))) {
        ((ouro_float *)old)->value = value;
        ouro__kill_numbers(rt, r, i, b, c);
        return true;
    }
    ouro_object *result;
    if (OURO_FLAG(i, OURO_KILL_B) && ouro__reusable(b, OURO_WORD(OURO_T_FLOAT))) {
        result = b;
        r[ouro__b(i)] = NULL;
        if (OURO_FLAG(i, OURO_KILL_C)) {
            r[ouro__c(i)] = NULL;
            ouro__drop_number(rt, c);
        }
    } else if (OURO_FLAG(i, OURO_KILL_C) && ouro__reusable(c, OURO_WORD(OURO_T_FLOAT))) {
        result = c;
        r[ouro__c(i)] = NULL;
        if (OURO_FLAG(i, OURO_KILL_B)) {
            r[ouro__b(i)] = NULL;
            ouro__drop_number(rt, b);
        }
    } else {
        result = ouro__new_leaf(rt, sizeof(ouro_float), OURO_WORD(OURO_T_FLOAT));
        if (ouro__unlikely(!result))
            return false;
        ouro__kill_numbers(rt, r, i, b, c);
    }
    ((ouro_float *)result)->value = value;
    *a = result;
    if (old)
        ouro__drop(rt, old);
    return true;
}

/* The same for an int that fits a word. */
static inline bool ouro__put_int(ouro_runtime *rt, ouro_object **r, uint64_t i, int64_t value, ouro_object *b,
                                 ouro_object *c)
{
    ouro_object **a = &r[ouro__a(i)], *old = *a;
    ouro_object *result;
    if ((uint64_t)value - (uint64_t)OURO_SMALL_INT_MIN < OURO_SMALL_INTS) {
        result = (ouro_object *)&ouro__statics(rt)->small_ints[value - OURO_SMALL_INT_MIN];
        ouro__kill_numbers(rt, r, i, b, c);
        *a = result;
        if (old)
            ouro__drop(rt, old);
        return true;
    }
    if (ouro__reusable(old, OURO_WORD(OURO_T_INT))) {
        ((ouro_int *)old)->value = value;
        ouro__kill_numbers(rt, r, i, b, c);
        return true;
    }
    if (OURO_FLAG(i, OURO_KILL_B) && ouro__reusable(b, OURO_WORD(OURO_T_INT))) {
        result = b;
        r[ouro__b(i)] = NULL;
        if (OURO_FLAG(i, OURO_KILL_C)) {
            r[ouro__c(i)] = NULL;
            ouro__drop_number(rt, c);
        }
    } else {
        result = ouro__new_leaf(rt, sizeof(ouro_int), OURO_WORD(OURO_T_INT));
        if (ouro__unlikely(!result))
            return false;
        ouro__kill_numbers(rt, r, i, b, c);
    }
    ((ouro_int *)result)->value = value;
    *a = result;
    if (old)
        ouro__drop(rt, old);
    return true;
}

#define OURO_INT_VALUE(o) (((ouro_int *)(o))->value)
#define OURO_FLOAT_VALUE(o) (((ouro_float *)(o))->value)

#endif
