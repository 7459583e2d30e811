/* Random programs over the core against a plain model: creation, slots, moves, weak references of both kinds, finalizers
 * that resurrect, drop, create and collect, collections of every generation, freezing, collections inside allocations,
 * refused allocations. After every operation each object has exactly the count that the model gives it and what is
 * reachable is alive; after a full collection nothing else is.
 *
 * Each program runs in a child process, so that a crash is a finding like any other. A program that fails is shrunk and
 * printed. OURO_TEST_PROGRAMS and OURO_TEST_SEED choose how many and which. */
#include "support.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "object/dealloc.h"

enum { REGISTERS = 8, WEAKS = 4, IDS = 512, SLOTS = 4, OPERATIONS = 250 };
enum { FINAL = 40, REF, DEFINED_KINDS = 7 };

enum code {
    NEW,
    NEW_AGAIN,
    NEW_REF,
    SET,
    SET_AGAIN,
    CLEAR,
    GET,
    MOVE,
    DROP,
    WEAK,
    WEAK_GET,
    WEAK_DROP,
    COLLECT,
    COLLECT_FULL,
    SAFEPOINT,
    FAIL,
    EMERGENCY,
    FREEZE,
    UNFREEZE,
    CODES
};
static const char *const names[CODES] = {"new",      "new",       "new_ref", "set",          "set",
                                         "clear",    "get",       "move",    "drop",         "weak",
                                         "weak_get", "weak_drop", "collect", "collect_full", "safepoint",
                                         "fail",     "emergency", "freeze",  "unfreeze"};

typedef struct operation {
    uint8_t code, a, b, c;
} operation;

typedef struct model {
    ouro_runtime *rt;
    ouro_object *registers[REGISTERS];
    struct {
        ouro_object *ref, *referent;
        int calls;
        bool cleared_by_hand;
    } weaks[WEAKS];
    ouro_object *objects[IDS]; /* NULL: dead */
    int slots[IDS][SLOTS];     /* ids, -1 empty */
    uint8_t behaviour[IDS];
    bool finalized[IDS];
    int ids;
    bool quiet; /* no code may run now */
    bool frozen;
    int depth;
    const char *wrong;
} model;

static model *model_of(ouro_runtime *rt)
{
    return (model *)rt->python; /* no language here: its place is the test's */
}

static void is_wrong(model *m, const char *what)
{
    if (!m->wrong)
        m->wrong = what;
}

static int id_of(const model *m, const ouro_object *o)
{
    for (int i = 0; o && i < m->ids; i++)
        if (m->objects[i] == o)
            return i;
    return -1;
}

static void put(model *m, int r, ouro_object *o)
{
    ouro_object *old = m->registers[r];
    m->registers[r] = o;
    ouro_xdecref(m->rt, old);
}

/* ---- The types ---- */

static void died(ouro_runtime *rt, ouro_object *o)
{
    model *m = model_of(rt);
    int id = id_of(m, o);
    if (id < 0) {
        if (!m->quiet) /* one that failed to be made is not known yet */
            is_wrong(m, "an object died twice");
        return;
    }
    m->objects[id] = NULL;
    for (int k = 0; k < SLOTS; k++)
        m->slots[id][k] = -1;
    for (int w = 0; w < WEAKS; w++)
        if (m->weaks[w].referent == o) {
            if (m->weaks[w].ref && ((ouro_weakref *)m->weaks[w].ref)->referent)
                is_wrong(m, "a weak reference outlived its referent");
            m->weaks[w].referent = NULL;
        }
}

static void list_died(ouro_runtime *rt, ouro_object *o)
{
    died(rt, o);
    list_destroy(rt, o);
}

static void ref_died(ouro_runtime *rt, ouro_object *o)
{
    died(rt, o);
    ouro__weakref_unlink(rt, (ouro_weakref *)o);
}

static int new_object(model *m, int kind, uint8_t behaviour, ouro_object **made);
static void finalize(ouro_runtime *rt, ouro_object *o)
{
    model *m = model_of(rt);
    int id = id_of(m, o);
    if (m->quiet)
        is_wrong(m, "a finalizer ran inside an allocation");
    if (id < 0 || m->finalized[id]) {
        is_wrong(m, "a finalizer ran twice, or on the dead");
        return;
    }
    m->finalized[id] = true;
    int r = m->behaviour[id] / 8 % REGISTERS;
    ouro_object *made;
    switch (m->behaviour[id] % 8) {
    case 1:
        put(m, r, ouro_ref(o));
        break;
    case 2:
        put(m, r, NULL);
        break;
    case 3:
        if (new_object(m, NODE, 0, &made) >= 0)
            put(m, r, made);
        rt->error = NULL;
        break;
    case 4:
        m->slots[id][0] = -1;
        ouro__slot_clear(rt, o, &((node *)o)->left);
        break;
    case 5:
        ouro__gc_collect(rt, 2);
        break;
    case 6:
        m->slots[id][0] = id_of(m, m->registers[r]);
        ouro__slot_set(rt, o, &((node *)o)->left, m->registers[r] ? ouro_ref(m->registers[r]) : NULL);
        break;
    }
}

static void ref_called(ouro_runtime *rt, ouro_object *callback, ouro_object *weakref)
{
    model *m = model_of(rt);
    if (m->quiet)
        is_wrong(m, "a callback ran inside an allocation");
    if (id_of(m, callback) < 0 || id_of(m, weakref) < 0)
        is_wrong(m, "a dead callback or weak reference was called");
    if (((ouro_weakref *)weakref)->referent)
        is_wrong(m, "a weak reference was called before it was cleared");
    if (id_of(m, callback) % 3 == 0)
        put(m, id_of(m, callback) % REGISTERS, NULL);
}

static void c_called(ouro_runtime *rt, ouro_object *weakref, void *context)
{
    model *m = model_of(rt);
    if (m->quiet)
        is_wrong(m, "a callback ran inside an allocation");
    int w = (int)(intptr_t)context;
    if (m->weaks[w].ref != weakref)
        is_wrong(m, "a weak reference that was dropped was called");
    m->weaks[w].calls++;
}

static const uint16_t ref_fields[] = {offsetof(ouro_weakref, callback), 0};

static void open_model(model *m, ouro_runtime *rt)
{
    memset(m, 0, sizeof *m);
    m->rt = rt;
    rt->python = (struct ouro_python *)m;
    rt->hooks.weakref_callback = ref_called;
    for (uint32_t index = LEAF; index <= BAG; index++)
        ouro__type_at(rt, index << 8)->destroy = index == LIST ? list_died : died;
    ouro_type *type = add_type(rt, FINAL, "final", OURO_LAYOUT_LEAF, sizeof(node));
    type->fields = node_fields;
    type->flags |= OURO_TYPE_HAS_DEL | OURO_TYPE_HEAP;
    type->finalize = finalize;
    type->destroy = died;
    type = add_type(rt, REF, "ref", OURO_LAYOUT_LEAF, sizeof(ouro_weakref));
    type->fields = ref_fields;
    type->destroy = ref_died;
}

/* ---- Operations ---- */

static int enter(model *m, ouro_object *o, uint8_t behaviour)
{
    int id = m->ids++;
    m->objects[id] = o;
    m->behaviour[id] = behaviour;
    m->finalized[id] = false;
    for (int k = 0; k < SLOTS; k++)
        m->slots[id][k] = -1;
    return id;
}

static int new_object(model *m, int kind, uint8_t behaviour, ouro_object **made)
{
    ouro_runtime *rt = m->rt;
    if (m->ids == IDS)
        return -1;
    static const uint32_t kinds[DEFINED_KINDS] = {LEAF, LIST, TUPLE, NODE, ATTRS, BAG, FINAL};
    uint32_t index = kind < DEFINED_KINDS ? kinds[kind] : (uint32_t)kind;
    ouro_object *o = NULL;
    bool quiet = m->quiet;
    m->quiet = true;
    switch (index) {
    case LEAF:
        o = new_leaf(rt, behaviour);
        break;
    case LIST:
        o = (ouro_object *)new_list(rt, 2);
        break;
    case TUPLE:
        o = (ouro_object *)new_tuple(rt, SLOTS);
        break;
    case ATTRS:
        o = (ouro_object *)new_attrs(rt, SLOTS - 1);
        break;
    default:
        o = new_fixed(rt, index);
    }
    m->quiet = quiet;
    if (!o) {
        if (!rt->error)
            is_wrong(m, "refused without an exception");
        return -1;
    }
    *made = o;
    return enter(m, o, behaviour);
}

/* Where slot k of an object is, or NULL if it has none; lists are filled up first. */
static ouro_object **slot_of(model *m, ouro_object *o, int k, bool grow)
{
    switch (ouro__type_index(o)) {
    case LIST: {
        list *l = (list *)o;
        if (grow && (uint32_t)k >= l->count && l->count < SLOTS) {
            k = (int)l->count;
            if (list_append(m->rt, l, ouro_ref(o)) < 0)
                return NULL;
            m->slots[id_of(m, o)][k] = id_of(m, o);
        }
        return (uint32_t)k < l->count ? &l->items[k] : NULL;
    }
    case TUPLE:
        return &((tuple *)o)->items[k];
    case NODE:
    case FINAL:
        return k < 2 ? (k ? &((node *)o)->right : &((node *)o)->left) : NULL;
    case ATTRS:
        return k < SLOTS - 1 ? &((attrs *)o)->attrs.slots[k] : NULL;
    case BAG:
        return &((bag *)o)->items[k];
    }
    return NULL;
}

static void new_ref(model *m, operation op)
{
    ouro_object *referent = m->registers[op.b], *made;
    if (!referent)
        return;
    int id = new_object(m, REF, 0, &made);
    if (id < 0)
        return;
    ouro_weakref *ref = (ouro_weakref *)made;
    ouro_object *callback = m->registers[op.c % REGISTERS];
    ref->callback = callback ? ouro_ref(callback) : NULL;
    /* The referent may be the one in register a: it must live until it is linked. */
    ouro__weakref_link(m->rt, ref, referent, OURO_WEAKREF_OTHER);
    put(m, op.a, made);
}

static void set_slot(model *m, operation op, bool clear)
{
    ouro_object *owner = m->registers[op.a];
    if (!owner)
        return;
    ouro_object *value = clear ? NULL : m->registers[op.b];
    if (value && ouro__is_exactly(value, TUPLE) && ouro__is_exactly(owner, TUPLE))
        return; /* a cycle of tuples alone cannot be made by a program, nor be broken */
    ouro_object **slot = slot_of(m, owner, op.c % SLOTS, value != NULL);
    if (!slot || (ouro__type_index(owner) == LIST && !value))
        return;
    int k = op.c % SLOTS;
    if (ouro__type_index(owner) == LIST)
        k = (int)(slot - ((list *)owner)->items);
    m->slots[id_of(m, owner)][k] = id_of(m, value);
    ouro__slot_set(m->rt, owner, slot, value ? ouro_ref(value) : NULL);
}

static void make_weak(model *m, operation op)
{
    int w = op.b % WEAKS;
    ouro_object *o = m->registers[op.a];
    if (!o || m->weaks[w].ref)
        return;
    ouro_c_weakref *ref = ouro__new_leaf(m->rt, sizeof *ref, OURO_TYPE_INDEX_WEAKREF << 8);
    if (!ref)
        return;
    memset((char *)ref + 8, 0, sizeof *ref - 8);
    ref->notify = op.c & 1 ? c_called : NULL;
    ref->context = (void *)(intptr_t)w;
    if (ouro__weakref_link(m->rt, &ref->base, o, OURO_WEAKREF_OTHER) < 0) {
        ouro_decref(m->rt, &ref->base.head);
        return;
    }
    m->weaks[w].ref = &ref->base.head;
    m->weaks[w].referent = o;
    m->weaks[w].calls = 0;
}

static void drop_weak(model *m, int w)
{
    ouro_object *ref = m->weaks[w].ref;
    if (!ref)
        return;
    bool has_callback = ((ouro_c_weakref *)ref)->notify != NULL;
    if (m->weaks[w].calls > has_callback)
        is_wrong(m, "a callback was called more often than once");
    if (has_callback && !m->weaks[w].referent && !m->weaks[w].calls)
        is_wrong(m, "a callback was not called");
    m->weaks[w].ref = NULL;
    m->weaks[w].referent = NULL;
    ouro_decref(m->rt, ref);
}

static void get_weak(model *m, operation op)
{
    ouro_object *ref = m->weaks[op.a % WEAKS].ref;
    if (!ref)
        return;
    ouro_object *o = ouro__weakref_get((ouro_weakref *)ref);
    if (o && (id_of(m, o) < 0 || o != m->weaks[op.a % WEAKS].referent))
        is_wrong(m, "a weak reference gave something else");
    put(m, op.b, o);
}

static void run_operation(model *m, operation op)
{
    ouro_runtime *rt = m->rt;
    ouro_object *o, **slot;
    switch ((enum code)op.code) {
    case NEW:
    case NEW_AGAIN:
        if (new_object(m, op.b % DEFINED_KINDS, op.c, &o) >= 0)
            put(m, op.a, o);
        break;
    case NEW_REF:
        new_ref(m, op);
        break;
    case SET:
    case SET_AGAIN:
        set_slot(m, op, false);
        break;
    case CLEAR:
        set_slot(m, op, true);
        break;
    case GET:
        slot = m->registers[op.a] ? slot_of(m, m->registers[op.a], op.c % SLOTS, false) : NULL;
        if (slot)
            put(m, op.b, *slot ? ouro_ref(*slot) : NULL);
        break;
    case MOVE:
        put(m, op.b, m->registers[op.a] ? ouro_ref(m->registers[op.a]) : NULL);
        break;
    case DROP:
        put(m, op.a, NULL);
        break;
    case WEAK:
        make_weak(m, op);
        break;
    case WEAK_GET:
        get_weak(m, op);
        break;
    case WEAK_DROP:
        drop_weak(m, op.a % WEAKS);
        break;
    case COLLECT:
        ouro__gc_collect(rt, op.a % 3);
        break;
    case COLLECT_FULL:
        ouro__gc_collect(rt, 2);
        break;
    case SAFEPOINT:
        ouro__gc_safepoint(rt);
        break;
    case EMERGENCY:
        m->quiet = true;
        ouro__gc_emergency(rt);
        m->quiet = false;
        break;
    case FREEZE:
        ouro__gc_freeze(rt);
        m->frozen = true;
        break;
    case UNFREEZE:
        ouro__gc_unfreeze(rt);
        m->frozen = false;
        break;
    default:
        break;
    }
    rt->error = NULL;
}

/* ---- Checks ---- */

static void reach(const model *m, bool *reached, int id)
{
    if (id < 0 || reached[id])
        return;
    reached[id] = true;
    for (int k = 0; k < SLOTS; k++)
        reach(m, reached, m->slots[id][k]);
}

static void sync_refs(model *m)
{
    for (int i = 0; i < m->ids; i++)
        if (m->objects[i] && ouro__type_index(m->objects[i]) == REF)
            m->slots[i][0] = id_of(m, ((ouro_weakref *)m->objects[i])->callback);
}

static void check(model *m, bool nothing_else)
{
    int counts[IDS] = {0};
    bool reached[IDS] = {false};
    sync_refs(m);
    for (int r = 0; r < REGISTERS; r++)
        if (m->registers[r]) {
            int id = id_of(m, m->registers[r]);
            if (id < 0) {
                is_wrong(m, "a register holds the dead");
                return;
            }
            counts[id]++;
            reach(m, reached, id);
        }
    for (int i = 0; i < m->ids; i++)
        for (int k = 0; m->objects[i] && k < SLOTS; k++)
            if (m->slots[i][k] >= 0)
                counts[m->slots[i][k]]++;
    for (int i = 0; i < m->ids; i++) {
        if (!m->objects[i]) {
            if (reached[i])
                is_wrong(m, "what is reachable is dead");
            continue;
        }
        if (m->objects[i]->refcount != (uint32_t)counts[i])
            is_wrong(m, "a count is not the model's");
        if (counts[i] == 0)
            is_wrong(m, "an object without references lives");
        if (nothing_else && !reached[i])
            is_wrong(m, "garbage outlived a full collection");
    }
    if (ouro__heap_check(&m->rt->heap))
        is_wrong(m, "the heap is damaged");
}

static const char *run_program(const operation *program, size_t count, const ouro_core_options *options)
{
    static model m; /* the child's own */
    ouro_runtime *rt = open_runtime(options);
    if (!rt)
        return NULL;
    open_model(&m, rt);
    for (size_t i = 0; i < count && !m.wrong; i++) {
        bool failing = i > 0 && program[i - 1].code == FAIL;
        if (failing)
            ouro__heap_fail(&rt->heap, program[i - 1].a % 4 + 1, program[i - 1].b % 3 + 1);
        run_operation(&m, program[i]);
        ouro__heap_fail(&rt->heap, 0, 0);
        bool full = program[i].code == COLLECT_FULL && !failing && !m.frozen;
        while (full && ouro__gc_collect(rt, 2) > 0)
            ;
        check(&m, full);
    }
    if (m.wrong)
        return m.wrong;
    if (m.frozen)
        ouro__gc_unfreeze(rt);
    for (int round = 0; round < 100; round++) {
        for (int r = 0; r < REGISTERS; r++)
            put(&m, r, NULL);
        ouro__gc_collect(rt, 2);
    }
    for (int w = 0; w < WEAKS; w++)
        drop_weak(&m, w);
    check(&m, true);
    if (m.wrong)
        return m.wrong;
    ouro__gc_destroy(rt);
    ouro__runtime_destroy(rt); /* aborts when something is left */
    return NULL;
}

/* ---- Programs ---- */

static uint64_t seed;

static uint8_t random_byte(void)
{
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint8_t)(seed >> 40);
}

static void make_program(operation *program, size_t count)
{
    static const uint8_t rare[] = {FREEZE, UNFREEZE, EMERGENCY, FAIL, COLLECT_FULL};
    for (size_t i = 0; i < count; i++) {
        uint8_t code = random_byte() % COLLECT;
        if (random_byte() % 16 == 0)
            code = COLLECT + random_byte() % (FAIL - COLLECT);
        if (random_byte() % 32 == 0)
            code = rare[random_byte() % sizeof rare];
        program[i] = (operation){code, random_byte() % REGISTERS, random_byte() % REGISTERS, random_byte()};
        if (code == NEW || code == NEW_AGAIN)
            program[i].b = random_byte();
    }
}

static bool fails(const operation *program, size_t count, const ouro_core_options *options, bool tell)
{
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        alarm(60);
        if (!tell && !freopen("/dev/null", "w", stderr))
            _exit(3);
        const char *wrong = run_program(program, count, options);
        if (wrong && tell)
            fprintf(stderr, "wrong: %s\n", wrong);
        _exit(wrong ? 1 : 0);
    }
    int status;
    if (child < 0 || waitpid(child, &status, 0) < 0)
        return false;
    return status != 0;
}

static size_t shrink(operation *program, size_t count, const ouro_core_options *options)
{
    for (size_t chunk = count / 2; chunk; chunk /= 2)
        for (size_t at = 0; at + chunk <= count;) {
            operation without[OPERATIONS];
            memcpy(without, program, at * sizeof *program);
            memcpy(without + at, program + at + chunk, (count - at - chunk) * sizeof *program);
            if (fails(without, count - chunk, options, false)) {
                count -= chunk;
                memcpy(program, without, count * sizeof *program);
            } else {
                at += chunk;
            }
        }
    return count;
}

static void run_programs(const ouro_core_options *options)
{
    const char *text = getenv("OURO_TEST_PROGRAMS");
    int programs = text ? atoi(text) : 300;
    text = getenv("OURO_TEST_SEED");
    uint64_t first = text ? strtoull(text, NULL, 10) : 1;
    for (int i = 0; i < programs; i++) {
        operation program[OPERATIONS];
        seed = first + (uint64_t)i;
        make_program(program, OPERATIONS);
        if (!fails(program, OPERATIONS, options, false))
            continue;
        size_t count = shrink(program, OPERATIONS, options);
        fprintf(stderr, "seed %llu, shrunk to %zu operations:\n", (unsigned long long)(first + (uint64_t)i),
                count);
        for (size_t k = 0; k < count; k++)
            fprintf(stderr, "  %s %d %d %d\n", names[program[k].code], program[k].a, program[k].b,
                    program[k].c);
        fails(program, count, options, true);
        fail();
    }
}

static void random_programs_agree_with_the_model(void **state)
{
    (void)state;
    run_programs(&(ouro_core_options){0});
}

static void also_when_collecting_at_every_allocation(void **state)
{
    (void)state;
    run_programs(&(ouro_core_options){.collect_every = 1, .collect_full_every = 3});
}

static void also_in_the_debug_heap(void **state)
{
    (void)state;
    run_programs(&(ouro_core_options){.debug_heap = true, .collect_every = 3});
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_programs_agree_with_the_model),
        cmocka_unit_test(also_when_collecting_at_every_allocation),
        cmocka_unit_test(also_in_the_debug_heap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
