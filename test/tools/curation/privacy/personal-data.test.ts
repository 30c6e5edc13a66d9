import fc from "fast-check";
import { PersonalDataFinder } from "../../../../tools/curation/privacy/find-personal-data.js";
import {
  checkResidentNumber,
  isCardNumber,
  isIban,
  passesLuhn,
} from "../../../../tools/curation/privacy/number-checks.js";
import { Redactor } from "../../../../tools/curation/privacy/redactor.js";

const finder = new PersonalDataFinder({ names: ["김철수", "지민", "Will", "Jane Doe", "田中"] });
const found = (text: string): string[] =>
  finder.find(text).map((data) => `${data.kind} ${data.value}`);

describe("PersonalDataFinder", () => {
  it.each([
    ["Mail Jane.Roe+x@Example.co.uk.", "email jane.roe+x@example.co.uk"],
    ["메일은 kim@naver.com으로 주세요", "email kim@naver.com"],
    ["ｋｉｍ＠ｎａｖｅｒ．ｃｏｍ", "email kim@naver.com"],
    ["call +44 20 7946 0958 now", "phone +442079460958"],
    ["+1 (415) 555-2671", "phone +14155552671"],
    ["(415) 555-2671", "phone 4155552671"],
    ["415-555-2671.", "phone 4155552671"],
    ["07911 123456", "phone 07911123456"],
    ["+49 (0)30 901820", "phone +4930901820"],
    ["0049 30 12345678", "phone +493012345678"],
    ["전화010-1234-5678로", "phone 01012345678"],
    ["01012345678", "phone 01012345678"],
    ["010 1234 5678", "phone 01012345678"],
    ["+82 10-1234-5678", "phone 01012345678"],
    ["02-123-4567", "phone 021234567"],
    ["(031) 123-4567", "phone 0311234567"],
    ["070-1234-5678", "phone 07012345678"],
    ["free on 0800 195 6669 or", "phone 08001956669"],
    ["or call 0121 2025050.", "phone 01212025050"],
    ["+44 7911 123456", "phone +447911123456"],
    ["pay with 4111 1111 1111 1111", "card 4111111111111111"],
    ["5555555555554444", "card 5555555555554444"],
    ["3782-822463-10005", "card 378282246310005"],
    ["카드번호 4111-1111-1111-1111입니다", "card 4111111111111111"],
    ["IBAN DE89 3704 0044 0532 0130 00 and more", "iban DE89370400440532013000"],
    ["gb82west12345698765432", "iban GB82WEST12345698765432"],
    ["주민번호 900101-1234568", "resident-number 9001011234568"],
    ["201105-3123456", "resident-number 2011053123456"],
    ["주민등록번호: 2011053123456", "resident-number 2011053123456"],
    ["host 203.0.113.7 is down", "ip-address 203.0.113.7"],
    ["from 2001:db8::8a2e:370:7334", "ip-address 2001:db8::8a2e:370:7334"],
    ["김철수씨는", "name 김철수"],
    ["지민이가", "name 지민"],
    ["Will came", "name Will"],
    ["Jane Doe's", "name Jane Doe"],
    ["昨日田中さんが", "name 田中"],
  ])("finds in %j: %s", (text, expected) => {
    expect(found(text)).toEqual([expected]);
  });

  it.each([
    "order 1234567890123456",
    "Order #4111111111111112",
    "tracking 9400110200881234567890",
    "2020-10-05",
    "2020-10-05 12:30:45",
    "05/10/2020",
    "20201005",
    "version 1.2.3.4",
    "v10.0.0.1",
    "firmware 192.168.1.10",
    "see section 3.1.4.1",
    "1.2.3",
    "127.0.0.1 and 0.0.0.0",
    "256.1.1.1",
    "ISBN 978-3-16-148410-0",
    "amazon order 123-4567890-1234567",
    "1,234,567,890",
    "3.14159265358979",
    "1604102400000",
    "call 911",
    "order 4155552671",
    "invoice 2025550123",
    "ref 07123456789",
    "item 30012345678",
    "송장번호 123456789012",
    "주문번호 20241120001",
    "years 1998-2004, 2010-2015",
    "$1,299.99 and 2500 USD",
    "₩25,000 (1+1)",
    "099-123-4567",
    "0999 999 9999",
    "1588-0000",
    "pages 415-555",
    "12:30:45",
    "std::vector<int>",
    "a::b",
    "00:1A",
    "+100 points",
    "+5.5%",
    "2+2=4",
    "0 10 20 30 40 50 60",
    "10-20-30-40",
    "will come",
    "Willing",
    "지민이네집은아님",
    "@handle",
    "a@b",
    "user@localhost",
    "991332-1234567",
    "900101-9234567",
    "rgb(255,255,255)",
    "4111 1111",
    "5 5 5 5 5 5 5 5",
    "GB82 TEST",
    "DE12 3456",
    "2024.11.20",
    "2024년 11월 20일",
    "가격은 1,000,000원",
    "1990-01-01-1234567",
    "A1234567890123456",
    "",
  ])("finds nothing in %j", (text) => {
    expect(found(text)).toEqual([]);
  });

  it("finds several kinds in order, at their places, and only those wanted", () => {
    const text = "김철수 010-1234-5678, kim@naver.com";
    expect(finder.find(text).map((data) => [data.kind, text.slice(data.start, data.end)])).toEqual([
      ["name", "김철수"],
      ["phone", "010-1234-5678"],
      ["email", "kim@naver.com"],
    ]);
    expect(new PersonalDataFinder({ kinds: ["email"] }).find(text)).toHaveLength(1);
  });

  it("manages long texts made to slow it down", () => {
    for (const text of [
      "1".repeat(200_000),
      "1-".repeat(100_000),
      "a@".repeat(100_000),
      "1.".repeat(100_000),
      ":a".repeat(100_000),
      "DE89 ".repeat(40_000),
      "+1 ".repeat(60_000),
    ])
      expect(Array.isArray(finder.find(text))).toBe(true);
  });
});

describe("number checks", () => {
  it("know the check digits of published examples", () => {
    expect(["79927398713", "4111111111111111"].map(passesLuhn)).toEqual([true, true]);
    expect(["79927398710", ""].map(passesLuhn)).toEqual([false, false]);
    expect(
      ["FR1420041010050500013M02606", "NO9386011117947", "DE89370400440532013001"].map(isIban),
    ).toEqual([true, true, false]);
    expect(isCardNumber("0000000000000000")).toBe(false);
    expect(
      ["9001011234568", "9001011234567", "9002301234567", "900101"].map(checkResidentNumber),
    ).toEqual(["valid", "date-only", "no", "no"]);
  });

  it("accept exactly one last digit of a card (property)", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^4[0-9]{14}$/), (start) => {
        expect(Array.from("0123456789").filter((last) => passesLuhn(start + last))).toHaveLength(1);
      }),
    );
  });
});

describe("Redactor", () => {
  it("gives one value one placeholder in all spellings, never one that a text has already", () => {
    const redactor = new Redactor();
    redactor.reserve("earlier: [EMAIL_3]");
    expect(redactor.redact("A@x.org and b@x.org").text).toBe("[EMAIL_4] and [EMAIL_5]");
    expect(redactor.redact("a@X.org, 010-1234-5678 or +82 10 1234 5678").text).toBe(
      "[EMAIL_4], [PHONE_1] or [PHONE_1]",
    );
  });

  it("leaves nothing that it would find again, and text without data as it is (property)", () => {
    const piece = fc.constantFrom(
      "a@b.org",
      "010-1234-5678",
      "4111 1111 1111 1111",
      " ",
      "hello",
      "안녕",
      "2020-10-05",
      "203.0.113.7",
      "900101-1234568",
      ", ",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join(" ");
        const redactor = new Redactor();
        const once = redactor.redact(text);
        expect(redactor.redact(once.text).text).toBe(once.text);
        if (once.found.length === 0) expect(once.text).toBe(text);
      }),
    );
  });
});
