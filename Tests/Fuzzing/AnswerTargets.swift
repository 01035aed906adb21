@testable import Assistant
@testable import Base
@testable import Conversations
import Foundation
@testable import Mail
@testable import People
@testable import Safeguard
@testable import Server
@testable import Web

let answerTargets = [scanner, backups, providers, exchange]

// MARK: clamd

/// What clamd answers, in one piece and in many.
private let scanner = FuzzTarget(
    "scanner",
    bytes: { bytes in
        for content in [bytes, Array(repeating: 65, count: ClamdAnswer.longest - 8) + bytes] {
            var (whole, pieces) = (ClamdAnswer(), ClamdAnswer())
            _ = whole.take(content)
            let length = max(3, content.count / 64)
            for start in stride(from: 0, to: content.count, by: length)
            where pieces.take(Array(content[start..<min(start + length, content.count)])) { break }
            require(whole.text == pieces.text && whole.verdict == pieces.verdict, "another answer in pieces")
            let end = content.firstIndex(of: 0) ?? content.count
            let said = content[..<end]
            let isWhole = end < content.count && said.count <= ClamdAnswer.longest
            require((whole.text != nil) == isWhole, "an answer without an end, or too long")
            let isHarmless = isWhole && said.elementsEqual("stream: OK".utf8)
            require((whole.verdict == .harmless) == isHarmless, "a file that nobody called harmless")
            if case .infected(let signature) = whole.verdict {
                require(isWhole && !signature.isEmpty, "a file that nobody called harmful")
                let name = String(decoding: said.dropFirst(8).dropLast(6), as: UTF8.self)
                require(isSame(name, signature), "another signature: \(signature)")
                let isFound =
                    said.starts(with: "stream: ".utf8) && said.suffix(6).elementsEqual(" FOUND".utf8)
                require(isFound, "a file that nobody called harmful")
            }
        }
    }
)

// MARK: Backups

/// An archive that is to be brought back; once as it is, and once with right sums, which nobody hits by chance.
private let backups = FuzzTarget(
    "backups",
    bytes: { bytes in
        for archive in [bytes, summed(bytes)] {
            let whole = Unpacked(archive, inPiecesOf: archive.count + 1)
            let pieces = Unpacked(archive, inPiecesOf: 7)
            require(pieces.isWhole == whole.isWhole, "another archive in pieces")
            let size = pieces.files.reduce(0) { $0 + $1.content.count }
            require(size + 512 * pieces.files.count <= archive.count, "more than there was")
            for file in pieces.files {
                check(place: file.place)
                let isThere = file.content.isEmpty || archive.firstRange(of: file.content) != nil
                require(isThere, "another content")
            }
            guard whole.isWhole else { continue }
            require(pieces == whole, "another archive in pieces")
            let again =
                whole.files.flatMap { written($0.place, $0.content) } + [UInt8](repeating: 0, count: 1024)
            require(Unpacked(again, inPiecesOf: 100) == whole, "what is written is read as something else")
        }
    }
)

private struct Unpacked: Equatable {
    struct File: Equatable {
        let place: String
        var content: [UInt8] = []
    }

    var files: [File] = []
    var isWhole = false

    init(_ archive: [UInt8], inPiecesOf length: Int) {
        var reading = BackupArchive()
        do {
            for start in stride(from: 0, to: archive.count, by: length) {
                for step in try reading.read(Array(archive[start..<min(start + length, archive.count)])) {
                    switch step {
                    case .file(let place): files.append(File(place: place))
                    case .content(let bytes):
                        guard !files.isEmpty else { fail("a content of no file") }
                        files[files.count - 1].content += bytes
                    }
                }
            }
            try reading.finish()
            isWhole = true
        } catch {
            // A flaw; in small pieces more comes out before it.
        }
    }
}

/// Whether a file's place is within the folder, by another reader of paths.
private func check(place: String) {
    let folder = URL(fileURLWithPath: "/var/restore.draft", isDirectory: true)
    let path = folder.appending(path: place).standardizedFileURL.path
    require(path == "/var/restore.draft/\(place)", "a way out: \(path)")
    let isDatabase = ["switchboard.sqlite", "switchboard.pgdump"].contains(place)
    require(isDatabase || place.hasPrefix("blobs/"), "a file of no backup: \(place)")
    require(place.utf8.allSatisfy { (46...122).contains($0) }, "a file's name: \(place)")
}

/// A member as tar writes it, with what stands in it in its plainest form.
private func written(_ place: String, _ content: [UInt8]) -> [UInt8] {
    var head = [UInt8](repeating: 0, count: 512)
    func put(_ text: String, at start: Int) {
        for (place, byte) in text.utf8.enumerated() { head[start + place] = byte }
    }
    put(place, at: 0)
    let size = String(content.count, radix: 8)
    put(String(repeating: "0", count: 11 - size.utf8.count) + size, at: 124)
    put("0", at: 156)
    put("ustar\u{0}00", at: 257)
    return summed(head) + content + [UInt8](repeating: 0, count: (512 - content.count % 512) % 512)
}

/// The sums of all that looks like a head put right.
private func summed(_ archive: [UInt8]) -> [UInt8] {
    var archive = archive
    for start in stride(from: 0, through: archive.count - 512, by: 512)
    where archive[(start + 257)..<(start + 262)].elementsEqual("ustar".utf8) {
        for place in 148..<156 { archive[start + place] = 32 }
        let sum = String(archive[start..<(start + 512)].reduce(0) { $0 + Int($1) }, radix: 8)
        for (place, digit) in sum.utf8.enumerated() { archive[start + 148 + place] = digit }
    }
    return archive
}

// MARK: Providers of OpenID Connect

/// What a provider says of itself, of a code and of a person; who it should be of stands on the first line.
private let providers = FuzzTarget(
    "providers",
    bytes: { bytes in
        let end = bytes.firstIndex(of: 10) ?? bytes.count
        let name = String(decoding: bytes[..<end], as: UTF8.self)
        let body = Array(bytes[min(end + 1, bytes.count)...])
        let text = String(decoding: body, as: UTF8.self)
        let isPlain = hasNoEscapes(text)
        // What is no description is refused; it may be something else.
        if let description = try? OpenIDClient.description(body, of: name) {
            require(isSame(description.issuer, name), "of another provider: \(description.issuer)")
            let address = description.authorizationEndpoint
            // What leads nowhere is refused when the provider is set.
            if (try? OutgoingGuard().check(address)) != nil {
                require(address.utf8.allSatisfy { (33...126).contains($0) }, "an address that ends a line")
                require(address.lowercased().hasPrefix("https://"), "an address without TLS")
            }
        }
        if let grant = OpenIDClient.grant(body) {
            // Nothing is a part of no text to Foundation.
            let isSent = grant.idToken.isEmpty || text.contains(grant.idToken)
            require(!isPlain || isSent, "a token that was not sent")
        }
        if let claims = OpenIDClient.claims(body, of: name) {
            require(claims.subject.map { isSame($0, name) } ?? false, "about another person")
            require(!isPlain || text.contains("sub"), "about nobody")
        }
    }
)

/// Whether JSON has its names and texts as they are: nothing escaped, and no UTF-16, which is read as well.
private func hasNoEscapes(_ text: String) -> Bool {
    !text.utf8.contains(0) && !text.utf8.contains(UInt8(ascii: "\\"))
}

// MARK: The exchange

/// What the exchange and the program that translates answer: the first byte chooses the status.
private let exchange = FuzzTarget(
    "exchange",
    bytes: { bytes in
        guard let first = bytes.first else { return }
        let status: UInt = [200, 404, 409, 423, 500, 302][Int(first) % 6]
        let body = Data(bytes.dropFirst())
        let text = String(decoding: body, as: UTF8.self)
        let isPlain = hasNoEscapes(text)
        func read<Answer: Decodable>(_ kind: Answer.Type) -> Answer? {
            do {
                let answer: Answer = try AccountGateway.read(body, status: status)
                require(status == 200, "an answer of \(status)")
                return answer
            } catch let refusal as AccountGatewayError {
                require(refusal != .notSetUp || [404, 409].contains(status), "nobody said: \(refusal)")
                require((refusal == .locked) == (status == 423), "nobody said: \(refusal)")
                return nil
            } catch {
                return nil
            }
        }
        if read(AccountGateway.CodeAnswer.self)?.valid == true {
            require(
                !isPlain || text.contains("true") && text.contains("valid"),
                "a code that nobody called right"
            )
        }
        if read(AccountGateway.LevelAnswer.self)?.satisfied == true {
            require(
                !isPlain || text.contains("true") && text.contains("satisfied"),
                "a level that nobody has"
            )
        }
        if let sent = read(AccountGateway.TextAnswer.self) {
            require(sent.place.count <= 40, "a place too long")
        }
        if let email = read(AccountGateway.ContactAnswer.self)?.email, let address = MailAddress(email) {
            require(MailAddress(address.description) == address, "an address is read otherwise again")
        }
        if let known = read(AccountGateway.TransactionsAnswer.self), let digest {
            let found = known.among([digest])
            require(found.isEmpty || !isPlain || text.contains(digest.text), "what nobody knows")
        }
        // What is no translation is refused.
        guard let translation = try? TranslationProgram.read(body, from: .english) else { return }
        require((1...Translation.longest).contains(translation.text.count), "a text of no length")
        require(translation.from.map { LocaleCode(rawValue: $0.rawValue) != nil } ?? true, "no language")
    }
)

private let digest = TransactionDigest(String(repeating: "0", count: 64))
