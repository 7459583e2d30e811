/* Two-way string matching (Crochemore and Perrin, "Two-way string-matching", JACM 38, 1991): linear time, constant memory.
 * Included once for each pair of character types and each direction, with these defined:
 *   T, N       character types of text and needle
 *   FN(x)    the name of the function x for them
 *   BACKWARDS  0, or 1 to search from the end: everything is then indexed from the end
 */
#if BACKWARDS
#define NEEDLE(i) x[m - 1 - (i)]
#define TEXT(i) y[n - 1 - (i)]
#else
#define NEEDLE(i) x[i]
#define TEXT(i) y[i]
#endif

/* Start - 1 of the largest suffix in the order of characters (or the inverse order), and its period. */
static size_t FN(largest_suffix)(const N *x, size_t m, bool inverse, size_t *period)
{
    size_t start = SIZE_MAX, j = 0, k = 1, p = 1;
    while (j + k < m) {
        uint32_t a = NEEDLE(j + k), b = NEEDLE(start + k);
        if (inverse ? a > b : a < b) {
            j += k;
            k = 1;
            p = j - start;
        } else if (a == b) {
            if (k == p) {
                j += p;
                k = 1;
            } else {
                k++;
            }
        } else {
            start = j++;
            k = p = 1;
        }
    }
    *period = p;
    return start;
}

/* First place of x (m characters, at least one) in y (n, at least m), or -1. */
static int64_t FN(two_way)(const T *y, size_t n, const N *x, size_t m)
{
    size_t p, q, cut = FN(largest_suffix)(x, m, false, &p) + 1,
                 other = FN(largest_suffix)(x, m, true, &q) + 1;
    if (other > cut) {
        cut = other;
        p = q;
    }
    size_t same = 0;
    while (same < cut && same + p < m && NEEDLE(same) == NEEDLE(same + p))
        same++;
    bool periodic = same == cut;
    if (!periodic)
        p = (cut > m - cut ? cut : m - cut) + 1;
    size_t known = 0; /* characters of the needle known to match, from its start */
    for (size_t j = 0; j <= n - m;) {
        size_t i = cut > known ? cut : known;
        while (i < m && NEEDLE(i) == TEXT(i + j))
            i++;
        if (i < m) {
            j += i - cut + 1;
            known = 0;
            continue;
        }
        i = cut;
        while (i > known && NEEDLE(i - 1) == TEXT(i - 1 + j))
            i--;
        if (i <= known)
            return (int64_t)j;
        j += p;
        known = periodic ? m - p : 0;
    }
    return -1;
}

#undef NEEDLE
#undef TEXT
#undef T
#undef N
#undef FN
#undef BACKWARDS
