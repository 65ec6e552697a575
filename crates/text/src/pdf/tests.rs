use super::*;
use crate::{Around, What};

/// A file of pages with these contents, 300 points wide and 200 high. `F1` is Helvetica, `F2` has letters that nobody knows, `F3`
/// is broken.
fn file(pages: &[&str]) -> Vec<u8> {
    let mut text = String::from("%PDF-1.7\n1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj\n");
    let kids: String = (0..pages.len()).map(|at| format!("{} 0 R ", 10 + 2 * at)).collect();
    text += &format!(
        "2 0 obj <</Type /Pages /Kids [{kids}] /Count {} /MediaBox [0 0 300 200] /Resources <</Font <</F1 3 0 R /F2 4 0 R /F3 5 0 R>> \
         >>>> endobj\n",
        pages.len()
    );
    text += "3 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding <</Differences [1 /fi /uniFB02]>>>> endobj\n\
        4 0 obj <</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding <</Differences [65 /g1]>>>> endobj\n\
        5 0 obj <</Type /Font /Subtype /Type0 /BaseFont /X>> endobj\n";
    for (at, content) in pages.iter().enumerate() {
        let (page, stream) = (10 + 2 * at, 11 + 2 * at);
        text += &format!("{page} 0 obj <</Type /Page /Parent 2 0 R /Contents {stream} 0 R>> endobj\n");
        text += &format!("{stream} 0 obj <</Length {}>> stream\n{content}\nendstream endobj\n", content.len());
    }
    (text + "trailer <</Root 1 0 R>>\n%%EOF").into_bytes()
}

/// What a page says, with what stands around it in angle brackets.
fn says(content: &str) -> String {
    shown(&read(&file(&[content])).unwrap())
}

fn shown(reading: &Reading) -> String {
    let shown = reading.pieces.iter().map(|piece| match piece.around {
        Some(around) => format!("<{}: {}>", around.what.as_str(), piece.text.trim_end()),
        None => piece.text.clone(),
    });
    shown.collect::<String>().trim_end().to_owned()
}

/// The words of the text, those put together again that were broken at the ends of lines with a soft hyphen.
fn words(reading: &Reading) -> Vec<String> {
    let text: String = reading.pieces.iter().filter(|piece| piece.around.is_none()).map(|piece| &*piece.text).collect();
    text.replace("\u{ad}\n", "").split_whitespace().map(str::to_owned).collect()
}

fn sample(text: &'static str) -> Vec<&'static str> {
    let body = text.strip_prefix("---").and_then(|text| text.split_once("\n---\n")).map_or(text, |(_, body)| body);
    body.split_whitespace().collect()
}

#[test]
fn a_transcript_on_pages_is_read_word_for_word() {
    let reading = read(include_bytes!("../../../../tests/copies/press-conference.typst.pdf")).unwrap();
    assert_eq!(words(&reading), sample(include_str!("../../../../samples/2026-04-02-press-conference.en.txt")));
    let around: Vec<_> = reading.pieces.iter().filter_map(|piece| Some((piece.around?, piece.text.as_str()))).collect();
    assert_eq!(around.len() % 2, 0);
    assert_eq!(around[0], (Around { what: What::PageHeader, part: 0 }, "Ministry of Foreign Affairs MFA-2026-047\n"));
    assert_eq!(around[3], (Around { what: What::PageFooter, part: 3 }, "2\n"));
    assert!(reading.breaks_words);
}

#[test]
fn columns_are_read_one_after_the_other() {
    let reading = read(include_bytes!("../../../../tests/copies/harbour-columns.ru.typst.pdf")).unwrap();
    let words = words(&reading);
    let sample = sample(include_str!("../../../../samples/2026-03-12-harbour-agreement/statement.ru.txt"));
    let joined: String = words.concat();
    assert!(joined.replace('-', "").starts_with(&sample.concat().replace('-', "")));
    let rest = ["12²", "км²,", "глубина", "10³", "мм¹,", "CO₂.", "¹Измерено", "в", "2025", "году."];
    assert_eq!(words[words.len() - rest.len()..], rest);
}

#[test]
fn scripts_that_go_to_the_left_or_are_joined_are_read_in_order() {
    let hebrew = read(include_bytes!("../../../../tests/copies/archives-day.he.libreoffice.pdf")).unwrap();
    assert_eq!(words(&hebrew), sample(include_str!("../../../../samples/scripts/archives-day.he.txt")));
    let arabic = read(include_bytes!("../../../../tests/copies/archives-day.ar.typst.pdf")).unwrap();
    assert_eq!(words(&arabic), sample(include_str!("../../../../samples/scripts/archives-day.ar.txt")));
    let hindi = read(include_bytes!("../../../../tests/copies/archives-day.hi.typst.pdf")).unwrap();
    assert_eq!(words(&hindi), sample(include_str!("../../../../samples/scripts/archives-day.hi.txt")));
}

#[test]
fn fonts_that_are_not_in_the_file_are_no_hindrance() {
    let reading = read(include_bytes!("../../../../tests/copies/notice.reportlab.pdf")).unwrap();
    let sample = include_str!("../../../../samples/2026-05-20-visa-notice.md").replace("**", "");
    assert_eq!(words(&reading).join(" "), self::sample(sample.leak()).join(" "));
    let around: Vec<_> =
        reading.pieces.iter().filter_map(|piece| Some((piece.around?.what.as_str(), piece.text.trim()))).collect();
    let header = ("page header", "Ministry of Foreign Affairs");
    assert_eq!(around, [header, ("page footer", "1 of 2"), header, ("page footer", "2 of 2")]);
}

#[test]
fn what_libreoffice_lays_out_is_read() {
    let reading = read(include_bytes!("../../../../tests/copies/fees.libreoffice.pdf")).unwrap();
    let shown = shown(&reading);
    for line in [
        "person¹.\n",
        "10² metres, H₂O included.\n",
        "Before the box. After the box.\n",
        "漢字 and one tab\nthen a line.\n",
    ] {
        assert!(shown.contains(line), "{line}");
    }
}

#[test]
fn recognised_text_under_a_scan_is_not_seen() {
    let reading = read(include_bytes!("../../../../tests/copies/scan.reportlab.pdf")).unwrap();
    assert_eq!(shown(&reading), "<invisible text: Recognised text of a scanned page,\nwith 140 vessels a year.>");
}

#[test]
fn what_cannot_be_read_is_told_apart() {
    assert_eq!(read(include_bytes!("../../../../tests/copies/locked.reportlab.pdf")), Err(Unreadable::Encrypted));
    assert_eq!(read(b"%PDF-1.7"), Err(Unreadable::Damaged));
    assert_eq!(read(&file(&["0 0 10 10 re f"])), Err(Unreadable::NoText));
    let missing = String::from_utf8(file(&["BT /F1 10 Tf (a) Tj ET"])).unwrap().replace("/Count 1", "/Count 2");
    assert_eq!(read(missing.as_bytes()), Err(Unreadable::Damaged));
}

#[test]
fn words_stand_apart_by_spaces_or_by_room() {
    assert_eq!(says("BT /F1 10 Tf 20 100 Td [(Two) -300 (wo) 80 (rds)] TJ ET"), "Two words");
    assert_eq!(says("BT /F1 10 Tf 20 100 Td (Two) Tj 18.34 0 Td (words) Tj ET"), "Twowords");
    assert_eq!(says("BT /F1 10 Tf 20 100 Td (Two) Tj 22 0 Td (words) Tj ET"), "Two words");
    assert_eq!(says("BT /F1 10 Tf 20 100 Td [(Two ) -900 ( words)] TJ ET"), "Two  words");
    assert_eq!(says("BT /F1 10 Tf 3 Tc 20 100 Td (WIDE LETTERS) Tj ET"), "WIDE LETTERS");
}

#[test]
fn lines_and_paragraphs_stand_apart() {
    let lines: String = (0..4).map(|at| format!("1 0 0 1 20 {} Tm (line) Tj ", 150 - 12 * at)).collect();
    let text =
        says(&format!("BT /F1 10 Tf {lines} 1 0 0 1 20 90 Tm (next) Tj /F1 16 Tf 1 0 0 1 20 60 Tm (Head) Tj ET"));
    assert_eq!(text, "line\nline\nline\nline\n\nnext\n\nHead");
    assert_eq!(
        says("BT /F1 30 Tf 20 100 Td (T) Tj /F1 10 Tf 18 12 Td (he text) Tj 0 -12 Td (goes on) Tj ET"),
        "The text\ngoes on"
    );
}

#[test]
fn digits_above_and_below_the_line_stay_there() {
    assert_eq!(says("BT /F1 10 Tf 20 100 Td (10) Tj /F1 6 Tf 4 Ts (2) Tj /F1 10 Tf 0 Ts ( m) Tj ET"), "10² m");
    assert_eq!(says("BT /F1 10 Tf 20 100 Td (H) Tj /F1 6 Tf -2 Ts (2) Tj /F1 10 Tf 0 Ts (O) Tj ET"), "H₂O");
    assert_eq!(says("BT /F1 6 Tf 4 Ts 20 100 Td (1) Tj /F1 10 Tf 0 Ts (Note) Tj ET"), "¹Note");
}

#[test]
fn what_is_drawn_twice_in_one_place_is_read_once() {
    assert_eq!(says("BT /F1 10 Tf 2 Tr 20 100 Td (Bold) Tj ET"), "Bold");
    assert_eq!(says("BT /F1 10 Tf 20 100 Td (Bold) Tj ET BT 20.3 100 Td (Bold) Tj ET"), "Bold");
    assert_eq!(says("BT /F1 10 Tf 20 100 Td (l) Tj (l) Tj (l) Tj ET"), "lll");
}

#[test]
fn what_is_drawn_out_of_order_in_a_line_is_read_where_it_stands() {
    assert_eq!(says("BT /F1 10 Tf 60 100 Td (later) Tj -40 0 Td (first) Tj ET"), "first later");
    assert_eq!(says("BT /F1 10 Tf 20 100 Td [(one) -556 (two)] TJ 16.68 0 Td (,) Tj ET"), "one, two");
}

#[test]
fn letters_that_nobody_sees_are_told_apart() {
    assert_eq!(says("BT /F1 10 Tf 20 100 Td (seen) Tj 3 Tr 0 -12 Td (unseen) Tj ET"), "seen\n<invisible text: unseen>");
    assert_eq!(says("BT /F1 10 Tf 20 100 Td (seen) Tj 1 0 0 1 900 100 Tm (far) Tj ET"), "seen\n<invisible text: far>");
}

#[test]
fn letters_that_nobody_knows_are_not_passed_over() {
    assert_eq!(says("BT /F2 10 Tf 20 100 Td (A) Tj ET"), "\u{fffd}");
    assert_eq!(says("BT /F1 10 Tf 20 100 Td (a) Tj /F3 10 Tf <8081> Tj ET"), "a\n\n\u{fffd}");
    assert_eq!(says("BT /F1 10 Tf 20 100 Td (\\001t \\002ag) Tj ET"), "fit flag");
}

#[test]
fn fields_and_notes_are_read_as_they_look_or_not_passed_over() {
    let field = |looks: &str| {
        let page = String::from_utf8(file(&["BT /F1 10 Tf 20 100 Td (Name:) Tj ET"])).unwrap();
        let annotation = format!("/Annots [<</Subtype /Widget /Rect [60 95 160 115] /V (Ilva) {looks}>>]");
        let form = "99 0 obj <</Subtype /Form /BBox [0 0 100 20] /Length 34>> stream\nBT /F1 10 Tf 5 5 Td (Ilva) Tj ET   \nendstream endobj\n";
        page.replace("/Type /Page /", &format!("/Type /Page {annotation} /"))
            .replace("trailer", &format!("{form}trailer"))
    };
    assert_eq!(shown(&read(field("/AP <</N 99 0 R>>").as_bytes()).unwrap()), "Name: Ilva");
    assert_eq!(shown(&read(field("").as_bytes()).unwrap()), "Name:\n\n\u{fffd}");
    assert_eq!(shown(&read(field("/F 2").as_bytes()).unwrap()), "Name:");
}

#[test]
fn what_the_file_says_beside_its_letters_counts() {
    let marked = "BT /F1 10 Tf 20 100 Td /Span <</ActualText <FEFF00E9>>> BDC (xyz) Tj EMC ( b) Tj ET";
    assert_eq!(says(marked), "é b");
    let long =
        "BT /F1 10 Tf 20 100 Td /Span <</ActualText (yes)>> BDC (This says no, and says it at length.) Tj EMC ET";
    assert_eq!(says(long), "yesd says it at length.");
    let artifact = "/Artifact <</Type /Pagination>> BDC BT /F1 10 Tf 20 180 Td (Head) Tj ET EMC \
        /Artifact <</Type /Pagination /Subtype /Footer>> BDC BT 20 20 Td (Foot) Tj ET EMC BT 20 80 Td (text) Tj ET";
    assert_eq!(says(artifact), "<page header: Head><page footer: Foot>text");
    // In the middle of a page nothing is a footer, whatever the file calls it.
    let within = "BT /F1 10 Tf 20 100 Td (We do ) Tj /Artifact <</Type /Pagination>> BDC (not ) Tj EMC (agree) Tj ET";
    assert_eq!(says(within).split_whitespace().collect::<Vec<_>>(), ["We", "do", "not", "agree"]);
}

#[test]
fn words_stand_apart_where_a_reader_sees_that() {
    assert_eq!(says("BT /F1 10 Tf 20 100 Td [(It is now) -240 (here)] TJ ET"), "It is now here");
    assert_eq!(says("BT /F1 10 Tf 20 100 Td [(It is now ) 278 (here)] TJ ET"), "It is nowhere");
    assert_eq!(says("BT /F1 10 Tf 20 100 Td [(It is no) -60 (where)] TJ ET"), "It is nowhere");
}

#[test]
fn pages_have_numbers_and_repeated_lines_around_their_text() {
    let page = |number: usize| {
        format!(
            "BT /F1 10 Tf 20 185 Td (Bulletin {}) Tj 0 -12 Td (Article {}) Tj 0 -50 Td (Text) Tj 1 0 0 1 150 10 Tm (- {number} -) Tj ET",
            number + 6,
            number * 5
        )
    };
    let pages: Vec<String> = (1..=3).map(page).collect();
    let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
    let expected = "<page header: Bulletin 7>Article 5\n\nText\n<page footer: - 1 -><page header: Bulletin 8>Article 10\n\nText\n\
        <page footer: - 2 -><page header: Bulletin 9>Article 15\n\nText\n<page footer: - 3 ->";
    assert_eq!(shown(&read(&file(&pages)).unwrap()), expected);
    assert_eq!(says("BT /F1 10 Tf 20 100 Td (Text) Tj 130 -90 Td (1) Tj ET"), "Text\n<page footer: 1>");
    // Any other number may be a word of the statement.
    assert_eq!(says("BT /F1 10 Tf 20 100 Td (Text) Tj 130 -90 Td (140) Tj ET"), "Text\n\n140");
}

#[test]
fn turned_pages_and_lines_are_read() {
    let turned =
        String::from_utf8(file(&["BT /F1 10 Tf 0 1 -1 0 100 20 Tm (up the) Tj ( page) Tj 0 -12 Td (and on) Tj ET"]))
            .unwrap();
    assert_eq!(shown(&read(turned.as_bytes()).unwrap()), "up the page\nand on");
    let turned = turned.replace("/Type /Page /", "/Type /Page /Rotate 90 /");
    assert_eq!(shown(&read(turned.as_bytes()).unwrap()), "up the page\nand on");
}
