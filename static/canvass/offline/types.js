// @ts-check
// The shapes that the engine, the pages and the server agree on. Nothing runs here.
// The wire is described in docs/offline.md; all times are ISO 8601, all ids are UUIDs in lower case.

/**
 * One thing that was recorded, exactly as it goes over the wire. Never changed after it was saved: the server
 * keeps a hash of it, so that the same event sent twice is one event.
 * @typedef {object} Event
 * @property {string} id made on this phone (version 7), the key by which the server knows it again
 * @property {number} device_seq 1, 2, 3 within the queue; never used twice
 * @property {string} kind "answer", "outcome", "consent", "flag", "found", "undo", "teller.number", or that of the one question
 * @property {number} schema_v
 * @property {string} device_time this phone's clock, with its offset from UTC
 * @property {number} device_utc_offset minutes
 * @property {string|null} board_id
 * @property {number|null} household
 * @property {number|null} elector
 * @property {string|null} district
 * @property {number|null} number
 * @property {number|null} suffix
 * @property {string|null} supersedes id of the event that this one corrects or takes back
 * @property {Record<string, unknown>} payload
 */

/**
 * What a page gives to be recorded. The session adds id, sequence and time.
 * @typedef {object} Draft
 * @property {string} kind
 * @property {string|null} [board_id]
 * @property {number|null} [household]
 * @property {number|null} [elector]
 * @property {string|null} [district]
 * @property {number|null} [number]
 * @property {number|null} [suffix]
 * @property {string|null} [supersedes]
 * @property {Record<string, unknown>} [payload]
 */

/**
 * An event on its way: in the store until the server has named it as received.
 * @typedef {object} Waiting
 * @property {string} id the event's
 * @property {string} queue
 * @property {number} seq the event's
 * @property {string} root the first event of its story: an answer, its corrections and its undo share one
 * @property {Event|Sealed} event sealed once it is finished
 * @property {number|null} offset server's clock minus this phone's in ms when it was recorded; null if not known
 * @property {number} saved_at ms
 * @property {number} [acked_at] ms; set when the server has it, just before the row is deleted
 * @property {Attention|null} [attention] set when the server will not take it
 */

/**
 * An event that only the server can open (sealing.js).
 * @typedef {object} Sealed
 * @property {string} id
 * @property {number} device_seq
 * @property {{v: number, key: string, wrapped: string, iv: string, data: string}} sealed base64
 */

/**
 * The server's public key to seal with: its id, and base64 of its SPKI.
 * @typedef {{key: string, spki: string}} Seal
 */

/**
 * What the server knows of the phone on which this person had the board open before: when it was last heard of (null:
 * never), how many events it held then, and whether it was this very browser, which has thrown its store away since.
 * @typedef {{heard_at: string|null, unsent: number, emptied: boolean}} Earlier
 */

/**
 * Whom to take off a list: these electors at the door, or with null the whole door.
 * @typedef {{household: number, electors: number[]|null}} Recalled
 */

/**
 * @typedef {object} Attention
 * @property {string} code the server's, or CANT_BE_TAKEN when it fails on this one event again and again
 * @property {string} message
 */

/**
 * What this phone remembers of one story after it is sent: coarse, never an opinion.
 * @typedef {object} Story
 * @property {string} queue
 * @property {string} root
 * @property {{id: string, state: string}[]} chain its events that stand, each a correction of the one before;
 *   an undo takes off the last, and the server lets the one before count again
 * @property {number|null} household
 * @property {number|null} elector
 * @property {string} state "answered", "noted" (issues alone), an outcome's code, "phone" or "email" (how somebody may
 *   be reached), "flagged", "found", or a teller's verdict
 * @property {boolean} undone nothing of it stands
 * @property {number} at ms, of the newest event
 * @property {number} [seq] of the first event
 * @property {string} [typed] a teller's number; forgotten once it is no longer among the last
 * @property {string} [district] goes with `typed`
 * @property {boolean} [check] the server keeps it for a human to look at
 */

/**
 * One place that events go to: a board, or a teller's station, with the token that lets this phone send.
 * @typedef {object} Queue
 * @property {string} key "board:<uuid>" or "teller:<election>:<station>"
 * @property {string} name for people
 * @property {string} device_id
 * @property {number} seq the last one given out
 * @property {string} events address to post to
 * @property {string} ping
 * @property {string|null} token null until the server has given one
 * @property {number|null} last_sent_at ms
 * @property {number} touched_at ms
 * @property {string|null} [server_time] the latest that the server gave
 * @property {number} [heard] up to which recall people were taken off this list
 * @property {{number: number, doors: Recalled[]}[]} [recalls] those that came since the pack was fetched
 * @property {Seal|null} [seal] what to seal with; null where nothing is sealed
 * @property {boolean|null} [persists] whether the browser promised to throw nothing away
 * @property {Earlier|null} [earlier] until the person has read it
 * @property {Teller} [teller] of a station: what its keypad needs to open without a connection
 */

/**
 * @typedef {object} Result
 * @property {string} id
 * @property {"stored"|"duplicate"|"quarantined"|"rejected"} status
 * @property {string} [code]
 * @property {string} [message]
 * @property {Record<string, unknown>} [detail]
 */

/**
 * What the server tells a phone to do, beside what became of each event. wipe: send what you hold, then forget it all.
 * recall: take these people off the list. withdrawn: the list itself was taken back, forget the pack.
 * @typedef {object} Command
 * @property {"wipe"|"recall"|"withdrawn"} command
 * @property {string} code of a wipe, why: ROLE_ENDED or LOST
 * @property {string} message the same in words for the person
 * @property {number} [number] of a recall
 * @property {Recalled[]} [doors] of a recall
 */

/**
 * What a try to send came to.
 * received: the server's own answer. sign_in: it does not know the token. upgrade: this page is too old.
 * smaller: the batch is too large. busy: come back later. refused: an error of the server's.
 * elsewhere: something else answered, such as a Wi-Fi's sign-in page. unreachable: nothing answered.
 * @typedef {(
 *   {kind: "received", results: Result[], commands: Command[], server_time: string|null} |
 *   {kind: "busy", seconds: number|null} |
 *   {kind: "sign_in"|"upgrade"|"smaller"|"refused"|"elsewhere"|"unreachable"}
 * )} Outcome
 */

/**
 * How fast to go on. Lives in memory alone: a fresh page may always try at once.
 * @typedef {object} Pace
 * @property {number} limit events in the next batch
 * @property {number} failures in a row, of whatever kind
 * @property {number} refusals in a row, of the same batch
 * @property {number} wait ms until the next try; 0 is at once
 * @property {string[]} aside ids on which the server failed alone; tried again last
 * @property {boolean} proven the server has taken something since the last one was put aside
 * @property {string|null} givenUp the id that this try showed to be one the server can't take
 * @property {"sign_in"|"upgrade"|"refused"|"busy"|"elsewhere"|"unreachable"|null} trouble
 */

/**
 * The three numbers that are always in view, and what stands behind them.
 * @typedef {object} Status
 * @property {number} saved stories on this phone, sent or not
 * @property {number} sent of those, the ones that the server has whole
 * @property {number} attention stories with something that the server will not take
 * @property {number} waiting stories with something still to send
 * @property {number} elsewhere stories of this person's other boards with something still to send
 * @property {number|null} last_sent_at ms
 * @property {number|null} oldest ms, when the oldest event still to send was saved
 * @property {Pace["trouble"]} trouble
 * @property {string|null} refusal why the server gives this phone no token, in its words
 * @property {Earlier|null} earlier what may have been lost before this store began, until the person has read it
 * @property {boolean} fragile the browser may throw away by itself what is not sent
 */

/**
 * The pack that the server puts into the page of a board: names and addresses, no past answers.
 * @typedef {object} Person
 * @property {number|null} elector null: somebody there must not be asked, and has no name here
 * @property {string} district
 * @property {number} number
 * @property {number} suffix
 * @property {string} name
 * @property {string} note
 * @property {string} [why] coarse code of why somebody is on the list: "new", "undecided", "asked_before", "never_asked",
 *   "postal"
 * @property {string} [only] from this day (YYYY-MM-DD) they may be asked the pack's one question, and not how they vote
 * @typedef {object} Door
 * @property {number} household
 * @property {number} position
 * @property {number} street index into streets
 * @property {string} door
 * @property {"odd"|"even"|""} side
 * @property {{code: string, when: string}|null} tried
 * @property {"open"|"done"|"no_contact"} state
 * @property {boolean} [flag] somebody was in danger here: take care, and ask the leader
 * @property {Person[]} people
 * @typedef {string|string[]|number} SurveyAnswer a code or text, codes, or 1 to 10
 * @typedef {object} Question one of an organiser's own (canvass/rules/surveys.py)
 * @property {string} key
 * @property {string} text
 * @property {"choice"|"choices"|"scale"|"text"} kind
 * @property {{code: string, label: string}[]} options of a choice
 * @property {{key: string, codes: string[]}|null} only_if asked only after one of these codes to an earlier question
 * @typedef {object} Questions
 * @property {string[]} ruled_out intentions that somebody can rule out
 * @property {{code: string, label: string}[]} wishes
 * @property {{id: number, channel: "phone"|"email", text: string}[]} wordings read out before a number is taken
 * @property {{version: string, script: string, questions: Question[]}|null} survey
 * @typedef {object} Pack
 * @property {number} v
 * @property {{id: string, name: string}} board or whatever else this is a list of: its id, and its name for people
 * @property {{code: string, name: string}} unit
 * @property {string} issued_at
 * @property {string} read_until
 * @property {{events: string, ping: string, device: string, back: string, hand_back: string, page?: string}} urls
 * @property {{id: number, name: string}} user
 * @property {number} recall up to which people are taken off it already
 * @property {string} server_time when it was made
 * @property {number} idle_minutes without a touch, after which it asks for the PIN again
 * @property {Seal|null} seal
 * @property {{code: string, label: string}[]} issues
 * @property {{code: string, label: string}[]} intentions
 * @property {Record<string, string>} letters what this CLP writes on paper: a letter or two to an intention's code
 * @property {{id: number|null, name: string, district: string}[]} streets
 * @property {Questions} questions
 * @property {{household: number|null, street: number|null, text: string}[]} found kept from the last time, and in no
 *   register: at a door, or on a street (index into streets)
 * @property {{kind: string, choices: {code: string, label: string}[], script: string[]}} [only] what is asked of those who
 *   may not be asked how they vote
 * @property {{id: number, name: string}[]} team whom a board-runner can send to a door; one alone works alone
 * @property {{id: string, name: string, leader: string, back_at: string, fine?: string}|null} session
 * @property {Card} [card] what to show at a door; none in a pack from before there were cards
 * @property {Door[]} doors
 * @property {{places: string[], bring: string, until: string, absent: Record<string, string>}} [vote] of a round: what to
 *   say about voting
 * @property {{code: string, label: string}[]} [needs] of a round: what a lift may have to take
 */

/**
 * Who we are, what is kept, how to stop it. `code` are the rows of a QR code of the address, dark cells as 1.
 * @typedef {object} Card
 * @property {{title: string, text: string}[]} parts
 * @property {string} imprint
 * @property {string} address of a page that says the same
 * @property {string[]} code
 */

/**
 * What the server puts into the teller's page. No elector's name, ever.
 * @typedef {object} Teller
 * @property {number} v
 * @property {{id: number, name: string}} station
 * @property {{id: number, name: string}} election
 * @property {string} [opens] when numbers are taken, and until when
 * @property {string} until
 * @property {{events: string, ping: string, device: string, back: string, hand_over?: string}} urls
 * @property {string[]} districts
 * @property {{id: number|string, name: string}} user an account's id, or "pass-<uuid>" of a code without one
 */

export {};
