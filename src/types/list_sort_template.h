/* A stable merge sort of an array of ITEM, made by including this file with
 *
 *     SORT(name)     the name of a function or type of this instance
 *     ITEM           what is sorted
 *     LESS(rt, a, b) whether ITEM a comes before ITEM b: 1, 0, or -1 with an exception set
 *
 * defined. The algorithm is timsort with the merge order of powersort (Tim Peters, listsort.txt; Munro and Wild, "Nearly-
 * Optimal Mergesorts", 2018), with the parameters of CPython 3.11, so that as many comparisons are made, and an
 * inconsistent order gives the same result. A comparison that fails ends it at once; the array is then a permutation
 * of what it was. */

typedef struct SORT(run) {
    ITEM *first;
    size_t length;
    int power; /* of the boundary to the next run: depth in the tree of merges */
} SORT(run);

typedef struct SORT(state) {
    ouro_runtime *rt;
    ITEM *array;
    size_t length;
    size_t min_gallop;
    SORT(run) runs[MOST_RUNS];
    size_t run_count;
    ITEM *temporary; /* `fixed`, or a buffer */
    size_t room;
    ITEM fixed[FEW_ITEMS];
} SORT(state);

static ITEM *SORT(temporary)(SORT(state) * s, size_t count)
{
    if (count <= s->room)
        return s->temporary;
    if (s->temporary != s->fixed)
        ouro__buffer_free(s->rt, s->temporary);
    s->temporary = s->fixed;
    s->room = FEW_ITEMS;
    ITEM *buffer = ouro__buffer_alloc(s->rt, count * sizeof *buffer);
    if (!buffer)
        return NULL;
    s->room = count;
    return s->temporary = buffer;
}

static void SORT(reverse)(ITEM *first, size_t count)
{
    for (ITEM *low = first, *high = first + count; low + 1 < high; low++) {
        ITEM item = *--high;
        *high = *low;
        *low = item;
    }
}

/* The length of the run at the beginning of [first, end): as long as it does not descend, or strictly descends; that one
 * is turned round. -1: failed. */
static ptrdiff_t SORT(count_run)(ouro_runtime *rt, ITEM *first, ITEM *end)
{
    (void)rt;
    ITEM *at = first + 1;
    if (at == end)
        return 1;
    int descends = LESS(rt, at[0], at[-1]), less = descends;
    if (descends < 0)
        return -1;
    for (at++; at < end; at++) {
        less = LESS(rt, at[0], at[-1]);
        if (less != descends)
            break;
    }
    if (less < 0)
        return -1;
    if (descends)
        SORT(reverse)(first, (size_t)(at - first));
    return at - first;
}

/* Insertion sort of [first, end), of which [first, unsorted) is sorted; places found by bisection. */
static int SORT(insert_rest)(ouro_runtime *rt, ITEM *first, ITEM *end, ITEM *unsorted)
{
    (void)rt;
    for (; unsorted < end; unsorted++) {
        ITEM pivot = *unsorted, *low = first, *high = unsorted;
        while (low < high) {
            ITEM *middle = low + (high - low) / 2;
            int less = LESS(rt, pivot, *middle);
            if (less < 0)
                return -1;
            if (less)
                high = middle;
            else
                low = middle + 1;
        }
        memmove(low + 1, low, (size_t)(unsorted - low) * sizeof *low);
        *low = pivot;
    }
    return 0;
}

/* Where `key` belongs in the sorted items[count]: before those equal to it (left) or behind them. The search gallops
 * away from `hint`. -1: failed. */
static ptrdiff_t SORT(gallop)(ouro_runtime *rt, ITEM key, ITEM *items, size_t count, size_t hint, bool left)
{
    (void)rt;
    ptrdiff_t known = 0, reach = 1, start = (ptrdiff_t)hint, low, high;
    /* Whether an item comes before the place looked for. */
#define BEFORE(i) (left ? LESS(rt, items[i], key) : (less = LESS(rt, key, items[i])) < 0 ? -1 : !less)
    int less;
    int before = BEFORE(start);
    if (before < 0)
        return -1;
    ptrdiff_t most = before ? (ptrdiff_t)count - start : start + 1;
    while (reach < most) {
        int further = BEFORE(before ? start + reach : start - reach);
        if (further < 0)
            return -1;
        if (further != before)
            break;
        known = reach;
        reach = 2 * reach + 1;
    }
    if (reach > most)
        reach = most;
    if (before) {
        low = start + known + 1;
        high = start + reach;
    } else {
        low = start - reach + 1;
        high = start - known;
    }
    while (low < high) {
        ptrdiff_t middle = low + (high - low) / 2;
        int lower = BEFORE(middle);
        if (lower < 0)
            return -1;
        if (lower)
            low = middle + 1;
        else
            high = middle;
    }
    return high;
#undef BEFORE
}

/* Merges the neighbours a[na] and b[nb] from the left; na <= nb, b[0] comes before a[0], a's last behind all of b. */
static int SORT(merge_low)(SORT(state) * s, ITEM *a, size_t na, ITEM *b, size_t nb)
{
    ouro_runtime *rt = s->rt;
    (void)rt;
    ITEM *to = a;
    a = SORT(temporary)(s, na);
    if (!a)
        return -1;
    memcpy(a, to, na * sizeof *a);
    int status = -1;
    size_t min_gallop = s->min_gallop;
    *to++ = *b++;
    if (--nb == 0)
        goto done;
    if (na == 1)
        goto last_of_a;
    for (;;) {
        size_t a_wins = 0, b_wins = 0;
        do { /* one by one, until one side wins all the time */
            int less = LESS(rt, *b, *a);
            if (less < 0)
                goto out;
            if (less) {
                *to++ = *b++;
                b_wins++;
                a_wins = 0;
                if (--nb == 0)
                    goto done;
            } else {
                *to++ = *a++;
                a_wins++;
                b_wins = 0;
                if (--na == 1)
                    goto last_of_a;
            }
        } while ((a_wins | b_wins) < min_gallop);
        min_gallop++;
        do { /* in stretches, as long as they are long */
            min_gallop -= min_gallop > 1;
            s->min_gallop = min_gallop;
            ptrdiff_t k = SORT(gallop)(rt, *b, a, na, 0, false);
            if (k < 0)
                goto out;
            a_wins = (size_t)k;
            memcpy(to, a, a_wins * sizeof *a);
            to += a_wins;
            a += a_wins;
            na -= a_wins;
            if (a_wins && na == 1)
                goto last_of_a;
            if (na == 0) /* the order is inconsistent */
                goto done;
            *to++ = *b++;
            if (--nb == 0)
                goto done;
            k = SORT(gallop)(rt, *a, b, nb, 0, true);
            if (k < 0)
                goto out;
            b_wins = (size_t)k;
            memmove(to, b, b_wins * sizeof *b);
            to += b_wins;
            b += b_wins;
            nb -= b_wins;
            if (nb == 0)
                goto done;
            *to++ = *a++;
            if (--na == 1)
                goto last_of_a;
        } while (a_wins >= MIN_GALLOP || b_wins >= MIN_GALLOP);
        s->min_gallop = ++min_gallop;
    }
last_of_a:
    memmove(to, b, nb * sizeof *b);
    to[nb] = *a;
    return 0;
done:
    status = 0;
out:
    memcpy(to, a, na * sizeof *a);
    return status;
}

/* The same from the right; na >= nb. */
static int SORT(merge_high)(SORT(state) * s, ITEM *a, size_t na, ITEM *b, size_t nb)
{
    ouro_runtime *rt = s->rt;
    (void)rt;
    ITEM *to = b + nb - 1, *a_first = a, *b_first = SORT(temporary)(s, nb);
    if (!b_first)
        return -1;
    memcpy(b_first, b, nb * sizeof *b);
    b = b_first + nb - 1;
    a += na - 1;
    int status = -1;
    size_t min_gallop = s->min_gallop;
    *to-- = *a--;
    if (--na == 0)
        goto done;
    if (nb == 1)
        goto first_of_b;
    for (;;) {
        size_t a_wins = 0, b_wins = 0;
        do {
            int less = LESS(rt, *b, *a);
            if (less < 0)
                goto out;
            if (less) {
                *to-- = *a--;
                a_wins++;
                b_wins = 0;
                if (--na == 0)
                    goto done;
            } else {
                *to-- = *b--;
                b_wins++;
                a_wins = 0;
                if (--nb == 1)
                    goto first_of_b;
            }
        } while ((a_wins | b_wins) < min_gallop);
        min_gallop++;
        do {
            min_gallop -= min_gallop > 1;
            s->min_gallop = min_gallop;
            ptrdiff_t k = SORT(gallop)(rt, *b, a_first, na, na - 1, false);
            if (k < 0)
                goto out;
            a_wins = na - (size_t)k;
            to -= a_wins;
            a -= a_wins;
            memmove(to + 1, a + 1, a_wins * sizeof *a);
            na -= a_wins;
            if (na == 0)
                goto done;
            *to-- = *b--;
            if (--nb == 1)
                goto first_of_b;
            k = SORT(gallop)(rt, *a, b_first, nb, nb - 1, true);
            if (k < 0)
                goto out;
            b_wins = nb - (size_t)k;
            to -= b_wins;
            b -= b_wins;
            memcpy(to + 1, b + 1, b_wins * sizeof *b);
            nb -= b_wins;
            if (b_wins && nb == 1)
                goto first_of_b;
            if (nb == 0) /* the order is inconsistent */
                goto done;
            *to-- = *a--;
            if (--na == 0)
                goto done;
        } while (a_wins >= MIN_GALLOP || b_wins >= MIN_GALLOP);
        s->min_gallop = ++min_gallop;
    }
first_of_b:
    memmove(to + 1 - na, a + 1 - na, na * sizeof *a);
    to[-(ptrdiff_t)na] = *b;
    return 0;
done:
    status = 0;
out:
    memcpy(to - nb + 1, b_first, nb * sizeof *b);
    return status;
}

/* Merges the runs i and i + 1. */
static int SORT(merge_at)(SORT(state) * s, size_t i)
{
    ITEM *a = s->runs[i].first, *b = s->runs[i + 1].first;
    size_t na = s->runs[i].length, nb = s->runs[i + 1].length;
    s->runs[i].length = na + nb;
    if (i + 3 == s->run_count)
        s->runs[i + 1] = s->runs[i + 2];
    s->run_count--;
    ptrdiff_t k = SORT(gallop)(s->rt, *b, a, na, 0, false); /* what comes before all of b stays */
    if (k < 0)
        return -1;
    a += k;
    na -= (size_t)k;
    if (na == 0)
        return 0;
    k = SORT(gallop)(s->rt, a[na - 1], b, nb, nb - 1, true); /* so does what comes behind all of a */
    if (k <= 0)
        return (int)k;
    nb = (size_t)k;
    return na <= nb ? SORT(merge_low)(s, a, na, b, nb) : SORT(merge_high)(s, a, na, b, nb);
}

/* A run of this length follows: merges what must be merged before. */
static int SORT(before_run)(SORT(state) * s, size_t length)
{
    if (!s->run_count)
        return 0;
    SORT(run) *last = &s->runs[s->run_count - 1];
    int power = boundary_power((size_t)(last->first - s->array), last->length, length, s->length);
    while (s->run_count > 1 && s->runs[s->run_count - 2].power > power) {
        if (SORT(merge_at)(s, s->run_count - 2) < 0)
            return -1;
    }
    s->runs[s->run_count - 1].power = power;
    return 0;
}

static int SORT(collapse)(SORT(state) * s)
{
    while (s->run_count > 1) {
        size_t i = s->run_count - 2;
        if (i > 0 && s->runs[i - 1].length < s->runs[i + 1].length)
            i--;
        if (SORT(merge_at)(s, i) < 0)
            return -1;
    }
    return 0;
}

static int SORT(find_and_merge_runs)(SORT(state) * s)
{
    size_t left = s->length, least = least_run(left);
    for (ITEM *at = s->array; left;) {
        ptrdiff_t counted = SORT(count_run)(s->rt, at, at + left);
        if (counted < 0)
            return -1;
        size_t length = (size_t)counted;
        if (length < least) {
            size_t forced = left < least ? left : least;
            if (SORT(insert_rest)(s->rt, at, at + forced, at + length) < 0)
                return -1;
            length = forced;
        }
        if (SORT(before_run)(s, length) < 0)
            return -1;
        s->runs[s->run_count++] = (SORT(run)){at, length, 0};
        at += length;
        left -= length;
    }
    return SORT(collapse)(s);
}

static int SORT(sort)(ouro_runtime *rt, ITEM *array, size_t length)
{
    if (length < 2)
        return 0;
    SORT(state) s;
    s.rt = rt;
    s.array = array;
    s.length = length;
    s.min_gallop = MIN_GALLOP;
    s.run_count = 0;
    s.temporary = s.fixed;
    s.room = FEW_ITEMS;
    int status = SORT(find_and_merge_runs)(&s);
    if (s.temporary != s.fixed)
        ouro__buffer_free(rt, s.temporary);
    return status;
}

#undef SORT
#undef ITEM
#undef LESS
