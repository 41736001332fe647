//! The summary of a role that has none of its own: what the focus does, and what the level adds to it.

use crate::taxonomy::{ResolvedRole, Taxonomy};

pub(super) fn of(taxonomy: &Taxonomy, role: &ResolvedRole) -> String {
    if let Some(own) = taxonomy.own_role(role).and_then(|r| r.summary.clone()) {
        return own;
    }
    let focus = &taxonomy.foci[role.focus];
    let function = &taxonomy.functions[focus.function];
    // The general focus is defined against its sisters; what the function is for says more of it.
    let general = taxonomy.is_general(role.focus) || focus.definition.is_empty();
    let work = sentence(if general && !function.summary.is_empty() { &function.summary } else { &focus.definition });
    let Some(level) = role.level else { return work };
    let definition = taxonomy.ladder.definition(level);
    let work =
        if level.track().leads() && !work.is_empty() { format!("Leads the work that {}", lower(&work)) } else { work };
    let name = definition.name.to_lowercase();
    let article = if name.starts_with(['a', 'e', 'i', 'o']) { "an" } else { "a" };
    let level = format!("Works at the level of {article} {name}: {}", lower(&sentence(&definition.description)));
    if work.is_empty() { level } else { format!("{work} {level}") }
}

/// With a full stop.
fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

/// With a small first letter, unless the first word is an acronym.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    match (chars.next(), chars.clone().next()) {
        (Some(first), second) if second.is_none_or(char::is_lowercase) || second == Some(' ') => {
            first.to_lowercase().chain(chars).collect()
        }
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::taxonomy::{embedded_files, load};

    #[test]
    fn a_summary_is_made_of_the_work_and_the_level() {
        let taxonomy = load(&embedded_files()).unwrap();
        let of = |code: &str| super::of(&taxonomy, &taxonomy.find(code).unwrap());
        assert_eq!(
            of("SEI.APP.P4"),
            "Secures software while it is designed, written and shipped. Works at the level of an advanced \
             professional: deep competence; takes on the demanding assignments of the team."
        );
        assert_eq!(
            of("SEI.GEN.M2"),
            "Leads the work that protects systems and data from vulnerabilities, attacks and misuse. Works at the \
             level of a manager: runs a team or unit through people, plan and budget."
        );
    }
}
