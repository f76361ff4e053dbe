//! norfolk tested from outside, in one binary.

mod quality;
