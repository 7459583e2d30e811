/* BufferedRWPair: a reader and a writer that act as one stream. */
#include "modules/io/io.h"

static const uint16_t fields[] = {offsetof(ouro_rw_pair, reader), offsetof(ouro_rw_pair, writer), 0};

static ouro_rw_pair *pair_of(ouro_object *o)
{
    return (ouro_rw_pair *)o;
}

static ouro_object *forward(ouro_runtime *rt, ouro_object *to, const char *name, ouro_object *const *args,
                            size_t nargs)
{
    if (!to)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "I/O operation on uninitialized object");
    return nargs ? ouro__io_call(rt, to, name, 1, args[0]) : ouro__io_call(rt, to, name, 0);
}

#define FORWARD(side, method)                                                                                \
    OURO_C_FUNCTION(pair_##method)                                                                           \
    {                                                                                                        \
        return forward(rt, pair_of(self)->side, #method, args, nargs);                                       \
    }
FORWARD(reader, read)
FORWARD(reader, peek)
FORWARD(reader, read1)
FORWARD(reader, readinto)
FORWARD(reader, readinto1)
FORWARD(reader, readable)
FORWARD(writer, write)
FORWARD(writer, flush)
FORWARD(writer, writable)

OURO_C_FUNCTION(pair_close)
{
    ouro_object *written = forward(rt, pair_of(self)->writer, "close", NULL, 0);
    ouro_object *error = ouro__error_take(rt);
    ouro_xdecref(rt, written);
    ouro_object *result = forward(rt, pair_of(self)->reader, "close", NULL, 0);
    if (!error)
        return result;
    ouro__io_chain(rt, error);
    ouro_xdecref(rt, result);
    return NULL;
}

OURO_C_FUNCTION(pair_isatty)
{
    ouro_object *answer = forward(rt, pair_of(self)->writer, "isatty", NULL, 0);
    if (answer != OURO_FALSE(rt))
        return answer;
    return forward(rt, pair_of(self)->reader, "isatty", NULL, 0);
}

static ouro_object *get_closed(ouro_runtime *rt, ouro_object *self)
{
    if (!pair_of(self)->writer)
        return ouro__raise(rt, OURO_T_RUNTIME_ERROR, "the BufferedRWPair object is being garbage-collected");
    return ouro__io_attribute(rt, pair_of(self)->writer, "closed");
}

static ouro_object *pair_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                             ouro_object *kwnames)
{
    (void)args;
    (void)nargs;
    (void)kwnames;
    return ouro__subclass_instance(rt, cls, sizeof(ouro_rw_pair));
}

static int pair_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                     ouro_object *kwnames)
{
    int64_t size = OURO_IO_BUFFER_SIZE;
    if (ouro__check_arity(rt, "BufferedRWPair", nargs, kwnames, 2, 3) < 0 ||
        (nargs > 2 && ouro__index_argument(rt, args[2], &size) < 0) ||
        ouro__io_check_readable(rt, args[0]) < 0 || ouro__io_check_writable(rt, args[1]) < 0)
        return -1;
    ouro_object *reader = ouro__buffered_new(rt, OURO_T_BUFFERED_READER, args[0], size);
    ouro_object *writer = reader ? ouro__buffered_new(rt, OURO_T_BUFFERED_WRITER, args[1], size) : NULL;
    if (!writer) {
        ouro_xdecref(rt, reader);
        return -1;
    }
    ouro__slot_set(rt, self, &pair_of(self)->reader, reader);
    ouro__slot_set(rt, self, &pair_of(self)->writer, writer);
    return 0;
}

static const ouro_getset_def getsets[] = {{"closed", get_closed, NULL, NULL}, {0}};

static const ouro_method_def methods[] = {
    {"read", pair_read, 0, 0, 1, NULL},           {"peek", pair_peek, 0, 0, 1, NULL},
    {"read1", pair_read1, 0, 0, 1, NULL},         {"readinto", pair_readinto, 0, 1, 1, NULL},
    {"readinto1", pair_readinto1, 0, 1, 1, NULL}, {"write", pair_write, 0, 1, 1, NULL},
    {"flush", pair_flush, 0, 0, 0, NULL},         {"readable", pair_readable, 0, 0, 0, NULL},
    {"writable", pair_writable, 0, 0, 0, NULL},   {"close", pair_close, 0, 0, 0, NULL},
    {"isatty", pair_isatty, 0, 0, 0, NULL},       {0},
};

OURO_BUILTIN_TYPE(buffered_rw_pair) = {
    .id = OURO_T_BUFFERED_RW_PAIR,
    .base_id = OURO_T_BUFFERED_IO_BASE,
    .slots = {.name = "_io.BufferedRWPair",
              OURO_IO_SLOTS(ouro_rw_pair),
              .fields = fields,
              .new_ = pair_new,
              .init = pair_init},
    .methods = methods,
    .getsets = getsets,
    .module = "_io",
    .doc = "BufferedRWPair(reader, writer, buffer_size=8192, /)\n--\n\nA buffered reader and writer object "
           "together.",
};
