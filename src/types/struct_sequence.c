/* The types of struct sequences, and making their instances. */
#include "types/struct_sequence.h"

#include "types/class.h"
#include "types/dict.h"
#include "types/exception.h"
#include "types/int.h"
#include "object/slot.h"
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

static const ouro_member_def thread_info_fields[] = {
    OURO_FIELD(0, "name", "kind of threads"),
    OURO_FIELD(1, "lock", "what locks are made of"),
    OURO_FIELD(2, "version", "name and version of the library"),
    {0},
};

static const ouro_member_def asyncgen_hooks_fields[] = {
    OURO_FIELD(0, "firstiter", "called with each async generator at its first step"),
    OURO_FIELD(1, "finalizer", "called with each that dies before its end"),
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
    OURO_FIELD(9, "tm_zone", "abbreviation of timezone name"),
    OURO_FIELD(10, "tm_gmtoff", "offset from UTC in seconds"),
    {0},
};

static const ouro_member_def *fields_of(ouro_runtime *rt, ouro_object *o)
{
    return ((ouro_class *)ouro__class_of(rt, o))->builtin->members;
}

ouro_object *ouro__struct_sequence_repr(ouro_runtime *rt, ouro_object *o)
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

/* Fields behind the visible ones: the places in type->fields. */
static size_t hidden_count(const ouro_type *type)
{
    size_t n = 0;
    while (type->fields && type->fields[n])
        n++;
    return n;
}

static void drop_items(ouro_runtime *rt, ouro_object **items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        ouro_xdecref(rt, items[i]);
}

ouro_object *ouro__struct_sequence_new(ouro_runtime *rt, enum ouro_type_id id, ouro_object **items,
                                       size_t count)
{
    bool complete = true;
    for (size_t i = 0; i < count; i++)
        complete &= items[i] != NULL;
    ouro_type *type = ouro__type_at(rt, OURO_WORD(id));
    ouro_tuple *t =
        complete ? (ouro_tuple *)ouro__new_object(rt, type, sizeof *t + count * sizeof *items) : NULL;
    if (!t) {
        drop_items(rt, items, count);
        return NULL;
    }
    t->count = count - hidden_count(type);
    for (size_t i = 0; i < count; i++)
        ouro__slot_init(&t->items[i], items[i]);
    return &t->head;
}

/* The name of a field by its place; NULL: it has none. */
static const char *field_at(const ouro_member_def *fields, size_t index)
{
    for (; fields->name; fields++)
        if (fields->offset == sizeof(ouro_tuple) + index * sizeof(ouro_object *))
            return fields->name;
    return NULL;
}

static int check_length(ouro_runtime *rt, const ouro_type *type, size_t length, size_t visible, size_t all)
{
    if (length >= visible && length <= all)
        return 0;
    ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() takes a%s %zu-sequence (%zu-sequence given)", type->name,
                visible == all     ? ""
                : length < visible ? "n at least"
                                   : "n at most",
                length < visible ? visible : all, length);
    return -1;
}

/* What the hidden fields get that the sequence did not bring: from the dict, or None. */
static int fill_hidden(ouro_runtime *rt, const ouro_member_def *fields, ouro_object *dict,
                       ouro_object **items, size_t from, size_t all)
{
    for (size_t i = from; i < all; i++) {
        const char *name = field_at(fields, i);
        ouro_object *value = dict && name ? ouro__dict_get_cstring(rt, dict, name) : NULL;
        if (!value && rt->error)
            return -1;
        items[i] = ouro_ref(value ? value : OURO_NONE(rt));
    }
    return 0;
}

ouro_object *ouro__struct_sequence_make(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args,
                                        size_t nargs, ouro_object *kwnames)
{
    static const char *const names[] = {"sequence", "dict", NULL};
    ouro_type *type = ((ouro_class *)cls)->type;
    const ouro_signature signature = {"structseq", names, 0, 2, 1, 0};
    ouro_object *given[2];
    if (ouro__parse_arguments(rt, &signature, args, nargs, kwnames, given) < 0)
        return NULL;
    if (given[1] && !ouro__is_dict(rt, given[1]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "%s() takes a dict as second arg, if any", type->name);
    ouro_object *sequence = ouro__tuple_from_iterable(rt, given[0]);
    if (!sequence) {
        if (ouro__error_is(rt, OURO_T_TYPE_ERROR)) {
            ouro__error_clear(rt);
            ouro__raise(rt, OURO_T_TYPE_ERROR, "constructor requires a sequence");
        }
        return NULL;
    }
    ouro_tuple *t = (ouro_tuple *)sequence;
    size_t visible = type->sequence_length, all = visible + hidden_count(type), length = t->count;
    ouro_object *items[OURO_STRUCT_SEQUENCE_MAX] = {NULL};
    ouro_object *made = NULL;
    if (check_length(rt, type, length, visible, all) == 0) {
        for (size_t i = 0; i < length; i++)
            items[i] = ouro_ref(t->items[i]);
        if (fill_hidden(rt, ((ouro_class *)cls)->builtin->members, given[1], items, length, all) == 0)
            made = ouro__struct_sequence_new(rt, (enum ouro_type_id)(type->word >> 8), items, all);
        else
            drop_items(rt, items, all);
    }
    if (made)
        ouro__track(made);
    ouro_decref(rt, sequence);
    return made;
}

/* (cls, (visible items, dict of the hidden ones)). */
static ouro_object *struct_reduce(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                                  ouro_object *kwnames)
{
    OURO_NO_ARGUMENTS;
    ouro_tuple *t = (ouro_tuple *)self;
    size_t all = t->count + hidden_count(ouro__type_of(rt, self));
    ouro_object *dict = ouro__dict_new(rt), *visible = ouro__tuple_from(rt, t->items, t->count),
                *result = NULL;
    bool ok = dict && visible;
    for (size_t i = t->count; ok && i < all; i++) {
        const char *name = field_at(fields_of(rt, self), i);
        ok = !name || ouro__dict_set_cstring(rt, dict, name, t->items[i]) == 0;
    }
    ouro_object *pair = ok ? ouro__tuple_of(rt, 2, visible, dict) : NULL;
    if (pair)
        result = ouro__tuple_of(rt, 2, ouro__class_of(rt, self), pair);
    ouro_xdecref(rt, pair);
    ouro_xdecref(rt, dict);
    ouro_xdecref(rt, visible);
    return result;
}

const ouro_method_def ouro__struct_sequence_methods[] = {
    {"__reduce__", struct_reduce, 0, 0, 0, NULL},
    {0},
};

static int add_count(ouro_runtime *rt, ouro_object *dict, const char *name, size_t count)
{
    ouro_object *value = ouro__int_new(rt, (int64_t)count);
    int status = value ? ouro__dict_set_cstring(rt, dict, name, value) : -1;
    ouro_xdecref(rt, value);
    return status;
}

int ouro__struct_sequence_complete(ouro_runtime *rt, enum ouro_type_id id)
{
    ouro_object *cls = ouro__class_at(rt, id), *dict = ouro__class_dict(rt, cls);
    ouro_type *type = ouro__type_at(rt, OURO_WORD(id));
    const ouro_member_def *members = ((ouro_class *)cls)->builtin->members;
    size_t visible = type->sequence_length, all = visible + hidden_count(type), named = 0, unnamed = 0;
    ouro_object *names[OURO_STRUCT_SEQUENCE_MAX];
    for (size_t i = 0; i < all; i++)
        unnamed += !field_at(members, i);
    for (size_t i = 0; i < visible; i++)
        if (field_at(members, i))
            names[named++] = ouro__str_intern_cstring(rt, field_at(members, i));
    bool whole = true;
    for (size_t i = 0; i < named; i++)
        whole = whole && names[i];
    for (size_t i = 0; !whole && i < named; i++)
        ouro_xdecref(rt, names[i]);
    ouro_object *match = whole ? ouro__tuple_from_owned(rt, names, named) : NULL;
    int status = dict && match && add_count(rt, dict, "n_fields", all) == 0 &&
                         add_count(rt, dict, "n_sequence_fields", visible) == 0 &&
                         add_count(rt, dict, "n_unnamed_fields", unnamed) == 0
                     ? ouro__dict_set(rt, dict, NAME(rt, __match_args__), match)
                     : -1;
    ouro_xdecref(rt, match);
    return status;
}

#define STRUCT_SEQUENCE(symbol, id_, name_, visible_, fields_, module_, doc_, flags_, new__)                 \
    OURO_BUILTIN_TYPE(symbol) = {                                                                            \
        .id = id_,                                                                                           \
        .base_id = OURO_T_TUPLE,                                                                             \
        .members = fields_,                                                                                  \
        .module = module_,                                                                                   \
        .doc = doc_,                                                                                         \
        .methods = ouro__struct_sequence_methods,                                                            \
        .slots = {.name = name_,                                                                             \
                  OURO_STRUCT_SEQUENCE_SLOTS(visible_),                                                      \
                  .new_ = new__,                                                                             \
                  .flags = OURO_STRUCT_SEQUENCE_FLAGS | (flags_)},                                           \
    }

STRUCT_SEQUENCE(version_info, OURO_T_VERSION_INFO, "sys.version_info", 5, version_info_fields, "sys",
                "sys.version_info\n\nVersion information as a named tuple.", OURO_TYPE_DISALLOW_NEW, NULL);
STRUCT_SEQUENCE(flags, OURO_T_FLAGS, "sys.flags", 18, flags_fields, "sys",
                "sys.flags\n\nFlags provided through command line arguments or environment vars.",
                OURO_TYPE_DISALLOW_NEW, NULL);
STRUCT_SEQUENCE(float_info, OURO_T_FLOAT_INFO, "sys.float_info", 11, float_info_fields, "sys",
                "sys.float_info\n\nA named tuple about the precision and range of floats.",
                OURO_TYPE_DISALLOW_NEW, NULL);
STRUCT_SEQUENCE(int_info, OURO_T_INT_INFO, "sys.int_info", 4, int_info_fields, "sys",
                "sys.int_info\n\nA named tuple about the representation of ints.", OURO_TYPE_DISALLOW_NEW,
                NULL);
STRUCT_SEQUENCE(hash_info, OURO_T_HASH_INFO, "sys.hash_info", 9, hash_info_fields, "sys",
                "hash_info\n\nA named tuple about hashes.", OURO_TYPE_DISALLOW_NEW, NULL);
STRUCT_SEQUENCE(thread_info, OURO_T_THREAD_INFO, "sys.thread_info", 3, thread_info_fields, "sys",
                "sys.thread_info\n\nA named tuple about threads.", 0, ouro__struct_sequence_make);
STRUCT_SEQUENCE(asyncgen_hooks, OURO_T_ASYNCGEN_HOOKS, "asyncgen_hooks", 2, asyncgen_hooks_fields, "sys",
                "asyncgen_hooks\n\nA named tuple of what is told of async generators.",
                OURO_TYPE_DISALLOW_NEW, NULL);
static const uint16_t struct_time_hidden[] = {OURO_FIELD_OFFSET(9), OURO_FIELD_OFFSET(10), 0};

OURO_BUILTIN_TYPE(struct_time) = {
    .id = OURO_T_STRUCT_TIME,
    .base_id = OURO_T_TUPLE,
    .members = struct_time_fields,
    .methods = ouro__struct_sequence_methods,
    .module = "time",
    .doc = "The time value as returned by gmtime(), localtime(), and strptime().",
    .slots = {.name = "time.struct_time",
              OURO_STRUCT_SEQUENCE_SLOTS(9),
              .flags = OURO_STRUCT_SEQUENCE_FLAGS,
              .fields = struct_time_hidden,
              .new_ = ouro__struct_sequence_make},
};
