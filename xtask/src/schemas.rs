//! The JSON schemas of the configuration and of the output of commands, as files of the guide.

use archsite_cli::reference::schemas;

use crate::output::{GUIDE, Output};

/// A file for each schema; mdBook copies them to the site.
pub(crate) fn files(output: &mut Output) -> anyhow::Result<()> {
    for (name, schema) in schemas::all() {
        let text = format!("{}\n", serde_json::to_string_pretty(&schema)?);
        output.file(format!("{GUIDE}/schemas/{name}.schema.json"), text);
    }
    Ok(())
}
