// @ts-check
// Saving what is tapped at a door, and taking it back. One save after the other; nothing is shown as saved before it is
// on the disk of this phone.

import { doorName, isEmpty } from "./answers.js";
import { isOnly, shortName } from "./doors.js";
import { say } from "./page.js";

/** @import { Session } from "./offline/session.js" */
/** @import { Door, Draft, Pack, Person, Story } from "./offline/types.js" */
/** @import { Answer, Answers } from "./answers.js" */
/** @import { Board } from "./doors.js" */

/**
 * What can be taken back, and where it was tapped.
 * @typedef {{story: Story, door: Door, person: Person|null, panel: string, before: Answer|null}} Undoable
 * @typedef {object} Around what is around the saving
 * @property {() => Session|null} session
 * @property {(said: string, canUndo: boolean) => void} saved it is on the disk: draw it, and say so
 * @property {(error: unknown) => void} failed it is not
 * @property {(why: string) => void} refused it is more than one event can hold
 * @property {() => string} panel where we are
 * @property {(door: Door, person: Person|null) => {canvasser?: number}} canvasser who stood there
 */

/** What a person said, as against what became of them. */
export const SAID = new Set(["answered", "noted"]);
/** What the words of one answer may take, in bytes: the server takes 4 KB, with all that is around them. */
const MOST = 3000;

export class Recorder {
  /** @param {Pack} pack @param {Board} board @param {Answers} answers @param {Around} around */
  constructor(pack, board, answers, around) {
    this.pack = pack;
    this.board = board;
    this.answers = answers;
    this.around = around;
    /** @type {Undoable|null} */
    this.last = null;
    /** @type {Promise<unknown>} */
    this._saving = Promise.resolve();
  }

  /**
   * Save an answer of somebody, in place of what was saved of this person before.
   * @param {Door} door
   * @param {Person} person
   * @param {Partial<Answer>} part what is new in it
   * @param {string} [words] what to say of it, where that isn't the answer as a whole
   * @returns {Promise<boolean>} whether it is saved
   */
  async answer(door, person, part, words = "") {
    const before = this.answers.knows(person) ? this.answers.of(person) : null;
    const answer = { ...this.answers.of(person), ...part };
    const nothing = isEmpty(answer);
    const payload = { ...this.answers.payload(answer), ...this.around.canvasser(door, person) };
    if (new Blob([JSON.stringify(payload)]).size > MOST) {
      this.around.refused(say("answerTooLong"));
      return false;
    }
    this.answers.keep(person, answer);
    if (nothing && (!before || isEmpty(before))) return true; // who speaks is kept until they have said something
    const panel = this.around.panel();
    const named = { name: shortName(door, person), answer: words || this.answers.inFull(answer) };
    const saved = await this._save(nothing ? say("takenBack") : say("said", named), async (open) => {
      const { root, state } = this._inPlaceOf(door, person, answer, before !== null);
      if (nothing) {
        if (root) await open.takeBack(root);
        return null;
      }
      const draft = { ...this._about(door, person), kind: "answer", payload };
      return { story: await open.record(draft, { root, state }), door, person, panel, before };
    });
    if (!saved) this.answers.keep(person, before);
    return saved;
  }

  /**
   * The story that an answer corrects. Once the page has forgotten what somebody said, only a new intention stands in
   * place of it; anything else comes beside it, or it would be lost.
   * @param {Door} door @param {Person} person @param {Answer} answer @param {boolean} known
   */
  _inPlaceOf(door, person, { intention }, known) {
    const earlier = this.board.story(door, person.elector);
    const said = earlier && SAID.has(earlier.state) ? earlier : null;
    const root = known || intention ? (said?.root ?? null) : null;
    return { root, state: intention ? "answered" : root || !said ? "noted" : said.state };
  }

  /**
   * Save what came of the door, or of one person there.
   * @param {Door} door
   * @param {Person|null} person
   * @param {string} outcome
   * @param {string} [language] which, where there is another than ours
   */
  outcome(door, person, outcome, language = "") {
    const before = person && this.answers.knows(person) ? this.answers.of(person) : null;
    const panel = this.around.panel();
    const name = person ? shortName(door, person) : doorName(door);
    return this._save(say("said", { name, answer: say(outcome) }), async (open) => {
      const earlier = this.board.story(door, person?.elector ?? null);
      // Whoever answered and is then said to have moved did both: the outcome comes beside the answer.
      const root = earlier && !SAID.has(earlier.state) ? earlier.root : null;
      const payload = { outcome, ...(language ? { language } : {}), ...this.around.canvasser(door, person) };
      const draft = { ...this._about(door, person), kind: "outcome", payload };
      return { story: await open.record(draft, { root, state: outcome }), door, person, panel, before };
    });
  }

  /**
   * Save what somebody says who may be asked one thing alone, in place of what they said to it before.
   * @param {Door} door
   * @param {Person} person
   * @param {{code: string, label: string}} said
   */
  only(door, person, { code, label }) {
    const kind = this.pack.only?.kind ?? "";
    const before = this.answers.knows(person) ? this.answers.of(person) : null;
    const panel = this.around.panel();
    return this._save(say("said", { name: shortName(door, person), answer: label }), async (open) => {
      const earlier = this.board.story(door, person.elector);
      if (earlier && isOnly(earlier)) await open.takeBack(earlier.root);
      const reported = this.answers.of(person).reported ? { by_another: true } : {};
      const payload = { said: code, ...reported, ...this.around.canvasser(door, person) };
      const draft = { ...this._about(door, person), kind, payload };
      return { story: await open.record(draft, { state: `${kind}.${code}` }), door, person, panel, before };
    });
  }

  /**
   * Save what comes beside the answers: how somebody may be reached, a flag, what no list names.
   * @param {Door} door
   * @param {Person|null} person the one it is about
   * @param {Draft} draft
   * @param {string} state
   * @param {string} said
   */
  beside(door, person, draft, state, said) {
    const panel = this.around.panel();
    const before = person && this.answers.knows(person) ? this.answers.of(person) : null;
    const payload = { ...draft.payload, ...this.around.canvasser(door, person) };
    const about = { ...this._about(door, person), ...draft, payload };
    return this._save(said, async (open) => {
      return { story: await open.record(about, { state }), door, person, panel, before };
    });
  }

  /** Take back the last tap. Returns where it was made, or null where nothing can be taken back. */
  async undo() {
    const last = this.last;
    if (!last) return null;
    const done = await this._save(say("takenBack"), (open) => open.undo(last.story.root).then(() => null));
    if (!done) return null;
    if (last.person) this.answers.keep(last.person, last.before);
    return last;
  }

  /** Take back a whole story. @param {string} root */
  takeBack(root) {
    return this._save(say("takenBack"), (open) => open.takeBack(root).then(() => null));
  }

  /** @param {Door} door @param {Person|null} person */
  _about(door, person) {
    const { elector = null, district = null, number = null, suffix = null } = person ?? {};
    return { board_id: this.pack.board.id, household: door.household, elector, district, number, suffix };
  }

  /**
   * @param {string} said
   * @param {(session: Session) => Promise<Undoable|null>} work
   * @returns {Promise<boolean>}
   */
  _save(said, work) {
    const done = this._saving.then(async () => {
      const session = this.around.session();
      if (!session) return false;
      try {
        this.last = await work(session);
      } catch (error) {
        this.around.failed(error);
        return false;
      }
      this.board.learn(session.stories());
      this.around.saved(said, this.last !== null);
      return true;
    });
    this._saving = done;
    return done;
  }
}
