extension Unicode.Scalar {
    /// `0` to `9`.
    @inline(__always)
    var isDigit: Bool { (48...57).contains(value) }

    /// `a` to `z`, whatever the case.
    @inline(__always)
    var isLatinLetter: Bool { (97...122).contains(value | 0x20) && value < 0x80 }

    /// A digit or one of those letters.
    @inline(__always)
    var isAlphanumeric: Bool { isDigit || isLatinLetter }
}
