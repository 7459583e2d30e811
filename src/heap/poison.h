/* Tells AddressSanitizer and valgrind which bytes may be used.
 *
 * Free blocks and the bytes between blocks are poisoned; the heap reads and writes the links inside them
 * through the functions here, which neither tool minds. In a build without AddressSanitizer and outside
 * valgrind, ouro__poison_active() is false and nobody calls the rest. */
#ifndef OURO_HEAP_POISON_H
#define OURO_HEAP_POISON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(__SANITIZE_ADDRESS__)
#define OURO__ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define OURO__ASAN 1
#endif
#endif

#if OURO__ASAN
#include <sanitizer/asan_interface.h>
#define OURO__NO_ASAN __attribute__((no_sanitize_address))
#else
#define OURO__NO_ASAN
#endif

#if defined(__has_include)
#if __has_include(<valgrind/memcheck.h>)
#include <valgrind/memcheck.h>
#define OURO__VALGRIND 1
#endif
#endif

static inline bool ouro__poison_active(void)
{
#if OURO__ASAN
    return true;
#elif OURO__VALGRIND
    char byte; /* only memcheck answers this with something else than 0 */
    return RUNNING_ON_VALGRIND && VALGRIND_MAKE_MEM_UNDEFINED(&byte, 1) != 0;
#else
    return false;
#endif
}

/* `start` should be a multiple of 8: AddressSanitizer knows no finer starts. */
static inline void ouro__poison(void *start, size_t size)
{
    (void)start, (void)size;
#if OURO__ASAN
    ASAN_POISON_MEMORY_REGION(start, size);
#endif
#if OURO__VALGRIND
    VALGRIND_MAKE_MEM_NOACCESS(start, size);
#endif
}

static inline void ouro__unpoison(void *start, size_t size, bool defined)
{
    (void)start, (void)size, (void)defined;
#if OURO__ASAN
    ASAN_UNPOISON_MEMORY_REGION(start, size);
#endif
#if OURO__VALGRIND
    if (defined)
        VALGRIND_MAKE_MEM_DEFINED(start, size);
    else
        VALGRIND_MAKE_MEM_UNDEFINED(start, size);
#endif
}

/* A word inside poisoned memory. `watched` is whether valgrind may be looking. */
OURO__NO_ASAN static inline uint64_t ouro__peek(const void *word, bool watched)
{
    (void)watched;
#if OURO__VALGRIND
    if (watched)
        VALGRIND_MAKE_MEM_DEFINED(word, 8);
#endif
    uint64_t value = *(const uint64_t *)word;
#if OURO__VALGRIND
    if (watched)
        VALGRIND_MAKE_MEM_NOACCESS(word, 8);
#endif
    return value;
}

OURO__NO_ASAN static inline void ouro__poke(void *word, uint64_t value, bool watched)
{
    (void)watched;
#if OURO__VALGRIND
    if (watched)
        VALGRIND_MAKE_MEM_UNDEFINED(word, 8);
#endif
    *(uint64_t *)word = value;
#if OURO__VALGRIND
    if (watched)
        VALGRIND_MAKE_MEM_NOACCESS(word, 8);
#endif
}

#endif
