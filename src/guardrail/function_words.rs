//! The small words by which a text of a known Latin-script language is told from one of another.

use std::collections::HashSet;

use super::spelling::{BySpelling, number_of};

/// English and the languages of the shipped packs, folded.
const WORDS: &str = "
    aan abbiamo aber af ait al ale alla alle als alstublieft am ama an anche and any ao aos ar are
    as at ate att au auch auf aus aux av avec avete avez avoir ayni bana bardzo be bedankt bei ben
    beni benim bestand bez bij bijv bin bir bitte biz bizim blev blir bliver bonjour bu buongiorno
    but byc byl byla bylo c'est can ce ces cette chce che chez chi ci ciao co cok com come comment
    como con cosa cual cuando cuanto czesc czy d'un d'une da daha dal dan danke dans das dass dat de
    degil dei dein deine del della delle dem den denna denne der des desde dessa det detta dette
    deze di dich did die dig din dina dine dir disse dit ditt dla dlaczego do dobry does don't donde
    dont door dos dove du dziekuje dzien ed edildi een efter ein eine einem einen einer el ela ele
    eles elle eller elles em en er es essa esse essere est esta estar este esto et ete etre ett eu
    euch evet fait fakat favor findes finns foi for fra fran from fue fur fx gdzie geen get gibi gli
    got graag gracias grazie guten ha habe haben hade hai hallo han hangi hanno har has hasta hat
    havde have hay hayir he heb hebben heeft hej hello her het hey hi hic hij ho hoe hola hon how
    hun hur hvad hvem hvor hvordan hvorfor hvornar i'm ich icin if ihr ihre ihren ik ikke il ile ils
    im in inte is isso ist istiyorum it j'ai ja jag jak jako je jeg jeres jest jeszcze jij jouw
    jullie just juz kac kadar kan kann kannst kein keine ki kiedy kim konnen kto kun kunnen l'on la
    las le les lista lo los lub lutfen ma maar mais mam mamy man mas masz me med meget mehr mein
    meine meinen meiner men merci merhaba mes met meu meus mi mia mich miei mig mij mijn min mina
    mine minha minhas mio mir mis mit mitt mnie moet moge moj moja moje mon mozna mu muito muy my
    mycket n'est na naar nach nao nar nas nasil ne necesito neden nel nella nerede ni nicht nicin
    nie niet no noch nog non nos nostra nostro not notre nous nu num numa nur obrigada obrigado och
    ocksa od oder of og ogsa ok okay ola olan olarak oldu olur om on ona once onde oni onlar ons onu
    onze ook op or oraz os oss ou over pa pagina paginas par para pas pela pelo per perche pero peut
    piu please pls plus plz po pod pode por porque posso pour prosze przez przy puede puedo puis puo
    qu'il qual quand quando que quello quem quero questa questo qui quien quiero quoi sa sana sans
    schon se sehr sei sem sen senin senza ser ses sessie seu she si siamo sich sie sim sin sind siz
    size sizin ska skal snalla so sobre som son sono sonra sont stato su sua sui suis sul sulla suo
    sur sus ta tack tak talep tambem te tego tej tem ten tengo tenho tes tesekkurler thank thanks
    that the there they this ti tiene til till to todo ton tout tres tu tua tue tuo tuoi tus tutto
    twoj ty tylko tym uber uden uit um uma umas un una unas und under une uno unos uns ur utan uw
    vad vaere van var vara varfor ve ved vem venligst veux veya vi vid vil vill voce voglio vom von
    voor vorrei vos votre vous waar waarom wann wanneer war waren warum was wat we wel wenn wer
    werden were what when where who why wie wij wil will wir wird with wo worden wordt wy ya yeah
    yes yok you your za ze zeigen zij zijn zu zum zur
";

/// Small words, by spelling.
#[derive(Clone, Debug, Default)]
pub(super) struct FunctionWords(HashSet<u64, BySpelling>);

impl FunctionWords {
    pub(super) fn new() -> Self {
        Self(WORDS.split_whitespace().map(|word| number_of(word.chars())).collect())
    }

    pub(super) fn contain(&self, folded: &str) -> bool {
        self.0.contains(&number_of(folded.chars()))
    }
}
