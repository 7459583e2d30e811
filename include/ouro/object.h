/* The object header and its count: what every value of a runtime begins with.
 *
 * A reference handed to a function is *borrowed* (the caller keeps it) unless the function says that it takes
 * it over; a reference returned is *owned* by the caller unless the function says borrowed. */
#ifndef OURO_OBJECT_H
#define OURO_OBJECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__)
#define OURO_API __attribute__((visibility("default")))
#else
#define OURO_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ouro_runtime ouro_runtime;
typedef struct ouro_type ouro_type;

/* 8 bytes. `word` is the index of the object's type in the runtime's table, shifted left by 8, with eight
 * flag bits below: clearing the flags gives the byte offset of the 256-byte type descriptor. */
typedef struct ouro_object {
    uint32_t refcount; /* with the top bit set the object is immortal and the count stands still */
    uint32_t word;
} ouro_object;

#define OURO_IMMORTAL 0x80000000u

/* A count that reaches the top bit saturates: the object then lives as long as its runtime. */
static inline void ouro_incref(ouro_object *o)
{
    if ((int32_t)o->refcount >= 0)
        o->refcount++;
}

/* Called by ouro_decref when the last reference went. Ends before it returns, without recursion, whatever
 * hangs on the object; runs finalizers and weak-reference callbacks. */
OURO_API void ouro__dealloc(ouro_runtime *rt, ouro_object *o);

/* Gives one reference back; the object is gone when it was the last. May run finalizers. */
static inline void ouro_decref(ouro_runtime *rt, ouro_object *o)
{
    if ((int32_t)o->refcount < 0)
        return;
    if (--o->refcount == 0)
        ouro__dealloc(rt, o);
}

/* NULL is allowed. */
static inline void ouro_xdecref(ouro_runtime *rt, ouro_object *o)
{
    if (o)
        ouro_decref(rt, o);
}

/* The same object, with a reference of its own. */
static inline void *ouro_ref(void *o)
{
    ouro_incref((ouro_object *)o);
    return o;
}

#ifdef __cplusplus
}
#endif
#endif
