//! Fields: text that a program computes. What it is computed from is no text;
//! the result is, and of a citation manager's list it is the works cited.

/// Words in the instructions of fields whose result is a list of works.
const LISTS_OF_WORKS: &[&str] = &[
    "BIBLIOGRAPHY",
    "ZOTERO_BIBL",
    "CSL_BIBLIOGRAPHY",
    "EN.REFLIST",
];

/// Longest instruction that is looked at, in bytes; citation managers keep
/// whole records in theirs.
const INSTRUCTION_BYTES: usize = 256;

/// A field that has begun.
#[derive(Debug, Default)]
struct Field {
    instruction: String,
    is_result: bool,
}

/// The fields around a place in a text, outermost first.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
}

impl Fields {
    /// Takes in a field character: `begin`, `separate` or `end`.
    pub(super) fn take(&mut self, kind: &str) {
        match kind {
            "begin" => self.open.push(Field::default()),
            "separate" => {
                if let Some(field) = self.open.last_mut() {
                    field.is_result = true;
                }
            }
            "end" => {
                self.open.pop();
            }
            _ => {}
        }
    }

    /// Begins a field whose instruction is known and whose result follows.
    pub(super) fn begin_simple(&mut self, instruction: &str) {
        self.open.push(Field::default());
        self.instruct(instruction);
        self.take("separate");
    }

    /// Takes in a part of an instruction.
    pub(super) fn instruct(&mut self, text: &str) {
        if let Some(field) = self.open.last_mut() {
            let room = INSTRUCTION_BYTES.saturating_sub(field.instruction.len());
            let part = super::super::clean::first_bytes(text, room);
            field.instruction.push_str(part);
        }
    }

    /// At the end of a paragraph: a field that has no result by then never gets one.
    pub(super) fn end_paragraph(&mut self) {
        let begun = self.open.iter().position(|field| !field.is_result);
        self.open.truncate(begun.unwrap_or(self.open.len()));
    }

    /// Whether text here is a result, or in no field.
    pub(super) fn is_text(&self) -> bool {
        self.open.iter().all(|field| field.is_result)
    }

    /// Whether text here belongs to a list of works.
    pub(super) fn is_list_of_works(&self) -> bool {
        let is_list = |field: &Field| {
            let mut words = field.instruction.split_whitespace();
            words.any(|word| LISTS_OF_WORKS.contains(&word))
        };
        self.open.iter().any(is_list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_text_and_instructions_are_not() {
        let mut fields = Fields::default();
        fields.take("begin");
        fields.instruct(" ADDIN ZOTERO_");
        fields.instruct("BIBL {} ");
        assert!(!fields.is_text());
        fields.take("separate");
        assert!(fields.is_text() && fields.is_list_of_works());
        fields.take("begin");
        assert!(!fields.is_text());
        fields.end_paragraph();
        assert!(fields.is_text());
        fields.take("end");
        fields.take("end");
        assert!(!fields.is_list_of_works());
    }
}
