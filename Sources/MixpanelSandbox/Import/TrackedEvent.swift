internal import FoundationEssentials
internal import MixpanelImport

/// An event of `/track`: it names its project itself, and what else it lacks the service adds.
struct TrackedEvent {
    private struct Token: Decodable {
        struct Properties: Decodable {
            var token: String?
        }

        var properties: Properties
    }

    /// What is wrong with it, as the service says it.
    static func problem(of event: UnsafeRawBufferPointer) -> String? {
        do throws(EventFault) {
            guard try EventScanner.scan(event) != nil else { return "data, missing or empty" }
        } catch {
            return error.message
        }
        let token = try? JSONDecoder().decode(Token.self, from: Data(event)).properties.token
        return token ?? "" == "" ? "token, missing or empty" : nil
    }
}
