//! Who does what when one clause says it of somebody that another clause names.

use diurna::claim::Role;
use diurna::document::{Published, ReadOptions, read_text};
use diurna::graph::Graph;
use diurna::reading::read;

const NOTHING: [&str; 0] = [];

/// Each event of the type as `AGENT -> OTHERS, STATUS`.
fn told(text: &str, kind: &str) -> Vec<String> {
    let graph = Graph::from_reading(&read(read_text(text, &ReadOptions::default())));
    let name = |id| graph.actor(id).map_or("", |actor| actor.name.as_str());
    let mut told: Vec<String> = graph
        .events()
        .filter(|event| event.kind == kind)
        .map(|event| {
            let of = |is_agent: bool| {
                let taken = event.participants.iter().filter(|part| (part.role == Role::Agent) == is_agent);
                taken.map(|part| name(&part.actor)).collect::<Vec<_>>().join(", ")
            };
            format!("{} -> {}, {}", of(true), of(false), event.status.name())
        })
        .collect();
    told.sort();
    told
}

#[test]
fn the_accused_does_what_one_is_accused_of() {
    let attacks = |text| told(text, "ASSAULT");
    assert_eq!(attacks("Peru accused Chile of attacking Bolivia."), ["Chile -> Bolivia, occurred"]);
    assert_eq!(attacks("Peru blamed Chile for having attacked Bolivia."), ["Chile -> Bolivia, occurred"]);
    assert_eq!(attacks("Chile was accused of attacking Bolivia."), ["Chile -> Bolivia, occurred"]);
    assert_eq!(
        attacks("Prosecutors charged Tomas Reke with killing Ana Torres."),
        ["Tomas Reke -> Ana Torres, possible"]
    );
    assert_eq!(
        attacks("A court acquitted Tomas Reke of killing Ana Torres."),
        ["Tomas Reke -> Ana Torres, denied"]
    );
}

#[test]
fn who_is_kept_from_it_would_have_done_it() {
    let attacks = |text| told(text, "ASSAULT");
    assert_eq!(attacks("Peru stopped Chile from attacking Bolivia."), ["Chile -> Bolivia, denied"]);
    assert_eq!(attacks("Peru warned Chile against attacking Bolivia."), ["Chile -> Bolivia, possible"]);
}

#[test]
fn what_is_done_by_or_after_something_else_is_done_by_the_same() {
    let attacks = |text| told(text, "ASSAULT");
    assert_eq!(attacks("Peru provoked Chile by attacking Bolivia."), ["Peru -> Bolivia, occurred"]);
    assert_eq!(attacks("Peru blamed Chile after attacking Bolivia."), ["Peru -> Bolivia, occurred"]);
}

#[test]
fn whoever_speaks_of_a_deed_did_not_do_it() {
    let attacks = |text| told(text, "ASSAULT");
    assert_eq!(attacks("The attack by rebels in Aden was condemned by Peru."), ["rebels -> , occurred"]);
    assert_eq!(attacks("The attack in Aden was launched by rebels."), ["rebels -> , occurred"]);
}

#[test]
fn what_is_wanted_done_to_somebody_is_not_done_by_them() {
    let jailed = |text| told(text, "CONVICT");
    assert_eq!(jailed("Prosecutors want Tomas Reke jailed for fraud."), [" -> Tomas Reke, possible"]);
    assert_eq!(jailed("Tomas Reke was jailed for fraud."), [" -> Tomas Reke, occurred"]);
}

#[test]
fn nobody_is_hurt_where_none_were() {
    let attacks = |text| told(text, "ASSAULT");
    assert_eq!(attacks("No nurses were killed in the attack on Aden."), [" -> , occurred"]);
    assert_eq!(attacks("Two nurses were killed in the attack on Aden."), [" -> Two nurses, occurred"]);
}

#[test]
fn what_was_not_done_is_not_told_as_done() {
    let arrests = |text| told(text, "COERCE");
    assert_eq!(
        arrests("Instead of arresting Ana Torres, police freed her."),
        ["police -> Ana Torres, denied"]
    );
    assert_eq!(
        arrests("Police were about to arrest Ana Torres when she fled."),
        ["police -> Ana Torres, planned"]
    );
    assert_eq!(
        told("Police were about to arrest Ana Torres when she fled.", "MOVE"),
        ["Ana Torres -> , occurred"]
    );
    assert_eq!(told("Nobody accused Peru of attacking Chile.", "ASSAULT"), ["Peru -> Chile, possible"]);
    assert_eq!(told("A plan by Peru to invade Chile was leaked.", "ASSAULT"), ["Peru -> Chile, planned"]);
}

#[test]
fn who_is_called_on_is_to_act() {
    let resigned = |text| told(text, "RESIGN");
    assert_eq!(resigned("Ana Torres called on Omar Saleh to resign."), ["Omar Saleh -> , possible"]);
    assert_eq!(
        resigned("Ana Torres's call for Omar Saleh to resign was rejected by the party."),
        ["Omar Saleh -> , denied"]
    );
}

#[test]
fn a_pronoun_means_whom_it_is_about() {
    let attacks = |text| told(text, "ASSAULT");
    assert_eq!(
        attacks("A lawyer for Tomas Reke said he had been tortured by guards."),
        ["guards -> Tomas Reke, occurred"]
    );
    assert_eq!(attacks("A lawyer said he had been tortured by guards."), ["guards -> lawyer, occurred"]);
    assert_eq!(
        attacks("The judge sentenced Tomas Reke to five years for killing his wife."),
        ["Tomas Reke -> wife of Tomas Reke, occurred"]
    );
}

#[test]
fn whoever_a_deed_hits_is_not_condemned_for_it() {
    let condemned = |text| told(text, "ACCUSE");
    assert_eq!(condemned("Peru condemned Chile's attack on Bolivia."), ["Peru -> Chile, occurred"]);
    assert_eq!(condemned("Peru condemned the attack on Bolivia."), ["Peru -> , occurred"]);
    assert_eq!(condemned("Peru condemned the murder of Ana Torres."), ["Peru -> , occurred"]);
    assert_eq!(condemned("Peru condemned the remarks of Ana Torres."), ["Peru -> Ana Torres, occurred"]);
    let protested = |text| told(text, "PROTEST");
    assert_eq!(protested("Students protested against the arrest of Ana Torres."), ["Students -> , occurred"]);
    assert_eq!(protested("Students protested against Ana Torres."), ["Students -> Ana Torres, occurred"]);
}

#[test]
fn a_name_before_its_verb_acts() {
    let punished = |text| told(text, "SANCTION");
    assert_eq!(punished("Russia imposed sanctions on Ukraine on Monday."), ["Russia -> Ukraine, occurred"]);
    assert_eq!(punished("The US imposed sanctions on Iran."), ["United States -> Iran, occurred"]);
    assert_eq!(punished("Germany froze aid to Niger."), ["Germany -> Niger, occurred"]);
    assert_eq!(punished("On Monday the EU imposed sanctions on Mali."), ["European Union -> Mali, occurred"]);
}

#[test]
fn who_is_named_is_not_who_names() {
    let named = |text| told(text, "APPOINT");
    assert_eq!(named("Lund named Ada Holm foreign minister."), ["Lund -> Ada Holm, occurred"]);
    assert_eq!(
        named("Putin named Mikhail Mishustin prime minister."),
        ["Putin -> Mikhail Mishustin, occurred"]
    );
    assert_eq!(named("Ada Holm was named foreign minister."), [" -> Ada Holm, occurred"]);
    assert_eq!(named("Ada Holm named finance minister"), [" -> Ada Holm, occurred"]);
}

#[test]
fn a_headline_with_an_infinitive_tells_what_is_planned() {
    assert_eq!(told("France to send troops to Mali", "AID"), ["France -> Mali, planned"]);
    assert_eq!(told("EU leaders to meet in Brussels on Thursday", "CONSULT"), [" -> EU leaders, planned"]);
    assert_eq!(told("The youngest woman ever to run for president", "ELECT"), NOTHING);
    assert_eq!(told("Plan to send troops to Mali", "AID"), NOTHING);
}

#[test]
fn a_headline_has_a_verb() {
    let arrested = |text| told(text, "COERCE");
    assert_eq!(arrested("Police arrest two over bombing"), ["police -> , occurred"]);
    assert_eq!(arrested("Police search home of Ada Holm"), ["police -> Ada Holm, occurred"]);
    assert_eq!(arrested("Police search for missing boy called off"), NOTHING);
    assert_eq!(told("EU fines Google", "SANCTION"), ["European Union -> Google, occurred"]);
    assert_eq!(told("Google fines in EU", "SANCTION"), NOTHING);
    assert_eq!(told("Nurses strike over pay", "PROTEST"), ["Nurses -> , occurred"]);
    assert_eq!(told("Nurses strike over pay every winter.", "PROTEST"), NOTHING);
}

#[test]
fn whoever_is_arrested_for_a_deed_may_not_have_done_it() {
    let killed = |text| told(text, "ASSAULT");
    assert_eq!(killed("Jan Holm was arrested for stabbing Ada Lund."), ["Jan Holm -> Ada Lund, possible"]);
    assert_eq!(killed("Jan Holm is wanted for the murder of Ada Lund."), ["Jan Holm -> Ada Lund, possible"]);
    assert_eq!(killed("Jan Holm was jailed for stabbing Ada Lund."), ["Jan Holm -> Ada Lund, occurred"]);
}

#[test]
fn those_who_clash_over_a_plan_do_not_fight() {
    assert_eq!(told("Ministers clashed over the budget.", "ASSAULT"), NOTHING);
    assert_eq!(
        told("Police clashed with protesters over the election.", "ASSAULT"),
        [" -> protesters, police, occurred"]
    );
}

#[test]
fn what_is_denied_is_aimed_at_nobody() {
    let denied = |text| told(text, "REJECT");
    assert_eq!(denied("Police denied beating the students."), ["police -> , occurred"]);
    assert_eq!(denied("Peru rejected Chile's offer."), ["Peru -> Chile, occurred"]);
}

#[test]
fn whoever_warns_of_others_does_not_threaten() {
    let threatened = |text| told(text, "THREATEN");
    assert_eq!(threatened("Mark Rutte warned that Russia could attack Estonia."), NOTHING);
    assert_eq!(threatened("Peru warned that it would attack Chile."), ["Peru -> Chile, occurred"]);
    assert_eq!(threatened("Peru warned that Chile would face sanctions."), ["Peru -> Chile, occurred"]);
}

#[test]
fn whoever_serves_a_sentence_was_convicted() {
    assert_eq!(
        told("Jan Holm was released after serving half of his sentence.", "CONVICT"),
        [" -> Jan Holm, occurred"]
    );
}

#[test]
fn whoever_is_shot_dead_was_alive() {
    assert_eq!(
        told("A gunman shot dead three people in Lima.", "ASSAULT"),
        ["gunman -> three people, occurred"]
    );
    assert_eq!(told("A gunman robbed dead people in Lima.", "CRIME"), ["gunman -> dead people, occurred"]);
}

#[test]
fn whose_things_are_hit_is_hit_not_where_they_are() {
    let hit = |text| told(text, "ASSAULT");
    assert_eq!(hit("Israel bombed Hezbollah targets in Lebanon."), ["Israel -> Hezbollah, occurred"]);
    assert_eq!(hit("Rebels attacked an army base in Mali."), ["Rebels -> Mali, occurred"]);
    assert_eq!(hit("Slovakia's Fico survived an assassination attempt."), [" -> Fico, occurred"]);
}

#[test]
fn whoever_all_know_by_one_name_has_one() {
    assert_eq!(told("France's Macron dissolved parliament.", "COERCE"), ["Macron -> parliament, occurred"]);
    assert_eq!(told("Sweden joined NATO in March 2024.", "SUPPORT"), [" -> NATO, Sweden, occurred"]);
}

#[test]
fn a_name_after_a_verb_is_whom_it_is_done_to() {
    let jailed = told("A court in Tunis jailed Rached Ghannouchi for a year.", "CONVICT");
    assert_eq!(jailed, ["court -> Rached Ghannouchi, occurred"]);
    assert_eq!(told("The African Union suspended Gabon.", "SANCTION"), ["African Union -> Gabon, occurred"]);
    assert_eq!(told("Rebels took Damascus.", "ASSAULT"), ["Rebels -> , occurred"]);
    assert_eq!(told("Tourists took Damascus by bus.", "ASSAULT"), NOTHING);
}

#[test]
fn people_killed_when_something_happens_kill_nobody() {
    let harm = |text| told(text, "HARM");
    let text = "That brings to six the number of people killed when the river rose on Monday.";
    assert_eq!(harm(text), [" -> people, occurred"]);
    assert_eq!(
        harm("Two people killed when a bridge collapsed were from Lima."),
        [" -> Two people, occurred"]
    );
    assert_eq!(
        told("The men killed two guards when a bridge collapsed.", "ASSAULT"),
        ["men -> two guards, occurred"]
    );
}

/// Every count of the events of the type.
fn counted(text: &str, kind: &str) -> Vec<String> {
    let graph = Graph::from_reading(&read(read_text(text, &ReadOptions::default())));
    let events = graph.events().filter(|event| event.kind == kind);
    events
        .flat_map(|event| &event.quantities)
        .map(|count| format!("{} {}", count.kind, count.value.0))
        .collect()
}

#[test]
fn only_the_dead_are_counted_as_dead() {
    assert_eq!(counted("Wildfires force thousands to flee in Canada", "DISASTER"), NOTHING);
    assert_eq!(counted("The flood destroyed 200 homes in Lima.", "DISASTER"), NOTHING);
    assert_eq!(counted("The earthquake killed 200 people in Lima.", "DISASTER"), ["killed 200"]);
    assert_eq!(counted("Germany delivered 20 tanks to Ukraine.", "AID"), ["weapons 20"]);
    assert_eq!(counted("Deby won the election with 61 percent.", "ELECT"), ["percent 61"]);
}

#[test]
fn a_land_that_no_table_knows_acts_and_its_adjective_means_it() {
    let harm = |text| told(text, "ASSAULT");
    let text = "Bravia closed its border on Monday. Bravian troops attacked Keltia. Keltian villages burned.";
    assert_eq!(harm(text), ["troops of Bravia -> Keltia, occurred"]);
    // The word of a person's name is no adjective.
    let text = "Adria Holm spoke on Monday. Adrian Brun attacked a guard in Lima.";
    assert_eq!(harm(text), ["Adrian Brun -> guard, occurred"]);
}

#[test]
fn what_has_shares_is_a_company() {
    let text = "Shares in Lumicor rose on Monday. Orbo Motors will buy Lumicor, a designer of chips.";
    assert_eq!(told(text, "ACQUIRE"), ["Orbo Motors -> Lumicor, planned"]);
    let text = "Doctor Ada Lumicor spoke on Monday. Orbo Motors will buy Lumicor a car.";
    assert_eq!(told(text, "ACQUIRE"), NOTHING);
}

#[test]
fn a_day_is_nobody_and_no_number() {
    let called = |text| [told(text, "REQUEST"), told(text, "PROTEST")].concat();
    assert_eq!(called("The miners' union called a strike for May 5."), ["miners' union -> , planned"]);
    assert_eq!(called("Norway called for an end to the siege."), ["Norway -> , occurred"]);
    assert_eq!(
        counted("Orex Mining lost two boats in the kidnapping of February 3 in Mali.", "ASSAULT"),
        NOTHING
    );
    assert_eq!(counted("Rebels kidnapped three nurses in Mali.", "ASSAULT"), ["abducted 3"]);
    assert_eq!(counted("Twenty-two people drowned in Lima.", "DIE"), ["killed 22"]);
    assert_eq!(counted("Two people drowned in Lima.", "DIE"), ["killed 2"]);
}

#[test]
fn a_body_is_called_by_what_it_is_for() {
    let text = "The army attacked the camp of the Movement for the Free Delta on Monday.";
    assert_eq!(told(text, "ACCUSE"), NOTHING);
    let text = "The Movement for the Free Delta attacked a village in Mali.";
    assert_eq!(told(text, "ASSAULT"), ["Movement for the Free Delta -> , occurred"]);
    let text = "The Senate attacked Ada Holm for the Halden deal.";
    assert_eq!(told(text, "ACCUSE"), ["Senate -> Ada Holm, occurred"]);
}

#[test]
fn whoever_is_taken_hostage_takes_nobody() {
    let text = "Five engineers taken hostage by delta rebels were freed.";
    assert_eq!(told(text, "ASSAULT"), ["delta rebels -> Five engineers, occurred"]);
    let text = "Rebels took five engineers hostage in Mali.";
    assert!(told(text, "ASSAULT")[0].starts_with("Rebels -> five engineers"));
}

#[test]
fn a_fire_kills_not_those_who_lived() {
    let text = "Some 300 survivors of the wildfire that killed 17 people sued Orex Power.";
    assert_eq!(told(text, "SUE"), ["Some 300 survivors -> Orex Power, occurred"]);
    assert!(told(text, "ASSAULT").is_empty(), "{:?}", told(text, "ASSAULT"));
    let text = "Members of the militia that killed 17 people sued Orex Power.";
    assert_eq!(told(text, "ASSAULT"), ["militia -> 17 people, occurred"]);
    let text = "Three leaders who killed 17 people sued Orex Power.";
    assert_eq!(told(text, "ASSAULT"), ["Three leaders -> 17 people, occurred"]);
}

#[test]
fn nobody_is_promised_harm() {
    let promised = |text| told(text, "AGREE");
    assert_eq!(promised("Ada Holm promised to break the gangs."), ["Ada Holm -> , occurred"]);
    assert_eq!(promised("Norway promised to help Ukraine."), ["Norway -> Ukraine, occurred"]);
}

#[test]
fn who_is_shot_does_not_say_so() {
    let text = "Ada Holm, the rival of Luis Brun, was shot on Thursday as she left the stage at a rally in the western \
                town of Rosa, police and her party said.";
    assert_eq!(told(text, "ASSAULT"), [" -> Ada Holm, occurred"]);
    let text = "Ada Holm, the rival of Luis Brun, was glad, police said.";
    assert_eq!(told(text, "ASSAULT"), NOTHING);
}

#[test]
fn met_with_whistles_is_no_meeting() {
    assert_eq!(told("Premier Ada Holm was met with whistles in Lima.", "CONSULT"), NOTHING);
    assert_eq!(told("Premier Ada Holm met with Luis Brun in Lima.", "CONSULT").len(), 1);
}

#[test]
fn whoever_calls_for_something_acts() {
    let asked = |text| told(text, "REQUEST");
    assert_eq!(asked("The union called for an end to the siege."), ["union -> , occurred"]);
    assert_eq!(asked("Norway called on Russia to leave."), ["Norway -> Russia, occurred"]);
    assert_eq!(asked("A strike called for Monday."), NOTHING);
    assert_eq!(asked("The man called Holm on Monday left."), NOTHING);
}

#[test]
fn what_there_is_none_of_did_not_happen() {
    assert_eq!(told("Police made no arrests in Lima.", "COERCE"), ["police -> , denied"]);
    assert_eq!(told("Police made 12 arrests in Lima.", "COERCE"), ["police -> , occurred"]);
    assert_eq!(told("Peru launched no attacks on Chile.", "ASSAULT"), ["Peru -> Chile, denied"]);
    assert_eq!(told("Peru signed no treaty with Chile.", "SUPPORT"), [" -> Chile, Peru, denied"]);
    assert_eq!(
        told("Neither Peru nor Chile attacked Bolivia.", "ASSAULT"),
        ["Chile, Peru -> Bolivia, denied"]
    );
    assert_eq!(
        told("Police arrested no fewer than 20 people in Lima.", "COERCE"),
        ["police -> 20 people, occurred"]
    );
}

#[test]
fn whoever_asks_for_a_resignation_does_not_resign() {
    let text = "Ana Torres pressed for the resignation of Luis Rojas.";
    assert_eq!(told(text, "RESIGN"), ["Luis Rojas -> , planned"]);
}

#[test]
fn what_something_is_called_did_not_happen() {
    let text = "The African Union condemned what it called an assault on the law.";
    assert_eq!(told(text, "ASSAULT"), NOTHING);
    assert_eq!(told(text, "REQUEST"), NOTHING);
    assert_eq!(told("The union called a strike in Lima.", "PROTEST"), ["union -> , planned"]);
}

#[test]
fn whoever_says_it_is_not_asked_for_it() {
    assert_eq!(told("Orbo will not appeal, its head, Ana Ruiz, said.", "REQUEST"), ["Orbo -> , denied"]);
}

#[test]
fn whoever_was_jailed_was_not_jailed_by_whoever_wants_him() {
    let jailed = |text| told(text, "CONVICT");
    assert_eq!(
        jailed("Norland wanted Luis Rojas, jailed in May, and nobody else."),
        [" -> Luis Rojas, occurred"]
    );
    assert_eq!(jailed("The court tried Luis Rojas, jailed him and rose."), ["court -> Luis Rojas, occurred"]);
}

#[test]
fn an_explosion_is_no_attack() {
    assert_eq!(told("An explosion tore through a flat in Lima on Monday.", "ASSAULT"), NOTHING);
    assert_eq!(told("A bomb exploded in Lima on Monday.", "ASSAULT").len(), 1);
}

/// The day of each event of the type, if it has any.
fn days(text: &str, kind: &str) -> Vec<String> {
    let day = "2024-05-09".parse().expect("a day");
    let options = ReadOptions { published: Some(Published::Day(day)), ..ReadOptions::default() };
    let graph = Graph::from_reading(&read(read_text(text, &options)));
    let events = graph.events().filter(|event| event.kind == kind);
    let day = |event: &diurna::graph::Event| {
        event
            .time
            .as_ref()
            .and_then(|time| time.start.as_ref())
            .map_or("-".to_owned(), |start| start.day.to_string())
    };
    events.map(day).collect()
}

#[test]
fn what_went_before_has_another_day() {
    assert_eq!(days("Ana Torres was freed on Monday, two days after rebels abducted her.", "ASSAULT"), ["-"]);
    let month = "Peru and Chile signed a pact in April, right before Chile attacked Bolivia.";
    assert_eq!(days(month, "ASSAULT"), ["2024-04-01"]);
    assert_eq!(days(&month.replace("right", "three years"), "ASSAULT"), ["-"]);
    assert_eq!(days("Ana Torres was freed on Monday for a man convicted in Peru.", "CONVICT"), ["-"]);
    assert_eq!(
        days("Rebels abducted Ana Torres on Monday and killed her guard.", "ASSAULT"),
        ["2024-05-06", "2024-05-06"]
    );
}

#[test]
fn somebody_s_relative_is_the_other_one_with_the_surname() {
    let named = |text: &str| {
        let graph = Graph::from_reading(&read(read_text(text, &ReadOptions::default())));
        graph.actors().map(|actor| actor.name.clone()).collect::<Vec<_>>()
    };
    let text = "Luis Torres met the police in Lima. His wife accused the mayor of theft. On Friday Ana Torres met the mayor.";
    assert!(!named(text).iter().any(|name| name.starts_with("wife")), "{:?}", named(text));
    let text = "Luis Torres met the police in Lima. His wife accused the mayor of theft. On Friday Ana Ruiz met the mayor.";
    assert!(named(text).iter().any(|name| name.starts_with("wife")), "{:?}", named(text));
}

#[test]
fn a_fronted_phrase_is_of_whom_its_clause_tells() {
    let arrests = |text| told(text, "COERCE");
    assert_eq!(
        arrests("Olga Reyes left Lima. After her arrest in May, Ana Ruiz sued Peru."),
        [" -> Ana Ruiz, occurred"]
    );
    // Somebody else acts for the one spoken of.
    assert_eq!(
        told("Luis Rojas left Lima. At his brother's request, Ana Ruiz sued Peru.", "SUE"),
        ["Ana Ruiz -> Peru, occurred"]
    );
    assert_eq!(
        told("Luis Rojas left Lima. In Peru his brother attacked Ana Ruiz.", "ASSAULT"),
        ["brother of Luis Rojas -> Ana Ruiz, occurred"]
    );
}
