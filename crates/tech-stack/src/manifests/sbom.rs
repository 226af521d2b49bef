//! To come.

use crate::files::Files;

pub(super) fn read(_: &mut Files) {}
