//! Tron's own bot: it goes where the most cells are that it reaches before anybody else. It looks about only now and then
//! and one cell ahead, so it can be lured into a bay whose mouth closes later. It knows what a player sees and nothing else.

use title::{Rng, Seat};

use super::{
    Control, View,
    field::{Cell, Direction, Field},
};

/// It looks about once in so many ticks, by chance, and whenever there is a wall ahead: a fifth of a second to react in, as
/// people need. At every tick it would fill its half of the field to the last cell, and hardly ever lose.
const LOOKS_ONCE_IN: u64 = 3;
/// What a cell is worth that it reaches first.
const CELL: u32 = 16;
/// What a wall beside the next cell is worth: in a bay of one's own the cells last longest along its edge.
const WALL: u32 = 4;
/// What it is worth to go straight on, which looks less nervous.
const STRAIGHT: u32 = 2;

/// Where the bot rides in `seat`; `None` if it leaves things as they are.
pub(super) fn steer(view: &View, seat: Seat, rng: &mut Rng) -> Option<Control> {
    let rider = view.riders.get(seat.index())?;
    if view.wait > 1 || rider.place.is_some() {
        return None;
    }
    let mut walls = Field::default();
    view.riders.iter().for_each(|rider| walls.take_trail(&rider.trail));
    if walls.is_free(rider.head().next(rider.direction)) && rng.below(LOOKS_ONCE_IN) > 0 {
        return None;
    }
    let others: Vec<Cell> = (0..view.riders.len())
        .filter(|other| *other != seat.index() && view.riders[*other].place.is_none())
        .map(|other| view.riders[other].head())
        .collect();
    let mut ways = Direction::ALL.map(|way| (way, rider.head().next(way)));
    rng.shuffle(&mut ways);
    let free = ways.into_iter().filter(|(_, cell)| walls.is_free(*cell));
    let best = free.max_by_key(|(way, cell)| {
        let straight = if *way == rider.direction { STRAIGHT } else { 0 };
        worth(&walls, *cell, &others) + straight
    });
    best.map(|(way, _)| match way {
        Direction::Up => Control::Up,
        Direction::Right => Control::Right,
        Direction::Down => Control::Down,
        Direction::Left => Control::Left,
    })
}

/// What it is worth to enter a cell.
fn worth(walls: &Field, cell: Cell, others: &[Cell]) -> u32 {
    let beside = Direction::ALL.iter().filter(|way| !walls.is_free(cell.next(**way))).count();
    let worth = reached_first(walls, cell, others) * CELL + u32::try_from(beside).unwrap_or(0) * WALL;
    // Another who may enter it at the same tick would take both out.
    let shared = others.iter().any(|other| Direction::ALL.iter().any(|way| other.next(*way) == cell));
    if shared { worth / 2 } else { worth }
}

/// How many cells who has just entered `cell` reaches before the others, who have yet to move.
fn reached_first(walls: &Field, cell: Cell, others: &[Cell]) -> u32 {
    let mut own = Field::default();
    own.take(cell);
    let mut theirs = Field::default();
    others.iter().for_each(|other| theirs.take(*other));
    let mut gone = walls.and(&own);
    let mut reached = 0;
    while own.count() > 0 {
        theirs = theirs.grown().without(&gone);
        gone = gone.and(&theirs);
        own = own.grown().without(&gone);
        gone = gone.and(&own);
        reached += own.count();
    }
    reached
}
