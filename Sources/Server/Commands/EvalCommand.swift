import ArgumentParser

/// `switchboard eval`: measures on files exactly the code that serves customers.
struct EvalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "eval",
        abstract: "Measure search, suggestions, the secrets gate and the assistant on files.",
        subcommands: [
            EvalSearchCommand.self, EvalSuggestCommand.self, EvalSecretsCommand.self, EvalAnswersCommand.self,
            EvalQuestionsCommand.self,
        ]
    )
}
