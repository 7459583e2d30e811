/* BLAKE2 (RFC 7693) for one width of words. Before including: WORD (the type), BITS, ROUNDS, R1 to R4 (rotations),
 * BLAKE2(x) (this width's x). Defines BLAKE2(state), BLAKE2(start), BLAKE2(add), BLAKE2(finish). No header guard: it is included twice. */

typedef struct BLAKE2(state) {
    WORD chain[8];
    WORD counter[2]; /* bytes so far */
    uint8_t block[16 * sizeof(WORD)];
    size_t filled; /* of the block */
    bool last_node;
} BLAKE2(state);

static inline WORD BLAKE2(rotate)(WORD x, int by)
{
    return (WORD)(x >> by | x << (BITS - by));
}

static inline void BLAKE2(mix)(WORD *v, int a, int b, int c, int d, WORD x, WORD y)
{
    v[a] = (WORD)(v[a] + v[b] + x);
    v[d] = BLAKE2(rotate)(v[d] ^ v[a], R1);
    v[c] = (WORD)(v[c] + v[d]);
    v[b] = BLAKE2(rotate)(v[b] ^ v[c], R2);
    v[a] = (WORD)(v[a] + v[b] + y);
    v[d] = BLAKE2(rotate)(v[d] ^ v[a], R3);
    v[c] = (WORD)(v[c] + v[d]);
    v[b] = BLAKE2(rotate)(v[b] ^ v[c], R4);
}

static void BLAKE2(compress)(BLAKE2(state) * s, bool last)
{
    WORD v[16], m[16];
    for (int i = 0; i < 16; i++) { /* little-endian words */
        m[i] = 0;
        for (size_t k = sizeof(WORD); k-- > 0;)
            m[i] = (WORD)(m[i] << 8 | s->block[(size_t)i * sizeof(WORD) + k]);
    }
    for (int i = 0; i < 8; i++) {
        v[i] = s->chain[i];
        v[i + 8] = BLAKE2(iv)[i];
    }
    v[12] ^= s->counter[0];
    v[13] ^= s->counter[1];
    if (last)
        v[14] = (WORD)~v[14];
    if (last && s->last_node)
        v[15] = (WORD)~v[15];
    for (int round = 0; round < ROUNDS; round++) {
        const uint8_t *at = blake2_order[round % 10];
        for (int i = 0; i < 4; i++)
            BLAKE2(mix)(v, i, i + 4, i + 8, i + 12, m[at[2 * i]], m[at[2 * i + 1]]);
        for (int i = 0; i < 4; i++)
            BLAKE2(mix)
        (v, i, (i + 1) % 4 + 4, (i + 2) % 4 + 8, (i + 3) % 4 + 12, m[at[8 + 2 * i]], m[at[9 + 2 * i]]);
    }
    for (int i = 0; i < 8; i++)
        s->chain[i] ^= v[i] ^ v[i + 8];
}

/* `parameters`: the parameter block, 8 words in memory order. */
static void BLAKE2(start)(BLAKE2(state) * s, const uint8_t *parameters, bool last_node)
{
    *s = (BLAKE2(state)){.last_node = last_node};
    for (size_t i = 0; i < 8; i++) {
        WORD word = 0;
        for (size_t k = sizeof(WORD); k-- > 0;)
            word = (WORD)(word << 8 | parameters[i * sizeof(WORD) + k]);
        s->chain[i] = BLAKE2(iv)[i] ^ word;
    }
}

static void BLAKE2(count)(BLAKE2(state) * s, size_t bytes)
{
    s->counter[0] = (WORD)(s->counter[0] + bytes);
    s->counter[1] = (WORD)(s->counter[1] + (s->counter[0] < bytes));
}

/* The last block is compressed by finish only, so a full one waits until more comes. */
static void BLAKE2(add)(BLAKE2(state) * s, const uint8_t *data, size_t length)
{
    while (length) {
        if (s->filled == sizeof s->block) {
            BLAKE2(count)(s, s->filled);
            BLAKE2(compress)(s, false);
            s->filled = 0;
        }
        size_t part = sizeof s->block - s->filled < length ? sizeof s->block - s->filled : length;
        memcpy(s->block + s->filled, data, part);
        s->filled += part;
        data += part;
        length -= part;
    }
}

/* Writes 8 words; the state is used up. */
static void BLAKE2(finish)(BLAKE2(state) * s, uint8_t *out)
{
    memset(s->block + s->filled, 0, sizeof s->block - s->filled);
    BLAKE2(count)(s, s->filled);
    BLAKE2(compress)(s, true);
    for (size_t i = 0; i < 8; i++)
        for (size_t k = 0; k < sizeof(WORD); k++)
            out[i * sizeof(WORD) + k] = (uint8_t)(s->chain[i] >> (8 * k));
}
