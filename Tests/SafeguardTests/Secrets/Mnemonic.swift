import Crypto
import Foundation
import TestSupport
import Testing

/// The word lists as they lie in the repository, read apart from the code under test.
enum WordListFile: String, CaseIterable, Sendable, CustomTestStringConvertible {
    case english, chineseSimplified = "chinese_simplified", chineseTraditional = "chinese_traditional", czech,
        french
    case italian, japanese, korean, portuguese, spanish

    static let chinese: [Self] = [.chineseSimplified, .chineseTraditional]
    static let unspaced: [Self] = chinese + [.japanese]

    var testDescription: String { rawValue }

    /// 2,048 words in the order of the list.
    func words() throws -> [String] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../Sources/Safeguard/Secrets/bip39")
        let text = try String(contentsOf: folder.appending(path: "\(rawValue).txt"), encoding: .utf8)
        return text.split(separator: "\n").map(String.init)
    }
}

/// A seed phrase made as BIP-39 says: entropy and the first bits of its SHA-256, eleven bits a word.
enum Mnemonic {
    static let lengths = [12, 15, 18, 21, 24]

    /// A phrase whose checksum is valid.
    static func valid(_ list: WordListFile, _ length: Int, seed: UInt64 = 1) throws -> [String] {
        let words = try list.words()
        return indexes(length, seed).map { words[$0] }
    }

    /// The same phrase with one bit of the checksum turned over.
    static func wrong(_ list: WordListFile, _ length: Int, seed: UInt64 = 1) throws -> [String] {
        let words = try list.words()
        var indexes = indexes(length, seed)
        indexes[length - 1] ^= 1
        return indexes.map { words[$0] }
    }

    private static func indexes(_ length: Int, _ seed: UInt64) -> [Int] {
        var generator = SeededGenerator(seed &* 64 &+ UInt64(length))
        let entropy = (0..<(length * 4 / 3)).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        let bits = (entropy + [Array(SHA256.hash(data: entropy))[0]]).flatMap { byte in
            (0..<8).map { Int(byte >> (7 - $0) & 1) }
        }
        return (0..<length).map { word in
            bits[(word * 11)..<(word * 11 + 11)].reduce(0) { $0 << 1 | $1 }
        }
    }
}
