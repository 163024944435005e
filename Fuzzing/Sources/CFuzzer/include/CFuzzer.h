#pragma once
#include <stddef.h>
#include <stdint.h>

/// libFuzzer's loop: calls `target` with one input after another (https://llvm.org/docs/LibFuzzer.html).
int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*target)(const uint8_t *bytes, size_t count));

/// Begins to count the bytes that the program allocates.
void memory_watch(void);

/// Forgets the peak, and makes what is allocated now the level that later peaks are measured from.
void memory_restart(void);

/// The most bytes that were allocated at once since the last restart, beyond those allocated at it.
int64_t memory_peak(void);

/// libFuzzer's own changes of an input of `count` bytes, in a buffer of `room`; the new count.
size_t LLVMFuzzerMutate(uint8_t *bytes, size_t count, size_t room);
