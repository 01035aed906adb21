import ArgumentParser

/// `switchboard eval`: measures on files exactly the code that serves customers.
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Measure search, suggestions and the secrets gate on files.",
        subcommands: [
            EvalSearchCommand.self, EvalSuggestCommand.self, EvalSecretsCommand.self, EvalAnswersCommand.self,
        ]
    )
}
