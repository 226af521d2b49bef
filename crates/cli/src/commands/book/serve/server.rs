//! The web server: the files of the site, with the messages of the last build on each page, and the
//! web socket that reloads pages.

use std::net::TcpListener;
use std::sync::Arc;

use anyhow::Context as _;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Request, State};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, IF_MODIFIED_SINCE, IF_NONE_MATCH,
};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use tower_http::services::{ServeDir, ServeFile};

use crate::commands::book::serve::LIVE_RELOAD;
use crate::commands::book::serve::preview::Preview;

/// Largest page to which messages are added, in bytes.
const LARGEST: usize = 64 << 20;

/// The page in place of a site that could not be built yet. mdBook's pages have the same script.
const NO_SITE: &str = include_str!("no-site.html");

/// Reserves the port, so that a port in use is reported before the first build.
pub(super) fn bind(hostname: &str, port: u16) -> anyhow::Result<TcpListener> {
    let listener = TcpListener::bind((hostname, port)).with_context(|| {
        format!("cannot listen on `{hostname}:{port}`; choose another port with `--port`")
    })?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// Serves the site until the process ends.
///
/// # Errors
/// The server could not be started.
pub(super) fn run(listener: TcpListener, preview: Arc<Preview>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let app = Router::new()
            .route(&format!("/{LIVE_RELOAD}"), get(web_socket))
            .fallback(page)
            .with_state(preview);
        axum::serve(listener, app).await
    })?;
    Ok(())
}

async fn web_socket(State(preview): State<Arc<Preview>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(|socket| reload(socket, preview))
}

/// Sends one message at the next reload; the page then connects anew.
async fn reload(mut socket: WebSocket, preview: Arc<Preview>) {
    let mut reloads = preview.reloads();
    if reloads.changed().await.is_ok() {
        // A page that was closed does not need it.
        let _ = socket.send(Message::text("reload")).await;
    }
}

async fn page(State(preview): State<Arc<Preview>>, mut request: Request) -> Response {
    let site = preview.site();
    let is_head = request.method() == Method::HEAD;
    // Messages change while a file does not.
    request.headers_mut().remove(IF_MODIFIED_SINCE);
    request.headers_mut().remove(IF_NONE_MATCH);
    let missing = ServeFile::new(site.join("404.html"));
    let served = ServeDir::new(&site)
        .not_found_service(missing)
        .try_call(request)
        .await;
    let mut response = match served {
        Ok(response) => response.map(Body::new),
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    };
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    let Some(report) = preview.report().filter(|_| !is_head) else {
        return response;
    };
    if is_html(&response) {
        with_report(response, &report).await
    } else if response.status() == StatusCode::NOT_FOUND {
        let page = NO_SITE
            .replace("LIVE_RELOAD", LIVE_RELOAD)
            .replace("REPORT", &report);
        (StatusCode::NOT_FOUND, Html(page)).into_response()
    } else {
        response
    }
}

fn is_html(response: &Response) -> bool {
    let kind = response.headers().get(CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// Adds the messages of the last build at the end of a page.
async fn with_report(response: Response, report: &str) -> Response {
    let (mut parts, body) = response.into_parts();
    match to_bytes(body, LARGEST).await {
        Ok(page) => {
            parts.headers.remove(CONTENT_LENGTH);
            let page = [&page[..], report.as_bytes()].concat();
            Response::from_parts(parts, Body::from(page))
        }
        Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response(),
    }
}
