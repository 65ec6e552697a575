//! YAML and TOML metadata read as JSON.

use chancery_core::statement::json::Json;

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

#[cfg(test)]
mod tests {
    use super::{toml, yaml};

    #[test]
    fn every_format_gives_the_same_values() {
        let json = chancery_core::statement::json::parse(
            br#"{"issued": "2026-03-12", "subjects": ["x", "no"], "title": "A"}"#,
        )
        .unwrap();
        assert_eq!(yaml("issued: 2026-03-12\nsubjects: [x, no]\ntitle: A\n").unwrap(), json);
        assert_eq!(toml("title = 'A'\nissued = 2026-03-12\nsubjects = ['x', 'no']\n").unwrap(), json);
    }

    #[test]
    fn keys_that_stand_twice_and_other_faults_are_told() {
        assert!(yaml("a: 1\na: 2\n").is_err());
        assert!(toml("a = 1\na = 2\n").is_err());
        assert!(yaml("a: [").is_err());
        assert!(yaml(&format!("a: &a [x]\nb: {}", "[".repeat(5_000))).is_err());
    }
}
