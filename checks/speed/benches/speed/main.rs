//! How fast the program is, beside the floor and beside others, in one run:
//! `cargo bench -p archsite-speed`.
//!
//! ```text
//!  inputs ──▶ measure: library, children (floor, no-op), our process, mdbook, peers ──▶ tables
//! ```
//!
//! Nothing is asserted about time. `--check` asserts something about instructions, which do
//! not depend on what else the machine does.

// A program for people: what it prints is its result.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod builds;
mod children;
mod growth;
mod inputs;
mod library;
mod links;
mod machine;
mod measure;
mod peers;
mod records;
mod stack;
mod tables;

use std::process::{Command, ExitCode};

use anyhow::{Context as _, bail};
use clap::Parser;

use crate::inputs::Shape;
use crate::measure::Contestant;
use crate::tables::{Table, millions, millis, ratio};

/// Instructions of our process for each one of the floor, at most, for a megabyte of any
/// shape. The aim is 3.0; documents with many sections or links miss it, see decision 16.
const MOST_INSTRUCTIONS: f64 = 3.5;

/// Measures mdbook-archsite beside the floor and beside others.
#[derive(Debug, Parser)]
struct Args {
    /// Only check that instructions stay within the budget and grow linearly (needs valgrind)
    #[arg(long)]
    check: bool,

    /// Measure fewer times, and leave out the largest documents
    #[arg(long)]
    quick: bool,

    /// Given by cargo
    #[arg(long, hide = true)]
    bench: bool,

    /// What the benchmark starts itself again for
    #[arg(hide = true)]
    child: Vec<String>,
}

fn main() -> ExitCode {
    match run(&Args::parse()) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::from(2)
        }
    }
}

fn run(args: &Args) -> anyhow::Result<ExitCode> {
    let child: Vec<&str> = args.child.iter().map(String::as_str).collect();
    match child.as_slice() {
        [] => {}
        // mdBook asks each preprocessor whether it supports a renderer.
        ["floor" | "noop", "supports", _] => return Ok(ExitCode::SUCCESS),
        ["floor"] => return children::floor().map(|()| ExitCode::SUCCESS),
        ["noop"] => return children::noop().map(|()| ExitCode::SUCCESS),
        ["read", folder] => return children::read(folder).map(|()| ExitCode::SUCCESS),
        ["build", folder] => return children::build(folder).map(|()| ExitCode::SUCCESS),
        other => bail!("unknown arguments: {}", other.join(" ")),
    }
    if args.check {
        return check();
    }
    println!("{}\n", machine::description()?);
    documents(args.quick)?;
    instructions()?;
    peers::compare(args.quick)?;
    builds::compare(args.quick)?;
    links::compare(args.quick)?;
    stack::compare(args.quick)?;
    records::compare(args.quick)?;
    Ok(ExitCode::SUCCESS)
}

/// Our command, as mdBook starts it.
fn ours() -> Command {
    Command::new(env!("CARGO_BIN_EXE_archsite-speed"))
}

/// This program in another role.
fn child(role: &str) -> anyhow::Result<Command> {
    let this = std::env::current_exe().context("the benchmark cannot find itself")?;
    let mut command = Command::new(this);
    command.arg(role);
    Ok(command)
}

/// One document, split: the passes alone, and the process from start to end.
fn documents(quick: bool) -> anyhow::Result<()> {
    let mut table = Table::new(
        "One document, split into a page per section (milliseconds)",
        &[
            "document",
            "size",
            "parse and copy",
            "our passes",
            "×",
            "no-op process",
            "floor process",
            "our process",
            "× floor",
        ],
    );
    for shape in Shape::ALL {
        for (size, bytes, rounds) in [
            ("100 KB", 100_000, 41),
            ("1 MB", 1_000_000, 41),
            ("10 MB", 10_000_000, 11),
        ] {
            let rounds = match (quick, bytes) {
                (true, 10_000_000) => continue,
                (true, _) => 5,
                (false, _) => rounds,
            };
            let text = inputs::document(shape, bytes);
            let message = inputs::message(&text);
            let (text, message) = (text.as_str(), message.as_str());
            let [mut noop, mut floor, mut our] = [child("noop")?, child("floor")?, ours()];
            let contestants: Vec<Contestant<'_>> = vec![
                Box::new(|| Ok(library::floor(text))),
                Box::new(|| library::passes(text)),
                Box::new(|| measure::process(&mut noop, message)),
                Box::new(|| measure::process(&mut floor, message)),
                Box::new(|| measure::process(&mut our, message)),
            ];
            let times = measure::medians(rounds, contestants)?;
            table.row([
                shape.name().to_string(),
                size.to_string(),
                millis(times[0]),
                millis(times[1]),
                ratio(times[1], times[0]),
                millis(times[2]),
                millis(times[3]),
                millis(times[4]),
                ratio(times[4], times[3]),
            ]);
        }
    }
    table.print();
    Ok(())
}

/// Instructions of our process and of the floor, for each shape of a megabyte.
fn counted() -> anyhow::Result<Vec<(Shape, u64, u64)>> {
    let count = |shape: Shape| {
        let message = inputs::message(&inputs::document(shape, 1_000_000));
        let floor = measure::instructions(&child("floor")?, &message)?;
        let our = measure::instructions(&ours(), &message)?;
        Ok((shape, floor, our))
    };
    Shape::ALL.into_iter().map(count).collect()
}

fn instructions() -> anyhow::Result<()> {
    if which::which("valgrind").is_err() {
        println!("Instructions were not counted: valgrind is not installed.\n");
        return Ok(());
    }
    let mut table = Table::new(
        "Instructions for 1 MB (millions, counted by callgrind)",
        &["document", "floor process", "our process", "× floor"],
    );
    for (shape, floor, our) in counted()? {
        table.row([
            shape.name().to_string(),
            millions(floor),
            millions(our),
            format!("{:.2}", our as f64 / floor as f64),
        ]);
    }
    table.print();
    growth::measure()?;
    Ok(())
}

/// The check for a machine of any load: instructions stay within the budget, and do not grow
/// faster than the input.
fn check() -> anyhow::Result<ExitCode> {
    if which::which("valgrind").is_err() {
        println!("instructions: skipped, valgrind is not installed");
        return Ok(ExitCode::SUCCESS);
    }
    let mut code = ExitCode::SUCCESS;
    for (shape, floor, our) in counted()? {
        let ratio = our as f64 / floor as f64;
        println!("{}: {ratio:.2} × the floor's instructions", shape.name());
        if ratio > MOST_INSTRUCTIONS {
            eprintln!("error: more than {MOST_INSTRUCTIONS} ×");
            code = ExitCode::FAILURE;
        }
    }
    println!();
    for growth in growth::measure()?.iter().filter(|g| g.is_too_fast()) {
        let (name, most) = (growth.name, growth::MOST_GROWTH);
        eprintln!("error: {name}: more than {most} × the instructions for twice the input");
        code = ExitCode::FAILURE;
    }
    Ok(code)
}
