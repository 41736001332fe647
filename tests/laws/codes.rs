//! Codes are for ever: what is printed can be read again, and nothing else can.

use canon::taxonomy::{Level, Mnemonic, RoleCode};
use proptest::prelude::*;

use crate::{ENGINE, tried};

proptest! {
    #![proptest_config(tried(500))]

    #[test]
    fn a_printed_code_is_read_as_itself(function in "[A-Z]{3}", focus in "[A-Z]{3}", level in 0..Level::COUNT) {
        let code = RoleCode {
            function: function.parse().unwrap(),
            focus: focus.parse().unwrap(),
            level: Level::ALL[level],
        };
        prop_assert_eq!(code.to_string().parse::<RoleCode>(), Ok(code));
        prop_assert_eq!(format!("  {}\t", code.to_string().to_lowercase()).parse::<RoleCode>(), Ok(code));
        prop_assert_eq!(serde_json::from_str::<RoleCode>(&serde_json::to_string(&code).unwrap()).unwrap(), code);
    }

    #[test]
    fn what_is_read_as_a_code_is_printed_so(text in prop_oneof!["[a-zA-Z]{2,4}[.][A-Z]{3}[.][SPMEX][0-9]{1,2}", any::<String>()]) {
        if let Ok(code) = text.parse::<RoleCode>() {
            prop_assert_eq!(code.to_string(), text.trim().to_ascii_uppercase());
        }
        if let Ok(letters) = text.parse::<Mnemonic>() {
            prop_assert_eq!(letters.to_string(), text);
        }
    }
}

#[test]
fn every_role_is_found_by_its_code_in_any_case() {
    let taxonomy = &ENGINE.taxonomy;
    for (focus, of_focus) in taxonomy.foci.iter().enumerate() {
        for level in taxonomy.levels_of(focus) {
            let role = taxonomy.role(focus, Some(level));
            let code: RoleCode = role.code.parse().unwrap_or_else(|e| panic!("{}: {e}", role.code));
            assert_eq!(code.to_string(), format!("{}.{level}", of_focus.code));
        }
        let first = taxonomy.levels_of(focus)[0];
        let found = taxonomy.find(&format!("{}.{first}", of_focus.code).to_lowercase()).unwrap();
        assert_eq!((found.focus, found.level), (focus, Some(first)));
    }
}
