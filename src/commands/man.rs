//! `chancery man`: the manual.

use std::io::Write;
use std::path::{Path, PathBuf};

use chancery_office::durable::{NewFile, Unpublished, make_folder};
use clap::Args;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::exit::Exit;

/// Print the manual page, or write one for every command into a folder
#[derive(Debug, Args)]
pub struct Arguments {
    /// The folder for all pages
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

/// Prints the main page, or writes all of them.
pub fn run(context: &Context, arguments: &Arguments, mut command: clap::Command) -> Result<Exit> {
    command.build();
    let failed = |error| Error::io("write", "the manual", error);
    match &arguments.to {
        None => {
            let mut page = Vec::new();
            clap_mangen::Man::new(command).render(&mut page).map_err(failed)?;
            context.ui.print(&String::from_utf8_lossy(&page))?;
        }
        Some(folder) => {
            make_folder(folder)?;
            write_pages(&command, folder)?;
        }
    }
    Ok(Exit::Done)
}

/// Writes the page of a command and of all below it.
fn write_pages(command: &clap::Command, folder: &Path) -> Result<()> {
    let name = command.get_display_name().unwrap_or(command.get_name()).to_owned();
    let file = NewFile::create_in(folder)?;
    let page = format!("{name}.1");
    let failed = |error| Error::io("write", folder.join(&page), error);
    let mut bytes = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut bytes).map_err(failed)?;
    file.file().write_all(&bytes).map_err(failed)?;
    match file.publish(&page) {
        Ok(_) => {}
        Err(Unpublished::Taken(_)) => {
            return Err(Error::path(folder.join(&page), "is there already", "name an empty folder"));
        }
        Err(Unpublished::Failed(error)) => return Err(error.into()),
    }
    let commands = command.get_subcommands().filter(|command| command.get_name() != "help" && !command.is_hide_set());
    commands.into_iter().try_for_each(|command| write_pages(command, folder))
}
