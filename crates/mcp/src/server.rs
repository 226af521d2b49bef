//! The protocol: which tools there are, and a call of one of them.

use std::sync::Arc;

use anyhow::Context as _;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ErrorData,
    Implementation, JsonObject, ListToolsResult, PaginatedRequestParams, ServerCapabilities,
    ServerConfig, Tool, ToolAnnotations,
};
use rmcp::service::{RequestContext, RoleServer, ServerInitializeError};
use rmcp::{ServerHandler, ServiceExt as _};
use serde_json::{Value, json};

use crate::arguments::{Argument, COMMON, Kind};
use crate::library::Library;
use crate::tools;

/// How a client uses the tools.
const INSTRUCTIONS: &str = "Architecture documents of this repository, read only. Start with \
    `search` or `outline`, then read one `section`. `decisions` has the decision records in force, \
    `technology` the versions in the manifests. Answers name files and lines, and are cut at \
    `budget` tokens; a cut answer names the `offset` of the rest.";

/// Answers one client on standard input and output, until it closes its side.
///
/// # Errors
/// The protocol cannot be started.
pub fn serve(library: impl Library, version: &str) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start the server")?;
    let server = Server {
        library: Arc::new(library),
        version: version.to_string(),
    };
    let result = runtime.block_on(run(server));
    // A read of standard input that is still waiting would keep the process.
    runtime.shutdown_background();
    result
}

async fn run<L: Library>(server: Server<L>) -> anyhow::Result<()> {
    let running = match server.serve(rmcp::transport::stdio()).await {
        Ok(running) => running,
        // A client that goes away before it said anything.
        Err(ServerInitializeError::ConnectionClosed(_)) => return Ok(()),
        Err(error) => return Err(error).context("the client did not start the protocol"),
    };
    running.waiting().await.context("the server stopped")?;
    Ok(())
}

struct Server<L> {
    library: Arc<L>,
    version: String,
}

impl<L: Library> ServerHandler for Server<L> {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().build();
        ServerConfig::new(capabilities)
            .with_server_info(Implementation::new(
                "mdbook-archsite",
                self.version.as_str(),
            ))
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let tools = tools::ALL.iter().map(described).collect();
        Ok(ListToolsResult::with_all_items(tools))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(tool) = tools::ALL.iter().find(|tool| tool.name == request.name) else {
            return Err(ErrorData::invalid_params("there is no such tool", None));
        };
        let library = Arc::clone(&self.library);
        let arguments = request.arguments.unwrap_or_default();
        // Elsewhere, so that a client that cancels or closes is heard meanwhile.
        let call = move || tool.call(library.as_ref(), &arguments);
        let answer = tokio::task::spawn_blocking(call)
            .await
            .map_err(|error| ErrorData::internal_error(error.to_string(), None))?;
        let result = match answer {
            Ok(text) => CallToolResult::success(vec![ContentBlock::text(text)]),
            Err(error) => CallToolResult::error(vec![ContentBlock::text(format!("{error:#}"))]),
        };
        Ok(result.into())
    }
}

/// A tool as the protocol describes it.
fn described(tool: &tools::Tool) -> Tool {
    let read_only = ToolAnnotations::new()
        .read_only(true)
        .idempotent(true)
        .open_world(false);
    Tool::new(tool.name, tool.about, schema(tool.arguments)).with_annotations(read_only)
}

/// The schema of the arguments of a tool.
fn schema(own: &[Argument]) -> JsonObject {
    let mut properties = JsonObject::new();
    let mut required = Vec::new();
    for argument in own.iter().chain(COMMON) {
        let kind = match argument.kind {
            Kind::Text => "string",
            Kind::Number => "integer",
        };
        let property = json!({ "type": kind, "description": argument.about });
        properties.insert(argument.name.to_string(), property);
        if argument.required {
            required.push(argument.name);
        }
    }
    let mut schema = JsonObject::new();
    schema.insert("type".to_string(), json!("object"));
    schema.insert("properties".to_string(), Value::Object(properties));
    schema.insert("required".to_string(), json!(required));
    schema.insert("additionalProperties".to_string(), json!(false));
    schema
}
