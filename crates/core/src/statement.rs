//! A statement: its metadata, as values that can only be made by parsing.

/// Reads values from JSON as from a text.
macro_rules! deserialize_from_text {
    ($name:ty) => {
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                text.parse().map_err(<D::Error as serde::de::Error>::custom)
            }
        }
    };
}

pub mod id;
pub mod identity;
pub mod json;
pub mod language;
pub mod metadata;
pub mod path;
pub mod read;
pub mod time;
pub mod value;
