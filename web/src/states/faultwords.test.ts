import { describe, expect, test } from "vitest";
import { inOneLine, wordsOf } from "./FaultWords";

const TEXTS: Record<string, string> = {
  "fault.phone_format.what": "电话号码格式不正确",
  "fault.phone_format.mend": "请填写 5 至 20 位数字",
};
const find = (key: string) => TEXTS[key] ?? null;
const told = (code: string) => ({ code, what: "`x` is wrong", mend: "write it anew" });

describe("what is wrong", () => {
  test("is said in the reader's language, with the server's words kept behind it", () => {
    expect(wordsOf(told("phone_format"), find)).toEqual({
      what: "电话号码格式不正确",
      mend: "请填写 5 至 20 位数字",
      own: "`x` is wrong → write it anew",
    });
  });

  test("is said by the server itself where the language has no text", () => {
    expect(wordsOf(told("brand_new"), find)).toEqual({
      what: "`x` is wrong",
      mend: "write it anew",
      own: null,
    });
    expect(wordsOf(told("phone_format"), () => null).own).toBeNull();
  });

  test("in one line has no arrow to nowhere", () => {
    expect(inOneLine({ what: "gone", mend: "" })).toBe("gone");
  });
});
