/* The _random module: the Mersenne Twister MT19937 of M. Matsumoto and T. Nishimura ("Mersenne Twister: a 623-dimensionally
 * equidistributed uniform pseudo-random number generator", 1998), with the seeding by arrays of their 2002 version. */
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "modules/modules.h"
#include "modules/support.h"
#include "types/exception.h"
#include "types/float.h"
#include "types/int_impl.h"
#include "types/types.h"

enum { STATE_WORDS = 624, MIDDLE = 397 };

typedef struct random_generator {
    ouro_object head;
    int64_t position; /* of the next word; STATE_WORDS: the state must be stepped first */
    uint32_t state[STATE_WORDS];
} random_generator;

static random_generator *as_generator(ouro_object *o)
{
    return (random_generator *)o;
}

/* ---- The generator ---- */

static inline uint32_t twist(uint32_t high, uint32_t low, uint32_t other)
{
    uint32_t y = (high & 0x80000000u) | (low & 0x7fffffffu);
    return other ^ y >> 1 ^ (y & 1 ? 0x9908b0dfu : 0);
}

static void step_state(uint32_t *s)
{
    int i = 0;
    for (; i < STATE_WORDS - MIDDLE; i++)
        s[i] = twist(s[i], s[i + 1], s[i + MIDDLE]);
    for (; i < STATE_WORDS - 1; i++)
        s[i] = twist(s[i], s[i + 1], s[i + MIDDLE - STATE_WORDS]);
    s[i] = twist(s[i], s[0], s[MIDDLE - 1]);
}

static inline uint32_t next_word(random_generator *g)
{
    if (ouro__unlikely(g->position >= STATE_WORDS)) {
        step_state(g->state);
        g->position = 0;
    }
    uint32_t y = g->state[g->position++];
    y ^= y >> 11;
    y ^= y << 7 & 0x9d2c5680u;
    y ^= y << 15 & 0xefc60000u;
    return y ^ y >> 18;
}

static void seed_by_word(random_generator *g, uint32_t word)
{
    g->state[0] = word;
    for (uint32_t i = 1; i < STATE_WORDS; i++)
        g->state[i] = 1812433253u * (g->state[i - 1] ^ g->state[i - 1] >> 30) + i;
    g->position = STATE_WORDS;
}

static void seed_by_words(random_generator *g, const uint32_t *key, size_t length)
{
    uint32_t *s = g->state;
    size_t i = 1, j = 0;
    seed_by_word(g, 19650218u);
    for (size_t k = length > STATE_WORDS ? length : STATE_WORDS; k; k--) {
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1664525u) + key[j] + (uint32_t)j;
        if (++i >= STATE_WORDS) {
            s[0] = s[STATE_WORDS - 1];
            i = 1;
        }
        if (++j >= length)
            j = 0;
    }
    for (size_t k = STATE_WORDS - 1; k; k--) {
        s[i] = (s[i] ^ (s[i - 1] ^ s[i - 1] >> 30) * 1566083941u) - (uint32_t)i;
        if (++i >= STATE_WORDS) {
            s[0] = s[STATE_WORDS - 1];
            i = 1;
        }
    }
    s[0] = 0x80000000u;
}

/* ---- Seeding ---- */

static void seed_from_system(random_generator *g)
{
    uint32_t key[STATE_WORDS];
    size_t got = 0;
    while (got < sizeof key) {
        ssize_t n = getrandom((char *)key + got, sizeof key - got, GRND_NONBLOCK);
        if (n <= 0)
            break;
        got += (size_t)n;
    }
    if (got == sizeof key) {
        seed_by_words(g, key, STATE_WORDS);
        return;
    }
    struct timespec now, since; /* the system has no randomness yet */
    clock_gettime(CLOCK_REALTIME, &now);
    clock_gettime(CLOCK_MONOTONIC, &since);
    uint32_t words[5] = {(uint32_t)now.tv_sec, (uint32_t)now.tv_nsec, (uint32_t)getpid(),
                         (uint32_t)since.tv_sec, (uint32_t)since.tv_nsec};
    seed_by_words(g, words, 5);
}

/* By the magnitude of an int, in words of 32 bits from the least significant. */
static int seed_by_int(ouro_runtime *rt, random_generator *g, const ouro_object *number)
{
    ouro__int_view v;
    ouro__view(number, &v);
    size_t bits = ouro__view_bits(&v), words = bits ? (bits - 1) / 32 + 1 : 1;
    uint32_t few[8] = {0}, *key = few;
    if (words > 8 && !(key = ouro__buffer_alloc(rt, words * sizeof *key)))
        return -1;
    for (size_t i = 0; i < words; i++)
        key[i] = i / 2 < v.count ? (uint32_t)(v.limbs[i / 2] >> (i % 2 * 32)) : 0;
    seed_by_words(g, key, words);
    if (key != few)
        ouro__buffer_free(rt, key);
    return 0;
}

static int seed(ouro_runtime *rt, random_generator *g, ouro_object *given)
{
    if (!given || given == OURO_NONE(rt)) {
        seed_from_system(g);
        return 0;
    }
    if (ouro__is_int(rt, given))
        return seed_by_int(rt, g, given);
    int64_t hash = ouro__hash(rt, given);
    if (hash == -1)
        return -1;
    ouro_object *number = ouro__int_from_uint64(rt, (uint64_t)hash);
    int status = number ? seed_by_int(rt, g, number) : -1;
    ouro_xdecref(rt, number);
    return status;
}

static ouro_object *random_new(ouro_runtime *rt, ouro_object *cls, ouro_object *const *args, size_t nargs,
                               ouro_object *kwnames)
{
    OURO_NO_ARGUMENTS;
    return ouro__instance_new(rt, cls);
}

static int random_init(ouro_runtime *rt, ouro_object *self, ouro_object *const *args, size_t nargs,
                       ouro_object *kwnames)
{
    if (ouro__check_arity(rt, "Random", 0, kwnames, 0, 0) < 0)
        return -1;
    if (nargs > 1) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "Random() requires 0 or 1 argument");
        return -1;
    }
    return seed(rt, as_generator(self), nargs ? args[0] : NULL);
}

OURO_METHOD(random_seed)
{
    (void)kwnames;
    return seed(rt, as_generator(self), nargs ? args[0] : NULL) < 0 ? NULL : OURO_NONE(rt);
}

/* ---- Numbers ---- */

OURO_METHOD(random_random)
{
    OURO_NO_ARGUMENTS;
    uint32_t a = next_word(as_generator(self)) >> 5, b = next_word(as_generator(self)) >> 6;
    return ouro__float_new(rt, (a * 67108864.0 + b) * (1.0 / 9007199254740992.0));
}

/* More than 64 bits, in words of 32 from the least significant. */
static ouro_object *many_bits(ouro_runtime *rt, random_generator *g, int64_t bits)
{
    size_t count = (size_t)(bits - 1) / 64 + 1;
    ouro_big_int *big = ouro__big_alloc(rt, count);
    if (!big)
        return NULL;
    memset(big->limbs, 0, count * sizeof *big->limbs);
    for (size_t i = 0; bits > 0; i++, bits -= 32) {
        uint32_t word = next_word(g);
        if (bits < 32)
            word >>= 32 - bits;
        big->limbs[i / 2] |= (uint64_t)word << (i % 2 * 32);
    }
    return ouro__big_finish(rt, big, count, false);
}

OURO_METHOD(random_getrandbits)
{
    (void)nargs, (void)kwnames;
    random_generator *g = as_generator(self);
    int64_t bits;
    ouro_object *index = ouro__index(rt, args[0]);
    if (!index)
        return NULL;
    int fits = ouro__int_as_int64(rt, index, &bits);
    ouro_decref(rt, index);
    if (fits < 0 || bits != (int32_t)bits)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C int");
    if (bits < 0)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "number of bits must be non-negative");
    if (bits == 0)
        return ouro__int_new(rt, 0);
    if (bits <= 32)
        return ouro__int_new(rt, next_word(g) >> (32 - bits));
    if (bits > 64)
        return many_bits(rt, g, bits);
    uint64_t low = next_word(g), high = next_word(g) >> (64 - bits);
    return ouro__int_from_uint64(rt, low | high << 32);
}

/* ---- The state ---- */

OURO_METHOD(random_getstate)
{
    OURO_NO_ARGUMENTS;
    random_generator *g = as_generator(self);
    ouro_tuple *state = ouro__tuple_alloc(rt, STATE_WORDS + 1);
    for (int i = 0; state && i <= STATE_WORDS; i++) {
        ouro_object *word = ouro__int_new(rt, i < STATE_WORDS ? (int64_t)g->state[i] : g->position);
        if (!word) {
            ouro_decref(rt, &state->head);
            return NULL;
        }
        ouro__slot_init(&state->items[i], word);
    }
    return (ouro_object *)state;
}

/* An int of a state as C's unsigned long takes it: 0 or -1. */
static int state_word(ouro_runtime *rt, ouro_object *o, uint64_t *word)
{
    if (!ouro__is_int(rt, o)) {
        ouro__raise(rt, OURO_T_TYPE_ERROR, "an integer is required");
        return -1;
    }
    if (ouro__int_sign(rt, o) < 0) {
        ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "can't convert negative value to unsigned int");
        return -1;
    }
    if (ouro__int_as_uint64(rt, o, word) == 0)
        return 0;
    ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C unsigned long");
    return -1;
}

OURO_METHOD(random_setstate)
{
    (void)nargs, (void)kwnames;
    const ouro_tuple *given = (const ouro_tuple *)args[0];
    uint32_t state[STATE_WORDS];
    uint64_t word;
    int64_t position;
    if (!ouro__is_tuple(rt, args[0]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "state vector must be a tuple");
    if (given->count != STATE_WORDS + 1)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "state vector is the wrong size");
    for (int i = 0; i < STATE_WORDS; i++) {
        if (state_word(rt, given->items[i], &word) < 0)
            return NULL;
        state[i] = (uint32_t)word;
    }
    if (!ouro__is_int(rt, given->items[STATE_WORDS]))
        return ouro__raise(rt, OURO_T_TYPE_ERROR, "an integer is required");
    if (ouro__int_as_int64(rt, given->items[STATE_WORDS], &position) < 0)
        return ouro__raise(rt, OURO_T_OVERFLOW_ERROR, "Python int too large to convert to C long");
    if (position < 0 || position > STATE_WORDS)
        return ouro__raise(rt, OURO_T_VALUE_ERROR, "invalid state");
    memcpy(as_generator(self)->state, state, sizeof state);
    as_generator(self)->position = position;
    return OURO_NONE(rt);
}

/* ---- The module ---- */

static const ouro_method_def random_methods[] = {
    {"random", random_random, 0, 0, 0, "random($self, /)\n--\n\nrandom() -> x in the interval [0, 1)."},
    {"seed", random_seed, 0, 0, 1,
     "seed($self, n=None, /)\n--\n\nseed([n]) -> None.\n\nDefaults to use urandom and falls back to a "
     "combination\nof the current time "
     "and the process identifier."},
    {"getstate", random_getstate, 0, 0, 0,
     "getstate($self, /)\n--\n\ngetstate() -> tuple containing the current state."},
    {"setstate", random_setstate, 0, 1, 1,
     "setstate($self, state, /)\n--\n\nsetstate(state) -> None.  Restores generator state."},
    {"getrandbits", random_getrandbits, 0, 1, 1,
     "getrandbits($self, k, /)\n--\n\ngetrandbits(k) -> x.  Generates an int with k random bits."},
    {0},
};

OURO_BUILTIN_TYPE(random) = {
    .id = OURO_T_RANDOM,
    .slots = {.name = "_random.Random",
              .size = sizeof(random_generator),
              .flags = OURO_TYPE_BASE,
              .new_ = random_new,
              .init = random_init},
    .methods = random_methods,
    .doc = "Random() -> create a random number generator with its own internal state.",
    .module = "_random",
};

static int exec(ouro_runtime *rt, ouro_object *module)
{
    static const ouro_module_type types[] = {{&ouro__builtin_random, "Random"}, {NULL, NULL}};
    return ouro__module_add_types(rt, module, types);
}

const ouro_module_def ouro__module_random = {
    "_random", NULL, exec, "Module implements the Mersenne Twister random number generator."};
