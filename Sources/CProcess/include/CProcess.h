#ifndef CPROCESS_H
#define CPROCESS_H

#include <stddef.h>

/// The name that the program was called by, then its arguments: as many strings as `process_argument_count` says.
/// None where the C library does not hand them to functions that run before `main`.
char *const *process_arguments(void);
int process_argument_count(void);

/// Gives threads that are made from now on at least this much stack, also where the limit of stacks is lower.
void process_set_least_stack(size_t bytes);

/// Blocks of memory that are larger go back to the system as soon as they are freed (M_MMAP_THRESHOLD in mallopt(3)).
void process_set_largest_kept_block(int bytes);

#endif
