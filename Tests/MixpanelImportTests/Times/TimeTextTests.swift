import Testing

@testable import MixpanelImport

struct TimeTextTests {
    @Test func `eight bytes at once are read as one at a time`() {
        var texts = [Array("2024-02-29T23:59:59.999Z".utf8), Array("2024-12-31 00:00:00".utf8)]
        for month in 0...13 {
            for day in 0...32 {
                for year in ["1900", "2000", "2023", "2024"] {
                    texts.append(Array("\(year)-\(pair(month))-\(pair(day))T07:08:09Z".utf8))
                }
            }
        }
        for number in 0...99 {
            texts.append(Array("2024-05-01T\(pair(number)):34:56Z".utf8))
            texts.append(Array("2024-05-01T12:\(pair(number)):56Z".utf8))
            texts.append(Array("2024-05-01T12:34:\(pair(number))Z".utf8))
        }
        for index in 0..<24 {
            for byte in UInt8.min...UInt8.max {
                var text = texts[0]
                text[index] = byte
                texts.append(text)
            }
        }
        for text in texts {
            let (fast, slow) = readings(text)
            #expect(fast == slow, "\(String(decoding: text, as: UTF8.self))")
        }
    }

    private func pair(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private func readings(_ text: [UInt8]) -> (fast: WallClock?, slow: WallClock?) {
        text.withUnsafeBytes { bytes in
            var (fast, slow) = (TimeText(bytes), TimeText(bytes))
            guard fast.beginsWithDate else { return (nil, nil) }
            return (fast.wallClock(), slow.rareWallClock())
        }
    }
}
