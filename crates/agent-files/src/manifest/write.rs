//! Writes a manifest: one shard a line, so that a change of one section is a change of one line.

use serde::Serialize;

use super::Manifest;

impl Manifest {
    /// The manifest as it is written: a shard a line, without ranges.
    ///
    /// # Errors
    /// It cannot be spelled as JSON.
    pub fn text(&self) -> serde_json::Result<String> {
        let head = Manifest {
            schema: self.schema,
            made_by: self.made_by.clone(),
            source: self.source.clone(),
            archived: self.archived.clone(),
            replaced: self.replaced.clone(),
            bom: self.bom,
            level: self.level,
            min_tokens: self.min_tokens,
            max_tokens: self.max_tokens,
            names: self.names.clone(),
            ascii_names: self.ascii_names,
            folders: self.folders,
            shards: Vec::new(),
            files: Vec::new(),
        };
        let json = serde_json::to_string_pretty(&head)?;
        let mut out = json
            .trim_end_matches("\"shards\": []\n}")
            .as_bytes()
            .to_vec();
        push_lines(&mut out, "shards", &self.shards)?;
        if !self.files.is_empty() {
            out.extend(b",\n  ");
            push_lines(&mut out, "files", &self.files)?;
        }
        out.extend(b"\n}\n");
        String::from_utf8(out).map_err(serde::ser::Error::custom)
    }

    /// The manifest for another program, on one line and with ranges.
    ///
    /// # Errors
    /// It cannot be spelled as JSON.
    pub fn with_ranges(&self) -> serde_json::Result<String> {
        let mut json = serde_json::to_value(self)?;
        let shards = json["shards"].as_array_mut().into_iter().flatten();
        for (shard, with) in shards.zip(&self.shards) {
            shard["ranges"] = serde_json::to_value(&with.ranges)?;
        }
        serde_json::to_string(&json)
    }
}

/// A list with an item a line.
fn push_lines<T: Serialize>(out: &mut Vec<u8>, key: &str, items: &[T]) -> serde_json::Result<()> {
    out.extend(format!("\"{key}\": [").as_bytes());
    for (index, item) in items.iter().enumerate() {
        let gap: &[u8] = if index == 0 { b"\n    " } else { b",\n    " };
        out.extend(gap);
        serde_json::to_writer(&mut *out, item)?;
    }
    out.extend(b"\n  ]");
    Ok(())
}
