#include "CFuzzer.h"

#include <stdatomic.h>

// AddressSanitizer calls these on every allocation (sanitizer/allocator_interface.h).
int __sanitizer_install_malloc_and_free_hooks(void (*on_malloc)(const volatile void *, size_t),
                                              void (*on_free)(const volatile void *));
size_t __sanitizer_get_allocated_size(const volatile void *pointer);

static atomic_llong level, peak, start;

static void count_malloc(const volatile void *pointer, size_t size) {
  long long now = atomic_fetch_add_explicit(&level, (long long)size, memory_order_relaxed);
  now += (long long)size;
  long long most = atomic_load_explicit(&peak, memory_order_relaxed);
  while (now > most && !atomic_compare_exchange_weak_explicit(
                           &peak, &most, now, memory_order_relaxed, memory_order_relaxed)) {
  }
}

static void count_free(const volatile void *pointer) {
  if (pointer == NULL) return;
  long long size = (long long)__sanitizer_get_allocated_size(pointer);
  atomic_fetch_sub_explicit(&level, size, memory_order_relaxed);
}

void memory_watch(void) { __sanitizer_install_malloc_and_free_hooks(count_malloc, count_free); }

void memory_restart(void) {
  long long now = atomic_load_explicit(&level, memory_order_relaxed);
  atomic_store_explicit(&start, now, memory_order_relaxed);
  atomic_store_explicit(&peak, now, memory_order_relaxed);
}

int64_t memory_peak(void) {
  return atomic_load_explicit(&peak, memory_order_relaxed) -
         atomic_load_explicit(&start, memory_order_relaxed);
}
