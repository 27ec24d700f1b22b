// @ts-check
// Words that should not stand beside somebody's name. The phone asks once before it keeps them, and then keeps them:
// nobody can argue with a phone at a door. The list is that of canvass/rules/notes.py, and a test holds them together.

/** Each stands for the words that begin with it. */
export const WORDS = [
  ..."alcoholic alzheimer autis bipolar blind cancer chemo dementia depress diabet disab dying epilep".split(" "),
  ..."hiv hospice mental miscarr pregnan psych schizo stroke suicid wheelchair".split(" "),
  ..."arrest asbo burglar convict criminal dealer drug jail offender paedo prison probation thief".split(" "),
  "ex con",
  ..."arsehole bastard bigot bitch chav cretin dickhead fascist idiot imbecile lunatic moron nazi nutter".split(" "),
  ..."racist scum stupid twat wanker weirdo".split(" "),
  ..."atheist christian gay hindu jew lesbian muslim sikh transgend".split(" "),
  "trans ",
];

// No look-behind: phones of 2022 can't read it, and the page would not open at all.
const ANY = new RegExp(`(?:^|[^\\p{L}\\p{N}_])(?:${WORDS.join("|").replaceAll(" ", "\\s")})`, "iu");

/** Whether a note has such a word in it. @param {string} text */
export function isDelicate(text) {
  return ANY.test(`${text} `);
}
