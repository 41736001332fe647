//! The headers that HR systems and people give to columns, in several languages.
//!
//! A header is compared by its letters and digits only: `job_title`, `JobTitle` and `JOB TITLE` are the same. To teach
//! a new header, add its folded form to a list; the order of the lists is the order of preference. Whether the cells
//! below agree is looked at in [`super::columns`].

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a column is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Topic {
    /// The job title.
    Title,
    /// Department or organisation.
    Department,
    /// Job family.
    Family,
    /// Grade or level.
    Grade,
    /// The manager.
    Years,
    Manages,
    Manager,
    /// Employee id.
    Id,
    /// Something else that HR exports have.
    Other,
}

/// The letters and digits of a header, in lower case and without accents.
pub(super) fn fold(header: &str) -> String {
    let mut folded = String::with_capacity(header.len());
    for c in header.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase) {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' | 'ð' => folded.push('d'),
            'ı' => folded.push('i'),
            c if c.is_alphanumeric() => folded.push(c),
            _ => {}
        }
    }
    folded
}

/// How well a header names a topic; the smaller the better, none if it does not.
pub(super) fn rank(header: &str, topic: Topic) -> Option<usize> {
    let whole = fold(header);
    if whole.is_empty() || whole.len() > LONGEST {
        return None;
    }
    let main = header.split(['(', '[', '*', ':']).next().map(fold).unwrap_or_default();
    let lists = lists(topic);
    let place = |text: &str| lists.iter().position(|names| names.contains(&text));
    place(&whole).or_else(|| place(&main)).or_else(|| {
        let about_this = topic == Topic::Title && !is_about_something_else(header);
        let inside = || TELLING_TITLES.iter().position(|name| whole.contains(name));
        about_this.then(inside).flatten().map(|place| lists.len() + place)
    })
}

/// What a header is about, if it is known.
pub(super) fn topic(header: &str) -> Option<Topic> {
    const ALL: [Topic; 9] = [
        Topic::Title,
        Topic::Department,
        Topic::Family,
        Topic::Grade,
        Topic::Years,
        Topic::Manages,
        Topic::Manager,
        Topic::Id,
        Topic::Other,
    ];
    let ranked = ALL.into_iter().filter_map(|topic| rank(header, topic).map(|rank| (rank, topic)));
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, topic)| topic)
}

/// Whether a line of plain text is a header for titles rather than a title.
pub(super) fn is_title_header(line: &str) -> bool {
    rank(line, Topic::Title).is_some_and(|rank| rank < TITLES.len())
}

/// Whether a header is about a code, a date, or another person's title.
pub(super) fn is_about_something_else(header: &str) -> bool {
    let folded = fold(header);
    NOT_THE_TITLE.iter().any(|word| folded.contains(word))
}

/// Whether a text has a word that only headers have.
pub(super) fn is_label(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric()).any(|word| LABEL_WORDS.contains(&fold(word).as_str()))
}

/// Headers are short; a sentence that happens to contain "job title" is a prompt or a note.
const LONGEST: usize = 60;

fn lists(topic: Topic) -> &'static [&'static [&'static str]] {
    match topic {
        Topic::Title => TITLES,
        Topic::Department => DEPARTMENTS,
        Topic::Family => FAMILIES,
        Topic::Grade => GRADES,
        Topic::Years => YEARS,
        Topic::Manages => MANAGES,
        Topic::Manager => MANAGERS,
        Topic::Id => IDS,
        Topic::Other => OTHERS,
    }
}

/// A longer header that contains one of these is a title column unless one of [`NOT_THE_TITLE`] is in it, too.
#[rustfmt::skip]
const TELLING_TITLES: &[&str] = &[
    "businesstitle", "jobtitle", "positiontitle", "employeetitle", "worktitle", "stellenbezeichnung",
    "berufsbezeichnung", "positionsbezeichnung", "intitule", "libelleemploi", "puestodetrabajo", "functietitel",
    "jobprofile", "jobname",
];

/// Words by which a header is about another thing: a code, a date, or the title of somebody else.
#[rustfmt::skip]
const NOT_THE_TITLE: &[&str] = &[
    "code", "id", "date", "manager", "supervisor", "number", "previous", "former", "prior", "reportsto", "datum",
    "effective", "changed", "count", "leader", "approver", "recruiter", "spouse", "nummer", "schlussel",
];

/// Words of headers that no cell of a table has.
#[rustfmt::skip]
const LABEL_WORDS: &[&str] = &[
    "title", "name", "code", "date", "id", "desc", "description", "type", "number", "status", "email", "bezeichnung",
    "datum", "nummer", "libelle", "nom", "nombre", "fecha", "naam", "numero", "data",
];

#[rustfmt::skip]
const TITLES: &[&[&str]] = &[
    &["businesstitle", "businessjobtitle", "workingtitle"],
    &[
        "jobtitle", "jobtitles", "jobtitlename", "rawtitle", "titleraw", "rawjobtitle", "jobtitleraw", "currentjobtitle",
        // German
        "stellenbezeichnung", "berufsbezeichnung", "positionsbezeichnung", "jobbezeichnung", "stellentitel", "jobtitel",
        "tatigkeitsbezeichnung", "taetigkeitsbezeichnung", "funktionsbezeichnung", "titelderstelle", "stellenbez",
        // French
        "intituledeposte", "intituleduposte", "intituleposte", "intituledelemploi", "intituleemploi", "libelleemploi",
        "libelledelemploi", "libelleduposte", "libelledeposte", "libelleposte", "titreduposte", "titredeposte",
        "titredelemploi", "titreemploi",
        // Spanish, Portuguese, Italian
        "titulodelpuesto", "titulodepuesto", "nombredelpuesto", "nombredepuesto", "denominaciondelpuesto",
        "puestodetrabajo", "nombredelcargo", "titulodelcargo", "titulodocargo", "nomedocargo", "descricaodocargo",
        "cargofuncao", "titolodilavoro", "titolodellavoro", "titoloprofessionale", "denominazioneposizione",
        // Dutch, Scandinavian, Finnish
        "functietitel", "functienaam", "functiebenaming", "functieomschrijving", "jobbtitel", "yrkestitel",
        "befattningsbenamning", "stillingsbetegnelse", "stillingstittel", "stillingstitel", "tehtavanimike",
        "ammattinimike",
        // Polish, Czech, Slovak, Hungarian, Romanian, Turkish
        "nazwastanowiska", "stanowiskopracy", "nazevpozice", "pracovnipozice", "nazovpozicie", "munkakor",
        "denumirepost", "functiapostului", "isunvani", "unvan",
        // Russian, Ukrainian, Greek, Japanese, Chinese, Korean
        "должность", "посада", "τιτλοσεργασιασ", "役職", "職種", "職位", "职位", "岗位", "직책", "직위",
    ],
    &["positiontitle", "positionname", "jobpositiontitle"],
    &["title", "employeetitle", "worktitle", "workertitle", "titel", "titre", "titulo", "titolo", "titles", "tytul"],
    &[
        "position", "poste", "puesto", "cargo", "functie", "funktie", "befattning", "stilling", "stanowisko", "pozycja",
        "posizione", "posicao", "posicion", "pozice", "pozisyon", "emploi", "mansione", "beruf", "funktion", "funcao",
        "funcion", "fonction", "funzione", "stelle", "tatigkeit", "taetigkeit", "aktuelleposition", "currentposition",
        "jobposition", "positions", "stelledesmitarbeiters",
    ],
    &["role", "jobrole", "rolename", "roletitle", "currentrole", "rolle", "rol", "ruolo", "papel", "roll", "rola"],
    &["jobprofile", "jobprofilename"],
    &[
        "jobname", "job", "jobdescription", "jobclassification", "jobclasstitle", "classtitle", "classificationtitle",
        "jobcodedescription", "jobcodedesc", "jobcodename", "jobdesc", "jobs",
    ],
    &["designation", "occupation", "occupationdesc", "occupationdescription", "profession", "metier", "profesion", "profissao", "professione", "ocupacion",
      "ocupacao", "beroep", "yrke", "zawod", "qualifica", "occupationtitle"],
];

#[rustfmt::skip]
const DEPARTMENTS: &[&[&str]] = &[
    &["department", "departmentname", "dept", "deptname", "homedepartment", "homedepartmentdescription",
      "departmentdescription", "abteilung", "fachabteilung", "departement", "departamento", "reparto", "dipartimento",
      "afdeling", "avdelning", "avdeling", "osasto", "dzial", "oddeleni", "oddelenie", "osztaly", "departman", "отдел",
      "подразделение", "部門", "部门", "부서"],
    &["supervisoryorganization", "supervisoryorg", "supervisoryorganisation", "organization", "organisation",
      "orgunit", "organizationalunit", "organisationseinheit", "orgname", "organizacion", "organizacao",
      "jednostkaorganizacyjna", "organizationname"],
    &["division", "divisionname", "bereich", "geschaftsbereich", "geschaeftsbereich", "direction", "divisione",
      "service", "servizio", "direccion", "area", "divisie", "direcao", "setor", "wydzial"],
    &["costcentername", "costcentrename", "costcenter", "costcentre", "kostenstelle", "kostenstellenbezeichnung",
      "centredecout", "centredecouts", "centrodecosto", "centrodecoste", "centrodecusto", "centrodicosto",
      "kostenplaats", "kostnadsstalle", "mpk"],
    &["team", "teamname", "group", "unit", "businessunit", "section", "function", "functionalarea", "equipe", "equipo",
      "gruppe", "school", "ward"],
];

#[rustfmt::skip]
const FAMILIES: &[&[&str]] = &[
    &["jobfamily", "jobfamilyname", "stellenfamilie", "jobfamilie", "familledemetier", "familledemetiers",
      "familleprofessionnelle", "familiadepuestos", "familiadecargos", "familiaprofessionale", "functiefamilie",
      "jobbfamilj", "rodzinastanowisk"],
    &["jobfamilygroup", "jobgroup", "jobcategory", "jobfunction", "family", "jobtrack", "careertrack",
      "occupationalgroup", "tatigkeitsgruppe", "berufsgruppe", "filieremetier", "filiere"],
];

#[rustfmt::skip]
const GRADES: &[&[&str]] = &[
    &["grade", "jobgrade", "gradename", "gehaltsstufe", "entgeltgruppe", "vergutungsgruppe", "eingruppierung",
      "grado", "grau", "schaal", "salarisschaal", "lonegrad", "kategoriazaszeregowania", "tarifgruppe", "echelon"],
    &["joblevel", "level", "levelname", "careerlevel", "stufe", "niveau", "nivel", "livello", "niva", "poziom",
      "seniority", "senioritylevel", "karrierestufe", "hierarchieebene", "jobleveltitle", "ebene"],
    &["managementlevel", "managementebene", "fuhrungsebene", "fuehrungsebene", "niveaudemanagement"],
    &["compensationgrade", "compgrade", "compensationgradename"],
    &["paygrade", "payband", "salarygrade", "salaryband", "paylevel", "payscalegroup", "band", "jobband",
      "classification", "coefficient", "catalogorie"],
];

/// Years at the employer ("tenure") say little about a level, so only those in the work count.
#[rustfmt::skip]
const YEARS: &[&[&str]] = &[
    &["yearsofexperience", "yearsexperience", "experienceyears", "experienceinyears", "yearsofrelevantexperience", "yoe",
      "totalyearsofexperience", "totalexperience", "berufserfahrung", "berufserfahrungjahre", "anneesdexperience",
      "anosdeexperiencia", "annidiesperienza", "jarenervaring"],
];

#[rustfmt::skip]
const MANAGES: &[&[&str]] = &[
    &["peoplemanager", "ispeoplemanager", "peoplemanagerflag", "ismanager", "managerflag", "managesothers",
      "managespeople", "hasdirectreports", "personalverantwortung", "fuhrungsverantwortung", "fuehrungsverantwortung"],
    &["directreports", "numberofdirectreports", "directreportscount", "countofdirectreports", "noofdirectreports"],
];

#[rustfmt::skip]
const MANAGERS: &[&[&str]] = &[
    &["manager", "managername", "reportsto", "reportstoname", "supervisor", "supervisorname", "linemanager",
      "directmanager", "reportingmanager", "immediatesupervisor", "worksmanager", "vorgesetzter", "vorgesetzte",
      "vorgesetzteperson", "fuhrungskraft", "fuehrungskraft", "responsable", "responsablehierarchique", "superieur",
      "superieurhierarchique", "jefe", "jefedirecto", "supervisora", "gestor", "gerente", "chefia", "responsabile",
      "leidinggevende", "chef", "narmastechef", "leder", "esimies", "przelozony", "kierownik", "vedouci", "yonetici",
      "руководитель", "上司", "manageremployeename"],
    &["managerid", "manageremployeeid", "supervisorid", "reportstoid", "manageremail", "manageruserid"],
];

#[rustfmt::skip]
const IDS: &[&[&str]] = &[
    &["employeeid", "employeenumber", "employeeno", "empid", "empno", "employeecode", "personnelnumber",
      "personnelno", "personalnummer", "personalnr", "mitarbeiternummer", "mitarbeiternr", "matricule",
      "numeroempleado", "numerodeempleado", "idempleado", "matricula", "matricola", "personeelsnummer",
      "medewerkernummer", "anstallningsnummer", "ansattnummer", "medarbejdernummer", "nrpracownika", "idpracownika",
      "numerpracownika", "osobnicislo", "sicilno", "табельныйномер", "社員番号"],
    &["workerid", "personid", "staffid", "staffnumber", "userid", "associateid", "payrollid",
      "payrollnumber", "payrollno", "fileno", "filenumber", "userssysid", "badgenumber"],
    &["id", "no", "nr", "number", "nummer", "key", "externalid", "guid", "uuid", "ref", "recordid"],
];

/// Headers that say nothing to us but show that a row is a header.
#[rustfmt::skip]
const OTHERS: &[&[&str]] = &[&[
    "status", "employmentstatus", "employeestatus", "employmenttype", "workertype", "employeetype", "timetype",
    "fulltimeparttime", "fte", "hours", "name", "fullname", "employeename", "displayname", "preferredname",
    "legalname", "firstname", "lastname", "middlename", "mi", "surname", "givenname", "forename", "username", "worker",
    "email", "emailaddress", "workemail", "mail", "phone", "mobile", "gender", "sex", "dateofbirth", "birthdate", "age",
    "hiredate", "startdate", "originalhiredate", "enddate", "terminationdate", "termdate", "effectivedate",
    "location", "locationname", "worklocation", "office", "site", "city", "state", "country", "region", "address", "zip",
    "company", "legalentity", "employer", "jobcode", "jobcodeid", "positionid", "positionnumber", "positioncode",
    "jobid", "salary", "basesalary", "annualsalary", "salaryannual", "pay", "payrate", "rate", "currency", "bonus",
    "headcount", "employee", "comments", "notes", "note", "remarks", "timezone", "defaultlocale", "loginmethod", "salutation",
    "prefix", "suffix", "shift", "union", "exempt", "flsa", "flsastatus", "years", "yearsofservice", "tenure", "photo",
    "costcenterid", "departmentid", "departmentcode", "deptid", "custom01", "custom02", "matrixmanager",
    "vorname", "nachname", "familienname", "anrede", "geschlecht", "geburtsdatum", "eintritt", "eintrittsdatum",
    "austritt", "standort", "ort", "land", "beschaftigungsgrad", "pensum", "vertragsart", "gehalt", "firma",
    "prenom", "nom", "nomdefamille", "nometprenom", "civilite", "sexe", "datedentree", "datedembauche", "typedecontrat",
    "contrat", "lieu", "lieudetravail", "site", "ville", "pays", "etablissement", "salaire", "tempsdetravail",
    "nombre", "apellido", "apellidos", "genero", "fechadeingreso", "fechadealta", "ubicacion", "sede", "empresa",
    "nome", "cognome", "sobrenome", "dataassunzione", "dataadmissao", "contratto", "localidade",
    "voornaam", "achternaam", "naam", "geslacht", "datumindienst", "locatie", "fornamn", "efternamn", "namn", "fornavn",
    "etternavn", "ort", "imie", "nazwisko", "plec", "datazatrudnienia", "lokalizacja", "jmeno", "prijmeni", "фио",
    "имя", "фамилия", "氏名",
]];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_of_a_header_does_not_matter() {
        for header in ["Job Title", "job_title", "JobTitle", "JOB TITLE", " job-title ", "Job\nTitle", "Job Title (EN)"]
        {
            assert_eq!(rank(header, Topic::Title), Some(1), "{header}");
        }
        assert_eq!(fold("Intitulé du poste"), "intituleduposte");
        assert_eq!(fold("Größe Łódź"), "grosselodz");
    }

    #[test]
    fn better_headers_rank_before_worse_ones() {
        let order = [
            "Business Title",
            "Job Title",
            "Position Title",
            "Title",
            "Position",
            "Role",
            "Job Profile",
            "Job Name",
            "Designation",
        ];
        let ranks: Vec<_> = order.map(|header| rank(header, Topic::Title).unwrap()).to_vec();
        assert!(ranks.is_sorted_by(|a, b| a < b), "{ranks:?}");
    }

    #[test]
    fn a_longer_header_counts_unless_it_is_about_something_else() {
        assert!(rank("Worker's Job Title - Current", Topic::Title).is_some());
        for header in ["Job Title Code", "Manager Job Title", "Job Title Effective Date", "Previous Job Title"] {
            assert_eq!(rank(header, Topic::Title), None, "{header}");
        }
    }

    #[test]
    fn topics_in_several_languages() {
        assert_eq!(topic("Stellenbezeichnung"), Some(Topic::Title));
        assert_eq!(topic("Abteilung"), Some(Topic::Department));
        assert_eq!(topic("Vorgesetzte/r"), Some(Topic::Manager));
        assert_eq!(topic("Vorgesetzter"), Some(Topic::Manager));
        assert_eq!(topic("Compensation Grade"), Some(Topic::Grade));
        assert_eq!(topic("Job Family"), Some(Topic::Family));
        assert_eq!(topic("Matricule"), Some(Topic::Id));
        assert_eq!(topic("Hire Date"), Some(Topic::Other));
        assert_eq!(topic("Registered Nurse"), None);
        assert!(is_title_header("title") && !is_title_header("Title Clerk") && !is_title_header("Nurse"));
    }
}
