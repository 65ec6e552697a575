//! As much of Markdown as the project's pages use.

/// A fenced block of code, with what the comments directly before it say about it.
#[derive(Debug, Clone)]
pub struct Block {
    /// The word after the fence.
    pub language: String,
    /// Comments such as `<!-- in: office -->`, as pairs.
    notes: Vec<(String, String)>,
    /// What is between the fences.
    pub text: String,
    /// The line of the opening fence, from 1.
    pub line: usize,
}

impl Block {
    /// What a comment before the block says.
    pub fn note(&self, key: &str) -> Option<&str> {
        self.notes.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }
}

/// All fenced blocks of a page.
pub fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut notes = Vec::new();
    let mut lines = page.lines().enumerate();
    while let Some((at, line)) = lines.next() {
        if let Some(language) = line.strip_prefix("```") {
            let inside = lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```");
            let text = inside.map(|line| format!("{line}\n")).collect();
            found.push(Block { language: language.to_owned(), notes: std::mem::take(&mut notes), text, line: at + 1 });
        } else if let Some(note) = note(line) {
            notes.push(note);
        } else {
            notes.clear();
        }
    }
    found
}

fn note(line: &str) -> Option<(String, String)> {
    let inside = line.strip_prefix("<!-- ")?.strip_suffix(" -->")?;
    let (key, value) = inside.split_once(": ")?;
    Some((key.to_owned(), value.to_owned()))
}

/// The part of a page under a heading, up to the next heading of the same rank.
pub fn section<'a>(page: &'a str, heading: &str) -> &'a str {
    let start = page.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no heading {heading}")) + 1;
    let rest = &page[start..];
    let rank = heading.split(' ').next().unwrap();
    rest.find(&format!("\n{rank} ")).map_or(rest, |end| &rest[..=end])
}

/// The first indented block after a phrase, without its indentation.
pub fn indented_after(text: &str, phrase: &str) -> String {
    let start = text.find(phrase).unwrap_or_else(|| panic!("no {phrase:?}"));
    let lines = text[start..].lines().skip_while(|line| !line.starts_with("    "));
    let block: Vec<&str> = lines.take_while(|line| line.is_empty() || line.starts_with("    ")).collect();
    let text: String = block.iter().map(|line| format!("{}\n", line.strip_prefix("    ").unwrap_or(line))).collect();
    format!("{}\n", text.trim_end_matches('\n'))
}

/// The rows of the first table after a phrase, without its head: their cells.
pub fn rows_after<'a>(text: &'a str, phrase: &str) -> Vec<Vec<&'a str>> {
    let start = text.find(phrase).unwrap_or_else(|| panic!("no {phrase:?}"));
    let lines = text[start..].lines().skip_while(|line| !line.starts_with('|'));
    lines.take_while(|line| line.starts_with('|')).skip(2).map(cells).collect()
}

fn cells(row: &str) -> Vec<&str> {
    row.trim_matches('|').split('|').map(str::trim).collect()
}

/// A page's prose: without blocks of code, fenced or indented, and without code between backticks.
pub fn prose(page: &str) -> String {
    let mut fenced = false;
    let mut text = String::new();
    for line in page.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if !fenced && !line.starts_with("    ") {
            text.push_str(line);
            text.push('\n');
        }
    }
    text.split('`').step_by(2).collect()
}

/// The anchors of a page's headings, as GitHub makes them.
pub fn anchors(page: &str) -> Vec<String> {
    let mut fenced = false;
    let mut found: Vec<String> = Vec::new();
    for line in page.lines() {
        fenced ^= line.starts_with("```");
        let heading = line.trim_start_matches('#');
        if fenced || heading.len() == line.len() || !heading.starts_with(' ') {
            continue;
        }
        let anchor = anchor(heading.trim());
        let before = found.iter().filter(|other| **other == anchor).count();
        found.push(if before == 0 { anchor } else { format!("{anchor}-{before}") });
    }
    found
}

fn anchor(heading: &str) -> String {
    let kept = heading.chars().filter(|letter| letter.is_alphanumeric() || " -_".contains(*letter));
    kept.flat_map(char::to_lowercase).map(|letter| if letter == ' ' { '-' } else { letter }).collect()
}
