//! Tells from the cells of a column whether they are job titles. Knows nothing of headers.
//!
//! Only rough: it has to find the column of titles among names, places, dates and departments, not to judge a title.

use std::collections::HashSet;

use super::names::fold;

/// How much the cells of a column look like job titles, from 0 to 1. Blank cells do not count.
pub(super) fn title_likeness<'a>(cells: impl Iterator<Item = &'a str>) -> f64 {
    let (mut sum, mut filled, mut all) = (0.0, 0_u32, 0_u32);
    let mut distinct = HashSet::new();
    for cell in cells {
        all += 1;
        if cell.trim().is_empty() {
            continue;
        }
        filled += 1;
        sum += cell_likeness(cell);
        distinct.insert(cell);
    }
    if filled == 0 {
        return 0.0;
    }
    // A column with the same few words over and over is a status or a department, though a small one may be titles.
    let variety = if filled >= 20 && distinct.len() <= 3 { 0.6 } else { 1.0 };
    let coverage = if filled * 4 < all { 0.8 } else { 1.0 };
    sum / f64::from(filled) * variety * coverage
}

/// From here on a column is taken for titles.
pub(super) const LIKELY: f64 = 0.45;

/// Whether the cells are forms of address (Mr, Dr.), as in a column called "Title" that has no job in it.
pub(super) fn are_salutations<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let filled: Vec<&str> = cells.filter(|cell| !cell.trim().is_empty()).collect();
    let forms = filled.iter().filter(|cell| is_salutation(cell)).count();
    !filled.is_empty() && forms * 10 >= filled.len() * 6
}

/// Whether most cells are codes or numbers, as in a column called "Position" that has position numbers.
pub(super) fn are_codes<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let filled: Vec<&str> = cells.filter(|cell| !cell.trim().is_empty()).collect();
    let codes = filled.iter().filter(|cell| is_code(cell)).count();
    !filled.is_empty() && codes * 10 >= filled.len() * 8
}

/// Whether most cells are codes of a level (P4, IC3, Level 2), which say more than words like "Individual Contributor".
pub(super) fn are_level_codes<'a>(cells: impl Iterator<Item = &'a str>) -> bool {
    let filled: Vec<&str> = cells.filter(|cell| !cell.trim().is_empty()).collect();
    let codes = filled.iter().filter(|cell| is_level_code(cell)).count();
    codes * 2 > filled.len()
}

/// Whether a cell is a number, a date, an amount or an e-mail address: data rather than a name for a column.
pub(super) fn is_data(cell: &str) -> bool {
    let text = cell.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    (text.contains('@') && text.contains('.')) || (digits > 0 && letters == 0) || digits > letters
}

/// How much one cell looks like a job title, from 0 to 1.
pub(super) fn cell_likeness(cell: &str) -> f64 {
    let words: Vec<String> =
        cell.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(fold).collect();
    if words.is_empty() || words.len() > 14 || is_code(cell) || cell.contains('@') || is_salutation(cell) {
        return 0.0;
    }
    let telling = words.iter().any(|word| is_job_word(word));
    let digits = cell.chars().filter(char::is_ascii_digit).count();
    let shape = if words.len() > 8 || digits > 4 { 0.7 } else { 1.0 };
    let meaning = if telling {
        1.0
    } else if words.len() <= 6 {
        0.15
    } else {
        0.05
    };
    shape * meaning
}

fn is_job_word(word: &str) -> bool {
    JOB_WORDS.contains(&word)
        || word.strip_suffix('s').is_some_and(|singular| JOB_WORDS.contains(&singular))
        || (word.len() > 6 && JOB_ENDINGS.iter().any(|ending| word.ends_with(ending)))
}

fn is_salutation(cell: &str) -> bool {
    SALUTATIONS.contains(&fold(cell).as_str())
}

fn is_level_code(cell: &str) -> bool {
    let folded = fold(cell);
    let word = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = folded.len() - word.len();
    (1..=2).contains(&digits) && ["p", "m", "e", "s", "ic", "l", "level", "t"].contains(&word)
}

fn is_code(cell: &str) -> bool {
    let text = cell.trim();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let one_word = !text.contains(char::is_whitespace);
    digits > 0 && (letters == 0 || digits * 2 >= letters && one_word)
}

/// Words of which nearly every list of titles has some; folded, singular.
#[rustfmt::skip]
const JOB_WORDS: &[&str] = &[
    "manager", "mgr", "engineer", "eng", "nurse", "rn", "lpn", "cna", "clerk", "analyst", "technician", "tech", "driver",
    "assistant", "asst", "associate", "assoc", "specialist", "coordinator", "coord", "director", "dir", "supervisor",
    "supv", "officer", "teacher", "operator", "developer", "architect", "administrator", "admin", "consultant",
    "accountant", "representative", "rep", "agent", "advisor", "adviser", "lead", "head", "chief", "ceo", "cfo", "cto",
    "vp", "president", "executive", "secretary", "receptionist", "cashier", "worker", "helper", "laborer", "labourer",
    "mechanic", "electrician", "plumber", "welder", "carpenter", "machinist", "assembler", "picker", "packer", "cook",
    "chef", "server", "waiter", "waitress", "bartender", "barista", "dishwasher", "housekeeper", "janitor", "cleaner",
    "custodian", "guard", "porter", "host", "hostess", "concierge", "therapist", "physician", "surgeon", "doctor",
    "pharmacist", "paramedic", "aide", "attendant", "intern", "trainee", "apprentice", "professor", "lecturer",
    "instructor", "tutor", "principal", "dean", "librarian", "counselor", "counsellor", "attorney", "lawyer",
    "paralegal", "counsel", "buyer", "planner", "scheduler", "inspector", "auditor", "controller", "designer", "writer",
    "editor", "programmer", "scientist", "researcher", "chemist", "biologist", "recruiter", "trainer", "coach",
    "foreman", "superintendent", "partner", "owner", "founder", "stocker", "merchandiser", "salesperson", "salesman",
    "handler", "loader", "dispatcher", "pilot", "captain", "firefighter", "hygienist", "dentist", "caregiver",
    "generalist", "bookkeeper", "underwriter", "broker", "teller", "strategist", "producer", "photographer",
    "leiter", "leiterin", "sachbearbeiter", "sachbearbeiterin", "mitarbeiter", "mitarbeiterin", "entwickler",
    "entwicklerin", "ingenieur", "ingenieurin", "assistent", "assistentin", "fachkraft", "kaufmann", "kauffrau",
    "verkaufer", "verkauferin", "geschaftsfuhrer", "geschaftsfuhrerin", "referent", "referentin", "berater",
    "directeur", "directrice", "responsable", "charge", "chargee", "technicien", "technicienne", "comptable",
    "infirmier", "infirmiere", "ingenieure", "vendeur", "vendeuse", "conducteur", "ouvrier", "cuisinier", "aidesoignante",
    "gerente", "ingeniero", "ingeniera", "analista", "asistente", "enfermera", "enfermero", "tecnico", "jefe",
    "auxiliar", "engenheiro", "assistente", "coordenador", "diretor", "direttore", "impiegato", "operaio",
    "infermiere", "medewerker", "verpleegkundige", "leraar", "sjukskoterska", "larare", "saljare", "specjalista",
    "kierownik", "inzynier", "инженер", "менеджер", "директор", "специалист",
];

/// Endings by which German, Dutch and Scandinavian compounds tell a job.
#[rustfmt::skip]
const JOB_ENDINGS: &[&str] = &[
    "leiter", "leiterin", "manager", "ingenieur", "entwickler", "entwicklerin", "techniker", "mechaniker", "arbeiter",
    "fahrer", "pfleger", "pflegerin", "kaufmann", "kauffrau", "verkaufer", "lehrer", "lehrerin", "assistent",
    "assistentin", "berater", "fachkraft", "fachfrau", "fachmann", "medewerker", "skoterska", "keeper", "engineer",
];

#[rustfmt::skip]
const SALUTATIONS: &[&str] = &[
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professordr", "profdr", "drmed", "sir", "madam", "rev", "herr",
    "frau", "m", "mme", "mlle", "monsieur", "madame", "sr", "sra", "srta", "senor", "senora", "sig", "sigra", "dhr",
    "mevr", "pan", "pani", "hon", "lady", "lord", "mister", "doctor", "professor", "none", "na",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn likeness(cells: &[&str]) -> f64 {
        title_likeness(cells.iter().copied())
    }

    #[test]
    fn titles_are_told_from_names_places_dates_and_departments() {
        let titles = likeness(&["Registered Nurse", "Sr. Software Eng II", "FORKLIFT OPERATOR", "", "Cook/Dishwasher"]);
        assert!(titles > 0.9, "{titles}");
        for other in [
            &["Anna Berg", "Tom Ito", "Maria Silva"][..],
            &["Springfield, IL", "Berlin", "Remote"],
            &["2024-01-02", "2023-11-30"],
            &["Nursing", "Information Technology", "Food Services"],
            &["anna@example.org", "tom@example.org"],
            &["Active", "Active", "Leave"],
            &["", ""],
        ] {
            assert!(likeness(other) < LIKELY, "{other:?} {}", likeness(other));
        }
        assert!(likeness(&["Vertriebsleiter", "Pflegefachfrau", "Sachbearbeiterin"]) > LIKELY);
    }

    #[test]
    fn salutations_codes_and_data_are_recognised() {
        assert!(are_salutations(["Mr", "Mrs.", "Dr", "", "Ms"].into_iter()));
        assert!(!are_salutations(["Director", "Nurse", "Dr"].into_iter()));
        assert!(!are_salutations(["", " "].into_iter()));
        assert!(are_codes(["P-10233", "50012", "J0042"].into_iter()));
        assert!(!are_codes(["Engineer 2", "Level 3 Technician"].into_iter()));
        assert!(are_level_codes(["P4", "M2", "", "IC 3"].into_iter()));
        assert!(!are_level_codes(["8 Individual Contributor", "4 Director", "7"].into_iter()));
        assert!(is_data("2024-01-02") && is_data("1.234,50 €") && is_data("a@b.org") && !is_data("Address 2"));
    }
}
