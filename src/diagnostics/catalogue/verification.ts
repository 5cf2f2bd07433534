import { definesAt } from '../diagnostic.ts'

const define = definesAt('verification')

/** Findings about the user's own lists that a comparison is held against. */
export const verification = {
  listUnreadable: define<{ key: string; problem: string }>({
    code: 'US4001',
    severity: 'error',
    title: 'A list cannot be read',
    message: ({ key, problem }) => `this file is no list of \`${key}\` entries: ${problem}`,
    help: 'Write one YAML document with the entries under that key; nothing of the file was used.',
    why: 'A list of accepted differences or of expected requests that is taken for an empty one would silence or check less than its author thinks.',
    example: 'accept:\n- code: US3001\n  reason: nobody calls these pods by their addresses\n  expires: 2027-01-31',
  }),
  listEntryInvalid: define<{ path: string; problem: string }>({
    code: 'US4002',
    severity: 'error',
    title: 'An entry of a list is not valid',
    message: ({ path, problem }) => `\`${path}\` ${problem}`,
    help: 'Correct the entry; it was not used.',
    why: 'An entry with an unknown field or a value of another type means something else than it says, so it silences and checks nothing.',
    example: 'requests:\n- name: admins\n  form: shop/cart   # the field is `from`',
  }),
  acceptExpired: define<{ expires: string; reason: string }>({
    code: 'US4003',
    severity: 'warning',
    title: 'An accepted difference has expired',
    message: ({ expires, reason }) => `this entry expired on ${expires} and silences nothing any more; its reason was \`${reason}\``,
    help: 'Remove the difference, or look at it again and give the entry a new date.',
    why: 'Each entry has a last day, so that a difference that was accepted for a while does not stay for ever.',
  }),
  acceptUnused: define<{ entry: string }>({
    code: 'US4004',
    severity: 'info',
    title: 'An accepted difference is not there',
    message: ({ entry }) => `no difference is accepted by this entry for \`${entry}\``,
    help: 'Remove the entry, or correct its witness, code or destination if it was meant to match.',
    why: 'An entry that matches nothing may match something later that nobody has looked at. A witness changes with the verdict, the destination, the client and the rules that decide.',
  }),
} as const
