//! The reference of commands: the table of all, and the arguments and options of each.

use archsite_cli::command;
use clap::{Arg, Command};

use crate::output::{GUIDE, Output, table};

/// A command that is not only a group of others, with the names of its parents.
struct Entry {
    path: Vec<String>,
    command: Command,
}

/// The table of commands, and a region for each command with arguments or options of its own.
pub(crate) fn reference(output: &mut Output) -> anyhow::Result<()> {
    let file = format!("{GUIDE}/command-line.md");
    let mut root = command();
    root.build();
    let mut entries = Vec::new();
    collect(&root, &[], &mut entries);
    let rows: Vec<Vec<String>> = entries
        .iter()
        .map(|entry| vec![format!("`{}`", usage(entry)), about(&entry.command)])
        .collect();
    output.region(
        &file,
        "commands",
        &table(&["Command", "What it does"], &rows),
    )?;
    output.region(&file, "options of all commands", &arguments(&root, true))?;
    for entry in &entries {
        let text = arguments(&entry.command, false);
        if !text.is_empty() {
            output.region(&file, &format!("command {}", entry.path.join(" ")), &text)?;
        }
    }
    Ok(())
}

fn collect(command: &Command, path: &[String], entries: &mut Vec<Entry>) {
    for below in command.get_subcommands().filter(|c| c.get_name() != "help") {
        let mut path = path.to_vec();
        path.push(below.get_name().to_string());
        if !below.is_subcommand_required_set() {
            entries.push(Entry {
                path: path.clone(),
                command: below.clone(),
            });
        }
        collect(below, &path, entries);
    }
}

/// The command as it is typed, without options.
fn usage(entry: &Entry) -> String {
    let arguments = entry.command.get_positionals().map(|arg| {
        let name = value(arg);
        if arg.is_required_set() {
            format!(" {name}")
        } else {
            format!(" [{name}]")
        }
    });
    let arguments: String = arguments.collect();
    format!("mdbook-archsite {}{arguments}", entry.path.join(" "))
}

fn about(command: &Command) -> String {
    let about = command.get_about().map(ToString::to_string);
    about.unwrap_or_default()
}

/// The arguments and options of a command; of those that all commands have, all or none.
fn arguments(command: &Command, global: bool) -> String {
    let own = command.get_arguments().filter(|arg| {
        let help = ["help", "version"].contains(&arg.get_id().as_str());
        !help && arg.is_global_set() == global
    });
    let rows: Vec<Vec<String>> = own.map(|arg| vec![name(arg), help(arg)]).collect();
    if rows.is_empty() {
        return String::new();
    }
    table(&["Option", "Meaning"], &rows)
}

fn name(arg: &Arg) -> String {
    let takes = arg.get_action().takes_values();
    let value = if takes { value(arg) } else { String::new() };
    let long = arg.get_long().map(|long| format!("--{long} {value}"));
    let long = long.unwrap_or(value);
    match arg.get_short() {
        Some(short) => format!("`-{short}`, `{}`", long.trim()),
        None => format!("`{}`", long.trim()),
    }
}

fn value(arg: &Arg) -> String {
    let names = arg.get_value_names().into_iter().flatten();
    let names: Vec<&str> = names.map(|name| name.as_str()).collect();
    names.join(" ")
}

/// The help, the values that are possible, and the default.
fn help(arg: &Arg) -> String {
    let mut text = arg.get_help().map(ToString::to_string).unwrap_or_default();
    let takes = arg.get_action().takes_values();
    let values = arg.get_possible_values().into_iter().filter(|_| takes);
    let values: Vec<String> = values
        .map(|value| format!("`{}`", value.get_name()))
        .collect();
    if !values.is_empty() {
        text.push_str(&format!(": {}", values.join(", ")));
    }
    let defaults = arg.get_default_values().iter().filter(|_| takes);
    let defaults: Vec<String> = defaults
        .map(|value| format!("`{}`", value.display()))
        .collect();
    if !defaults.is_empty() {
        text.push_str(&format!(" (default: {})", defaults.join(", ")));
    }
    text
}
