/* Counted, collected objects in a C program, with the core alone and no Python.
 *
 * A `person` knows a friend (a field) and a growing list of pets (found by traverse, given back by clear).
 * Two friends know each other: a cycle that counting cannot free. The collector finds it, calls the weak
 * reference's callback and the finalizers, and frees both.
 *
 *     cc own_type.c $(pkg-config --cflags --libs ouro-core) && ./a.out */
#include <ouro-core.h>

#include <stdio.h>
#include <stdlib.h>

typedef struct person {
    ouro_object head;
    const char *name;
    ouro_object *friend; /* a reference: NULL or counted */
    ouro_object **pets;  /* a buffer of references */
    size_t pet_count;
} person;

static const uint16_t person_fields[] = {offsetof(person, friend), 0};

static void person_traverse(ouro_runtime *rt, ouro_object *o, ouro_visit visit, void *context)
{
    person *self = (person *)o;
    for (size_t i = 0; i < self->pet_count; i++)
        visit(rt, self->pets[i], context);
}

static void person_clear(ouro_runtime *rt, ouro_object *o)
{
    person *self = (person *)o;
    while (self->pet_count) {
        ouro_object *pet = ouro_slot_take(rt, self, &self->pets[self->pet_count - 1]);
        self->pet_count--;
        ouro_decref(rt, pet);
    }
}

static void person_finalize(ouro_runtime *rt, ouro_object *o)
{
    (void)rt;
    printf("    finalizer of %s\n", ((person *)o)->name);
}

static void person_destroy(ouro_runtime *rt, ouro_object *o)
{
    printf("    the memory of %s goes back\n", ((person *)o)->name);
    ouro_buffer_free(rt, ((person *)o)->pets);
}

static void give_up(ouro_runtime *rt)
{
    fprintf(stderr, "out of memory\n");
    ouro_core_close(rt);
    exit(1);
}

/* Owned. */
static person *make_person(ouro_runtime *rt, ouro_type *type, const char *name)
{
    person *p = ouro_new(rt, type);
    if (!p)
        give_up(rt);
    p->name = name;
    return p;
}

/* Takes the reference to `pet` over. */
static void add_pet(ouro_runtime *rt, person *owner, person *pet)
{
    ouro_object **pets = ouro_buffer_resize(rt, owner->pets, (owner->pet_count + 1) * sizeof *pets);
    if (!pets)
        give_up(rt);
    owner->pets = pets;
    ouro_slot_init(&pets[owner->pet_count], pet);
    owner->pet_count++;
}

static void has_gone(ouro_runtime *rt, ouro_object *weakref, void *context)
{
    ouro_object *o = ouro_weakref_get(rt, weakref);
    printf("    weak reference to %s: %s\n", (const char *)context, o ? "still there" : "gone");
    ouro_xdecref(rt, o);
}

int main(void)
{
    ouro_core_config config = OURO_CORE_CONFIG_INIT;
    config.memory_limit = (size_t)16 << 20;
    config.report_leaks = true;
    ouro_runtime *rt = ouro_core_open(&config);
    if (!rt)
        return 1;
    const ouro_type_spec spec = {
        .name = "person",
        .size = sizeof(person),
        .flags = OURO_SPEC_WEAKLY_REFERENCEABLE,
        .fields = person_fields,
        .traverse = person_traverse,
        .clear = person_clear,
        .finalize = person_finalize,
        .destroy = person_destroy,
    };
    ouro_type *type = ouro_type_new(rt, &spec);
    if (!type)
        give_up(rt);

    printf("Alone: freed by counting, at once\n");
    person *carol = make_person(rt, type, "Carol");
    ouro_decref(rt, &carol->head);

    printf("A cycle: Ann and Bob are friends, and Ann has a pet\n");
    person *ann = make_person(rt, type, "Ann"), *bob = make_person(rt, type, "Bob");
    add_pet(rt, ann, make_person(rt, type, "Rex"));
    ouro_slot_set(rt, ann, &ann->friend, ouro_ref(bob));
    ouro_slot_set(rt, bob, &bob->friend, ouro_ref(ann));
    ouro_object *weakref = ouro_weakref_new(rt, &ann->head, has_gone, "Ann");
    if (!weakref)
        give_up(rt);
    ouro_decref(rt, &ann->head);
    ouro_decref(rt, &bob->head);
    printf("  both names dropped; counts: Ann %u, Bob %u\n", ann->head.refcount, bob->head.refcount);

    printf("  collecting\n");
    long long found = (long long)ouro_collect(rt, 2);
    printf("  %lld objects were unreachable\n", found);
    ouro_decref(rt, weakref);

    ouro_type_delete(rt, type);
    size_t left = ouro_core_close(rt);
    printf("Blocks left at the end: %zu\n", left);
    return left != 0;
}
