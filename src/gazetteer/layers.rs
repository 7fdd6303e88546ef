//! Layered lists of records: a publication's own over a large one over the shipped one.
//!
//! * A [`List`] is an index and the records that have been asked for: a record is unpacked when first needed, and
//!   cached.
//! * A record hides those with the same id in the lists below.
//! * The names of a publication's own list and of the shipped one rank equally, because whoever maintains the one knows
//!   the other; a name in both is ambiguous. A large list, which nobody has read through, is consulted last
//!   ([`Layer`]).

use super::index::{Index, IndexView};
use super::lists::Text;
use super::lists::pack::{Packed, id_of};
use smallvec::SmallVec;
use std::sync::{Arc, OnceLock};

/// The layer of a list; also the order in which names are looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// The shipped list.
    Shipped,
    /// A publication's own list.
    Custom,
    /// A precompiled list of any size.
    Large,
}

impl Layer {
    /// The layers of lists that people maintain by hand, whose names rank equally.
    const CURATED: [Layer; 2] = [Layer::Shipped, Layer::Custom];

    /// Whether people maintain this list by hand.
    #[must_use]
    pub fn is_curated(self) -> bool {
        Layer::CURATED.contains(&self)
    }
}

/// A record, identified by its list and its number in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordRef(u32);

/// The bits of a [`RecordRef`] used for its number.
const NUMBER_BITS: u32 = 30;

impl RecordRef {
    /// The record with that number in a list; numbers wrap at a billion.
    #[must_use]
    pub fn new(layer: Layer, number: u32) -> RecordRef {
        RecordRef((layer as u32) << NUMBER_BITS | number & ((1 << NUMBER_BITS) - 1))
    }

    /// The number in its list.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0 & ((1 << NUMBER_BITS) - 1)
    }

    /// The list.
    #[must_use]
    pub const fn layer(self) -> Layer {
        match self.0 >> NUMBER_BITS {
            0 => Layer::Shipped,
            1 => Layer::Custom,
            _ => Layer::Large,
        }
    }
}

/// The number of records for which space is allocated at once.
const PAGE: usize = 64;

/// Records, each unpacked when first asked for.
type Page<R> = OnceLock<Box<[OnceLock<Option<R>>]>>;

/// A compiled list.
#[derive(Debug)]
pub struct List<R> {
    /// Its layer.
    pub layer: Layer,
    index: Arc<Index>,
    pages: Box<[Page<R>]>,
    /// The numbers of the records that a list above replaces; sorted.
    hidden: Vec<u32>,
}

impl<R: Packed> List<R> {
    fn new(layer: Layer, index: Arc<Index>) -> List<R> {
        let pages = (index.view().records() as usize).div_ceil(PAGE);
        List { layer, index, pages: std::iter::repeat_with(OnceLock::new).take(pages).collect(), hidden: Vec::new() }
    }

    /// The tables of its index.
    #[must_use]
    pub fn view(&self) -> IndexView<'_> {
        self.index.view()
    }

    /// Whether a list above has a record with the same id.
    #[inline]
    #[must_use]
    pub fn is_hidden(&self, number: u32) -> bool {
        !self.hidden.is_empty() && self.hidden.binary_search(&number).is_ok()
    }

    /// The record with that number; `None` if its row is damaged.
    #[must_use]
    pub fn record(&self, number: u32) -> Option<&R> {
        let number = number as usize;
        let page = self.pages.get(number / PAGE)?;
        let page = page.get_or_init(|| std::iter::repeat_with(OnceLock::new).take(PAGE).collect());
        page[number % PAGE].get_or_init(|| self.unpacked(u32::try_from(number).ok()?)).as_ref()
    }

    fn unpacked(&self, number: u32) -> Option<R> {
        match self.index.shipped_view() {
            Some(view) => R::unpack(view.row(number)?, Text::Borrowed),
            None => R::unpack(self.view().row(number)?, |text| Text::Owned(text.to_owned())),
        }
    }
}

/// The number of the record with that id, in a list sorted by id: all except large ones are.
#[must_use]
pub fn number_of(list: IndexView<'_>, id: &str) -> Option<u32> {
    let (mut bottom, mut top) = (0, list.records());
    while bottom < top {
        let middle = bottom + (top - bottom) / 2;
        match id_of(list.row(middle)?).cmp(id) {
            std::cmp::Ordering::Equal => return Some(middle),
            std::cmp::Ordering::Less => bottom = middle + 1,
            std::cmp::Ordering::Greater => top = middle,
        }
    }
    None
}

/// Lists of one kind, in layer order.
#[derive(Debug)]
pub struct Layers<R> {
    lists: SmallVec<[List<R>; 1]>,
}

impl<R> Default for Layers<R> {
    fn default() -> Layers<R> {
        Layers { lists: SmallVec::new() }
    }
}

impl<R: Packed> Layers<R> {
    /// Layers these lists, at most one per layer. Records of a publication's own list hide shipped ones.
    #[must_use]
    pub fn new(shipped: Arc<Index>, custom: Option<Arc<Index>>, large: Option<Arc<Index>>) -> Layers<R> {
        let mut shipped: List<R> = List::new(Layer::Shipped, shipped);
        let custom: Option<List<R>> = custom.map(|index| List::new(Layer::Custom, index));
        if let Some(custom) = &custom {
            let view = custom.view();
            let ids = (0..view.records()).filter_map(|number| Some(id_of(view.row(number)?)));
            // Both lists are sorted by id, so the numbers are sorted too.
            shipped.hidden = ids.filter_map(|id| number_of(shipped.view(), id)).collect();
        }
        let mut lists = SmallVec::new();
        lists.push(shipped);
        lists.extend(custom);
        lists.extend(large.map(|index| List::new(Layer::Large, index)));
        Layers { lists }
    }

    /// All lists.
    #[must_use]
    pub fn all(&self) -> &[List<R>] {
        &self.lists
    }

    /// The lists that people maintain by hand.
    #[must_use]
    pub fn curated(&self) -> &[List<R>] {
        &self.lists[..self.lists.iter().take_while(|list| list.layer.is_curated()).count()]
    }

    /// The lists that are consulted if those that people maintain have no answer.
    #[must_use]
    pub fn large(&self) -> &[List<R>] {
        &self.lists[self.curated().len()..]
    }

    /// The list in a layer.
    #[must_use]
    pub fn list(&self, layer: Layer) -> Option<&List<R>> {
        self.lists.iter().find(|list| list.layer == layer)
    }

    /// The referenced record.
    #[must_use]
    pub fn record(&self, record: RecordRef) -> Option<&R> {
        self.list(record.layer())?.record(record.number())
    }

    /// The record with that id, in the lists that people maintain.
    #[must_use]
    pub fn number_of(&self, id: &str) -> Option<RecordRef> {
        let mut above = self.curated().iter().rev();
        above.find_map(|list| Some(RecordRef::new(list.layer, number_of(list.view(), id)?)))
    }

    /// All records in the lists that people maintain, sorted by id.
    #[must_use]
    pub fn records(&self) -> Vec<&R> {
        let mut records: Vec<&R> = Vec::new();
        for list in self.curated() {
            let visible = (0..list.view().records()).filter(|number| !list.is_hidden(*number));
            records.extend(visible.filter_map(|number| list.record(number)));
        }
        // Each list is sorted, so this is a merge.
        records.sort_by(|a, b| a.id().cmp(b.id()));
        records
    }

    /// The sort key for records with equal claims: maintained lists before large ones, then by id.
    #[must_use]
    pub fn order_of(&self, record: RecordRef) -> (bool, &str, RecordRef) {
        let curated = record.layer().is_curated();
        let id = if curated { self.record(record).map_or("", |record| record.id()) } else { "" };
        (!curated, id, record)
    }
}
