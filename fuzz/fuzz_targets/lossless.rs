//! Both lossless properties, for whatever bytes the fuzzer makes. The first two bytes choose
//! the configuration.
#![no_main]

use archsite_agent_files::lossless;
use archsite_shard::config::Config;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let [level, tokens, rest @ ..] = data else {
        return;
    };
    let Ok(markdown) = std::str::from_utf8(rest) else {
        return;
    };
    let config = Config {
        level: Some(level % 7).filter(|level| *level > 0),
        min_tokens: usize::from(tokens % 4) * 4,
        max_tokens: usize::from(tokens / 4 % 4) * 16,
        ..Config::default()
    };
    if let Err(error) = lossless::check(markdown, &config) {
        panic!("{error}\nin {markdown:?}");
    }
});
