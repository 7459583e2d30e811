/* The operating system behind one small door: address space, memory, clocks, the C stack, random bytes.
 *
 * Everything above asks for memory here and nowhere else. Addresses and sizes are multiples of
 * ouro__os_page_size() unless said otherwise. Nothing here keeps state: every function may be called
 * from any thread. Functions that can fail return NULL, false or -1 and leave everything as it was. */
#ifndef OURO_OS_OS_H
#define OURO_OS_OS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

size_t ouro__os_page_size(void);

/* Reserves `size` bytes of address space, aligned to `alignment` (a power of two), that can be neither
 * read nor written and cost no memory; NULL when refused. */
void *ouro__os_reserve(size_t size, size_t alignment);
/* Makes reserved addresses readable and writable; they read as zero and cost memory when first touched. */
bool ouro__os_commit(void *memory, size_t size);
/* Gives the memory behind committed addresses back; they stay usable and read as zero again. */
void ouro__os_decommit(void *memory, size_t size);
/* Turns committed addresses into merely reserved ones, their memory given back. */
void ouro__os_uncommit(void *memory, size_t size);
/* Gives back addresses and memory, however they were obtained. */
void ouro__os_release(void *memory, size_t size);

/* Zeroed memory of its own, or NULL. */
void *ouro__os_map(size_t size);
/* Resizes what ouro__os_map returned, moving its pages, not its bytes, where it cannot grow in place.
 * NULL when refused: the old mapping is then untouched. */
void *ouro__os_remap(void *memory, size_t old_size, size_t new_size);
/* Asks for huge pages behind these addresses, or asks for none; a hint. */
void ouro__os_prefer_huge_pages(void *memory, size_t size, bool prefer);

/* Resident memory of the process in bytes, now and at its highest; 0 when it cannot be known. */
size_t ouro__os_resident(void);
size_t ouro__os_resident_peak(void);
/* Bytes of address space that this process may use in all (RLIMIT_AS); SIZE_MAX without a limit. */
size_t ouro__os_address_space_limit(void);

/* Nanoseconds from some fixed point; never goes back. */
uint64_t ouro__os_clock(void);
/* The same, to a few milliseconds, at a third of the price. */
uint64_t ouro__os_clock_coarse(void);

/* Bounds of the calling thread's C stack: [*low, *high). False when they cannot be known. */
bool ouro__os_stack_bounds(char **low, char **high);
/* Where addresses are limited, a stack that grows late may find none left: has it mapped now, down to `low` or as far as there is
 * room. The lowest address that the calling thread's stack can reach. */
char *ouro__os_stack_claim(char *low);

/* A shared library by its file name, as the dynamic linker finds it, or NULL; its functions by name, or NULL. */
void *ouro__os_library_open(const char *name);
void *ouro__os_library_symbol(void *library, const char *name);
void ouro__os_library_close(void *library);
/* Keeps the library or program that `function` belongs to in memory until the process ends; false when that cannot be had. */
bool ouro__os_library_keep(void *function);

/* Fills `bytes` with unpredictable bytes; always succeeds (falls back to clock and addresses early in boot).
 */
void ouro__os_random(void *bytes, size_t size);

#endif
