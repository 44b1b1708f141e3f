/// Lines of input.
enum Event {
    /// A good line, without its line end; the number tells it from others.
    static func line(_ number: Int, _ more: String = "") -> String {
        #"{"event":"Test","properties":{"time":\#(time(number)),"distinct_id":"u\#(number % 7)","#
            + #""$insert_id":"id-\#(number)"\#(more)}}"#
    }

    /// Good lines, each with its line end.
    static func lines(_ numbers: ClosedRange<Int>, _ more: String = "") -> String {
        numbers.map { line($0, more) + "\n" }.joined()
    }

    static func lines(_ count: Int, _ more: String = "") -> String {
        lines(1...count, more)
    }

    /// Without `$insert_id`.
    static func anonymous(_ number: Int) -> String {
        #"{"event":"Test","properties":{"time":\#(time(number)),"distinct_id":"u\#(number)"}}"#
    }

    /// With a JSON text of any kind as the value of a property.
    static func line(_ number: Int, value: String) -> String {
        line(number, #","x":\#(value)"#)
    }

    /// In June 2024.
    private static func time(_ number: Int) -> Int { 1_717_200_000 + number }
}
