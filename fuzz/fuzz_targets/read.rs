//! No bytes make the reader panic or hang.

#![no_main]

use diurna::document::{ReadOptions, read_documents};
use diurna::reading::read;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Ok(found) = read_documents(None, bytes, &ReadOptions::default()) {
        for document in found.documents {
            read(document);
        }
    }
});
