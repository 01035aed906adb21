import Assistant
import Base
import Foundation

extension ServerConfiguration {
    mutating func readAccounts(_ settings: inout SettingsReader) {
        let url = settings.text("accounts.url")
        let secret = settings.text("accounts.secret", isSecret: true)
        let asked = settings.text("accounts.questions")
        if let url {
            accounts = Self.server(url, secret, "accounts", &settings).map { server in
                let questions = Self.questions(asked, &settings)
                return AccountServer(secret: server.secret, questions: questions, address: server.address)
            }
        }
        let textURL = settings.text("sms.url")
        let textSecret = settings.text("sms.secret", isSecret: true)
        guard let textURL else { return }
        if url == nil {
            settings.complain("sms.url is for customers with accounts: set accounts.url as well")
        }
        texts = Self.server(textURL, textSecret, "sms", &settings)
    }

    private static func server(
        _ url: String,
        _ secret: String?,
        _ key: String,
        _ settings: inout SettingsReader
    ) -> AccountServer? {
        guard isProgram(url, "\(key).url", &settings) else { return nil }
        guard let secret, secret.utf8.count >= 32 else {
            settings.complain("\(key).secret must have at least 32 bytes where there is a \(key).url")
            return nil
        }
        let address = String(url.reversed().drop { $0 == "/" }.reversed())
        return AccountServer(secret: Redacted(Array(secret.utf8))) { address }
    }

    private static func questions(
        _ text: String?,
        _ settings: inout SettingsReader
    ) -> Set<AccountServer.Question> {
        guard let text else { return Set(AccountServer.Question.allCases) }
        let names = text.split { $0 == "," || $0 == " " }.map(String.init)
        for name in names where AccountServer.Question(rawValue: name) == nil {
            let known = AccountServer.Question.allCases.map(\.rawValue).joined(separator: ", ")
            settings.complain("accounts.questions holds \(name); there are \(known)")
        }
        return Set(names.compactMap(AccountServer.Question.init))
    }
}
