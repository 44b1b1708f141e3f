#pragma once

// next_in points to const bytes: no caller has to give up immutability.
#define ZLIB_CONST
#include <zlib.h>

// Swift imports functions, not these macros.
static inline int CZlib_deflateInit2(z_streamp stream, int level, int windowBits) {
    return deflateInit2(stream, level, Z_DEFLATED, windowBits, 8, Z_DEFAULT_STRATEGY);
}

static inline int CZlib_inflateInit2(z_streamp stream, int windowBits) {
    return inflateInit2(stream, windowBits);
}
