//! Tides.
