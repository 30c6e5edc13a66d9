/**
 * Words that carry grammar and no subject in some languages of the Latin script. With few rows in
 * view frequency alone cannot tell them from the words of a subject; they are only ever left out,
 * never written.
 */
const LATIN =
  "about above after again against also always among another anybody anything around away " +
  "back because been before being below between both cannot cant could does doesnt doing " +
  "done dont down during each either else even ever every everything first from further " +
  "gave gets getting give given goes going gone have havent having hers herself himself " +
  "however instead into isnt itself just keep keeps kind know last least less like made " +
  "make makes making many maybe mean might mine more most much must myself near need needs " +
  "neither never next nobody none nothing only onto other others ours ourselves over own " +
  "please quite rather really said same seems shall should since some somebody something " +
  "soon still such sure take takes than that thats their theirs them themselves then there " +
  "these they thing things this those though through till together told took toward under " +
  "unless until upon very want wanted wants was wasnt well went were what whatever when " +
  "where whether which while whole whom whose will with within without wont would yesterday " +
  "your yours yourself " +
  "aber alle auch auf aus bei beim bin bis bitte damit dann dass dein der des die dies " +
  "diese dieser doch durch eine einem einen einer eines etwas euch für haben habe hatte " +
  "hier ihre immer jetzt kann kein keine können mehr mein meine mich mir muss nach nicht " +
  "noch nur oder ohne schon sehr sein seine sich sind über und uns unser unter viel vom von " +
  "vor wann warum was weil wenn werden wie wieder wird wurde zum zur " +
  "alors aussi avec avoir bien cette comme dans depuis donc elle elles encore est était " +
  "être fait faire ils leur leurs mais même mes moi mon notre nous pas peut plus pour " +
  "pourquoi quand quel quelle sans ses sont sous suis sur tous tout toute très une vos " +
  "votre vous " +
  "algo antes aunque bien como con cuando cual desde donde ella ellos esta este esto estoy " +
  "está están hace hasta hay los más mucho muy nada nos nosotros otra otro para pero porque " +
  "puede que quien sin sobre son soy también tengo tiene todo todos una uno usted ustedes";

const WORDS: ReadonlySet<string> = new Set(LATIN.split(" "));

export function isFunctionWord(folded: string): boolean {
  return WORDS.has(folded.replace(/['’]/gu, ""));
}
