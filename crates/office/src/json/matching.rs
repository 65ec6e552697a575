//! Copies and quotes compared with statements.

use chancery_core::json::VerdictLine;
#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

/// `compare`: a copy and a statement.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct CompareLine {
    /// What the copy is.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["same-bytes", "same-words", "different"])))]
    pub result: &'static str,
    /// The document with which it was compared.
    pub document: Option<String>,
    /// What the copy is called.
    pub copy: String,
    /// The encoding in which the copy was read.
    pub encoding: Option<String>,
    /// Whether the copy is a part of the document, word for word.
    pub excerpt: bool,
    /// How many words the document has.
    pub words: Option<usize>,
    /// How many of them the copy holds.
    pub held: Option<usize>,
    /// Every difference, in the order of the text.
    pub changes: Vec<Change>,
    /// What the comparison left out, such as the navigation of a web page.
    pub left_out: Vec<LeftOut>,
    /// What is strange about the letters of the copy.
    pub strange: Vec<ConfusableLine>,
    /// Documents of which no text could be read.
    pub unread: Vec<String>,
    /// Why only bytes were compared.
    pub by_bytes: Option<String>,
    /// The verdict on the bundle.
    #[serde(flatten)]
    pub verdict: VerdictLine,
}

/// `compare`: a bundle with which nothing was compared, because it was changed or cannot be judged.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct NotComparedLine {
    /// Always null.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = [null])))]
    pub result: Option<&'static str>,
    /// The verdict on the bundle.
    #[serde(flatten)]
    pub verdict: VerdictLine,
}

/// A difference, in the words of both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct Change {
    /// What the copy does.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["insert", "delete", "replace"])))]
    pub kind: &'static str,
    /// The words of the sealed text; empty for an insertion.
    pub sealed: String,
    /// The words of the copy; empty for a deletion.
    pub copy: String,
}

/// A part that the comparison left out.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct LeftOut {
    /// Whose part it is.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["sealed", "copy"])))]
    pub of: &'static str,
    /// What kind of part it is.
    pub part: &'static str,
    /// How many words it has.
    pub words: usize,
    /// Its text.
    pub text: String,
}

/// Something strange about the letters of a copy.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct ConfusableLine {
    /// What kind of thing it is.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["looks-like", "word-looks-like", "invisible", "turns-round", "unreadable"])))]
    pub kind: &'static str,
    /// The same in words.
    pub message: String,
}

/// `quote`: a statement that has the passage.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct QuoteLine {
    /// How well it has it.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["exact", "near"])))]
    pub found: &'static str,
    /// The passage, as the statement has it.
    pub passage: String,
    /// How the quote differs from it.
    pub changes: Vec<Change>,
    /// The document that has it.
    pub document: Option<String>,
    /// Who speaks where the passage begins, as the text says.
    pub speaker: Option<String>,
    /// Who speaks after each ellipsis, where that is not always the same person.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub speakers: Vec<Option<String>>,
    /// The paragraph around it.
    pub paragraph: String,
    /// What the ellipses of the quote leave out.
    pub omitted: Vec<String>,
    /// At how many places the document has it.
    pub places: usize,
    /// What is strange about the letters of the quote.
    pub strange: Vec<ConfusableLine>,
    /// How many further statements may have it.
    pub more: u64,
    /// The verdict on the bundle.
    #[serde(flatten)]
    pub verdict: VerdictLine,
}

/// `quote`: no statement of the archive has the passage.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct QuoteNothingLine {
    /// Always `none`.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["none"])))]
    pub found: &'static str,
    /// Always null.
    pub id: Option<String>,
    /// Always null.
    pub title: Option<String>,
    /// Always null.
    pub passage: Option<String>,
    /// Always empty.
    pub changes: Vec<Change>,
}

/// `quote`: the bundle that was named does not have the passage.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(JsonSchema))]
pub struct NotQuotedLine {
    /// `none`, or null where the bundle was changed and not searched.
    #[cfg_attr(feature = "schema", schemars(extend("enum" = ["none", null])))]
    pub found: Option<&'static str>,
    /// Always null.
    pub passage: Option<String>,
    /// Always empty.
    pub changes: Vec<Change>,
    /// The verdict on the bundle.
    #[serde(flatten)]
    pub verdict: VerdictLine,
}
