import { harmWords } from "./harm-word.js";

/**
 * English. Words whose harmless sense is common ("dick", "cock", "crap", "damn", "hell", "screw")
 * are left out.
 */
export const HARM_WORDS_EN = harmWords("en", [
  [
    "profanity",
    1,
    "bullshit | shit | shits | shitty | shitting | shitter | shithole | wtf | f*ck | f**k | " +
      "f*cking | f**king | f***ing | sh*t | b*tch | piss off | arsehole | arseholes | asshole " +
      "| assholes | ass hole | bollocks | wanker | wankers | goddamn",
  ],
  [
    "profanity",
    2,
    "fuck | fucks | fucked | fucker | fuckers | fucking | fuckin | fuckhead | motherfuck* | " +
      "clusterfuck | stfu | gtfo | fuk | cunt | cunts",
  ],
  [
    "insult",
    1,
    "bastard | bastards | moron | morons | imbecile | imbeciles | dumbass | dumbasses | " +
      "jackass | scumbag | scumbags | douchebag | douchebags",
  ],
  [
    "insult",
    2,
    "bitch | bitches | whore | whores | slut | sluts | dickhead | dickheads | shithead | " +
      "shitheads | retard | retards | retarded",
  ],
  [
    "hate",
    3,
    "nigger | niggers | nigga | niggas | faggot | faggots | kike | kikes | spic | spics | " +
      "wetback | wetbacks | chink | chinks | gook | gooks | tranny | trannies | towelhead | " +
      "towelheads | raghead | ragheads | subhuman | subhumans | untermensch | heil hitler | " +
      "gas the jews | kill all jews | kill all muslims | kill all blacks",
  ],
  [
    "sexual",
    2,
    "blowjob | blowjobs | handjob | handjobs | gangbang | cumshot | cumshots | creampie | " +
      "deepthroat | titties | milf | hentai | pornhub | porno | porn",
  ],
  ["sexual", 3, "child porn | kiddie porn | childporn | rape porn | jailbait"],
  [
    "violence",
    3,
    "i will kill you | i'll kill you | im going to kill you | i'm going to kill you | gonna " +
      "kill you | i will rape you | i'll rape you | death to all | shoot up the school | " +
      "shoot up a school",
  ],
  [
    "self-harm",
    3,
    "kill yourself | kill your self | kys | go die | hang yourself | slit your wrists",
  ],
]);

/** Harmless phrases that hold an entry. */
export const HARMLESS_EN: readonly string[] = [
  "chink in the",
  "chinks in the",
  "chink of light",
  "spic and span",
  "retard the",
  "retard growth",
  "retarded growth",
  "fire retarded",
  "flame retarded",
];
