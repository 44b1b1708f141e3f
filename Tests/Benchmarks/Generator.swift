import MixpanelImport

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Events as products send them: page views and purchases with a dozen properties, about 590 bytes a line.
struct Generator {
    private static let names = [
        "Page View", "Sign Up", "Purchase", "Search", "Video Play", "Add To Cart", "Push Opened",
    ]
    private static let cities = ["Seoul", "Berlin", "São Paulo", "New York", "Bengaluru", "Paris", "東京", "London"]
    private static let escapedCities = [
        "Seoul", "Berlin", "S\\u00e3o Paulo", "New York", "Bengaluru", "Paris", "\\u6771\\u4eac", "London",
    ]
    private static let agents = [
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0 Safari/537.36",
        "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1",
    ]

    private var random = SeededRandom(seed: 7)
    private var time = 1_700_000_000_000
    private var count = 0

    /// Always the same lines in the same order.
    static func write(_ events: Int, withIDs: Bool = true, to path: String) {
        guard let file = fopen(path, "w") else { fatalError("\(path) cannot be written") }
        var generator = Generator()
        for _ in 0..<events { fputs(generator.line(withID: withIDs), file) }
        fclose(file)
    }

    private mutating func line(withID: Bool) -> String {
        count += 1
        time += Int(random.next() % 1500) + 1
        let cities = count % 2 == 0 ? Self.cities : Self.escapedCities
        let id = "\(hex(random.next()))\(hex(random.next()))"
        let user = random.next() % 20_000 &* 0x9E37_79B9_7F4A_7C15
        let items = (0..<random.next() % 4).map { _ in
            #"{"sku":"SKU-\#(100_000 + random.next() % 900_000)","qty":\#(random.next() % 5 + 1)}"#
        }
        return """
            {"event":"\(pick(Self.names))","properties":{"time":\(time),"distinct_id":"\(hex(user))-\(user % 9999)",\
            \(withID ? #""$insert_id":"\#(id)","# : "")"$browser":"\(pick(["Chrome", "Safari", "Firefox"]))",\
            "$os":"\(pick(["Mac OS X", "iOS", "Android"]))","$city":"\(pick(cities))",\
            "mp_country_code":"\(pick(["KR", "DE", "BR", "US", "IN"]))",\
            "$current_url":"https://example.com/p/\(random.next() % 99_999)?utm_source=newsletter&ref=\(hex(random.next()))",\
            "user_agent":"\(pick(Self.agents))","amount":\(random.next() % 20_000).\(random.next() % 90 + 10),\
            "logged_in":\(random.next() % 2 == 0),"referrer":null,"items":[\(items.joined(separator: ","))],\
            "note":"line \\"q\\" \\\\ tab\\t\(pick(cities))"}}

            """
    }

    private mutating func pick(_ texts: [String]) -> String { texts[Int(random.next() % UInt64(texts.count))] }

    private func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
