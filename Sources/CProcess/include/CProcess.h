#ifndef CPROCESS_H
#define CPROCESS_H

#include <stddef.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

/// The name that the program was called by, then its arguments: as many strings as `process_argument_count` says.
/// None where the C library does not hand them to functions that run before `main`.
char *const *process_arguments(void);
int process_argument_count(void);

/// Gives threads that are made from now on at least this much stack, also where the limit of stacks is lower.
void process_set_least_stack(size_t bytes);

#endif
