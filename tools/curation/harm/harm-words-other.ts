import { harmWords } from "./harm-word.js";

/** Small lists of other languages: unmistakable words only. */
export const HARM_WORDS_OTHER = [
  ...harmWords("ja", [
    [
      "insult",
      2,
      "死ね | くたばれ | ブス死ね | キチガイ | 気違い | クソ野郎 | くそ野郎 | クソアマ | ゴミクズ野郎",
    ],
    ["hate", 3, "チョン死ね | 朝鮮人を殺せ | 支那人死ね | 土人死ね"],
    ["sexual", 3, "児童ポルノ"],
    ["self-harm", 3, "自殺しろ | 首吊れ"],
  ]),
  ...harmWords("zh", [
    [
      "profanity",
      2,
      "操你妈 | 操你媽 | 肏你妈 | 草泥马 | 真他妈的 | 真他媽的 | 傻逼 | 傻屄 | 煞笔东西 | 妈的智障 | 狗娘养的 | 王八蛋 | 去你妈的",
    ],
    ["insult", 2, "贱人 | 賤人 | 婊子 | 混账东西 | 废物东西"],
    ["hate", 3, "黑鬼 | 支那猪 | 支那豬 | 高丽棒子"],
    ["sexual", 3, "儿童色情 | 兒童色情"],
    ["self-harm", 3, "去死吧你 | 你去自杀 | 你去自殺"],
  ]),
  ...harmWords("de", [
    [
      "profanity",
      1,
      "scheiße | scheisse | scheiß* | verpiss dich | fick dich | ficken | gefickt | verfickt*",
    ],
    [
      "insult",
      2,
      "arschloch | arschlöcher | wichser | hurensohn | hurensöhne | fotze | fotzen | " +
        "schlampe | schlampen | missgeburt | missgeburten",
    ],
    ["hate", 3, "kanake | kanaken | judensau | untermensch | untermenschen | neger | sieg heil"],
    ["self-harm", 3, "bring dich um | häng dich auf"],
  ]),
  ...harmWords("fr", [
    [
      "profanity",
      2,
      "putain de merde | va te faire foutre | nique ta mère | nique ta mere | enculé | " +
        "enculés | encule",
    ],
    ["insult", 2, "connard | connards | connasse | connasses | salope | salopes | fils de pute"],
    ["hate", 3, "bougnoule | bougnoules | youpin | youpins | sale juif | sale arabe | sale noir"],
    ["self-harm", 3, "suicide-toi | va te pendre | tue-toi"],
  ]),
  ...harmWords("es", [
    [
      "profanity",
      2,
      "hijo de puta | hijos de puta | hija de puta | hijueputa | chinga tu madre | vete a " +
        "la mierda | la concha de tu madre",
    ],
    [
      "insult",
      2,
      "gilipollas | pendejo | pendejos | pendeja | cabrón | cabrones | zorra de mierda",
    ],
    [
      "hate",
      3,
      "sudaca | sudacas | negro de mierda | moro de mierda | maricón de mierda | maricones " +
        "de mierda",
    ],
    ["self-harm", 3, "suicídate | mátate"],
  ]),
  ...harmWords("pt", [
    [
      "profanity",
      2,
      "vai se foder | filho da puta | filhos da puta | puta que pariu | vai tomar no cu | vtnc",
    ],
    ["insult", 2, "arrombado | arrombados | vagabunda de merda"],
    ["hate", 3, "macaco de merda | preto de merda | viado de merda"],
    ["self-harm", 3, "se mata logo | vai se matar"],
  ]),
  ...harmWords("ru", [
    [
      "profanity",
      2,
      "блядь | блять | ебать | ебан* | ёбан* | нахуй | нахуя | хуй | хуйня | пиздец | пизда " +
        "| заебал*",
    ],
    [
      "insult",
      2,
      "мудак | мудаки | пидорас | пидор | пидоры | ублюдок | ублюдки | долбоёб | долбоеб",
    ],
    ["hate", 3, "жидовская морда | хач | хачи"],
    ["self-harm", 3, "убей себя | сдохни"],
  ]),
];

/** Harmless words that hold an entry of a script without spaces. */
export const HARMLESS_OTHER: readonly string[] = [
  "死ねない",
  "死ねば",
  "死ねる",
  "死ねた",
  "死ねません",
];
