import { definesAt } from '../diagnostic.ts'

const define = definesAt('verification')

/** Findings about the lists of the user: accepted differences and expected requests. */
export const verification = {
  listUnreadable: define<{ key: string; problem: string }>({
    code: 'US4001',
    severity: 'error',
    title: 'A list cannot be read',
    message: ({ key, problem }) => `this file is not a list of \`${key}\` entries: ${problem}`,
    help: 'Write one YAML document with the entries under that key; the file was not used.',
    why: 'If a list of accepted differences or expected requests counted as empty, fewer differences would be accepted, or fewer requests checked, than its author expects.',
    example: 'accept:\n- code: US3001\n  reason: no client calls these pods by their addresses\n  expires: 2027-01-31',
  }),
  listEntryInvalid: define<{ path: string; problem: string }>({
    code: 'US4002',
    severity: 'error',
    title: 'An entry of a list is not valid',
    message: ({ path, problem }) => `\`${path}\` ${problem}`,
    help: 'Correct the entry; it was not used.',
    why: 'An entry with an unknown field or a value of the wrong type may not mean what its author expects, so it accepts and checks nothing.',
    example: 'requests:\n- name: admins\n  form: shop/cart   # the field is `from`',
  }),
  acceptExpired: define<{ expires: string; reason: string }>({
    code: 'US4003',
    severity: 'warning',
    title: 'An accepted difference has expired',
    message: ({ expires, reason }) => `this entry expired on ${expires} and no longer accepts any difference; its reason was \`${reason}\``,
    help: 'Remove the difference, or review it and give the entry a new date.',
    why: 'Each entry has an expiry date, so that no difference is accepted forever.',
  }),
  acceptExpiresSoon: define<{ expires: string; days: number; by: string }>({
    code: 'US0210',
    severity: 'warning',
    title: 'An accepted difference expires within 30 days',
    message: ({ expires, days, by }) =>
      `this entry${by === '' ? '' : ` of \`${by}\``} expires on ${expires}, ${days === 0 ? 'today' : days === 1 ? 'in one day' : `in ${days} days`}`,
    help: 'Remove the difference, or review it and give the entry a new date.',
    why: 'After its last day an entry accepts nothing, and the command fails on the difference again, so it is named while there is time for a review.',
  }),
  changeUnselected: define<{ object: string; how: string }>({
    code: 'US0211',
    severity: 'warning',
    title: 'A change that no workload of the input shows',
    message: ({ object, how }) =>
      `\`${object}\` is ${how}, and it selects no workload of the input, so no comparison shows what that changes`,
    help: 'Add the workloads that it selects to both sides, or review the policy itself.',
    why: 'What is compared are requests to workloads and Services of the input. A policy for pods that the input does not have decides about none of them, so its change would look like no change at all.',
    example:
      'kind: AuthorizationPolicy\nmetadata: {name: clients, namespace: data}\nspec:\n  selector: {matchLabels: {app: postgres}}   # the Deployment is in another repository',
  }),
  acceptUnused: define<{ entry: string }>({
    code: 'US4004',
    severity: 'info',
    title: 'An entry that matches no difference',
    message: ({ entry }) => `this entry for \`${entry}\` matches no difference`,
    help: 'Remove the entry, or correct its witness, code or destination if it should match.',
    why: 'An entry that matches nothing today may later accept a difference that was never reviewed. A witness changes with the verdict, the destination, the client and the rules that decide.',
  }),
} as const
