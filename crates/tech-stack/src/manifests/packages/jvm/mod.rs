//! Java, Kotlin and others that run on a Java virtual machine.

pub(crate) mod gradle;
pub(crate) mod maven;
