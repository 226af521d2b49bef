//! mdBook's JSON, broken in any way: it is refused with a reason, or what comes back is a
//! book that mdBook can read.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(message) = std::str::from_utf8(data) {
        archsite_fuzz::preprocess(message);
    }
});
