/* The module _queue: SimpleQueue, a queue without bounds. Who waits for an item sleeps in slices, and handlers of signals run in
 * between: they may put one. */
#include "modules/collections/collections.h"
#include "modules/modules.h"
#include "modules/support.h"
#include "modules/thread.h"
#include "types/generic_alias.h"
#include "types/int.h"
#include "types/types.h"
#include "vm/import.h"

typedef struct queue {
    ouro_object head;
    ouro_object *items; /* deque */
    uint64_t is_empty;
} queue;

static const uint16_t fields[] = {offsetof(queue, items), 0};

static OURO_BUILTIN_TYPE(queue_empty) = {
    .id = OURO_T_QUEUE_EMPTY,
    .base_id = OURO_T_EXCEPTION,
    .module = "_queue",
    .doc = "Exception raised by Queue.get(block=0)/get_nowait().",
    .slots = {.name = "_queue.Empty",
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_WEAKLY_REFERENCEABLE | OURO_TYPE_BASE |
                       OURO_TYPE_IS_EXCEPTION},
};

static ouro_object *queue_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                              ouro_object *kwnames)
{
    (void)args;
    if (((ouro_class *)cls)->type->init == ouro__type_at(rt, OURO_WORD(OURO_T_SIMPLE_QUEUE))->init) {
        if (nargs)
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "SimpleQueue() takes no positional arguments");
        if (kwnames && ((ouro_tuple *)kwnames)->count)
            return ouro__raise(rt, OURO_T_TYPE_ERROR, "SimpleQueue() takes no keyword arguments");
    }
    ouro_object *items = ouro__call0(rt, ouro__class_at(rt, OURO_T_DEQUE));
    queue *q = items ? (queue *)ouro__instance_new(rt, cls) : NULL;
    if (!q) {
        ouro_xdecref(rt, items);
        return NULL;
    }
    ouro__slot_init(&q->items, items);
    q->is_empty = 1;
    return &q->head;
}

static ouro_deque *items_of(ouro_object *self)
{
    return (ouro_deque *)((queue *)self)->items;
}

static ouro_object *put(ouro_runtime *rt, ouro_object *self, ouro_object *item)
{
    if (ouro__deque_append(rt, items_of(self), ouro_ref(item)) < 0)
        return NULL;
    ((queue *)self)->is_empty = 0;
    return ouro_ref(OURO_NONE(rt));
}

/* The first item, owned; waits for `patience` seconds (less than 0: for ever). NULL with Empty, or what a handler raised. */
static ouro_object *get(ouro_runtime *rt, ouro_object *self, double patience)
{
    int there = ouro__wait_while(rt, &((queue *)self)->is_empty, patience);
    if (there < 0)
        return NULL;
    if (!there) {
        ouro_object *empty = ouro__call0(rt, ouro__class_at(rt, OURO_T_QUEUE_EMPTY));
        return empty ? ouro__raise_instance(rt, empty) : NULL;
    }
    ouro_object *item = ouro__deque_pop_left(rt, items_of(self));
    ((queue *)self)->is_empty = items_of(self)->count == 0;
    return item;
}

OURO_C_FUNCTION(queue_put)
{
    OURO_PARSE(a, "put", 0, 3, 1, 0, "item", "block", "timeout");
    return put(rt, self, a[0]);
}

OURO_C_FUNCTION(queue_put_nowait)
{
    OURO_PARSE(a, "put_nowait", 0, 1, 1, 0, "item");
    return put(rt, self, a[0]);
}

/* Not negative. 0 or -1. */
static int as_patience(ouro_runtime *rt, ouro_object *o, double *seconds)
{
    if (ouro__as_timeout(rt, o, seconds) < 0)
        return -1;
    if (*seconds >= 0)
        return 0;
    ouro__raise(rt, OURO_T_VALUE_ERROR, "'timeout' must be a non-negative number");
    return -1;
}

OURO_C_FUNCTION(queue_get)
{
    OURO_PARSE(a, "get", 0, 2, 0, 0, "block", "timeout");
    bool block = true;
    double patience = -1;
    if (ouro__optional_bool(rt, a[0], &block) < 0 ||
        (block && a[1] && a[1] != OURO_NONE(rt) && as_patience(rt, a[1], &patience) < 0))
        return NULL;
    return get(rt, self, block ? patience : 0);
}

OURO_C_FUNCTION(queue_get_nowait)
{
    return get(rt, self, 0);
}

OURO_C_FUNCTION(queue_qsize)
{
    return ouro__int_new(rt, (int64_t)items_of(self)->count);
}

OURO_C_FUNCTION(queue_empty)
{
    return ouro__bool(rt, items_of(self)->count == 0);
}

static const ouro_method_def methods[] = {
    {"put", queue_put, OURO_METH_KEYWORDS, 0, -1,
     "put($self, /, item, block=True, timeout=None)\n--\n\nPut the item on the queue.\n\nIt never blocks: "
     "'block' and "
     "'timeout' are there for\ncompatibility with the Queue class."},
    {"put_nowait", queue_put_nowait, OURO_METH_KEYWORDS, 0, -1,
     "put_nowait($self, /, item)\n--\n\nPut an item into the queue without blocking: as put(item)."},
    {"get", queue_get, OURO_METH_KEYWORDS, 0, -1,
     "get($self, /, block=True, timeout=None)\n--\n\nRemove and return an item from the queue, waiting for "
     "one if need "
     "be,\nat most 'timeout' seconds. Raises Empty when there is none."},
    {"get_nowait", queue_get_nowait, 0, 0, 0,
     "get_nowait($self, /)\n--\n\nRemove and return an item from the queue without blocking, or raise "
     "Empty."},
    {"qsize", queue_qsize, 0, 0, 0, "qsize($self, /)\n--\n\nReturn the size of the queue."},
    {"empty", queue_empty, 0, 0, 0,
     "empty($self, /)\n--\n\nReturn True if the queue is empty, False otherwise."},
    {"__class_getitem__", ouro__generic_class_getitem, OURO_METH_CLASS, 1, 1, "See PEP 585"},
    {0},
};

static OURO_BUILTIN_TYPE(simple_queue) = {
    .id = OURO_T_SIMPLE_QUEUE,
    .slots = {.name = "_queue.SimpleQueue",
              .size = sizeof(queue),
              .flags = OURO_TYPE_CONTAINER | OURO_TYPE_BASE | OURO_TYPE_WEAKLY_REFERENCEABLE,
              .fields = fields,
              .new_ = queue_new},
    .methods = methods,
    .module = "_queue",
    .doc = "Simple, unbounded, reentrant FIFO queue.",
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {
        {&ouro__builtin_queue_empty, "Empty"}, {&ouro__builtin_simple_queue, "SimpleQueue"}, {NULL, NULL}};
    ouro_object *collections = ouro__import_cstring(rt, "_collections"); /* which makes deque */
    if (!collections)
        return -1;
    ouro_decref(rt, collections);
    return ouro__module_add_types(rt, module, types);
}

const ouro_module_def ouro__module_queue = {"_queue", NULL, exec,
                                            "C implementation of the Python queue module.\nThis module is an "
                                            "implementation detail, please do not use it directly."};
