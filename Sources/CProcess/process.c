#define _GNU_SOURCE
#include "CProcess.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>
// Defined by any header of glibc's.
#ifdef __GLIBC__
#include <malloc.h>
#endif

static char **arguments;
static int count;

#ifdef __GLIBC__
enum { least_stack = 64 << 10, least_data = 5500 << 10, system_error = 71 };

// Without the C library's own printing, which a tiny stack has no room for.
static void refuse(const char *sentence) {
    size_t length = 0;
    while (sentence[length] != 0) length += 1;
    (void)!write(STDERR_FILENO, sentence, length);
    _exit(system_error);
}

// glibc hands to this function what the kernel handed to the process: whether or not there is a /proc to read it from
// again, and wherever a library that is loaded beside moves the environment to. It runs before the constructors of all
// libraries, for which a tiny stack, or hardly any memory, is too little.
static void begin(int argc, char **argv, char **environment) {
    (void)environment;
    count = argc;
    arguments = argv;
    struct rlimit limit;
    if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur < least_stack) {
        refuse("mixport: too little stack is allowed (ulimit -s); 64 KiB are needed\n");
    }
    if (getrlimit(RLIMIT_DATA, &limit) == 0 && limit.rlim_cur < least_data) {
        refuse("mixport: too little memory is allowed (ulimit -d)\n");
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
