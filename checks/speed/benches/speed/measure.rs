//! Runs things and says how long they took, or how many instructions.
//!
//! Contestants take turns, so that a machine that slows down slows all of them down.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};

/// Something that can be run again and again; it says itself how long it took, so that
/// what it must prepare does not count.
pub(crate) type Contestant<'a> = Box<dyn FnMut() -> anyhow::Result<Duration> + 'a>;

/// The medians of `rounds` rounds, in the order of the contestants. A first round warms
/// caches up and does not count.
pub(crate) fn medians(
    rounds: usize,
    mut contestants: Vec<Contestant<'_>>,
) -> anyhow::Result<Vec<Duration>> {
    let mut times = vec![Vec::with_capacity(rounds); contestants.len()];
    for round in 0..=rounds {
        for (times, contestant) in times.iter_mut().zip(&mut contestants) {
            let time = contestant()?;
            if round > 0 {
                times.push(time);
            }
        }
    }
    Ok(times
        .into_iter()
        .map(|mut times| {
            times.sort_unstable();
            times[times.len() / 2]
        })
        .collect())
}

/// How long `work` takes.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

/// How long a process takes from its start to its end, with `input` written to it and its
/// output read through pipes, as mdBook does.
pub(crate) fn process(command: &mut Command, input: &str) -> anyhow::Result<Duration> {
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let (time, output) = timed(|| {
        let mut child = command.spawn()?;
        if let Some(mut stdin) = child.stdin.take() {
            // One that ends without reading all says why itself.
            let _ = stdin.write_all(input.as_bytes());
        }
        child.wait_with_output()
    });
    let output = output.with_context(|| format!("{command:?} does not start"))?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        bail!("{command:?} failed: {words}");
    }
    Ok(time)
}

/// How many instructions a process executes, counted by valgrind.
pub(crate) fn instructions(command: &Command, input: &str) -> anyhow::Result<u64> {
    let mut valgrind = Command::new("valgrind");
    valgrind
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(command.get_program())
        .args(command.get_args())
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped());
    let mut child = valgrind.spawn().context("valgrind does not start")?;
    let stdin = child.stdin.take();
    stdin
        .context("no standard input")?
        .write_all(input.as_bytes())?;
    let output = child.wait_with_output()?;
    let words = String::from_utf8_lossy(&output.stderr);
    // One that refuses its input would need very few.
    ensure!(output.status.success(), "{command:?} failed: {words}");
    let count = words
        .lines()
        .find_map(|line| line.split_once("Collected : "))
        .with_context(|| format!("valgrind did not count: {words}"))?;
    Ok(count.1.trim().parse()?)
}
