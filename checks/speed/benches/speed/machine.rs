//! What a table of figures means nothing without: day, machine and versions.

use std::process::Command;

use sysinfo::{CpuRefreshKind, MemoryRefreshKind, RefreshKind, System};

/// One paragraph.
pub(crate) fn description() -> anyhow::Result<String> {
    let day = jiff::Timestamp::now().strftime("%Y-%m-%d").to_string();
    let wanted = RefreshKind::nothing()
        .with_cpu(CpuRefreshKind::nothing())
        .with_memory(MemoryRefreshKind::nothing().with_ram());
    let system = System::new_with_specifics(wanted);
    let cpu = system
        .cpus()
        .first()
        .map_or("unknown CPU", |cpu| cpu.brand());
    let memory = system.total_memory() as f64 / f64::from(1 << 30);
    let os = System::long_os_version().unwrap_or_else(|| std::env::consts::OS.to_string());
    let rustc = version(Command::new("rustc").arg("--version"));
    Ok(format!(
        "{day}, {cpu}, {cores} cores, {memory:.0} GiB, {os}; mdbook-archsite {ours}, {rustc}.",
        cores = system.cpus().len(),
        ours = env!("CARGO_PKG_VERSION"),
        rustc = rustc.unwrap_or_else(|| "unknown compiler".to_string()),
    ))
}

/// The first line that a command says about its version.
pub(crate) fn version(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|o| o.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    text.lines().next().map(|line| line.trim().to_string())
}
