//! The script that leads old addresses to where their text is now.
//!
//! `architecture.html#tech-stack` was a place on one page and is a page of its own now.
//! A server never sees what is after `#`, so only the old page itself can lead on.
//!
//! Only the html renderer gets it; nothing else here may need a browser.

use std::collections::BTreeMap;

/// A script for a page: `moved` maps each id that left it to `page.html#id`, relative to
/// the root of the site.
pub(crate) fn script(moved: &BTreeMap<&str, String>) -> String {
    // In a script, `<` could end it; in Markdown that is preprocessed again, `{{` could
    // begin a directive.
    let mut json = serde_json::to_string(moved).unwrap_or_default();
    for (mark, escaped) in [
        ("<", "\\u003c"),
        ("{{", "{\\u007b"),
        ("\u{2028}", "\\u2028"),
        ("\u{2029}", "\\u2029"),
    ] {
        if json.contains(mark) {
            json = json.replace(mark, escaped);
        }
    }
    format!(
        "<script>\n\
         // Sections of this page have pages of their own now; addresses that name them lead there.\n\
         (function () {{\n\
         const moved = {json};\n\
         function follow() {{\n\
         if (path_to_root === \"\" && /\\/print(\\.html)?$/.test(location.pathname)) return;\n\
         let id = location.hash.slice(1);\n\
         try {{ id = decodeURIComponent(id); }} catch (e) {{ /* not encoded */ }}\n\
         if (!Object.prototype.hasOwnProperty.call(moved, id)) return;\n\
         const [page, anchor] = moved[id].split(\"#\");\n\
         location.replace(path_to_root + page + location.search + \"#\" + anchor);\n\
         }}\n\
         window.addEventListener(\"hashchange\", follow);\n\
         follow();\n\
         }})();\n\
         </script>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_map_ends_the_script() {
        let moved = BTreeMap::from([("</script>{{#x}}", "a.html#</script>".to_string())]);
        let script = script(&moved);
        assert_eq!(script.matches("</script>").count(), 1, "{script}");
        assert!(!script.contains("{{#"), "{script}");
        assert!(
            !script.contains("\n\n"),
            "a blank line could end the block: {script}"
        );
    }
}
