@testable import MixpanelImport

extension TimeReader {
    func text(_ text: String) -> TimeReading {
        Array(text.utf8).withUnsafeBytes { milliseconds(ofText: $0) }
    }

    func json(_ value: String) -> TimeReading {
        Array(value.utf8).withUnsafeBytes { milliseconds(ofJSONValue: $0) }
    }

    func localNumber(_ value: String) -> Int64? {
        Array(value.utf8).withUnsafeBytes { milliseconds(ofLocalNumber: $0) }
    }
}
