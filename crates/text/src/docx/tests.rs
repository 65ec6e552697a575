use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

const NAMES: &str = concat!(
    "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" ",
    "xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" ",
    "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" ",
    "xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" ",
    "xmlns:v=\"urn:schemas-microsoft-com:vml\" xmlns:q=\"urn:example:unknown\""
);

/// A file with these parts.
fn file(parts: &[(&str, String)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored)).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn part(root: &str, inside: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:{root} {NAMES}>{inside}</w:{root}>")
}

fn body(inside: &str) -> String {
    part("document", &format!("<w:body>{inside}</w:body>"))
}

/// What a document with this body says, with what stands around it in angle brackets.
fn says(inside: &str) -> String {
    shown(&read(&file(&[("word/document.xml", body(inside))])).unwrap())
}

fn shown(reading: &Reading) -> String {
    let shown = reading.pieces.iter().map(|piece| match piece.around {
        Some(around) => format!("<{}: {}>", around.what.as_str(), piece.text),
        None => piece.text.clone(),
    });
    shown.collect::<String>().trim().to_owned()
}

fn run(inside: &str) -> String {
    format!("<w:p><w:r>{inside}</w:r></w:p>")
}

#[test]
fn what_libreoffice_writes_is_read() {
    let reading = read(include_bytes!("../../../../tests/copies/fees.libreoffice.docx")).unwrap();
    let expected = "Visa Fees\n\nThe fee remains <deleted text: 36 crowns>35 crowns for each<hidden text:  secret> person.\n\n\
        The hall covers 10² metres, H₂O included.\n\nBefore the box. After the box.\n\nOpening hours: 9 to 5\n\n\
        漢字かんじ and one\ttab\nthen a line.\n\nSingle\n\n35\n\nThe end.\n\nChildren pay nothing.\n\nAs of 1 July 2026.\n\n\
        <page header: Ministry of Foreign Affairs\n\n><page footer: Page 1\n\n><comment: Is this so?\n\n>";
    assert_eq!(shown(&reading), expected);
    let parts: Vec<usize> = reading.pieces.iter().filter_map(|piece| Some(piece.around?.part)).collect();
    assert_eq!(parts, [0, 1, 2, 3, 4]);
}

#[test]
fn what_python_docx_writes_is_read() {
    let reading = read(include_bytes!("../../../../tests/copies/harbour.python-docx.docx")).unwrap();
    let text: String = reading.pieces.iter().filter(|piece| piece.around.is_none()).map(|piece| &*piece.text).collect();
    let sample = include_str!("../../../../samples/2026-03-12-harbour-agreement/statement.en.txt");
    let words: Vec<&str> = sample.split_whitespace().collect();
    let got: Vec<&str> = text.split_whitespace().collect();
    assert_eq!(got[..words.len()], words);
    assert!(
        text.ends_with("Berths\n\nVessels\n\n12\n\n140\n\nThe basin covers 10² hectares; CO₂ is not measured.\n\n")
    );
    let around: Vec<&str> = reading.pieces.iter().filter_map(|piece| Some(piece.around?.what.as_str())).collect();
    assert_eq!(around, ["page header", "page footer", "comment"]);
}

#[test]
fn signs_of_their_own_are_text() {
    let signs = "<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:softHyphen/>\
        <w:sym w:font=\"X\" w:char=\"00E9\"/><w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/><w:t>&lt;&#233;&gt;</w:t>";
    assert_eq!(says(&run(signs)), "a\tb\nc\u{2011}\u{ad}é\u{fffd}<é>");
}

#[test]
fn space_counts_where_the_document_says_so() {
    assert_eq!(says(&run("<w:t> a </w:t><w:t xml:space=\"preserve\"> b </w:t><w:t>\n c</w:t>")), "a b c");
}

#[test]
fn digits_above_and_below_the_line_stay_there() {
    let raised =
        |property: &str| format!("<w:p><w:r><w:t>10</w:t></w:r><w:r><w:rPr>{property}</w:rPr><w:t>2</w:t></w:r></w:p>");
    assert_eq!(says(&raised("<w:vertAlign w:val=\"superscript\"/>")), "10²");
    assert_eq!(says(&raised("<w:vertAlign w:val=\"subscript\"/>")), "10₂");
    assert_eq!(says(&raised("<w:position w:val=\"8\"/>")), "10²");
    assert_eq!(says(&raised("<w:position w:val=\"-4pt\"/>")), "10₂");
    assert_eq!(says(&raised("<w:position w:val=\"1\"/>")), "102");
    let formula =
        "<m:oMath><m:sSup><m:e><m:r><m:t>10</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath>";
    assert_eq!(says(&format!("<w:p>{formula}</w:p>")), "10²");
}

#[test]
fn formulas_keep_the_signs_that_only_their_form_shows() {
    let term = |text: &str| format!("<m:r><m:t>{text}</m:t></m:r>");
    let fraction = format!("<m:f><m:num>{}</m:num><m:den>{}</m:den></m:f>", term("1"), term("2"));
    let sum = format!("<m:nary><m:naryPr><m:chr m:val=\"∑\"/></m:naryPr><m:e>{}</m:e></m:nary>", term("x"));
    let brackets = format!(
        "<m:d><m:dPr><m:begChr m:val=\"[\"/></m:dPr><m:e>{}</m:e><m:e>{}</m:e></m:d><m:d><m:e>{fraction}</m:e></m:d>",
        term("a"),
        term("b")
    );
    assert_eq!(says(&format!("<w:p><m:oMath>{fraction}{sum}{brackets}</m:oMath></w:p>")), "1/2∑x[a|b)(1/2)");
}

#[test]
fn what_was_changed_stands_as_it_is_now() {
    let changed = "<w:p><w:r><w:t>Old</w:t></w:r><w:ins><w:r><w:t>New</w:t></w:r></w:ins>\
        <w:del><w:r><w:delText>Gone</w:delText></w:r></w:del>\
        <w:moveFrom><w:r><w:t>There</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>Here</w:t></w:r></w:moveTo></w:p>";
    assert_eq!(says(changed), "OldNew<deleted text: GoneThere>Here");
    let joined =
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>One </w:t></w:r><w:r><w:t>line</w:t></w:r></w:p>";
    assert_eq!(says(&format!("{joined}{}", run("<w:t>s</w:t>"))), "Onelines");
    let before = "<w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>seen</w:t>";
    assert_eq!(says(&run(before)), "seen");
}

#[test]
fn hidden_text_is_told_apart_by_its_style_too() {
    let styles = part(
        "styles",
        "<w:style w:type=\"character\" w:styleId=\"A\"><w:rPr><w:vanish/></w:rPr></w:style>\
         <w:style w:type=\"character\" w:styleId=\"B\"><w:basedOn w:val=\"A\"/></w:style>",
    );
    let relations = "<Relationships xmlns=\"r\"><Relationship Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" Target=\"styles.xml\"/></Relationships>";
    let text = "<w:p><w:r><w:rPr><w:rStyle w:val=\"B\"/></w:rPr><w:t>a</w:t></w:r>\
        <w:r><w:rPr><w:rStyle w:val=\"B\"/><w:vanish w:val=\"0\"/></w:rPr><w:t>b</w:t></w:r>\
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>c</w:t></w:r></w:p>";
    let parts = [
        ("word/document.xml", body(text)),
        ("word/styles.xml", styles),
        ("word/_rels/document.xml.rels", relations.to_owned()),
    ];
    assert_eq!(shown(&read(&file(&parts)).unwrap()), "<hidden text: a>b<hidden text: c>");
}

#[test]
fn of_several_choices_one_is_read() {
    let choice = |prefix: &str| {
        format!(
            "<mc:AlternateContent><mc:Choice Requires=\"{prefix}\"><w:t>new</w:t></mc:Choice>\
             <mc:Choice Requires=\"wps\"><w:t>newer</w:t></mc:Choice><mc:Fallback><w:t>old</w:t></mc:Fallback></mc:AlternateContent>"
        )
    };
    assert_eq!(says(&run(&choice("wps"))), "new");
    assert_eq!(says(&run(&choice("q"))), "newer");
    assert_eq!(says(&run(&choice("q").replace("Requires=\"wps\"", "Requires=\"nobody\""))), "old");
}

#[test]
fn boxes_follow_their_paragraph_and_readings_their_word() {
    let boxed = "<w:p><w:r><w:t>be</w:t></w:r><w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p>\
        </w:txbxContent></v:textbox></v:shape></w:pict></w:r><w:r><w:t>fore</w:t></w:r></w:p>";
    assert_eq!(says(boxed), "before\n\nbox");
    let ruby = "<w:ruby><w:rt><w:r><w:t>kan</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby><w:t>!</w:t>";
    assert_eq!(says(&run(ruby)), "漢kan!");
    assert_eq!(says(&run("<w:t>text</w:t><w:pict><v:textpath string=\"DRAFT\"/></w:pict>")), "text\n\nDRAFT");
}

#[test]
fn the_code_of_fields_stands_around_the_text() {
    let field = "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>IF </w:instrText><w:t>1</w:t></w:r>\
        <w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>yes</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>";
    assert_eq!(says(field), "<field code: 1>yes");
}

#[test]
fn nothing_is_passed_over() {
    assert_eq!(
        says(&run("<w:t>a</w:t><q:x>strange</q:x><w:unknown>stranger</w:unknown>")),
        "a<other text: strangestranger>"
    );
    assert_eq!(says(&format!("<w:altChunk/>{}", run("<w:t>a</w:t>"))), "\u{fffd}\n\na");
    assert_eq!(
        says(
            "<w:sdt><w:sdtPr><w:tab/></w:sdtPr><w:sdtContent><w:p><w:smartTag><w:r><w:t>in</w:t></w:r></w:smartTag></w:p></w:sdtContent></w:sdt>"
        ),
        "in"
    );
}

#[test]
fn a_strict_document_in_utf_16_is_read_where_its_package_says_it_is() {
    let relations = "<Relationships xmlns=\"r\"><Relationship Type=\"http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument\" Target=\"/Text/Main.xml\"/></Relationships>";
    let main = "<?xml version=\"1.0\" encoding=\"UTF-16\"?><d xmlns=\"http://purl.oclc.org/ooxml/wordprocessingml/main\"><p><r><t>straße</t></r></p></d>";
    let main: Vec<u8> = [0xfe, 0xff].into_iter().chain(main.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in [("_rels/.rels", relations.as_bytes()), ("text/main.xml", &main)] {
        zip.start_file(name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    assert_eq!(shown(&read(&zip.finish().unwrap().into_inner()).unwrap()), "straße");
}

#[test]
fn what_cannot_be_read_is_told_apart() {
    let fault = |bytes: &[u8]| read(bytes).unwrap_err();
    let document = |xml: &str| file(&[("word/document.xml", xml.to_owned())]);
    assert_eq!(fault(b"PK"), Unreadable::Damaged);
    assert_eq!(fault(&document(&body("<w:p/>"))), Unreadable::NoText);
    assert_eq!(fault(&document(&body("<w:p>"))), Unreadable::Damaged);
    assert_eq!(
        fault(&document(&body("<w:p/>").replace("?>", "?><!DOCTYPE w [<!ENTITY a \"b\">]>"))),
        Unreadable::Damaged
    );
    assert_eq!(fault(&document(&body(&run("<w:t>&a;</w:t>")))), Unreadable::Damaged);
    assert_eq!(fault(&document(&body(&run("<w:t>a</w:t>")).replace("UTF-8", "koi8-r"))), Unreadable::Damaged);
    assert_eq!(fault(&document(&body(&"<w:p>".repeat(600)))), Unreadable::TooLarge);
    assert_eq!(fault(&file(&[("word/other.xml", body(""))])), Unreadable::Damaged);
    let compound = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    assert_eq!(fault(&compound), Unreadable::Damaged);
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(fault(&[&compound[..], &name].concat()), Unreadable::Encrypted);
}

#[test]
fn two_parts_with_one_name_are_damage() {
    let twice =
        [("word/document.xml", body(&run("<w:t>yes</w:t>"))), ("word/documenu.xml", body(&run("<w:t>no</w:t>")))];
    let mut bytes = file(&twice);
    assert!(read(&bytes).is_ok());
    let at: Vec<usize> = (0..bytes.len() - 8).filter(|at| bytes[*at..].starts_with(b"documenu")).collect();
    for at in at {
        bytes[at + 7] = b't';
    }
    assert_eq!(read(&bytes), Err(Unreadable::Damaged));
    assert_eq!(read(&file(&[twice[0].clone(), ("Word/Document.xml", body(""))])), Err(Unreadable::Damaged));
}

#[test]
fn no_more_is_read_than_is_sensible() {
    let long = file(&[("word/document.xml", body(&run(&format!("<w:t>{}</w:t>", "a".repeat(LONGEST)))))]);
    assert_eq!(read(&long), Err(Unreadable::TooLarge));
}
