//! Where to draw the nodes of a picture: the same places for the same picture, on every machine.
//!
//! Tools that lay out themselves may throw these away; sigma draws nothing without them.

use super::picture::Picture;
use serde::Serialize;
use std::collections::BTreeMap;

/// A place on the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
}

/// How far apart neighbours should be.
const DISTANCE: f64 = 60.0;

/// How often the nodes are moved; more is hardly seen in graphs of some hundred nodes.
const STEPS: usize = 120;

/// Above this many nodes only the start is given: tools with such graphs bring a faster layout.
const MOST_MOVED: usize = 5_000;

/// The golden angle, 2.399963 radians, as cosine and sine.
///
/// Written out, since sine and cosine differ in the last digit between machines and the steps would make it seen.
const TURN: (f64, f64) = (-0.737_368_878_078_320_1, 0.675_490_294_261_523_8);

/// A place for each node of `picture`, to two decimals.
///
/// A sunflower with the best connected nodes in the middle, then the forces of Fruchterman and Reingold ("Graph drawing by
/// force-directed placement", 1991) in fixed steps, those between nodes far apart left out by a grid as they propose.
pub(super) fn lay_out(picture: &Picture) -> Vec<Point> {
    let mut points = sunflower(picture);
    if picture.nodes.len() <= MOST_MOVED {
        for step in 0..STEPS {
            let heat = DISTANCE * (1.0 - step as f64 / STEPS as f64);
            move_once(picture, &mut points, heat);
        }
    }
    // The sum turns a negative zero into a plain one.
    let round = |value: f64| (value * 100.0).round() / 100.0 + 0.0;
    points.iter().map(|point| Point { x: round(point.x), y: round(point.y) }).collect()
}

fn sunflower(picture: &Picture) -> Vec<Point> {
    let mut order: Vec<usize> = (0..picture.nodes.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(picture.nodes[at].degree), at));
    let mut points = vec![Point { x: 0.0, y: 0.0 }; order.len()];
    let (mut x, mut y) = (1.0, 0.0);
    for (rank, at) in order.into_iter().enumerate() {
        let radius = DISTANCE * 0.6 * (rank as f64).sqrt();
        points[at] = Point { x: x * radius, y: y * radius };
        (x, y) = (x * TURN.0 - y * TURN.1, x * TURN.1 + y * TURN.0);
        // Keeps rounding errors from adding up over thousands of turns.
        let length = (x * x + y * y).sqrt();
        (x, y) = (x / length, y / length);
    }
    points
}

/// Moves every node along the forces on it, at most by `heat`.
fn move_once(picture: &Picture, points: &mut [Point], heat: f64) {
    let mut forces = vec![Point { x: 0.0, y: 0.0 }; points.len()];
    let reach = DISTANCE * 4.0;
    #[expect(clippy::cast_possible_truncation, reason = "the sheet has fewer cells than an i64 has values")]
    let cell = |point: &Point| ((point.x / reach).floor() as i64, (point.y / reach).floor() as i64);
    let mut grid: BTreeMap<(i64, i64), Vec<usize>> = BTreeMap::new();
    for (at, point) in points.iter().enumerate() {
        grid.entry(cell(point)).or_default().push(at);
    }
    for (at, point) in points.iter().enumerate() {
        let (column, row) = cell(point);
        for near in (-1..=1).flat_map(|x| (-1..=1).map(move |y| (column + x, row + y))) {
            for &other in grid.get(&near).map_or(&[][..], Vec::as_slice) {
                let (x, y) = (point.x - points[other].x, point.y - points[other].y);
                let square = x * x + y * y;
                if other != at && square > 0.0 && square < reach * reach {
                    forces[at].x += x / square * DISTANCE * DISTANCE;
                    forces[at].y += y / square * DISTANCE * DISTANCE;
                }
            }
        }
        // Keeps parts without a link to the rest on the sheet.
        forces[at].x -= point.x * 0.05;
        forces[at].y -= point.y * 0.05;
    }
    for edge in &picture.edges {
        let (source, target) = (edge.source, edge.target);
        let (x, y) = (points[target].x - points[source].x, points[target].y - points[source].y);
        let pull = (x * x + y * y).sqrt() / DISTANCE;
        forces[source].x += x * pull;
        forces[source].y += y * pull;
        forces[target].x -= x * pull;
        forces[target].y -= y * pull;
    }
    for (point, force) in points.iter_mut().zip(&forces) {
        let length = (force.x * force.x + force.y * force.y).sqrt();
        if length > 0.0 {
            let share = heat.min(length) / length;
            point.x += force.x * share;
            point.y += force.y * share;
        }
    }
}
