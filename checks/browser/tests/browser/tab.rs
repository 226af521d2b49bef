//! The one helper that touches the browser.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use chromiumoxide::cdp::browser_protocol::emulation::{
    MediaFeature, SetDeviceMetricsOverrideParams,
};
use chromiumoxide::cdp::browser_protocol::log::{EventEntryAdded, LogEntryLevel};
use chromiumoxide::cdp::browser_protocol::page::NavigateParams;
use chromiumoxide::cdp::browser_protocol::target::{
    CreateBrowserContextParams, CreateTargetParams,
};
use chromiumoxide::cdp::js_protocol::runtime::{
    ConsoleApiCalledType, EvaluateParams, EventConsoleApiCalled, EventExceptionThrown,
};
use chromiumoxide::js::EvaluationResult;
use chromiumoxide::page::ScreenshotParams;
use chromiumoxide::{BrowserConfig, Page};
use futures::StreamExt as _;
use serde_json::Value;
use tokio::runtime::Runtime;
use tokio::task::JoinHandle;

/// How long a page may take for anything, also on a machine that is busy with other work.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running browser.
pub(crate) struct Browser {
    runtime: Arc<Runtime>,
    browser: chromiumoxide::Browser,
    _profile: tempfile::TempDir,
}

impl Browser {
    /// Starts the browser at `path`, without a window.
    pub(crate) fn start(runtime: &Arc<Runtime>, path: &Path) -> anyhow::Result<Browser> {
        let profile = tempfile::tempdir()?;
        // Containers give a browser no sandbox of its own; it sees only our pages.
        let config = BrowserConfig::builder()
            .chrome_executable(path)
            .user_data_dir(profile.path())
            .no_sandbox()
            .new_headless_mode()
            .viewport(None)
            .window_size(1200, 900)
            .args(["disable-component-update", "disable-gpu", "hide-scrollbars"])
            .build()
            .map_err(anyhow::Error::msg)?;
        let (browser, mut handler) = runtime
            .block_on(chromiumoxide::Browser::launch(config))
            .context("the browser does not start")?;
        runtime.spawn(async move { while handler.next().await.is_some() {} });
        Ok(Browser {
            runtime: Arc::clone(runtime),
            browser,
            _profile: profile,
        })
    }

    /// A new tab that collects what the browser complains about.
    pub(crate) fn tab(&self) -> anyhow::Result<Tab> {
        let complaints = Complaints::default();
        let (page, collector) = self.runtime.block_on(async {
            let context = CreateBrowserContextParams::default();
            let context = self.browser.create_browser_context(context).await?;
            let mut blank = CreateTargetParams::new("about:blank");
            blank.browser_context_id = Some(context);
            let page = self.browser.new_page(blank).await?;
            page.enable_log().await?;
            page.enable_runtime().await?;
            let mut entries = page.event_listener::<EventEntryAdded>().await?;
            let mut exceptions = page.event_listener::<EventExceptionThrown>().await?;
            let mut calls = page.event_listener::<EventConsoleApiCalled>().await?;
            let collected = complaints.clone();
            let collector = tokio::spawn(async move {
                loop {
                    let words = tokio::select! {
                        Some(event) = entries.next() => logged(&event),
                        Some(event) = exceptions.next() => Some(thrown(&event)),
                        Some(event) = calls.next() => called(&event),
                        else => break,
                    };
                    collected.add(words);
                }
            });
            anyhow::Ok((page, collector))
        })?;
        Ok(Tab {
            runtime: Arc::clone(&self.runtime),
            page,
            complaints,
            collector,
        })
    }
}

/// What the browser complained about.
#[derive(Clone, Default)]
struct Complaints(Arc<Mutex<Vec<String>>>);

impl Complaints {
    fn add(&self, words: Option<String>) {
        if let (Some(words), Ok(mut all)) = (words, self.0.lock()) {
            all.push(words);
        }
    }

    fn take(&self) -> Vec<String> {
        self.0
            .lock()
            .map(|mut all| std::mem::take(&mut *all))
            .unwrap_or_default()
    }
}

fn logged(event: &EventEntryAdded) -> Option<String> {
    let entry = &event.entry;
    let bad = matches!(entry.level, LogEntryLevel::Error | LogEntryLevel::Warning);
    let url = entry.url.as_deref().unwrap_or("");
    bad.then(|| format!("{:?}: {} {url}", entry.level, entry.text))
}

fn thrown(event: &EventExceptionThrown) -> String {
    let details = &event.exception_details;
    let exception = details.exception.as_ref();
    let words = exception.and_then(|e| e.description.as_deref());
    format!("exception: {} {}", details.text, words.unwrap_or(""))
}

fn called(event: &EventConsoleApiCalled) -> Option<String> {
    let bad = matches!(
        event.r#type,
        ConsoleApiCalledType::Error | ConsoleApiCalledType::Warning
    );
    bad.then(|| format!("console: {:?}", event.args))
}

/// A tab of its own: nothing that other tabs stored is seen in it.
pub(crate) struct Tab {
    runtime: Arc<Runtime>,
    page: Page,
    complaints: Complaints,
    /// Ends when the page is closed and all its complaints are collected.
    collector: JoinHandle<()>,
}

impl Tab {
    /// Opens an address and waits until the page is there.
    pub(crate) fn open(&self, url: &str) -> anyhow::Result<()> {
        // Two addresses that differ only behind `#` are one page to a browser.
        for url in ["about:blank", url] {
            let answer = self.page.execute(NavigateParams::new(url));
            let answer = self.runtime.block_on(answer)?;
            if let Some(error) = &answer.error_text {
                bail!("{url} cannot be opened: {error}");
            }
        }
        self.wait(&format!("{url} to load"), LOADED)
    }

    /// What a JavaScript expression gives.
    pub(crate) fn value(&self, expression: &str) -> anyhow::Result<Value> {
        let json = format!("JSON.stringify(({expression}) ?? null)");
        let answer = self.evaluate(&json)?;
        let Some(Value::String(text)) = answer.value() else {
            bail!(
                "{expression} gives no value: {:?}",
                answer.object().description
            );
        };
        Ok(serde_json::from_str(text)?)
    }

    /// Runs a script, whatever it gives.
    pub(crate) fn run(&self, script: &str) -> anyhow::Result<()> {
        self.evaluate(script)?;
        Ok(())
    }

    /// Evaluates a script without waiting for a promise. By default the browser makes a promise of
    /// every value, and fails with "Promise was collected" if memory is freed before it is kept.
    fn evaluate(&self, script: &str) -> anyhow::Result<EvaluationResult> {
        let script = EvaluateParams::builder()
            .expression(script)
            .await_promise(false)
            .build()
            .map_err(anyhow::Error::msg)?;
        Ok(self
            .runtime
            .block_on(self.page.evaluate_expression(script))?)
    }

    /// The text that an expression gives.
    pub(crate) fn text(&self, expression: &str) -> anyhow::Result<String> {
        match self.value(expression)? {
            Value::String(text) => Ok(text),
            other => bail!("{expression} is {other}, not a text"),
        }
    }

    /// Waits until an expression is true. While a page is being left there is nobody to
    /// ask, which is no error.
    pub(crate) fn wait(&self, what: &str, condition: &str) -> anyhow::Result<()> {
        let start = Instant::now();
        loop {
            let answer = self.value(condition);
            if matches!(answer, Ok(Value::Bool(true))) {
                return Ok(());
            }
            if start.elapsed() > PATIENCE {
                let place = self.text("location.href").unwrap_or_default();
                bail!("waited in vain for {what}; the browser is at {place} ({answer:?})");
            }
            thread::sleep(Duration::from_millis(15));
        }
    }

    /// Clicks on what a selector finds, and waits for the next page.
    pub(crate) fn follow(&self, selector: &str) -> anyhow::Result<()> {
        let quoted = Value::from(selector).to_string();
        let found = self.value(&format!("!!document.querySelector({quoted})"))?;
        ensure!(found == true, "there is no {selector}");
        // A mark on the old page tells when it is gone.
        self.value(&format!(
            "(window.left = true, document.querySelector({quoted}).click(), true)"
        ))?;
        let next = format!("!window.left && {LOADED}");
        self.wait(&format!("the page behind {selector}"), &next)
    }

    /// Types text into what a selector finds.
    pub(crate) fn type_into(&self, selector: &str, text: &str) -> anyhow::Result<()> {
        self.runtime.block_on(async {
            let element = self.page.find_element(selector).await?;
            element.type_str(text).await?;
            Ok(())
        })
    }

    /// Makes the window `width` pixels wide and the system's colours `scheme`.
    pub(crate) fn appear(&self, width: u32, scheme: &str) -> anyhow::Result<()> {
        let size = SetDeviceMetricsOverrideParams::new(width, 1000, 1.0, false);
        let colours = MediaFeature::new("prefers-color-scheme", scheme);
        self.runtime.block_on(async {
            self.page.execute(size).await?;
            self.page.emulate_media_features(vec![colours]).await?;
            Ok(())
        })
    }

    /// Keeps a picture of what is seen.
    pub(crate) fn picture(&self, file: &Path) -> anyhow::Result<()> {
        let picture = self.page.screenshot(ScreenshotParams::default());
        let png = self.runtime.block_on(picture)?;
        std::fs::write(file, png).with_context(|| format!("{}", file.display()))
    }

    /// Closes the tab; an error if the browser complained about anything.
    pub(crate) fn close(self) -> anyhow::Result<()> {
        self.runtime.block_on(async {
            self.page.close().await?;
            // What is on its way still counts.
            let _ = tokio::time::timeout(Duration::from_millis(500), self.collector).await;
            anyhow::Ok(())
        })?;
        let complaints = self.complaints.take();
        ensure!(
            complaints.is_empty(),
            "the browser complained:\n{}",
            complaints.join("\n")
        );
        Ok(())
    }

    /// Waits for one complaint that holds both words; any other before it is an error.
    pub(crate) fn expect_complaint(&self, what: &str, whose: &str) -> anyhow::Result<()> {
        let start = Instant::now();
        loop {
            let complaints = self.complaints.take();
            let wanted = |words: &&String| words.contains(what) && words.contains(whose);
            if let Some(other) = complaints.iter().find(|words| !wanted(words)) {
                bail!("the browser complained of something else: {other}");
            }
            if !complaints.is_empty() {
                return Ok(());
            }
            ensure!(
                start.elapsed() < PATIENCE,
                "no complaint of {whose}: {what}"
            );
            thread::sleep(Duration::from_millis(15));
        }
    }
}

/// The page is there, with all that belongs to it.
const LOADED: &str = "location.href !== 'about:blank' && document.readyState === 'complete'";
