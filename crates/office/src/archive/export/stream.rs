//! A file of many statements, each written as it comes.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;

use super::Format;
use super::premis::{self, Agents};
use super::record::Record;

/// A file of statements in the making, for the formats that have one for all. Memory does not grow with their number: PREMIS has
/// all objects before all events, so the events wait in an unnamed file. Of its agents, each is kept once.
#[derive(Debug)]
pub struct Export<W> {
    format: Format,
    out: W,
    first: bool,
    /// What comes after all records.
    later: Option<Later>,
}

#[derive(Debug)]
struct Later {
    events: BufWriter<File>,
    agents: Agents,
}

impl<W: Write> Export<W> {
    /// Begins a file. PREMIS has no file of no statement: its schema asks for an object. What has to wait lies in `folder` for that time, without a name where the system can do that.
    ///
    /// # Errors
    /// What the system says.
    pub fn begin(format: Format, mut out: W, folder: &Path) -> io::Result<Self> {
        let events = if format == Format::Premis { Some(tempfile::tempfile_in(folder)?) } else { None };
        out.write_all(format.head().as_bytes())?;
        let later = events.map(|events| Later { events: BufWriter::new(events), agents: Agents::default() });
        Ok(Self { format, out, first: true, later })
    }

    /// Adds a statement.
    ///
    /// # Errors
    /// What the system says.
    pub fn add(&mut self, record: &Record<'_>) -> io::Result<()> {
        let text = match &mut self.later {
            Some(later) => {
                later.events.write_all(premis::events(record).as_bytes())?;
                later.agents.add(record);
                premis::objects(record)
            }
            None => self.format.record(record, self.first),
        };
        self.first = false;
        self.out.write_all(text.as_bytes())
    }

    /// Ends the file and gives back what it was written to.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(mut self) -> io::Result<W> {
        if let Some(later) = self.later {
            let mut events = later.events.into_inner().map_err(io::IntoInnerError::into_error)?;
            events.rewind()?;
            io::copy(&mut events, &mut self.out)?;
            self.out.write_all(later.agents.to_xml().as_bytes())?;
        }
        self.out.write_all(self.format.tail().as_bytes())?;
        Ok(self.out)
    }
}

#[cfg(test)]
mod tests {
    use super::super::example::{Example, xml_texts};
    use super::*;

    fn export(format: Format, examples: &[Example]) -> String {
        let folder = tempfile::tempdir().unwrap();
        let mut export = Export::begin(format, Vec::new(), folder.path()).unwrap();
        for example in examples {
            export.add(&example.record()).unwrap();
        }
        String::from_utf8(export.finish().unwrap()).unwrap()
    }

    #[test]
    fn one_statement_is_written_as_the_format_writes_it() {
        let example = Example::new();
        for format in Format::ALL {
            let expected = format.head() + &format.record(&example.record(), true) + format.tail();
            assert_eq!(export(format, std::slice::from_ref(&example)), expected, "{}", format.as_str());
        }
    }

    #[test]
    fn several_statements_are_one_file() {
        let file = export(Format::JsonLines, &[Example::new(), Example::smallest()]);
        assert_eq!(file.lines().count(), 2);
        let file = export(Format::Csv, &[Example::new(), Example::smallest()]);
        assert_eq!(file.lines().count(), 3);
        let file = export(Format::JsonLd, &[Example::new(), Example::smallest()]);
        let value: serde_json::Value = serde_json::from_str(&file).unwrap();
        assert_eq!(value["@graph"].as_array().unwrap().len(), 2);
    }

    #[test]
    fn premis_has_all_objects_then_all_events_then_every_agent_once() {
        let file = export(Format::Premis, &[Example::new(), Example::smallest(), Example::new()]);
        let at = |text: &str| file.find(text).unwrap();
        let last = |text: &str| file.rfind(text).unwrap();
        assert!(last("<object ") < at("<event>") && last("<event>") < at("<agent>"), "{file}");
        let agents = file.matches("<agent>").count();
        assert_eq!((file.matches("<event>").count(), agents), (4 + 2 + 4, 4), "{file}");
        assert!(xml_texts(&file).iter().any(|text| text == "Ministry of Exampleland"));
    }

    #[test]
    fn a_file_of_nothing_can_be_read() {
        assert_eq!(export(Format::JsonLines, &[]), "");
        assert_eq!(export(Format::Csv, &[]).lines().count(), 1);
        serde_json::from_str::<serde_json::Value>(&export(Format::JsonLd, &[])).unwrap();
        xml_texts(&export(Format::Premis, &[]));
    }
}
