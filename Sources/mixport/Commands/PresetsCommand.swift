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
            // Anything else than nearly the name of one may be a secret.
            let hint = Presets.nearest(to: name).map { " \(name); \($0)?" } ?? " of that name;"
            throw Failure("there is no preset\(hint) mixport presets lists them", .usage)
        }
        try Terminal.print(text)
    }
}
