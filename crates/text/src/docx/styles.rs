//! Styles: which letters are hidden, or stand above or below the line, by the name of their style.

use std::collections::HashMap;

use super::formatting::Look;
use super::markup::{Element, Event, Family, Markup};
use crate::Unreadable;

/// How many styles one may be based on, through each other.
const DEEPEST: usize = 64;

/// The styles of a document.
#[derive(Default)]
pub struct Styles {
    by_name: HashMap<String, Style>,
    defaults: Look,
    /// The style of a paragraph that names none.
    plain: Option<String>,
}

#[derive(Default)]
struct Style {
    look: Look,
    based_on: Option<String>,
}

impl Styles {
    /// Reads the part that holds them.
    pub fn read(xml: &str) -> Result<Self, Unreadable> {
        let mut styles = Self::default();
        let mut current = None;
        let mut markup = Markup::new(xml);
        let mut path: Vec<String> = Vec::new();
        while let Some(event) = markup.next()? {
            match event {
                Event::Start(element) => {
                    styles.element(&element, &path, &mut current);
                    path.push(element.name);
                }
                Event::End => {
                    path.pop();
                }
                Event::Letters(_) => {}
            }
        }
        Ok(styles)
    }

    /// How letters look by the style of their paragraph, then by their own.
    pub fn look(&self, paragraph: Option<&str>, letters: Option<&str>) -> Look {
        let paragraph = self.of(paragraph.or(self.plain.as_deref()));
        self.of(letters).or(paragraph).or(self.defaults)
    }

    fn of(&self, name: Option<&str>) -> Look {
        let mut look = Look::default();
        let mut next = name;
        for _ in 0..DEEPEST {
            let Some(style) = next.and_then(|name| self.by_name.get(name)) else { break };
            look = look.or(style.look);
            next = style.based_on.as_deref();
        }
        look
    }

    fn element(&mut self, element: &Element, path: &[String], current: &mut Option<String>) {
        if element.family != Family::Word {
            return;
        }
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        match (path.as_slice(), element.name.as_str()) {
            (_, "style") => *current = self.begin(element),
            ([.., "style"], "basedOn") => {
                if let Some(style) = self.current(current.as_deref()) {
                    style.based_on = element.attribute("val").map(str::to_owned);
                }
            }
            ([.., "style", "rPr"], _) => {
                if let Some(style) = self.current(current.as_deref()) {
                    style.look.take(element);
                }
            }
            ([.., "rPrDefault", "rPr"], _) => self.defaults.take(element),
            _ => {}
        }
    }

    fn begin(&mut self, element: &Element) -> Option<String> {
        let name = element.attribute("styleId")?.to_owned();
        if element.attribute("type") == Some("paragraph") && matches!(element.attribute("default"), Some("1" | "true"))
        {
            self.plain = Some(name.clone());
        }
        self.by_name.insert(name.clone(), Style::default());
        Some(name)
    }

    fn current(&mut self, name: Option<&str>) -> Option<&mut Style> {
        self.by_name.get_mut(name?)
    }
}
