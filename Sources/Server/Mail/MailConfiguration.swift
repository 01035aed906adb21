import Base
import Foundation
import Mail
import Storage

/// Where mail is handed over, and whom it is from.
struct MailConfiguration: Sendable {
    var server: SMTPServer
    var sender: Mailbox
}

extension ServerConfiguration {
    mutating func readMail(_ settings: inout SettingsReader) {
        let url = settings.text("smtp.url")
        let password = settings.text("smtp.password", isSecret: true)
        let file = settings.text("smtp.password.file")
        let authorities = settings.text("smtp.ca.file")
        let from = settings.text("smtp.from")
        guard let url else { return }
        do {
            var server = try SMTPServer(url)
            server.password = Self.password(password, file, &settings)
            if server.user != nil, server.password == nil {
                settings.complain(
                    "smtp.url names a user: smtp.password or smtp.password.file must hold the password"
                )
            }
            if let authorities, !FileManager.default.isReadableFile(atPath: authorities) {
                settings.complain("smtp.ca.file names \(authorities), which cannot be read")
            }
            server.authorities = authorities
            guard let from, let sender = Mailbox(from) else {
                settings.complain(
                    "smtp.from must say whom mail is from, such as Support <support@example.com>"
                )
                return
            }
            mail = MailConfiguration(server: server, sender: sender)
        } catch {
            settings.complain("smtp.url \(error)")
        }
    }

    private static func password(
        _ password: String?,
        _ file: String?,
        _ settings: inout SettingsReader
    ) -> Redacted<String>? {
        guard let file else { return password.map { Redacted($0) } }
        guard password == nil else {
            settings.complain(
                "smtp.password and smtp.password.file are two words for one thing: leave one out"
            )
            return nil
        }
        do {
            let text = try String(contentsOf: URL(fileURLWithPath: file), encoding: .utf8)
            return Redacted(text.trimmingCharacters(in: .newlines))
        } catch {
            settings.complain("smtp.password.file names \(file), which cannot be read")
            return nil
        }
    }
}

extension Mailer {
    init(_ mail: MailConfiguration, _ database: any Database, jobs: Jobs, clock: any WallClock) {
        let transport = SMTPTransport(mail.server)
        self.init(database, transport: transport, sender: mail.sender, jobs: jobs, clock: clock)
    }
}
