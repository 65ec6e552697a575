//! YAML front matter: metadata that a writer puts at the head of a text, between two lines `---`.

/// Front matter longer than this is taken for text.
const LONGEST: usize = 64 << 10;

/// Splits a text into its front matter and what follows; `None` where it has none.
pub fn split(text: &str) -> Option<(&str, &str)> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let body = text.strip_prefix("---\n").or_else(|| text.strip_prefix("---\r\n"))?;
    let mut end = 0_usize;
    for line in body.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            let after = end.checked_add(line.len())?;
            return Some((body.get(..end)?, body.get(after..)?));
        }
        end = end.checked_add(line.len()).filter(|end| *end <= LONGEST)?;
    }
    None
}

/// Whether a text begins as one with front matter does.
pub fn begins(text: &str) -> bool {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    text.starts_with("---\n") || text.starts_with("---\r\n")
}

/// Reads YAML, TOML or JSON metadata as JSON.
#[cfg(feature = "seal")]
pub mod formats {
    use super::super::json::Json;

    /// Reads YAML.
    ///
    /// # Errors
    /// What is wrong, with the line.
    pub fn yaml(text: &str) -> Result<Json, String> {
        // `no` is Norwegian, not false.
        let options = serde_saphyr::options! { strict_booleans: true };
        serde_saphyr::from_str_with_options(text, options).map_err(|error| first_line(&error.to_string()))
    }

    /// Reads TOML.
    ///
    /// # Errors
    /// What is wrong, with the line.
    pub fn toml(text: &str) -> Result<Json, String> {
        ::toml::from_str(text).map(dates_as_text).map_err(|error| error.message().to_owned())
    }

    /// The toml crate hands a date over as an object with one key of its own.
    fn dates_as_text(value: Json) -> Json {
        match value {
            Json::Object(entries) => match entries.as_slice() {
                [(key, Json::String(date))] if key == "$__toml_private_datetime" => Json::String(date.clone()),
                _ => Json::Object(entries.into_iter().map(|(key, value)| (key, dates_as_text(value))).collect()),
            },
            Json::Array(items) => Json::Array(items.into_iter().map(dates_as_text).collect()),
            other => other,
        }
    }

    fn first_line(text: &str) -> String {
        text.lines().next().unwrap_or_default().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_is_split_from_the_text() {
        assert_eq!(split("---\ntitle: A\n---\nText\n"), Some(("title: A\n", "Text\n")));
        assert_eq!(split("\u{feff}---\r\ntitle: A\r\n...\r\nText"), Some(("title: A\r\n", "Text")));
        assert_eq!(split("---\n---\n"), Some(("", "")));
        for none in ["", "Text\n---\n", "---\ntitle: A\n", "----\na\n---\n", " ---\na\n---\n"] {
            assert_eq!(split(none), None, "{none}");
        }
        assert_eq!(split(&format!("---\n{}---\n", "a: b\n".repeat(20_000))), None);
    }

    #[test]
    fn every_format_gives_the_same_values() {
        let json =
            super::super::json::parse(br#"{"issued": "2026-03-12", "subjects": ["x", "no"], "title": "A"}"#).unwrap();
        assert_eq!(formats::yaml("issued: 2026-03-12\nsubjects: [x, no]\ntitle: A\n").unwrap(), json);
        assert_eq!(formats::toml("title = 'A'\nissued = 2026-03-12\nsubjects = ['x', 'no']\n").unwrap(), json);
    }

    #[test]
    fn keys_that_stand_twice_and_other_faults_are_told() {
        assert!(formats::yaml("a: 1\na: 2\n").is_err());
        assert!(formats::toml("a = 1\na = 2\n").is_err());
        assert!(formats::yaml("a: [").is_err());
        assert!(formats::yaml(&format!("a: &a [x]\nb: {}", "[".repeat(5_000))).is_err());
    }
}
