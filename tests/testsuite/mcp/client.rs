//! A client that writes JSON-RPC itself, so that it can also write what no library would.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use serde_json::{Value, json};

/// A running server, and the client's side of it.
pub(super) struct Client {
    server: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    next: u64,
}

/// The answer of a tool.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) text: String,
    pub(super) is_error: bool,
}

impl Client {
    /// Starts a server for a folder. Nothing is said yet.
    pub(super) fn silent(folder: &Path) -> Client {
        let mut server = Command::new(env!("CARGO_BIN_EXE_mdbook-archsite"))
            .arg("mcp")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let input = server.stdin.take();
        let output = BufReader::new(server.stdout.take().expect("standard output"));
        Client {
            server,
            input,
            output,
            next: 0,
        }
    }

    /// Starts a server for a folder, and the protocol.
    pub(super) fn new(folder: &Path) -> Client {
        let mut client = Client::silent(folder);
        let hello = json!({
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": { "name": "test", "version": "1" },
        });
        let info = client.request("initialize", hello);
        assert_eq!(
            info["result"]["serverInfo"]["name"], "mdbook-archsite",
            "{info}"
        );
        client.write(r#"{"jsonrpc":"2.0","method":"notifications/initialized"}"#);
        client
    }

    /// Writes a line, whatever it is.
    pub(super) fn write(&mut self, line: &str) {
        let input = self.input.as_mut().expect("an open input");
        writeln!(input, "{line}").expect("the server reads");
    }

    /// The response to a request.
    pub(super) fn request(&mut self, method: &str, params: Value) -> Value {
        self.next += 1;
        let id = self.next;
        let request = json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params });
        self.write(&request.to_string());
        loop {
            let mut line = String::new();
            let read = self.output.read_line(&mut line).expect("a line");
            assert!(read > 0, "the server closed instead of an answer");
            let response: Value = serde_json::from_str(&line).expect("JSON only");
            if response["id"] == id {
                return response;
            }
        }
    }

    /// The answer of a tool.
    pub(super) fn call(&mut self, tool: &str, arguments: Value) -> Answer {
        let params = json!({ "name": tool, "arguments": arguments });
        let response = self.request("tools/call", params);
        let result = &response["result"];
        let text = result["content"][0]["text"].as_str();
        Answer {
            text: text
                .unwrap_or_else(|| panic!("no text: {response}"))
                .to_string(),
            is_error: result["isError"] == true,
        }
    }

    /// Closes the client's side, and gives the exit code of the server and what it wrote to standard
    /// error.
    pub(super) fn close(mut self) -> (Option<i32>, String) {
        drop(self.input.take());
        let output = self.server.wait_with_output().expect("the server ends");
        let messages = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), messages)
    }

    /// Goes away without reading what the server writes, and gives its exit code.
    pub(super) fn vanish(self) -> Option<i32> {
        let Client {
            mut server,
            input,
            output,
            ..
        } = self;
        drop(output);
        drop(input);
        server.wait().expect("the server ends").code()
    }
}
