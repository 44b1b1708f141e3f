import CProcess

/// How the C library hands out memory.
enum Allocator {
    /// Larger blocks go back to the system when they are freed. By default the C library raises that size to the
    /// largest block that was freed, up to 32 MiB (`M_MMAP_THRESHOLD` in mallopt(3)), and then keeps such blocks, some
    /// for each thread: with lines of 6 MB sent one after the other that was half of the process. Usual batches are
    /// smaller than this, so that they cost no system calls.
    private static let largestKeptBlock: CInt = 2 << 20

    static func returnLargeBlocks() {
        process_set_largest_kept_block(largestKeptBlock)
    }
}
