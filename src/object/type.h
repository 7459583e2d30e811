/* The type descriptor: how the core frees, traverses and finalizes the objects of a type, and the slots
 * through which a language on top reaches their behaviour.
 *
 * Descriptors are 256 bytes each and stand in a table at a fixed distance behind the runtime, so that
 * `runtime + OURO_TYPES_OFFSET + (object->word & ~0xff)` is the address: arithmetic, no load. The core looks
 * only at the first part; the second is filled and called by the floors above. */
#ifndef OURO_OBJECT_TYPE_H
#define OURO_OBJECT_TYPE_H

#include "ouro/type.h"

/* Flag bits of ouro_object.word. Objects that are not containers may use the bits as their type says. */
enum {
    OURO_TRACKED = 0x01,    /* the collector looks at it */
    OURO_LISTED = 0x02,     /* stands in the young vector (survives free) */
    OURO_GENERATION = 0x0c, /* 0, 1, 2; 3 is frozen */
    OURO_GENERATION_SHIFT = 2,
    OURO_MARKED = 0x10, /* scratch of the collector */
    OURO_GREY = 0x20,   /* scratch of the collector */
    OURO_FINALIZED = 0x40,
    OURO_WEAKLY_REFERENCED = 0x80, /* has an entry in the weak-reference table */
    OURO_FLAG_MASK = 0xff,
};

/* How the counted references of an object lie in it, so that the collector and deallocation can follow the
 * common layouts without a call. On top of the layout, any type may have `fields`, an attribute word, and
 * (flag OURO_TYPE_COUNTS_CLASS) one counted reference from each instance to its class object. */
enum ouro_layout {
    OURO_LAYOUT_LEAF,     /* no references but those named by `fields` and the attribute word */
    OURO_LAYOUT_TUPLE,    /* uint64_t count at 8, that many references from 16 */
    OURO_LAYOUT_LIST,     /* pointer to references at 8, uint32_t count at 16 */
    OURO_LAYOUT_CALLBACK, /* traverse and drain are called */
};

enum {
    OURO_TYPE_CONTAINER = 1u << 0,    /* instances live in the container range and can be in a cycle */
    OURO_TYPE_COUNTS_CLASS = 1u << 1, /* each instance holds a counted reference to class_object */
    OURO_TYPE_WEAKLY_REFERENCEABLE = 1u << 2,
    OURO_TYPE_NO_CLEAR = 1u << 3, /* the collector must not drain it to break a cycle (tuple) */
    OURO_TYPE_HEAP = 1u << 4,     /* made at run time by a class statement or by a C program */
    OURO_TYPE_BASE = 1u << 5,     /* may be subclassed */
    OURO_TYPE_HAS_DEL = 1u << 6,  /* finalize is set (copied to the flags for speed) */
    OURO_TYPE_ABSTRACT = 1u << 7, /* has abstract methods */
    OURO_TYPE_IMMUTABLE = 1u << 8,
    OURO_TYPE_METHOD_DESCRIPTOR =
        1u << 9, /* calling it with self first equals calling what its descr_get gives */
    OURO_TYPE_SEQUENCE_PATTERN = 1u << 10,
    OURO_TYPE_MAPPING_PATTERN = 1u << 11,
    OURO_TYPE_DISALLOW_NEW = 1u << 12, /* no instantiation from the language */
    /* An instance that is not tracked neither is nor can come to be in a cycle: its content, which says so,
     * is settled before anything refers to it (tuple, code, type). Not inherited. */
    OURO_TYPE_TRACKED_BY_CONTENT = 1u << 13,
    /* The collector may stop tracking what refers to nothing that can be in a cycle; adding to it tracks it
     * again (dict). OURO_LAYOUT_CALLBACK only. Not inherited. */
    OURO_TYPE_UNTRACKABLE = 1u << 14,
    /* What an instance that is not tracked refers to is reported by the object that it is a part of, if by any (frame). */
    OURO_TYPE_PART_WHEN_UNTRACKED = 1u << 15,
    /* The built-in family that the type descends from, for fast subclass tests. */
    OURO_TYPE_IS_INT = 1u << 20,
    OURO_TYPE_IS_FLOAT = 1u << 21,
    OURO_TYPE_IS_STR = 1u << 22,
    OURO_TYPE_IS_BYTES = 1u << 23,
    OURO_TYPE_IS_TUPLE = 1u << 24,
    OURO_TYPE_IS_LIST = 1u << 25,
    OURO_TYPE_IS_DICT = 1u << 26,
    OURO_TYPE_IS_SET = 1u << 27,
    OURO_TYPE_IS_FROZENSET = 1u << 28,
    OURO_TYPE_IS_CLASS = 1u << 29, /* type and metaclasses: their instances are classes */
    OURO_TYPE_IS_EXCEPTION = 1u << 30,
};

typedef struct ouro_number_slots ouro_number_slots;
typedef struct ouro_sequence_slots ouro_sequence_slots;
typedef struct ouro_extra_slots ouro_extra_slots;

enum { OURO_NO_ATTRS = 0, OURO_ATTRS_AT_END = 0xffff };

struct ouro_type {
    /* What the core uses. */
    const char *name; /* UTF-8; borrowed from static data or from the class object */
    uint32_t word;    /* this type's index << 8 */
    uint32_t flags;
    uint32_t size;               /* bytes of an instance, or of its fixed part */
    uint16_t item_size;          /* 0: all instances have the same size */
    uint8_t layout;              /* enum ouro_layout */
    uint8_t sequence_length : 6; /* of struct sequences: how many fields are items */
    uint8_t
        kept_fields : 2; /* so many of the first `fields` the collector leaves when it clears one: nothing can be done
                                without them, and their cycles are cut elsewhere */
    uint32_t version;      /* of the attributes found through this type; 0: none given yet. Never reused */
    uint16_t attrs_offset; /* of the attribute word (attrs.h); OURO_NO_ATTRS or OURO_ATTRS_AT_END */
    uint16_t slot_count;   /* attribute slots that a new instance gets behind its attribute word */
    /* the language's class, or NULL. Owned by the table for static types, borrowed else */
    ouro_object *class_object;
    const uint16_t *fields; /* offsets of single counted references (each may be NULL), ended by 0; or NULL */
    /* Visits each counted reference of the layout part exactly once. OURO_LAYOUT_CALLBACK only. */
    void (*traverse)(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context);
    /* Takes the next counted reference out of the layout part and hands it over (owned), NULL when none is
     * left; leaves the object consistent each time. Called until NULL by deallocation, and by the collector
     * to break cycles. OURO_LAYOUT_CALLBACK only. */
    ouro_object *(*drain)(ouro_runtime *rt, ouro_object *o);
    /* Frees what the object owns apart from counted references (buffers, files); NULL: nothing. Not its
     * block. */
    void (*destroy)(ouro_runtime *rt, ouro_object *o);
    /* PEP 442: runs at most once for an object; reports its own errors; may resurrect. NULL: none. */
    void (*finalize)(ouro_runtime *rt, ouro_object *o);
    /* Bytes asked of the heap for the object and the buffers that it alone owns. NULL: its block's. */
    size_t (*size_of)(ouro_runtime *rt, ouro_object *o);

    /* What the language uses. Unless said otherwise: arguments borrowed, result owned, NULL (or -1) with the
     * exception set in the runtime on failure. */
    ouro_object *(*repr)(ouro_runtime *rt, ouro_object *o);
    ouro_object *(*str)(ouro_runtime *rt, ouro_object *o);
    int64_t (*hash)(ouro_runtime *rt, ouro_object *o); /* -1: failed */
    /* op is enum ouro_compare. May return NotImplemented. */
    ouro_object *(*compare)(ouro_runtime *rt, ouro_object *a, ouro_object *b, int op);
    /* args: nargs positional, then one for each name of the tuple kwnames (or NULL). */
    ouro_object *(*call)(ouro_runtime *rt, ouro_object *o, ouro_object *const *args, size_t nargs,
                         ouro_object *kwnames);
    ouro_object *(*iter)(ouro_runtime *rt, ouro_object *o);
    ouro_object *(*next)(ouro_runtime *rt, ouro_object *o); /* NULL without an exception: exhausted */
    ouro_object *(*getattr)(ouro_runtime *rt, ouro_object *o, ouro_object *name);
    int (*setattr)(ouro_runtime *rt, ouro_object *o, ouro_object *name,
                   ouro_object *value); /* NULL: delete */
    ouro_object *(*descr_get)(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *cls);
    int (*descr_set)(ouro_runtime *rt, ouro_object *descr, ouro_object *o, ouro_object *value);
    int64_t (*length)(ouro_runtime *rt, ouro_object *o);
    ouro_object *(*getitem)(ouro_runtime *rt, ouro_object *o, ouro_object *key);
    int (*setitem)(ouro_runtime *rt, ouro_object *o, ouro_object *key, ouro_object *value); /* NULL: delete */
    int (*contains)(ouro_runtime *rt, ouro_object *o, ouro_object *item);                   /* 0, 1, -1 */
    int (*truth)(ouro_runtime *rt, ouro_object *o);                                         /* 0, 1, -1 */
    ouro_object *(*new_)(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                         ouro_object *kwnames);
    int (*init)(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                ouro_object *kwnames);
    const ouro_number_slots *number;
    const ouro_sequence_slots *sequence;
    const ouro_extra_slots *extra; /* buffer, await, aiter, anext */
};

_Static_assert(sizeof(ouro_type) == 256, "the object word's arithmetic needs 256-byte descriptors");

enum ouro_compare { OURO_LT, OURO_LE, OURO_EQ, OURO_NE, OURO_GT, OURO_GE };

typedef ouro_object *(*ouro_unary_slot)(ouro_runtime *rt, ouro_object *o);
typedef ouro_object *(*ouro_binary_slot)(ouro_runtime *rt, ouro_object *a, ouro_object *b);

/* The binary operators, in the order of ouro_number_slots.binary and .inplace. */
enum ouro_binary_op {
    OURO_ADD,
    OURO_SUBTRACT,
    OURO_MULTIPLY,
    OURO_MATMUL,
    OURO_TRUE_DIVIDE,
    OURO_FLOOR_DIVIDE,
    OURO_REMAINDER,
    OURO_POWER,
    OURO_LSHIFT,
    OURO_RSHIFT,
    OURO_AND,
    OURO_OR,
    OURO_XOR,
    OURO_DIVMOD,
    OURO_BINARY_OPS,
};

enum ouro_unary_op { OURO_NEGATIVE, OURO_POSITIVE, OURO_ABSOLUTE, OURO_INVERT, OURO_UNARY_OPS };

struct ouro_number_slots {
    /* called with either operand of the type; may give NotImplemented */
    ouro_binary_slot binary[OURO_BINARY_OPS];
    ouro_binary_slot inplace[OURO_BINARY_OPS]; /* NULL: falls back to binary */
    ouro_unary_slot unary[OURO_UNARY_OPS];
    ouro_unary_slot to_int, to_float, index;
    ouro_object *(*power3)(ouro_runtime *rt, ouro_object *a, ouro_object *b, ouro_object *modulus);
};

/* Tried after the number slots, as CPython does. */
struct ouro_sequence_slots {
    ouro_binary_slot concat, inplace_concat;
    ouro_object *(*repeat)(ouro_runtime *rt, ouro_object *o, int64_t count);
    ouro_object *(*inplace_repeat)(ouro_runtime *rt, ouro_object *o, int64_t count);
    ouro_object *(*item)(ouro_runtime *rt, ouro_object *o,
                         int64_t index); /* for the old iteration protocol */
};

#endif
