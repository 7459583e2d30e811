/* Fills the room of the immortal objects: None, True, False, Ellipsis, NotImplemented, the small ints, the empty str, bytes
 * and tuple, and the strings of one character below 256. */
#include <string.h>

#include "types/bytes.h"
#include "types/int.h"
#include "types/str.h"
#include "types/tuple.h"

_Static_assert(offsetof(ouro_int, value) ==
                   offsetof(ouro_statics, true_.value) - offsetof(ouro_statics, true_),
               "int");
_Static_assert(offsetof(ouro_str, data) ==
                   offsetof(ouro_statics, empty_str.data) - offsetof(ouro_statics, empty_str),
               "str");
_Static_assert(offsetof(ouro_bytes, data) ==
                   offsetof(ouro_statics, empty_bytes_end) - offsetof(ouro_statics, empty_bytes),
               "bytes");

static ouro_object immortal(enum ouro_type_id id)
{
    return (ouro_object){.refcount = OURO_IMMORTAL, .word = OURO_WORD(id)};
}

void ouro__statics_init(ouro_runtime *rt)
{
    ouro_statics *s = ouro__statics(rt);
    s->none = immortal(OURO_T_NONE);
    s->ellipsis = immortal(OURO_T_ELLIPSIS);
    s->not_implemented = immortal(OURO_T_NOT_IMPLEMENTED);
    s->false_.head = immortal(OURO_T_BOOL);
    s->false_.value = 0;
    s->true_.head = immortal(OURO_T_BOOL);
    s->true_.value = 1;
    for (int i = 0; i < OURO_SMALL_INTS; i++) {
        s->small_ints[i].head = immortal(OURO_T_INT);
        s->small_ints[i].value = OURO_SMALL_INT_MIN + i;
    }
    s->empty_tuple.head = immortal(OURO_T_TUPLE);
    s->empty_tuple.count = 0;
    s->empty_bytes.head = immortal(OURO_T_BYTES);
    s->empty_bytes.count = 0;
    s->empty_bytes_end = 0;
    s->empty_str.head = immortal(OURO_T_STR);
    s->empty_str.hash = 0;
    s->empty_str.meta = OURO_STR_ASCII | OURO_STR_INTERNED;
    memset(s->empty_str.data, 0, sizeof s->empty_str.data);
    for (int c = 0; c < 256; c++) {
        s->latin1[c].head = immortal(OURO_T_STR);
        s->latin1[c].hash = 0;
        s->latin1[c].meta = 1u << OURO_STR_LENGTH_SHIFT | OURO_STR_INTERNED | (c < 128 ? OURO_STR_ASCII : 0u);
        memset(s->latin1[c].data, 0, sizeof s->latin1[c].data);
        s->latin1[c].data[0] = (char)c;
    }
}
