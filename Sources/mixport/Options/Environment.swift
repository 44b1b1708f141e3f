#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Variables of the environment.
enum Environment {
    /// nil for a variable that is not set, or is empty.
    static subscript(name: String) -> String? {
        guard let value = getenv(name), value.pointee != 0 else { return nil }
        return String(cString: value)
    }
}
