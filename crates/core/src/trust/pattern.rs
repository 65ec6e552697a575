//! OpenSSH's pattern lists (`ssh_config(5)`, PATTERNS): `*`, `?`, commas, and `!` for what is excepted.

/// A list of patterns, separated by commas. It is bytes, as for OpenSSH, whatever their encoding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PatternList(Vec<u8>);

impl PatternList {
    /// Takes a list as it stands in a file.
    pub fn new(bytes: impl Into<Vec<u8>>) -> Self {
        Self(bytes.into())
    }

    /// The list for people to read; what is not UTF-8 in it is replaced.
    pub fn to_text(&self) -> String {
        String::from_utf8_lossy(&self.0).into_owned()
    }

    /// Whether some pattern of the list fits and none that is negated does.
    pub fn fits(&self, text: &str) -> bool {
        let mut fits = false;
        for pattern in self.0.split(|byte| *byte == b',') {
            let (pattern, negated) = pattern.strip_prefix(b"!").map_or((pattern, false), |pattern| (pattern, true));
            if pattern.len() >= TOO_LONG {
                return false;
            }
            if fits_one(pattern, text.as_bytes()) {
                if negated {
                    return false;
                }
                fits = true;
            }
        }
        fits
    }
}

/// A list with a pattern of so many bytes fits nothing, as in OpenSSH.
const TOO_LONG: usize = 1_023;

/// Whether one pattern fits, in time proportional to the product of the lengths.
fn fits_one(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut seen) = (0_usize, 0_usize);
    let mut retry: Option<(usize, usize)> = None;
    while let Some(byte) = text.get(seen) {
        match pattern.get(at) {
            Some(b'*') => {
                at = at.saturating_add(1);
                retry = Some((at, seen));
            }
            Some(wanted) if *wanted == b'?' || wanted == byte => {
                at = at.saturating_add(1);
                seen = seen.saturating_add(1);
            }
            _ => {
                let Some((after_star, from)) = retry else { return false };
                at = after_star;
                seen = from.saturating_add(1);
                retry = Some((at, seen));
            }
        }
    }
    pattern.iter().skip(at).all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_any_encoding_are_counted_as_they_are() {
        assert!(PatternList::new([b"a,".to_vec(), vec![0xe9; 400]].concat()).fits("a"));
    }

    #[test]
    fn patterns_fit_as_in_openssh() {
        for (list, text, fits) in [
            ("a", "a", true),
            ("a", "A", false),
            ("*", "", true),
            ("*@mfa.example", "press@mfa.example", true),
            ("*@mfa.example", "press@mfa.example.org", false),
            ("p?ess", "press", true),
            ("p?ess", "pess", false),
            ("a*b*c", "a-b-b-c", true),
            ("a*b*c", "a-c-b", false),
            ("*,!press", "press", false),
            ("!press,*", "press", false),
            ("!press,*", "other", true),
            ("!press", "other", false),
            ("a,b", "b", true),
            ("", "", true),
            ("", "a", false),
        ] {
            assert_eq!(PatternList::new(list).fits(text), fits, "{list} {text}");
        }
        let long = "b".repeat(TOO_LONG);
        assert!(!PatternList::new(format!("a,{long}")).fits("a"));
        assert!(PatternList::new(format!("a,{}", &long[1..])).fits("a"));
    }
}
