//! What a plain text seems to be called and in which language it seems to be: proposed to a person, never decided.

use chancery_core::LanguageTag;

/// How much of a text is looked at.
pub const LOOKED_AT: usize = 64 << 10;
/// A first line longer than this is no title but a paragraph.
const LONGEST_TITLE: usize = 120;

/// The first line with something on it, without the marks of a heading, where it can be a title.
pub fn title(text: &str) -> Option<String> {
    let bare = |line: &str| line.trim().trim_start_matches('#').trim().to_owned();
    let line = text.trim_start_matches('\u{feff}').lines().map(bare).find(|line| !line.is_empty())?;
    let words: Vec<&str> = line.split_whitespace().collect();
    let title: String = words.join(" ").chars().filter(|letter| !letter.is_control()).collect();
    let marked_up = title.starts_with('<') || title.starts_with("---");
    Some(title).filter(|title| !title.is_empty() && !marked_up && title.chars().count() <= LONGEST_TITLE)
}

/// The language that the text seems to be in.
pub fn language(text: &str) -> Option<LanguageTag> {
    let code = whatlang::detect(text)?.lang().code();
    short(code).unwrap_or(code).parse().ok()
}

/// The short tag of a language that the detector knows by a code of three letters (ISO 639-3 to 639-1).
fn short(code: &str) -> Option<&'static str> {
    SHORT.split(' ').filter_map(|pair| pair.split_once(':')).find(|(long, _)| *long == code).map(|(_, short)| short)
}

/// The languages of the detector. It tells Chinese from other languages, not how it is written. Persian of Iran (`pes`) has no short tag.
const SHORT: &str = "afr:af aka:ak amh:am ara:ar aze:az bel:be ben:bn bul:bg cat:ca ces:cs cmn:zh cym:cy dan:da deu:de ell:el \
    eng:en epo:eo est:et fin:fi fra:fr guj:gu heb:he hin:hi hrv:hr hun:hu hye:hy ind:id ita:it jav:jv jpn:ja \
    kan:kn kat:ka khm:km kor:ko lat:la lav:lv lit:lt mal:ml mar:mr mkd:mk mya:my nep:ne nld:nl nob:nb ori:or \
    pan:pa pol:pl por:pt ron:ro rus:ru sin:si slk:sk slv:sl sna:sn spa:es srp:sr swe:sv tam:ta tel:te tgl:tl \
    tha:th tuk:tk tur:tr ukr:uk urd:ur uzb:uz vie:vi yid:yi zul:zu";

/// The tag in its usual case, where the registry of language subtags knows every part of it.
///
/// # Errors
/// What is wrong with it.
pub fn registered(text: &str) -> Result<LanguageTag, String> {
    let tag = language_tags::LanguageTag::parse(text).map_err(|_| not_a_tag())?;
    tag.validate()
        .map_err(|_| "is not in the registry of language tags: use one such as en, zh-Hans or de-CH".to_owned())?;
    tag.as_str().parse().map_err(|_| not_a_tag())
}

fn not_a_tag() -> String {
    "is not a language tag such as en, zh-Hans or de-CH".to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_is_the_title() {
        assert_eq!(title("\n\n# The  title\nText").as_deref(), Some("The title"));
        assert_eq!(title("\u{feff}Заявление\r\n").as_deref(), Some("Заявление"));
        for none in [" \n\t\n", "<!doctype html>\n", "---\ntitle: A\n", &"word ".repeat(60)] {
            assert_eq!(title(none), None, "{none}");
        }
    }

    #[test]
    fn languages_are_proposed_as_short_tags() {
        let tag = |text| language(text).unwrap().to_string();
        assert_eq!(tag("This is a statement by the ministry about the new agreement on trade."), "en");
        assert_eq!(tag("Министерство иностранных дел сообщает о подписании соглашения."), "ru");
        assert_eq!(tag("外交部发表声明,宣布签署新的协议。"), "zh");
        assert_eq!(tag("საგარეო საქმეთა სამინისტრო აქვეყნებს განცხადებას."), "ka");
    }

    #[test]
    fn tags_are_looked_up_and_put_in_their_usual_case() {
        assert_eq!(registered("EN-us").unwrap().as_str(), "en-US");
        assert_eq!(registered("zh-hans").unwrap().as_str(), "zh-Hans");
        assert_eq!(registered("os").unwrap().as_str(), "os");
        for bad in ["english", "xx", "en-EN", "", "en_US", "x-mine", "en-x-mine"] {
            assert!(registered(bad).is_err(), "{bad}");
        }
    }
}
