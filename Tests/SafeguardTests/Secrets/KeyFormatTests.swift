import Crypto
@testable import Safeguard
import Testing

/// Keys made for these tests with independent programs; the addresses are made the same way.
@Suite struct KeyFormatTests {
    private func found(_ text: String) -> [String] {
        let scalars = Array(text.unicodeScalars)
        return SecretDetector().find(in: text).filter { $0.kind == .privateKey }.map { finding in
            String(String.UnicodeScalarView(scalars[finding.range]))
        }
    }

    private static let keys = [
        // NIP-19 and NIP-49 give these two.
        "nsec1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laqsnlfe5",
        "ncryptsec1qgg9947rlpvqu76pj5ecreduf9jxhselq2nae2kghhvd5g7dgjtcxfqtd67p9m0w57lspw8gsq6yphnm8623nsl8xn9j4jdzz84zm3frztj3z7s35vpzmqf6ksu8r89qk5z2zxfmu5gv8th8wclt0h4p",
        "nsec1d5ju7u6vfxsa6fe7fk86kh6mmwx3px0vqh50m37p6u68wajg4des2tjjpn",
        "suiprivkey1qpulu0apa4nje82n3qqvkfg54yhex7gcrrrw65mjsx62knvu4axzgf54hs5",
        "AGE-SECRET-KEY-1Y5HNV96L68NCJ07AGN8UP700UVNJLPD3VFLKHGN84WUQ4JUXD6VQVNV8EU",
        // SEP-23's neighbour of its example account.
        "SBU2RRGLXH3E5CQHTD3ODLDF2BWDCYUSSBLLZ5GNW7JXHDIYKXZWHOKR",
        "SBJZOKN5P2CJLHJYBVV2MZ4IKEUKMWEFT6CBNVYD2BS6VVFW7ZBYORRR",
        // XRP: from the passphrase "masterpassphrase", and three more of both kinds.
        "snoPBrXtMeMyMHUVTgbuqAfg1SUTb", "sn4Xub26uduyWabM36GP54vBNZGQa", "sapCf4hoqoSXi3PCkp7rGAjtCk1zr",
        "sEdTM1uX8pu2do5XvTnutH6HsouMaM2", "sEdS8CJJ5Zj9qPbhEuBQrmiGhU1fRn4",
        // BIP-38's test vectors, and a key with a lot number.
        "6PRVWUbkzzsbcVac2qwfssoUJAN1Xhrg6bNk8J7Nzm5H7kxEbn2Nh2ZoGg",
        "6PYNKZ1EAgYgmQfmNVamxyXVWHzK5s6DGhwP4J5o44cvXdoY7sRzhtpUeo",
        "6PnSczXngAsevHbH7FZ2nYPescqiArbeYxfqknaePyADwbtLZKn5cj1yMB",
        "edsk2iWsq6Yj1qrEuwxw3WvYnUTGuvvHJ1vxvQ34SFTvbMDBcKtBWi",
        "edskRrvv3Y9GEAhmH8YPzwUrP2qsUjagnU6S3F37e3kKQX5vwBWYaZwqNGTkSPgHdj26o8JGLG6PpAnSDZpwKemSP99782xr9q",
    ]

    @Test("a key with a checksum is found without any context", arguments: keys)
    func checksums(_ key: String) {
        for text in ["#", "my key: #", "这是#，请看", "(#)", "secret=\"#\";", "https://example.com/?k=#&x=1"] {
            #expect(found(text.replacing("#", with: key)) == [key])
        }
    }

    @Test("one wrong character and it is none", arguments: keys.filter { !$0.hasPrefix("AGE") })
    func wrong(_ key: String) {
        var letters = Array(key)
        let place = letters.count - 9
        letters[place] = letters[place] == "4" ? "5" : "4"
        #expect(found("see \(String(letters))") == [])
        #expect(found(key + "x") == [])
    }

    @Test(
        "addresses, transactions and public keys stay",
        arguments: [
            "npub10elfcs4fr0l0r8af98jlmgdh9c8tcxjvz9qkw038js35mp4dma8qzvjptg",
            "bc1xsrhr7mjh44xtwzaltm2578hwwt8wea8t4zhl6",
            "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq",
            "GCFZGKYQ2O6T4D3FRIQASC35WEYI6KZL4E4PV3Z5EWJIBGIUP2ZQO4KJ",
            "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh", "rfQU4VDyrH85RVgWaM8gRXKHbE6bi8uzuT",
            "1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2",
            "3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLy", "0x52908400098527886E0F7030069857D2E4169EE7",
            "TJRyWwFs9wTFGZg3JbrVriFbNfCug5tDeC",
            "EPjFWdD5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v",
            "addr1vpu5vlrf4xkxv2qpwngf6cjhtw542ayty80v8dyr49rf5eg0yu80w",
            "cosmos1depk54cuajgkzea6zpgkq36tnjwdzv4afc3d27",
            "EQCD39VS5jcptHL8vMjEXrzGaRcCVYto7HUn4bpAOg8xqB2N",
            "0x5c504ed432cb51138bcf09aa5e8a410dd4a1e204ef84bfed1be16dfba1b22060",
            "5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW",
            "xpub661MyMwAqRbcFtXgS5sYJABqqG9YLmC4Q1Rdap9gSE8NqtwybGhePY2gZ29ESFjqJoCu1Rupje8YtGqsefD265TMg7usUDFdp6W1EGMcet8",
            "7f2a9c1e-5b3d-4e8f-9a6b-1c2d3e4f5a6b", "ORDER20261126153000123456789012345",
        ]
    )
    func stays(_ text: String) {
        for sentence in [
            "#", "txid #", "I sent it to # and it did not arrive", "地址：#", "我的充值地址是#，没有到账", "hash=#&a=1",
        ] {
            #expect(SecretDetector().find(in: sentence.replacing("#", with: text)) == [])
        }
    }

    // MARK: Solana

    private func keypair() throws -> [UInt8] {
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: Base58Writer.bytes(32, 4))
        return Array(key.rawRepresentation) + Array(key.publicKey.rawRepresentation)
    }

    @Test("a Solana key pair is known by its public half, in Base58 and as numbers")
    func solana() throws {
        let bytes = try keypair()
        let numbers = "[" + bytes.map(String.init).joined(separator: ",") + "]"
        let spaced = "[\n  " + bytes.map(String.init).joined(separator: ", ") + "\n]"
        for key in [Base58Writer.plain(bytes), numbers, spaced] {
            #expect(found("id.json \(key) ok") == [key])
        }
    }

    @Test("64 bytes of something else are a key only where the words say so")
    func signature() {
        let bytes = Base58Writer.bytes(64, 6)
        for text in [Base58Writer.plain(bytes), "[" + bytes.map(String.init).joined(separator: ",") + "]"] {
            for sentence in ["#", "signature: #", "tx # failed", "交易 # 没到账", "what is # ?"] {
                #expect(found(sentence.replacing("#", with: text)) == [])
            }
            #expect(found("my private key is \(text)") == [text])
            #expect(found("私钥：\(text)") == [text])
        }
    }

    @Test("arrays of other lengths and numbers stay")
    func arrays() throws {
        let bytes = try keypair().map(String.init)
        let short = bytes.dropLast().joined(separator: ",")
        let plain = bytes.joined(separator: ",")
        let texts = [
            "[\(short)]", "[\(plain),1]", "[\(short),256]", "[1, 2, 3]", "[1", "[1]: see below", plain,
        ]
        for text in texts {
            #expect(found("key \(text)") == [])
        }
    }

    // MARK: Keystores

    private static let keystore = """
        {"address":"008aeeda4d805471df9b2a5b0f38a0c3bcba786b","crypto":{"cipher":"aes-128-ctr","cipherparams":\
        {"iv":"83dbcc02d8ccb40e466191a123791e0e"},"ciphertext":"d172bf743a674da9cdad04534d56926ef8358534d458fffccd4e6ad2fbde479c",\
        "kdf":"scrypt"},"id":"3198bc9c-6672-5ab3-d995-4942343ae5b6","version":3}
        """

    @Test("a keystore is hidden whole, wherever it stands and however it is broken")
    func keystores() {
        let upper = Self.keystore.replacing("crypto", with: "Crypto")
        #expect(found("my file: \(Self.keystore) what now?") == [Self.keystore])
        #expect(found("\(upper)\n\(Self.keystore)") == [upper, Self.keystore])
        let cut = String(Self.keystore.prefix(220))
        #expect(found("look {smile} \(cut)") == [cut])
    }

    @Test(
        "other JSON and talk of keystores stay",
        arguments: [
            "{\"ciphertext\":\"abc\",\"iv\":\"def\"}", "{\"crypto\":\"BTC\",\"amount\":1}",
            "what is the ciphertext in a keystore?",
            "The \"crypto\" member holds \"ciphertext\".",
        ]
    )
    func otherJSON(_ text: String) {
        #expect(found(text) == [])
    }
}
