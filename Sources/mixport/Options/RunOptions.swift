import ArgumentParser

/// The options that `import` and `replay` have in common.
struct RunOptions: ParsableArguments {
    @OptionGroup(title: "Project") var project: ProjectArguments
    @OptionGroup(title: "Files") var files: FileArguments
    @OptionGroup(title: "Delivery") var delivery: DeliveryArguments
    @OptionGroup(title: "Input") var input: InputArguments
    @OptionGroup(title: "Events") var events: EventArguments
    @OptionGroup(title: "Output") var output: OutputArguments
}
