//! Which files give a technology its version, and which of them counts.

use anyhow::bail;
use archsite_tech_stack::document::names::{Match, Target};
use archsite_tech_stack::model::facts::{Ecosystem, Fact};
use archsite_tech_stack::output::display;

use crate::commands::repository::tech_stack::inventory::{Inventory, files_read};
use crate::commands::repository::tech_stack::list::authority;
use crate::report::one_line;

pub(crate) fn explain(found: &Inventory, name: &str) -> anyhow::Result<String> {
    let carrier = match found.names.find_package(name) {
        Match::Found(carrier) => carrier,
        Match::Unverifiable => bail!(
            "no manifest gives the version of {name}; a package with this name has a version of \
             its own; ask for it with its ecosystem, such as `npm:redis`"
        ),
        Match::Absent(targets) => bail!(
            "no manifest names {name}, which would be {}; {}",
            // Images come in many editions; the first ones are the usual.
            listed(&targets[..targets.len().min(3)]),
            read(found)
        ),
        Match::Ambiguous(targets) => {
            bail!(
                "{name} may be {}; name one of them, such as `{}`",
                listed(&targets),
                targets[0]
            )
        }
        Match::Unknown(Some(near)) => bail!("there is no `{name}`; did you mean `{near}`?"),
        Match::Unknown(None) => bail!(
            "`{name}` is neither a known technology nor a package of the manifests; {}",
            read(found)
        ),
    };
    let version = display::version(&found.known, &carrier);
    let target = &carrier.target;
    let version = version.unwrap_or_else(|| "the version is unknown".to_string());
    let mut text = format!("{target}: {}\n", one_line(&version));
    if target.ecosystem == Ecosystem::Runtime {
        let mut runtimes: Vec<_> = found.known.runtimes(&target.name).collect();
        runtimes.sort_by_key(|runtime| runtime.authority);
        for (index, runtime) in runtimes.iter().enumerate() {
            let counts = if runtime.authority == runtimes[0].authority || index == 0 {
                "counts"
            } else {
                "lower precedence"
            };
            text.push_str(&format!(
                "  {} by {}, a {} ({counts})\n",
                one_line(&runtime.value),
                found.place(&runtime.at),
                authority(runtime)
            ));
        }
        return Ok(text);
    }
    for fact in found.known.uses(target) {
        text.push_str(&one(found, fact));
    }
    Ok(text)
}

/// One use of a package.
fn one(found: &Inventory, fact: &Fact) -> String {
    let member = if fact.member.is_empty() {
        String::new()
    } else {
        format!(" by `{}`", one_line(&fact.member))
    };
    let requirement = fact.requirement.as_deref().unwrap_or("no version");
    let mut text = format!(
        "  required{member}: {} ({}) in {}\n",
        one_line(requirement),
        fact.kind.name(),
        found.place(&fact.at)
    );
    for resolved in &fact.resolved {
        let place = resolved.at.as_ref().map(|mark| found.place(mark));
        let condition = resolved
            .condition
            .as_ref()
            .map(|on| format!(" on {}", one_line(on)));
        text.push_str(&format!(
            "    resolved: {}{}{}\n",
            one_line(&resolved.version),
            condition.unwrap_or_default(),
            place.map_or_else(String::new, |place| format!(" in {place}"))
        ));
    }
    if fact.resolved.is_empty() {
        let why = fact.unknown.unwrap_or("no lock file resolves it");
        text.push_str(&format!("    not resolved: {why}\n"));
    }
    text
}

fn listed(targets: &[Target]) -> String {
    let names: Vec<String> = targets.iter().map(|target| format!("`{target}`")).collect();
    names.join(" or ")
}

fn read(found: &Inventory) -> String {
    match found.known.all().files.as_slice() {
        [] => "no manifest was found".to_string(),
        files => format!(
            "{}; `mdbook-archsite tech-stack --files` lists them",
            files_read(files.len())
        ),
    }
}
