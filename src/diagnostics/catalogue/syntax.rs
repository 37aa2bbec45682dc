//! Kinds of fault: syntax.

super::faults! {
    /// Bytes that are no text.
    INVALID_UTF_8 = 1, "invalid-utf-8", Error;
    /// Something between items that begins none.
    UNEXPECTED_TEXT = 2, "unexpected-text", Error;
    /// A `{` without its `}`.
    UNCLOSED_BRACE = 3, "unclosed-brace", Error;
    /// A `}` without its `{`.
    STRAY_BRACE = 4, "stray-brace", Error;
    /// A text without its closing quotes.
    UNCLOSED_TEXT = 5, "unclosed-text", Error;
    /// A property between items.
    PROPERTY_OUTSIDE_ITEM = 6, "property-outside-item", Error;
    /// More than 64 brackets in each other.
    NESTED_TOO_DEEP = 7, "nested-too-deep", Error;
    /// An item of a kind that there is not.
    UNKNOWN_ITEM = 10, "unknown-item", Error;
    /// A property where it may not stand.
    MISPLACED_PROPERTY = 11, "misplaced-property", Error;
    /// A property that there is not.
    UNKNOWN_PROPERTY = 12, "unknown-property", Error;
    /// A property whose values are not what it takes.
    MALFORMED_PROPERTY = 13, "malformed-property", Error;
    /// The first line of an item, when it is not name and title.
    MALFORMED_HEAD = 14, "malformed-head", Error;
    /// An item that is called nothing.
    MISSING_NAME = 15, "missing-name", Error;
    /// An item without a title.
    MISSING_TITLE = 16, "missing-title", Error;
    /// An item without a property that it needs.
    MISSING_PROPERTY = 17, "missing-property", Error;
    /// A property that stands twice where once is all there can be.
    REPEATED_PROPERTY = 18, "repeated-property", Error;
    /// A name that is not in kebab-case.
    BAD_NAME = 19, "bad-name", Error;
    /// A name that is a word of the language.
    RESERVED_NAME = 20, "reserved-name", Error;
    /// A backslash in a text that begins no escape.
    BAD_ESCAPE = 21, "bad-escape", Error;
    /// More findings in a file than anybody reads.
    TOO_MANY_FINDINGS = 22, "too-many-findings", Error;
    /// A file whose path cannot be the name of a module.
    BAD_MODULE_NAME = 23, "bad-module-name", Error;
    /// A value that is none of the words that may stand there.
    UNKNOWN_WORD = 30, "unknown-word", Error;
    /// A number that is too large or too small.
    VALUE_OUT_OF_RANGE = 31, "value-out-of-range", Error;
    /// A duration without its unit.
    MISSING_UNIT = 32, "missing-unit", Error;
    /// A unit of time that there is not.
    UNKNOWN_UNIT = 33, "unknown-unit", Error;
    /// A date that is not in the calendar.
    BAD_DATE = 34, "bad-date", Error;
    /// A version that is not numbers and dots.
    BAD_VERSION = 35, "bad-version", Error;
    /// A pattern that is no regular expression.
    BAD_PATTERN = 36, "bad-pattern", Error;
    /// A number that cannot be read.
    BAD_NUMBER = 37, "bad-number", Error;
    /// A text of several lines that does not end on a line of its own.
    BROKEN_BLOCK_TEXT = 38, "broken-block-text", Error;
}
