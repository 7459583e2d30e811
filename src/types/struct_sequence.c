/* The types of struct sequences, and making their instances. */
#include "types/struct_sequence.h"

#include "types/class.h"
#include "types/exception.h"
#include "types/protocol.h"
#include "types/str.h"
#include "types/types.h"

static const ouro_member_def version_info_fields[] = {
    OURO_FIELD(0, "major", "Major release number"),
    OURO_FIELD(1, "minor", "Minor release number"),
    OURO_FIELD(2, "micro", "Patch release number"),
    OURO_FIELD(3, "releaselevel", "'alpha', 'beta', 'candidate', or 'final'"),
    OURO_FIELD(4, "serial", "Serial release number"),
    {0},
};

static const ouro_member_def flags_fields[] = {
    OURO_FIELD(0, "debug", "-d"),
    OURO_FIELD(1, "inspect", "-i"),
    OURO_FIELD(2, "interactive", "-i"),
    OURO_FIELD(3, "optimize", "-O or -OO"),
    OURO_FIELD(4, "dont_write_bytecode", "-B"),
    OURO_FIELD(5, "no_user_site", "-s"),
    OURO_FIELD(6, "no_site", "-S"),
    OURO_FIELD(7, "ignore_environment", "-E"),
    OURO_FIELD(8, "verbose", "-v"),
    OURO_FIELD(9, "bytes_warning", "-b"),
    OURO_FIELD(10, "quiet", "-q"),
    OURO_FIELD(11, "hash_randomization", "-R"),
    OURO_FIELD(12, "isolated", "-I"),
    OURO_FIELD(13, "dev_mode", "-X dev"),
    OURO_FIELD(14, "utf8_mode", "-X utf8"),
    OURO_FIELD(15, "warn_default_encoding", "-X warn_default_encoding"),
    OURO_FIELD(16, "safe_path", "-P"),
    OURO_FIELD(17, "int_max_str_digits", "-X int_max_str_digits"),
    {0},
};

static const ouro_member_def float_info_fields[] = {
    OURO_FIELD(0, "max", "largest finite float"),
    OURO_FIELD(1, "max_exp", "largest e with radix**(e-1) representable"),
    OURO_FIELD(2, "max_10_exp", "largest e with 10**e representable"),
    OURO_FIELD(3, "min", "smallest normalized positive float"),
    OURO_FIELD(4, "min_exp", "smallest e with radix**(e-1) normalized"),
    OURO_FIELD(5, "min_10_exp", "smallest e with 10**e normalized"),
    OURO_FIELD(6, "dig", "decimal digits that survive"),
    OURO_FIELD(7, "mant_dig", "digits of the mantissa"),
    OURO_FIELD(8, "epsilon", "distance from 1 to the next float"),
    OURO_FIELD(9, "radix", "radix of the exponent"),
    OURO_FIELD(10, "rounds", "rounding mode of addition"),
    {0},
};

static const ouro_member_def int_info_fields[] = {
    OURO_FIELD(0, "bits_per_digit", "bits in a digit"),
    OURO_FIELD(1, "sizeof_digit", "bytes of a digit"),
    OURO_FIELD(2, "default_max_str_digits", "limit of decimal conversion at the start"),
    OURO_FIELD(3, "str_digits_check_threshold", "the limit may not be set lower"),
    {0},
};

static const ouro_member_def hash_info_fields[] = {
    OURO_FIELD(0, "width", "bits of a hash"),
    OURO_FIELD(1, "modulus", "prime modulus of numbers' hashes"),
    OURO_FIELD(2, "inf", "hash of positive infinity"),
    OURO_FIELD(3, "nan", "hash of a nan, no longer used"),
    OURO_FIELD(4, "imag", "multiplier of the imaginary part"),
    OURO_FIELD(5, "algorithm", "name of the hash of str and bytes"),
    OURO_FIELD(6, "hash_bits", "bits of that algorithm's output"),
    OURO_FIELD(7, "seed_bits", "bits of its key"),
    OURO_FIELD(8, "cutoff", "length below which another is used"),
    {0},
};

static const ouro_member_def struct_time_fields[] = {
    OURO_FIELD(0, "tm_year", "year"),
    OURO_FIELD(1, "tm_mon", "month of year, range [1, 12]"),
    OURO_FIELD(2, "tm_mday", "day of month, range [1, 31]"),
    OURO_FIELD(3, "tm_hour", "hours, range [0, 23]"),
    OURO_FIELD(4, "tm_min", "minutes, range [0, 59]"),
    OURO_FIELD(5, "tm_sec", "seconds, range [0, 61])"),
    OURO_FIELD(6, "tm_wday", "day of week, range [0, 6], Monday is 0"),
    OURO_FIELD(7, "tm_yday", "day of year, range [1, 366]"),
    OURO_FIELD(8, "tm_isdst", "1 if summer time is in effect, 0 if not, and -1 if unknown"),
    {0},
};

static const ouro_member_def *fields_of(ouro_runtime *rt, ouro_object *o)
{
    switch (ouro__type_of(rt, o)->word >> 8) {
    case OURO_T_VERSION_INFO:
        return version_info_fields;
    case OURO_T_FLAGS:
        return flags_fields;
    case OURO_T_FLOAT_INFO:
        return float_info_fields;
    case OURO_T_INT_INFO:
        return int_info_fields;
    case OURO_T_HASH_INFO:
        return hash_info_fields;
    default:
        return struct_time_fields;
    }
}

static ouro_object *struct_repr(ouro_runtime *rt, ouro_object *o)
{
    ouro_tuple *t = (ouro_tuple *)o;
    const ouro_member_def *fields = fields_of(rt, o);
    const char *name = ouro__type_of(rt, o)->name;
    ouro_str_builder b;
    ouro__builder_init(&b, rt);
    int status = ouro__builder_utf8(&b, name, __builtin_strlen(name));
    if (status == 0)
        status = ouro__builder_char(&b, '(');
    for (uint64_t i = 0; status == 0 && i < t->count && fields[i].name; i++) {
        ouro_object *item = ouro__str_format(rt, i ? ", %s=%R" : "%s=%R", fields[i].name, t->items[i]);
        status = item ? ouro__builder_str(&b, item) : -1;
        ouro_xdecref(rt, item);
    }
    if (status == 0)
        status = ouro__builder_char(&b, ')');
    if (status == 0)
        return ouro__builder_finish(&b);
    ouro__builder_discard(&b);
    return NULL;
}

ouro_object *ouro__struct_sequence_new(ouro_runtime *rt, enum ouro_type_id id, ouro_object **items, size_t count)
{
    bool complete = true;
    for (size_t i = 0; i < count; i++)
        complete &= items[i] != NULL;
    ouro_type *type = ouro__type_at(rt, OURO_WORD(id));
    ouro_tuple *t = complete ? (ouro_tuple *)ouro__new_object(rt, type, sizeof *t + count * sizeof *items) : NULL;
    if (!t) {
        for (size_t i = 0; i < count; i++)
            ouro_xdecref(rt, items[i]);
        return NULL;
    }
    t->count = count;
    for (size_t i = 0; i < count; i++)
        t->items[i] = items[i];
    return &t->head;
}

static ouro_object *from_sequence(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    ouro_type *type = ((ouro_class *)cls)->type;
    if (ouro__check_arity(rt, type->name, nargs, kwnames, 1, 2) < 0)
        return NULL;
    ouro_object *given = ouro__tuple_from_iterable(rt, args[0]);
    if (!given)
        return NULL;
    ouro_tuple *t = (ouro_tuple *)given;
    if (t->count != 9) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() takes a 9-sequence (%zu-sequence given)", type->name, (size_t)t->count);
        ouro_decref(rt, given);
        return NULL;
    }
    ouro_object *items[9];
    for (int i = 0; i < 9; i++)
        items[i] = ouro_ref(t->items[i]);
    ouro_decref(rt, given);
    return ouro__struct_sequence_new(rt, (enum ouro_type_id)(type->word >> 8), items, 9);
}

#define STRUCT_SEQUENCE(symbol, id_, name_, fields_, module_, doc_, flags_, new__)                                   \
    OURO_BUILTIN_TYPE(symbol) = {                                                                                    \
        .id = id_, .base_id = OURO_T_TUPLE, .members = fields_, .module = module_, .doc = doc_,                      \
        .slots = {.name = name_,                                                                                     \
                  .flags = OURO_TYPE_CONTAINER | OURO_TYPE_NO_CLEAR | OURO_TYPE_IS_TUPLE | (flags_),                 \
                  .size = sizeof(ouro_tuple),                                                                        \
                  .item_size = sizeof(ouro_object *),                                                                \
                  .layout = OURO_LAYOUT_TUPLE,                                                                       \
                  .new_ = new__,                                                                                     \
                  .repr = struct_repr},                                                                              \
    }

STRUCT_SEQUENCE(version_info, OURO_T_VERSION_INFO, "sys.version_info", version_info_fields, "sys",
                "sys.version_info\n\nVersion information as a named tuple.", OURO_TYPE_DISALLOW_NEW, NULL);
STRUCT_SEQUENCE(flags, OURO_T_FLAGS, "sys.flags", flags_fields, "sys",
                "sys.flags\n\nFlags provided through command line arguments or environment vars.",
                OURO_TYPE_DISALLOW_NEW, NULL);
STRUCT_SEQUENCE(float_info, OURO_T_FLOAT_INFO, "sys.float_info", float_info_fields, "sys",
                "sys.float_info\n\nA named tuple about the precision and range of floats.", OURO_TYPE_DISALLOW_NEW, NULL);
STRUCT_SEQUENCE(int_info, OURO_T_INT_INFO, "sys.int_info", int_info_fields, "sys",
                "sys.int_info\n\nA named tuple about the representation of ints.", OURO_TYPE_DISALLOW_NEW, NULL);
STRUCT_SEQUENCE(hash_info, OURO_T_HASH_INFO, "sys.hash_info", hash_info_fields, "sys",
                "hash_info\n\nA named tuple about hashes.", OURO_TYPE_DISALLOW_NEW, NULL);
STRUCT_SEQUENCE(struct_time, OURO_T_STRUCT_TIME, "time.struct_time", struct_time_fields, "time",
                "The time value as returned by gmtime(), localtime(), and strptime().", 0, from_sequence);
