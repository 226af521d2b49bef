//! Versions in running text between `<!-- archsite: version … -->` and `<!-- /archsite -->`.

use archsite_core::markdown::directive::Directive;
use archsite_core::site::{PageId, Site};
use archsite_core::text::Edit;

use crate::compare::actual;
use crate::compare::edit;
use crate::compare::problems::{
    BadOption, NoVersions, Outdated, VersionOpen, VersionUnknown, Without,
};
use crate::document::directive::pair::{Pair, Wrong};
use crate::document::directive::stated;
use crate::document::directive::stated::Stated;
use crate::document::versions;
use crate::document::versions::VersionText;
use crate::pass::Stack;
use crate::pass::directive::Findings;

/// The pairs of a page, in order. Directives that are not used are reported.
pub(super) fn read(
    directives: &[&Directive],
    source: &str,
    page: PageId,
    findings: &mut Findings,
) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for directive in directives {
        let range = directive.range.clone();
        match Pair::read(directive, source) {
            Ok(pair) => pairs.push(pair),
            Err(Wrong::Option(message)) => findings.problems.push(
                BadOption {
                    message,
                    source: page,
                    range,
                }
                .into(),
            ),
            Err(Wrong::Open) => findings.problems.push(
                NoVersions {
                    without: Without::End,
                    source: page,
                    range,
                }
                .into(),
            ),
        }
    }
    pairs
}

/// Fills a pair that is open, and reports one whose version is not that of the manifests. Returns
/// whether the manifests have a version.
pub(super) fn check(
    pair: &Pair,
    site: &Site,
    (source, page): (&str, PageId),
    stack: &Stack,
    findings: &mut Findings,
) -> bool {
    let Stated {
        text: version,
        source: of,
    } = match stated::version(&pair.package, &stack.index, &stack.names) {
        Ok(stated) => stated,
        Err(help) => {
            findings.problems.push(
                VersionUnknown {
                    package: &pair.package,
                    help,
                    source: page,
                    range: pair.comment.clone(),
                }
                .into(),
            );
            return false;
        }
    };
    let written = &source[pair.range.clone()];
    let is_open =
        written.is_empty() || matches!(versions::read(written, false), VersionText::Placeholder);
    // Members may have several versions; each of them is right.
    let several: Vec<&str> = version.split(", ").collect();
    let mut each = several.iter().map(|one| pair.expected(written, one));
    if !is_open && each.any(|one| one == written || edit::escaped(&one) == written) {
        return true;
    }
    let expected = match several.as_slice() {
        [one] => pair.expected(written, one),
        _ => version.clone(),
    };
    let with = edit::escaped(&expected);
    if is_open {
        let open = VersionOpen {
            technology: &pair.package,
            source: page,
            range: pair.range.clone(),
            version: &with,
        };
        findings.problems.push(open.into());
        findings.edits.push(Edit::replace(pair.range.clone(), with));
        return true;
    }
    let actual = of.and_then(|of| actual::of_source(&stack.index, &of).into_iter().next());
    findings.problems.push(
        Outdated {
            root: &site.root,
            package: &pair.package,
            written,
            source: page,
            range: pair.range.clone(),
            version: &version,
            at: actual.map(|actual| actual.at),
            with: &with,
        }
        .into(),
    );
    true
}
