#define _GNU_SOURCE
#include "CProcess.h"

#include <stdio.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif
#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

static char **arguments;
static int count;

#ifdef __GLIBC__
enum { least_stack = 64 << 10, system_error = 71 };

// glibc hands to this function what the kernel handed to the process: whether or not there is a /proc to read it from
// again, and wherever a library that is loaded beside moves the environment to. It runs before the constructors of all
// libraries, for which a tiny stack is too small.
static void begin(int argc, char **argv, char **environment) {
    (void)environment;
    count = argc;
    arguments = argv;
    struct rlimit stack;
    if (getrlimit(RLIMIT_STACK, &stack) == 0 && stack.rlim_cur < least_stack) {
        dprintf(STDERR_FILENO, "mixport: only %d KiB of stack are allowed (ulimit -s); %d KiB are needed\n",
                (int)(stack.rlim_cur >> 10), least_stack >> 10);
        _exit(system_error);
    }
}

__attribute__((section(".preinit_array"), used)) static void (*const first)(int, char **, char **) = begin;
#endif

char *const *process_arguments(void) { return arguments; }

int process_argument_count(void) { return count; }

void process_set_least_stack(size_t bytes) {
    pthread_attr_t attributes;
    size_t size = 0;
    if (pthread_getattr_default_np(&attributes) != 0) return;
    if (pthread_attr_getstacksize(&attributes, &size) == 0 && size < bytes
        && pthread_attr_setstacksize(&attributes, bytes) == 0) {
        pthread_setattr_default_np(&attributes);
    }
    pthread_attr_destroy(&attributes);
}

void process_set_largest_kept_block(int bytes) {
#ifdef __GLIBC__
    mallopt(M_MMAP_THRESHOLD, bytes);
    mallopt(M_TRIM_THRESHOLD, bytes);
#else
    (void)bytes;
#endif
}
