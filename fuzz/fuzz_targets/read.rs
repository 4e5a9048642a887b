//! Any bytes are read or refused, and every value that was read is the same after it is written and read again.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &[u8]| {
    let Ok(documents) = coderev_yaml::read(text) else { return };
    for document in documents {
        let written = coderev_yaml::to_string(&document.value).expect("a value that was read can be written");
        let back = coderev_yaml::read(written.as_bytes()).expect("a written text can be read");
        assert_eq!(back[0].value, document.value, "written as:\n{written}");
    }
});
