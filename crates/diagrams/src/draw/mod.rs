//! Draws Mermaid: source in, SVG out. The only module that knows the library.
//!
//! A drawing depends on its source alone, unless it takes so long that it is given up.

pub(crate) mod color;
mod contrast;
mod gantt;
pub(crate) mod measure;
mod quiet;
pub(crate) mod theme;

use std::num::NonZero;
use std::ops::Range;
use std::thread;
use std::time::Duration;

use merman::svg::{
    DeterministicTextMeasurer, LayoutOptions, MeasurementProfileId, RenderResourcePolicy,
    SvgRenderOptions, TextMeasurementPolicy, TextMeasurementProfile,
    TextMeasurementProfileIdentity,
};
use merman::{
    MermaidEngine, OperationControl, ParseDiagnosticSpanKind, ParseOptions, RenderError,
    RenderOutput, RenderRequest, Renderer, SourcePresentationConfig, SvgEnvironment, SvgRequest,
    TerminalDiagnostic, TerminalDiagnosticClass,
};
use serde_json::{Value, json};

use crate::output::Refusal;

/// Largest source that is drawn, in bytes.
const LARGEST: usize = 100_000;

/// A drawing that takes longer is given up. The limits of the library come first for most sources; they do
/// not depend on the machine.
const LONGEST: Duration = Duration::from_secs(1);

/// Stack of the thread that draws: sources may be nested deeply.
const STACK: usize = 64 << 20;

/// Least number of diagrams that a thread is started for.
const LEAST: usize = 8;

/// Width in pixels of the screen that C4 diagrams are laid out for. With a narrower one they have fewer shapes in a
/// row than their authors see.
const SCREEN: f64 = 1280.0;

/// Width and height in pixels of what diagrams are laid out for that fill a page: the text of a page of mdBook.
const PAGE: [f64; 2] = [750.0, 600.0];

/// Settings that a diagram cannot change: what would make it unsafe, and its colours and fonts. Those are made
/// for one page; this one is light or dark as the reader likes it.
const FIXED: &[&str] = &[
    "secure",
    "securityLevel",
    "startOnLoad",
    "maxTextSize",
    "suppressErrorRendering",
    "maxEdges",
    "theme",
    "themeCSS",
    "themeVariables",
    "fontFamily",
];

/// Fonts with the widths of the table.
pub(crate) const FONTS: &str = "\"Liberation Sans\", Arial, Helvetica, sans-serif";

/// Draws with the settings of this program.
pub(crate) struct Engine {
    renderer: Renderer,
    request: SvgRequest,
}

impl Engine {
    pub(crate) fn new() -> Engine {
        let mut config = json!({
            "theme": "base",
            "look": "classic",
            "fontFamily": FONTS,
            "themeVariables": theme::variables(),
            "flowchart": { "wrappingWidth": 200, "minNodeWidth": 0, "htmlLabels": true },
            "state": { "minNodeWidth": 0 },
            "htmlLabels": true,
            "securityLevel": "strict",
            "secure": FIXED,
        });
        if let (Some(config), Value::Object(settings)) = (config.as_object_mut(), theme::settings())
        {
            config.extend(settings);
        }
        let config = SourcePresentationConfig::from_value(config);
        let renderer = Renderer::new()
            .with_presentation_engine(MermaidEngine::new().with_site_config(config))
            .with_parse_options(ParseOptions::strict());
        let environment = SvgEnvironment::deterministic()
            .with_resource_policy(RenderResourcePolicy::interactive());
        let environment = match text_measurement() {
            Some(policy) => environment.with_text_measurement_policy(policy),
            None => environment,
        };
        let request = SvgRequest {
            environment,
            layout: LayoutOptions::headless_svg_defaults()
                .with_container_size(PAGE[0], PAGE[1])
                .with_screen_available_width(SCREEN),
            ..SvgRequest::default()
        };
        Engine { renderer, request }
    }

    /// Draws one diagram as SVG whose ids begin with `id`.
    ///
    /// # Errors
    /// Why it is not drawn; ranges are bytes of `source`.
    pub(crate) fn draw(&self, source: &str, id: &str) -> Result<String, Refusal> {
        if source.len() > LARGEST {
            return Err(Refusal::TooLarge);
        }
        let readable = contrast::with_readable_text(source);
        let readable = gantt::with_room_for_names(&readable);
        match self.attempt(&readable, id) {
            // Places count in what the author wrote.
            Err(Refusal::Syntax { .. }) if readable != source => self.attempt(source, id),
            drawn => drawn,
        }
    }

    fn attempt(&self, source: &str, id: &str) -> Result<String, Refusal> {
        let request = SvgRequest {
            options: SvgRenderOptions {
                diagram_id: Some(id.to_string()),
                ..self.request.options.clone()
            },
            ..self.request.clone()
        };
        let control = OperationControl::new().with_deadline(LONGEST);
        let request = RenderRequest::svg(source, control, request);
        let drawn = quiet::catch(|| self.renderer.render(request));
        match drawn {
            None => Err(Refusal::Unable("the library that draws failed".to_string())),
            Some(Ok(RenderOutput::Svg(Some(output)))) => Ok(output.svg().to_string()),
            Some(Ok(_)) => Err(no_type()),
            Some(Err(error)) => Err(refusal(&error, source)),
        }
    }
}

/// The results of `work` for all items, in order, from threads with stacks that are large enough for drawing: one for
/// each processor if there are many items. `None` if a thread cannot be started.
pub(crate) fn on_large_stacks<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(&[T]) -> Vec<R> + Sync,
) -> Option<Vec<R>> {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let share = items.len().div_ceil(processors).max(LEAST);
    let work = &work;
    thread::scope(|scope| {
        let mut threads = Vec::new();
        for items in items.chunks(share) {
            let builder = thread::Builder::new().stack_size(STACK);
            threads.push(builder.spawn_scoped(scope, move || work(items)).ok()?);
        }
        let mut results = Vec::with_capacity(items.len());
        for thread in threads {
            match thread.join() {
                Ok(done) => results.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        Some(results)
    })
}

fn text_measurement() -> Option<TextMeasurementPolicy> {
    let measurer = DeterministicTextMeasurer::default().with_width_callback(|text, style| {
        measure::width(text, style.font_size, style.font_weight.as_deref())
    });
    let id = MeasurementProfileId::new("archsite.advances").ok()?;
    let identity = TextMeasurementProfileIdentity::new(id, "1").ok()?;
    let profile = TextMeasurementProfile::new(identity, measurer);
    Some(TextMeasurementPolicy::uniform(profile))
}

fn no_type() -> Refusal {
    Refusal::Syntax {
        message: "it does not begin with a type of diagram, such as `flowchart`".to_string(),
        range: None,
    }
}

fn refusal(error: &RenderError, source: &str) -> Refusal {
    match error {
        RenderError::NoDiagram => no_type(),
        RenderError::Cancelled(_) | RenderError::ResourceLimitExceeded(_) => Refusal::TooLarge,
        RenderError::Parse(error) => match error.class() {
            TerminalDiagnosticClass::ResourceLimit | TerminalDiagnosticClass::Cancelled => {
                Refusal::TooLarge
            }
            TerminalDiagnosticClass::Parse => syntax(error, source),
            _ => Refusal::Unable(error.terminal_safe_message()),
        },
        other => {
            let reason = other.to_string();
            let is_formula = reason.contains("capability `math`");
            Refusal::Unable(if is_formula {
                "it contains a formula".to_string()
            } else {
                reason
            })
        }
    }
}

fn syntax(error: &TerminalDiagnostic, source: &str) -> Refusal {
    let details = error.terminal_diagnostic_details();
    match details.code.as_str() {
        "merman.parse.no_diagram_detected" => return no_type(),
        "merman.parse.unsupported_diagram" => {
            return Refusal::Unable(error.terminal_safe_message());
        }
        _ => {}
    }
    let is_known = details.span_kind != Some(ParseDiagnosticSpanKind::Fallback);
    // Mermaid counts edges and characters too.
    let message = error.terminal_safe_message();
    if message.contains("limit exceeded") {
        return Refusal::TooLarge;
    }
    let range = details.span.filter(|_| is_known);
    let range = range.map(|span| span.start..span.end.max(span.start));
    // A place at the end is that of nothing.
    let range = range.filter(|range: &Range<usize>| range.start < source.trim_end().len());
    Refusal::Syntax {
        message: short(&message),
        range,
    }
}

/// The message of the library without the type of the diagram, and without the list of all that may be there.
fn short(message: &str) -> String {
    let message = match message.strip_prefix("Diagram parse error (") {
        Some(rest) => rest.split_once("): ").map_or(rest, |(_, message)| message),
        None => message,
    };
    let message = message.split("; expected").next().unwrap_or(message);
    message.lines().next().unwrap_or_default().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_short() {
        let check = |message: &str, expected: &str| assert_eq!(short(message), expected);
        check(
            "Diagram parse error (sequence): unexpected off; expected newline, \"box\"",
            "unexpected off",
        );
        check("Malformed YAML front-matter", "Malformed YAML front-matter");
        check("Diagram parse error (x", "x");
    }
}
