//! Words without a subject of their own, and words that say the same: what a paraphrase may exchange.

/// Function words and the small change of polite replies.
pub(super) const EMPTY: &str = "
a able about above absolutely actually after afraid again ahead all already also although always am among an and another
any anything anyone are around as aside ask assist at available away back based be because been before behind being below
beside best better between both but by bye came can case cases certain certainly cheers come comes completely concerned
could course currently day dear definitely did directly do does doing done don due during each easily easy either else
enjoy especially etc even evening ever every everyone everything exactly example far feel few fine first following
for forward found frankly free from full fully further generally get gets getting give given gives giving glad gladly go
goes going gone good got great had happen happens happily happy hardly has have having he hear hello help helpful hence
her here hey hi him his hm hope how however i idea if in indeed information inside instead interest into is it item items
its itself just keep kind kindly know last later least less let like likely little look looking lot lovely made mainly
make makes making many matter may maybe me mean means mentioned might mind mine moment more moreover morning most much
must my name namely near need needed needs neither nevertheless new next nice no none normally nor not note nothing now
of off offer often oh ok okay on once one only onto or order other others otherwise our ours out over overall own
part particular per perfect perhaps place please pleasure point possible possibly pretty probably problem provide quick
quickly quite rather ready really reason regarding regards right said same say says see seems separately shall she should
simply since sincerely so some someone something sometimes soon sorry sounds still straight such suit sure take taken
takes taking tell than thank thanks that the their them then there therefore these they thing things think this those
though through throughout thus till to together too totally toward try truly two under unfortunately unless until up upon
us use used using usual usually very via want wanted wants was way ways we welcome well went were what whatever when
whenever where whether which while whilst who whole whom whose why will wish with within without wonderful would yes yet
you your yours yourself gonna thankfully luckily alright naturally whenever afterwards beforehand earlier understand
understood worry worries love little one's oneself guys team am pm th st nd rd such notonly additional extra surcharge uhr minute minutes hour hours day days week weeks month months year years euro euros o'clock
";

/// Groups of words that stand for one another in replies; the first names the group. Checked as stems.
pub(super) const SAME: &str = "
deliver delivery delivered ship shipping shipment shipped send sent dispatch post posted mail arrive arrival arrives reach reaches
parcel package packet shipment
cost price charge fee rate priced pay paid payment expense surcharge
buy purchase bought purchased order ordered ordering placed
collect pickup fetch collected
keep store stored kept
start begin begins beginning started starts starting commence launch
end finish ends ended finished stop stops
choose select pick option choice
change switch amend alter modify adjust
cancel cancelled cancellation terminate
return returned returns
exchange swap swapped replace replaced replacement
repair fix repaired mend
permit allow allowed permitted let lets accept accepted forbidden forbid prohibited
require required need must necessary
call phone ring telephone dial
email mail write message
visitor guest customer people person persons client adult anyone someone patient
child kid children kids youngster
large big larger bigger greater
small little smaller
fresh fresher
quick fast rapid
show display
get receive obtain received
free complimentary gratis
most maximum max
least minimum min
open opened opening closed closes closing shut
website site page web
account profile
buy get
photo picture image
holiday vacation
remove removed take delete deleted
cover covered covers coverage include included includes including contain
guide instruction instructions details explain
lend borrow borrowed loan
lost lose missing
wash clean cleaning
fit fits suitable
license licence
car vehicle
flat apartment
use redeem used redeemed apply
work works run runs compatible
trial test tryout
bill invoice receipt
bank account
discount reduction saving save saves
booking reservation book booked reserve reserved
look search searching
tell inform notify told let
check examine verify
several multiple
during while
show concert performance event
seat place
track follow trace
entry admission entrance
advance notice ahead
kilometre km
near close
pause freeze freezing suspend
limit allowance
address location
bag backpack
download install
computer device
drink beverage
sick ill illness
old age aged
valid expire expires
";
