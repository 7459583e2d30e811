/* UnicodeError and its kinds: (encoding, object, start, end, reason). */
#include "types/exception_types.h"

#include <stdio.h>

#include "types/buffer.h"
#include "types/bytes.h"
#include "types/int.h"
#include "types/protocol.h"
#include "types/str.h"

int ouro__unicode_error_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    if (ouro__base_exception_init(rt, self, args, nargs, kwnames) < 0)
        return -1;
    bool translate =
        ouro__is_subtype(rt, ouro__class_of(rt, self), ouro__class_at(rt, OURO_T_UNICODE_TRANSLATE_ERROR));
    size_t expected = translate ? 4 : 5;
    if (nargs != expected) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "function takes exactly %zu arguments (%zu given)", expected,
                    nargs);
        return -1;
    }
    for (size_t i = 0; i < expected; i++) {
        int index = (int)i + (translate ? 1 : 0);
        if ((index == OURO_UNICODE_ERROR_ENCODING || index == OURO_UNICODE_ERROR_REASON) &&
            !ouro__is_str(rt, args[i])) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "argument %zu must be str, not %V", i + 1, args[i]);
            return -1;
        }
        if ((index == OURO_UNICODE_ERROR_START || index == OURO_UNICODE_ERROR_END) &&
            !ouro__is_int(rt, args[i])) {
            ouro__raise(rt, OURO_T_TYPE_ERROR, "'%T' object cannot be interpreted as an integer", args[i]);
            return -1;
        }
    }
    bool decode =
        ouro__is_subtype(rt, ouro__class_of(rt, self), ouro__class_at(rt, OURO_T_UNICODE_DECODE_ERROR));
    ouro_object *object =
        decode && !ouro__is_bytes(rt, args[1]) ? ouro__buffer_to_bytes(rt, args[1]) : NULL; /* as it is now */
    if (decode && !object && rt->error)
        return -1;
    for (size_t i = 0; i < expected; i++) {
        int index = (int)i + (translate ? 1 : 0);
        set_extra(rt, self, index, object && index == OURO_UNICODE_ERROR_OBJECT ? object : args[i]);
    }
    ouro_xdecref(rt, object);
    return 0;
}

static int64_t extra_index(ouro_runtime *rt, ouro_object *self, int index)
{
    int64_t value = 0;
    ouro_object *o = extended(self)->extra[index];
    if (o && ouro__is_int(rt, o))
        (void)ouro__int_as_int64(rt, o, &value);
    return value;
}

ouro_object *ouro__unicode_decode_str(ouro_runtime *rt, ouro_object *self)
{
    if (!extended(self)->extra[OURO_UNICODE_ERROR_OBJECT])
        return ouro_ref(OURO_EMPTY_STR(rt));
    ouro_object *encoding = ouro__exception_extra(rt, self, OURO_UNICODE_ERROR_ENCODING);
    ouro_object *object = ouro__exception_extra(rt, self, OURO_UNICODE_ERROR_OBJECT);
    ouro_object *reason = ouro__exception_extra(rt, self, OURO_UNICODE_ERROR_REASON);
    int64_t start = extra_index(rt, self, OURO_UNICODE_ERROR_START);
    int64_t end = extra_index(rt, self, OURO_UNICODE_ERROR_END);
    int64_t length = ouro__length(rt, object);
    if (length < 0)
        return NULL;
    if (start >= 0 && start < length && end == start + 1) {
        ouro_object *index = ouro__int_new(rt, start);
        ouro_object *byte = index ? ouro__getitem(rt, object, index) : NULL;
        ouro_xdecref(rt, index);
        int64_t value = 0;
        if (!byte)
            return NULL;
        (void)ouro__int_as_int64(rt, byte, &value);
        ouro_decref(rt, byte);
        return ouro__str_format(rt, "'%S' codec can't decode byte 0x%02x in position %lld: %S", encoding,
                                (unsigned)value, (long long)start, reason);
    }
    return ouro__str_format(rt, "'%S' codec can't decode bytes in position %lld-%lld: %S", encoding,
                            (long long)start, (long long)end - 1, reason);
}

ouro_object *ouro__unicode_encode_str(ouro_runtime *rt, ouro_object *self)
{
    ouro_object *object = ouro__exception_extra(rt, self, OURO_UNICODE_ERROR_OBJECT);
    if (!ouro__is_str(rt, object))
        return ouro_ref(OURO_EMPTY_STR(rt));
    bool translate = !extended(self)->extra[OURO_UNICODE_ERROR_ENCODING];
    ouro_object *encoding = ouro__exception_extra(rt, self, OURO_UNICODE_ERROR_ENCODING);
    ouro_object *reason = ouro__exception_extra(rt, self, OURO_UNICODE_ERROR_REASON);
    int64_t start = extra_index(rt, self, OURO_UNICODE_ERROR_START);
    int64_t end = extra_index(rt, self, OURO_UNICODE_ERROR_END);
    if (start >= 0 && start < (int64_t)ouro__str_length(object) && end == start + 1) {
        uint32_t c = ouro__str_char(object, (size_t)start);
        const char *format = c <= 0xff ? "\\x%02x" : c <= 0xffff ? "\\u%04x" : "\\U%08x";
        char escaped[16];
        snprintf(escaped, sizeof escaped, format, (unsigned)c);
        if (translate)
            return ouro__str_format(rt, "can't translate character '%s' in position %lld: %S", escaped,
                                    (long long)start, reason);
        return ouro__str_format(rt, "'%S' codec can't encode character '%s' in position %lld: %S", encoding,
                                escaped, (long long)start, reason);
    }
    if (translate)
        return ouro__str_format(rt, "can't translate characters in position %lld-%lld: %S", (long long)start,
                                (long long)end - 1, reason);
    return ouro__str_format(rt, "'%S' codec can't encode characters in position %lld-%lld: %S", encoding,
                            (long long)start, (long long)end - 1, reason);
}

const ouro_member_def ouro__unicode_error_members[] = {
    MEMBER("encoding", OURO_UNICODE_ERROR_ENCODING), MEMBER("object", OURO_UNICODE_ERROR_OBJECT),
    MEMBER("start", OURO_UNICODE_ERROR_START),       MEMBER("end", OURO_UNICODE_ERROR_END),
    MEMBER("reason", OURO_UNICODE_ERROR_REASON),     {0}};
