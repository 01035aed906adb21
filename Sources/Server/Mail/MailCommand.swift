import ArgumentParser
import Base
import Mail
import Storage

/// `switchboard mail`: whether mail works.
struct MailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mail",
        abstract: "Send a letter with the settings of this installation, to see whether mail works."
    )

    @Option(help: "Whom to.")
    var to: String

    @Option(help: "The language that it is written in.")
    var locale = "en"

    @Option(
        name: .customLong("smtp-url"),
        help: "The mail server, smtps://user@host:465 or smtp://user@host:587."
    )
    var smtpURL: String?

    @OptionGroup var installation: InstallationOptions

    func run() async throws {
        guard let recipient = Mailbox(to) else { throw ValidationError("--to \(to) is no address.") }
        guard let locale = LocaleCode(rawValue: locale) else {
            throw ValidationError("--locale is no language.")
        }
        try await CommandOutput.telling {
            let configuration = try await installation.configuration(["smtp.url": smtpURL])
            guard let mail = configuration.mail else {
                CommandOutput.complain("No mail server is set: docs/operations.md tells about smtp.url.")
                throw ExitCode.failure
            }
            try await send(to: recipient, in: locale, mail, configuration.brand)
        }
    }

    private func send(
        to recipient: Mailbox,
        in locale: LocaleCode,
        _ mail: MailConfiguration,
        _ brand: String
    ) async throws {
        let localisation = try Localisation(assets: Array(Wiring.assets.values))
        let letter = try Letter(
            to: recipient,
            subject: localisation.text("mail.test.subject", in: locale, ["brand": brand]),
            text: localisation.text("mail.test.text", in: locale, ["brand": brand]),
            locale: locale
        )
        do {
            try await Mailer.sendAtOnce(
                letter,
                through: SMTPTransport(mail.server),
                from: mail.sender,
                at: SystemClock().now
            )
        } catch {
            CommandOutput.complain(
                "\(mail.server.host) did not take the letter (\(error.code)). \(error.advice)"
            )
            throw ExitCode.failure
        }
        CommandOutput.say("\(mail.server.host) took a letter to \(recipient.address).")
    }
}
