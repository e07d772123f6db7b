//! What visitors and shops call the same thing: a question in the one's words finds an article in the other's.

use std::collections::{BTreeSet, HashMap};
use std::sync::LazyLock;

use super::tokens::stem;

/// One group a line. A word may stand in several groups; a synonym of a synonym is none.
const GROUPS: &str = "
ship shipping shipment deliver delivery dispatch send post postage
arrive deliver delivery receive come get
parcel package packet shipment delivery
order purchase
cost costs price priced expensive cheap fee pay
free gratis
open opening hours closed close
location address find situated directions located
present gift
engrave engraving engraved personalise personalised personalize personalized customise customised customize customized custom inscription name initials monogram
broken break broke damaged damage cracked crack smashed smash chipped chip shattered shatter defective faulty
missing lost disappeared incomplete
track tracking whereabouts status
country countries abroad international internationally overseas worldwide
email e-mail mail
phone telephone call ring
shop store studio boutique
workshop studio atelier
big large size dimension dimensions diameter capacity volume
hold holds capacity fit volume ml
weigh weight heavy
wash washing clean cleaning washer
stain stains mark marks residue discolouration discoloration
available availability stock restock back sold-out
reserve hold keep
course courses class classes lesson lessons
kid kids child children son daughter
visit visiting tour come drop
collect collection pick pickup
voucher vouchers coupon certificate
wholesale reseller resellers resell retailer retailers bulk trade
cafe café restaurant
discount reduction
newsletter letter letters mailing mailings subscription
password login log signin
contact reach phone telephone call
data privacy gdpr personal
material materials made clay stoneware ceramic
lead toxic cadmium poisonous
fast express urgent urgently rush overnight
holiday holidays christmas
weekend saturday sunday
locker packstation
disabled wheelchair accessible accessibility
picture photo image
different differ vary
customs duty duties import tax taxes
card note message
wrap wrapping wrapped packaging
mug mugs cup cups
";

static SAME: LazyLock<HashMap<String, Vec<String>>> = LazyLock::new(|| {
    let mut same: HashMap<String, BTreeSet<String>> = HashMap::new();
    for group in GROUPS.lines() {
        let stems: BTreeSet<String> = group.split_whitespace().map(stem).collect();
        for one in &stems {
            same.entry(one.clone()).or_default().extend(stems.iter().filter(|s| *s != one).cloned());
        }
    }
    same.into_iter().map(|(stem, others)| (stem, others.into_iter().collect())).collect()
});

/// Stems that mean about the same, sorted.
pub(super) fn of(stem: &str) -> &'static [String] {
    SAME.get(stem).map_or(&[], Vec::as_slice)
}
