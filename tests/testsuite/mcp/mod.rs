//! The server of the Model Context Protocol, spoken to over standard input as a client does.

mod bad_input;
mod client;
mod tools;
