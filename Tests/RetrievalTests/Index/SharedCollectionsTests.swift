@testable import Retrieval
import Testing

/// Beside the standard library's, with copies that must stay as they were.
@Suite struct SharedCollectionsTests {
    @Test func anArrayIsWhatAnArrayIs() {
        var (array, plain) = (ChunkedArray<[Int]>(), [[Int]]())
        for number in 0..<1_000 {
            array.append([number])
            plain.append([number])
        }
        let copy = array
        for place in [0, 255, 256, 511, 512, 999] {
            array[place].append(place)
            plain[place].append(place)
        }
        #expect(array.count == 1_000 && array.indices == 0..<1_000)
        #expect(array.indices.allSatisfy { array[$0] == plain[$0] })
        #expect(copy.indices.allSatisfy { copy[$0] == [$0] })
    }

    @Test func aDictionaryIsWhatADictionaryIs() {
        var (dictionary, plain) = (ShardedDictionary<String, [Int]>(), [String: [Int]]())
        for number in 0..<3_000 {
            dictionary.change("key \(number % 900)", default: []) { $0.append(number) }
            plain["key \(number % 900)", default: []].append(number)
        }
        let copy = dictionary
        for number in 0..<450 {
            #expect(dictionary.remove("key \(number)") == plain.removeValue(forKey: "key \(number)"))
        }
        dictionary.set("key 899", [])
        plain["key 899"] = []
        #expect(dictionary.remove("no such key") == nil)
        #expect(dictionary.count == plain.count)
        #expect((0..<900).allSatisfy { dictionary["key \($0)"] == plain["key \($0)"] })
        #expect(
            copy.count == 900
                && (0..<900).allSatisfy {
                    copy["key \($0)"] == [$0, $0 + 900, $0 + 1_800] + ($0 < 300 ? [$0 + 2_700] : [])
                }
        )
    }
}
