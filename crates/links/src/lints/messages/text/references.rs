//! References without a definition, and definitions without use or effect.

use archsite_core::diagnostics::Diagnostic;
use archsite_core::markdown::outline::{
    Definition, DuplicateDefinition, ReferenceStyle, UndefinedReference,
};

use crate::lints;
use crate::lints::messages::short;
use crate::site::document::Document;

/// A reference that nothing defines.
pub(crate) fn undefined_reference(
    document: &Document<'_>,
    reference: &UndefinedReference,
    near: Option<&str>,
) -> Diagnostic {
    let label = short(&reference.label);
    let place = document.place(reference.range.clone());
    let mut diagnostic = Diagnostic::new(
        &lints::UNDEFINED_REFERENCE,
        format!("the reference `[{label}]` is not defined"),
    )
    .at(place, "shown as typed, with its brackets");
    let definition = near.and_then(|near| {
        let mut definitions = document.outline.definitions.iter();
        definitions.find(|definition| definition.label == near)
    });
    if let Some(definition) = definition {
        let place = document.place(definition.range.clone());
        diagnostic = diagnostic.at(place, "this label is similar");
    }
    let escape = match reference.style {
        ReferenceStyle::Full => "",
        _ => ", or `\\[` if the brackets are intended",
    };
    diagnostic.help(match near {
        Some(near) => format!("did you mean `[{near}]`?"),
        None => format!("add `[{label}]: destination` on a line of its own{escape}"),
    })
}

/// A destination that a space cuts off.
pub(crate) fn separated_brackets(
    document: &Document<'_>,
    reference: &UndefinedReference,
    dest: &str,
) -> Diagnostic {
    let end = reference.range.end;
    let place = document.place(reference.range.start..end + dest.len() + 3);
    Diagnostic::new(
        &lints::UNDEFINED_REFERENCE,
        format!("`{}` is not a link because of the space in it", short(dest)),
    )
    .at(place, "shown as typed")
    .help("remove the space between `]` and `(`")
    .suggest(document.place(end..end + 1), "")
}

/// A wiki link.
pub(crate) fn wiki_link(document: &Document<'_>, reference: &UndefinedReference) -> Diagnostic {
    let range = reference.range.start - 1..reference.range.end + 1;
    let label = short(&reference.label);
    Diagnostic::new(
        &lints::WIKI_LINK,
        format!("mdBook does not support wiki links, so `[[{label}]]` is shown as typed"),
    )
    .at(document.place(range), "not a link")
    .help(format!("write `[{label}](page.md)`"))
}

/// A definition that nothing uses.
pub(crate) fn unused_definition(document: &Document<'_>, definition: &Definition) -> Diagnostic {
    Diagnostic::new(
        &lints::UNUSED_DEFINITION,
        format!(
            "the definition of `[{}]` is not used",
            short(&definition.label)
        ),
    )
    .at(
        document.place(definition.range.clone()),
        "not used on this page",
    )
    .help("remove it, or use it; a definition only applies to its own page")
    .about(definition.dest.as_str())
}

/// A definition whose label is taken.
pub(crate) fn duplicate_definition(
    document: &Document<'_>,
    duplicate: &DuplicateDefinition,
    first: &Definition,
) -> Diagnostic {
    Diagnostic::new(
        &lints::DUPLICATE_DEFINITION,
        format!("`[{}]` is already defined", short(&first.label)),
    )
    .at(document.place(duplicate.range.clone()), "has no effect")
    .at(document.place(first.range.clone()), "this one is used")
    .help("remove one of them, or give it another label")
}
