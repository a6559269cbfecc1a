//! Speed of the time stage on one fixed text.

use chrono::NaiveDate;
use diurna::document::{Published, Span};
use diurna::mention::time::{Context, Direction, Policy, find_times, resolve_times};
use divan::counter::BytesCount;

const TEXT: &str = "The two governments agreed on Tuesday to reopen the border crossing that was closed last August, after \
    three weeks of talks in Geneva. Trucks carrying food and medicine will be allowed through from Monday to Friday, a \
    spokeswoman said, and the crossing will stay open until the end of the year. In 2014 a similar agreement fell apart \
    within days. About 2,000 people live in the villages on either side; many of them have had no electricity since \
    early March. \"We have waited long enough,\" said a 62-year-old farmer who may cross for the first time in a \
    decade. The ministry had promised in its statement on April 7 that the officials would discuss prices, taxes and \
    the future of the joint commission, which has not met for months. The next round is due on 15 September.\n\n";

fn main() {
    divan::main();
}

#[divan::bench]
fn find(bencher: divan::Bencher) {
    let text = TEXT.repeat(100);
    bencher
        .counter(BytesCount::of_str(&text))
        .bench(|| find_times(&text, Span::new(0, text.len()), Policy::News));
}

#[divan::bench]
fn find_and_resolve(bencher: divan::Bencher) {
    let text = TEXT.repeat(100);
    let published = NaiveDate::from_ymd_opt(2013, 2, 12).map(Published::Day);
    let context = Context { published, policy: Policy::News };
    bencher.counter(BytesCount::of_str(&text)).bench(|| {
        let found = find_times(&text, Span::new(0, text.len()), Policy::News);
        resolve_times(&text, &found, &context, |_| Direction::Unknown)
    });
}
