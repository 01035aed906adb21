import ArgumentParser

/// The executable's entry.
@main
struct Switchboard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "switchboard")
}
