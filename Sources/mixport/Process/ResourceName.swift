#if canImport(Glibc)
import Glibc

/// How the C library names what a process may have: an enum here.
typealias ResourceName = __rlimit_resource

extension ResourceName {
    /// As the calls take it.
    var number: __rlimit_resource_t { __rlimit_resource_t(rawValue) }
}
#elseif canImport(Musl)
import Musl

/// How the C library names what a process may have: a plain number here.
typealias ResourceName = CInt

extension ResourceName {
    /// As the calls take it.
    var number: CInt { self }
}
#endif
