import { openRun } from "../../graphs/commands/open-run.js";
import { launch } from "../../graphs/run/launch.js";
import { temporaryFolder } from "../memory/temporary-folder.js";
import { datasetRows, lightAgents } from "../helpers/ticket-run.js";

interface Language {
  readonly name: string;
  readonly language: string;
  readonly script: RegExp;
  readonly join: string;
  /**
   * Two labels, each with what a text is about and what is said of it: three of seven sentences are
   * shown for each.
   */
  readonly labels: Readonly<
    Record<string, readonly [about: readonly string[], said: readonly string[]]>
  >;
}

const LANGUAGES: readonly Language[] = [
  {
    name: "Japanese",
    language: "ja",
    script: /\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Han}/gu,
    join: "",
    labels: {
      配送: [
        [
          "先週注文した本が",
          "母に送った花が",
          "昨日発送された靴が",
          "二つ目の荷物が",
          "冷蔵の食品が",
          "子供の誕生日の贈り物が",
          "海外から取り寄せた部品が",
        ],
        [
          "まだ届いていません。追跡番号を教えてください。",
          "雨に濡れた状態で玄関に置かれていました。",
          "隣の家に間違えて配達されたようです。",
          "予定より三日も遅れています。配達員に連絡してもらえますか。",
          "途中で止まったままになっています。倉庫にあるのでしょうか。",
          "不在票もなしに営業所へ戻されてしまいました。",
          "箱がつぶれて届きました。運送会社に確認をお願いします。",
        ],
      ],
      返金: [
        [
          "同じ商品の代金が",
          "解約した会員の料金が",
          "割引されるはずの金額が",
          "送料無料のはずの費用が",
          "返品したかばんの代金が",
          "取り消した予約の前払い金が",
          "友達に贈った券の支払いが",
        ],
        [
          "二回もカードから引き落とされました。",
          "まだ口座に戻っていないので返金してください。",
          "請求書に含まれているのはなぜですか。",
          "いつ返金されるのか経理の方に確認をお願いします。",
          "半分しか戻ってきませんでした。残りの額を払ってください。",
          "別の銀行の口座に振り込まれたようです。",
          "明細では四千円も高くなっています。計算が違います。",
        ],
      ],
    },
  },
  {
    name: "Chinese",
    language: "zh",
    script: /\p{Script=Han}/gu,
    join: "",
    labels: {
      配送: [
        [
          "我上周订的书",
          "寄给妈妈的花",
          "昨天发货的鞋子",
          "我的第二个包裹",
          "冷藏的食品",
          "孩子的生日礼物",
          "从国外买的零件",
        ],
        [
          "到现在还没有送到,请告诉我快递单号。",
          "被放在门口淋了雨。",
          "好像送到隔壁邻居家去了。",
          "比预定的时间晚了三天,能联系一下快递员吗?",
          "一直停在中转站,是不是还在仓库里?",
          "没有通知我就被退回了营业部。",
          "送来的时候箱子已经压坏了,请找运输公司核实。",
        ],
      ],
      退款: [
        [
          "同一件商品的钱",
          "已经取消的会员费",
          "应该打折的那部分金额",
          "本来免运费的费用",
          "退回的书包的货款",
          "我取消预订的押金",
          "送给朋友的礼券款",
        ],
        [
          "从我的银行卡里扣了两次。",
          "还没有退到我的账户,请尽快退款。",
          "为什么还出现在账单上?",
          "什么时候能退给我,请财务人员确认一下。",
          "只退了一半,剩下的请补给我。",
          "好像打到别的银行账户里了。",
          "比明细上多收了四十块,计算有错误。",
        ],
      ],
    },
  },
  {
    name: "Arabic",
    language: "ar",
    script: /\p{Script=Arabic}/gu,
    join: " ",
    labels: {
      توصيل: [
        [
          "الكتاب الذي طلبته الأسبوع الماضي",
          "الصندوق المرسل إلى أمي",
          "الحذاء الذي شحنتموه أمس",
          "الطرد الثاني من طلبي",
          "طعام القطط المبرد",
          "الهدية لعيد ميلاد ابني",
          "المحرك الذي اشتريته من الخارج",
        ],
        [
          "لم يصل حتى الآن، أرجو إرسال رقم التتبع.",
          "وجدته أمام الباب مبللا بالمطر.",
          "سلمه السائق إلى الجيران بالخطأ.",
          "تأخر ثلاثة أيام عن الموعد، هل يمكنكم الاتصال بالسائق؟",
          "توقف في الطريق، هل ما زال في المستودع؟",
          "عاد إلى المكتب دون أي إشعار.",
          "وصل في علبة مكسورة، اسألوا شركة النقل من فضلكم.",
        ],
      ],
      استرداد: [
        [
          "ثمن المنتج نفسه",
          "اشتراك الشهر الذي ألغيته",
          "مبلغ الخصم الموعود",
          "سعر الشحن المجاني",
          "ثمن الحقيبة التي أعدتها",
          "عربون الحجز الذي ألغيناه",
          "رصيد بطاقة الهدايا",
        ],
        [
          "خصم من بطاقتي مرتين هذا الشهر.",
          "لم يعد إلى حسابي بعد، أريد استرداد المال.",
          "لماذا يظهر في الفاتورة الأخيرة؟",
          "متى يعاد إلي؟ أرجو التأكد من قسم المحاسبة.",
          "رجع نصفه فقط، ادفعوا لي الباقي.",
          "حول إلى حساب في مصرف آخر.",
          "يزيد أربعين ريالا عن السعر المعلن، الحساب خاطئ.",
        ],
      ],
    },
  },
];

/** Letters of the script among all letters. */
function share(text: string, script: RegExp): number {
  return (text.match(script)?.length ?? 0) / Math.max(1, text.match(/\p{L}/gu)?.length ?? 0);
}

describe("a run on the embedded model", () => {
  it.each(LANGUAGES)(
    "writes $name from support rows in $name, and refuses nothing for its form",
    async ({ language, script, labels, join: blank }) => {
      const rows = Object.entries(labels).flatMap(([label, [about, said]]) =>
        about.flatMap((one, index) =>
          [0, 1, 3].map((step) => ({
            text: `${one}${blank}${said[(index + step) % said.length]!}`,
            label,
          })),
        ),
      );
      const workspace = temporaryFolder();
      const handle = await launch(
        {
          name: "messages",
          kind: "classification",
          description: "Messages of customers to a shop.",
          language,
          labels: Object.keys(labels),
          target: 8,
          seed: 3,
          plan: { subtopics: 0, roundSize: 24, noProgressRounds: 6 },
          support: { rows, heldOut: 0.2 },
        },
        { workspace, runId: "run", logLevel: null, agents: lightAgents },
      );
      const { report } = await handle.result;
      const accepted = datasetRows(handle.folder);
      expect(accepted.length).toBeGreaterThanOrEqual(8);
      expect(new Set(accepted.map((row) => row.label))).toEqual(new Set(Object.keys(labels)));
      for (const row of accepted) expect(share(row.text, script)).toBeGreaterThan(0.95);
      expect(new Set(accepted.map((row) => row.text)).size).toBe(accepted.length);
      const known = new Set(rows.map((row) => row.text));
      expect(accepted.filter((row) => known.has(row.text))).toEqual([]);
      expect(
        report.funnel.filter((row) => ["format", "unparsed", "draft-failed"].includes(row.reason)),
      ).toEqual([]);
      const run = await openRun("run", { workspace });
      for (const sample of await run.samples({ status: "rejected" }))
        expect(sample.text.trim()).not.toBe("");
      run.close();
    },
  );
});
