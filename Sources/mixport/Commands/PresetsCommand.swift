import ArgumentParser
import MixpanelImport

struct PresetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presets",
        abstract: "The exports that --from knows; with a name its options, to be copied and changed.",
        usage: "mixport presets [NAME]"
    )

    @Argument(help: .init("The preset to print.", valueName: "name"), completion: .list(Presets.names))
    var name: String?

    func run() throws {
        guard let name else {
            let width = Presets.names.map(\.count).max() ?? 0
            let lines = Presets.names.map { name in
                name + String(repeating: " ", count: width - name.count + 2) + (Presets.title(name) ?? "") + "\n"
            }
            return try Terminal.print(lines.joined())
        }
        guard let text = Presets.text(name) else {
            throw Failure("there is no preset \(name); mixport presets lists them", .usage)
        }
        try Terminal.print(text)
    }
}
