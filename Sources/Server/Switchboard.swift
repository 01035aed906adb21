import ArgumentParser

/// The executable `switchboard`.
@main
struct Switchboard: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "switchboard",
        abstract: "Customer support for digital-asset exchanges.",
        subcommands: [
            ServeCommand.self, ImportCommand.self, ExportCommand.self, AgentCommand.self, BackupCommand.self,
            RestoreCommand.self,
            DoctorCommand.self, AuditCommand.self, KeysCommand.self, MailCommand.self, EvalCommand.self,
            BenchCommand.self, FileWorkerCommand.self, GraphWorkerCommand.self,
        ]
    )
}
