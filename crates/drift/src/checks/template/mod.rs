//! What templates and models leave in a text: prompts, placeholders, marks of chats, open markers.

pub(crate) mod marks;
pub(crate) mod prompts;
pub(crate) mod slots;
