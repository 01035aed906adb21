import People

extension ServerConfiguration {
    mutating func readGuests(_ settings: inout SettingsReader) {
        let modes = PuzzleRules.Mode.allCases.map(\.rawValue)
        let mode = settings.choice("guests.proof", modes, PuzzleRules.Mode.adaptive.rawValue)
        puzzles.mode = PuzzleRules.Mode(rawValue: mode) ?? .adaptive
        // As many as one address may make by its limit: where that is raised, so many are usual.
        puzzles.freePerMinute = settings.number(
            "guests.free.per.minute",
            0...1_000_000,
            max(puzzles.freePerMinute, writesPerMinute)
        )
    }
}
