//! The payload of a commit: what an index says of itself, in a form that tells
//! if one byte of it is no longer what was written.

use super::Info;
use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64;

/// What goes with every commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Payload {
    /// The commit's number in tantivy's count.
    pub(super) opstamp: u64,
    /// The generation it belongs to: a head that names another is damaged.
    pub(super) generation: u64,
    /// What the index says of itself.
    pub(super) info: Info,
}

impl Payload {
    /// Encodes it: its hash, a space, and JSON.
    pub(super) fn encode(&self) -> String {
        let json = serde_json::to_string(self).expect("a payload always encodes");
        format!("{:016x} {json}", xxh3_64(json.as_bytes()))
    }

    /// Decodes it; `None` if it is not what was encoded.
    pub(super) fn decode(text: &str) -> Option<Payload> {
        let (hash, json) = text.split_once(' ')?;
        if hash != format!("{:016x}", xxh3_64(json.as_bytes())) {
            return None;
        }
        serde_json::from_str(json).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload() -> Payload {
        Payload {
            opstamp: 42,
            generation: 3,
            info: Info {
                profile: "own".to_string(),
                essays: 7,
                ..Info::default()
            },
        }
    }

    #[test]
    fn what_was_encoded_decodes() {
        assert_eq!(Payload::decode(&payload().encode()), Some(payload()));
    }

    #[test]
    fn one_changed_byte_is_told() {
        let sound = payload().encode();
        for at in 0..sound.len() {
            for bit in 0..7 {
                let mut bytes = sound.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                let damaged = String::from_utf8(bytes).expect("seven bits are ASCII");
                assert_eq!(Payload::decode(&damaged), None, "byte {at}, bit {bit}");
            }
        }
    }
}
