//! What letters are called: those that are taken for others, and those that cannot be seen.

/// Their numbers and names, in the order of their numbers (UnicodeData.txt of Unicode 14.0.0): the letters of Latin, Greek, Cyrillic and
/// Armenian, wide letters, and signs that cannot be seen.
const NAMES: &str = include_str!("names.txt");

/// The name of a letter and its number, such as `CYRILLIC SMALL LETTER A, U+0430`; of others the number alone.
pub fn name(letter: char) -> String {
    let number = format!("{:04X}", u32::from(letter));
    let named = NAMES.lines().filter_map(|line| line.split_once(' ')).find(|(of, _)| *of == number);
    named.map_or_else(|| format!("U+{number}"), |(_, name)| format!("{name}, U+{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_have_names_or_numbers() {
        assert_eq!(name('\u{430}'), "CYRILLIC SMALL LETTER A, U+0430");
        assert_eq!(name('\u{e007f}'), "CANCEL TAG, U+E007F");
        assert_eq!(name('\u{56fd}'), "U+56FD");
    }
}
