const LONGEST = 4000;
const SEQUENCES = new RegExp(
  [
    // OSC, DCS, SOS, PM and APC with what they say; one without an end takes no more than its line.
    String.raw`(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])(?:[^\x07\x18\x1a\x1b\x9c]*(?:\x07|\x1b\\|\x9c)|[^\x07\x18\x1a\x1b\x9c\n]*)`,
    // CSI: parameters, intermediates, final.
    String.raw`(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]?`,
    // Any other escape sequence.
    String.raw`\x1b[ -/]*[0-~]?`,
  ].join('|'),
  'g',
);
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/** A banner comes before anybody is authenticated: its letters only, and not without end. */
export function printable(banner: string): string {
  return banner.slice(0, LONGEST).replace(SEQUENCES, '').replace(CONTROLS, '');
}
