import { definesAt } from '../diagnostic.ts'

const define = definesAt('verification')

/** Findings about `unsidecar.yaml` and what it suppresses. */
export const configuration = {
  suppressionExpired: define<{ code: string; object: string; expires: string; reason: string }>({
    code: 'US0212',
    severity: 'error',
    title: 'A suppression has expired',
    message: ({ code, object, expires, reason }) =>
      `the suppression of ${code} for \`${object}\` expired on ${expires} and hides nothing any more; its reason was \`${reason}\``,
    help: 'Resolve the finding and remove the entry, or review it and give the entry a new date.',
    why: 'Each suppression has an expiry date, so that no finding is hidden forever. An expired one is an error, because the finding that it hid may be a warning that fails nothing.',
  }),
  suppressionExpiresSoon: define<{ code: string; object: string; expires: string; days: number; by: string }>({
    code: 'US0213',
    severity: 'warning',
    title: 'A suppression expires within 30 days',
    message: ({ code, object, expires, days, by }) =>
      `the suppression of ${code} for \`${object}\`${by === '' ? '' : ` by \`${by}\``} expires on ${expires}, ${days === 0 ? 'today' : days === 1 ? 'in one day' : `in ${days} days`}`,
    help: 'Resolve the finding and remove the entry, or review it and give the entry a new date.',
    why: 'After its last day an entry hides nothing and is an error itself, so it is named while there is time for a review.',
  }),
  suppressionUnused: define<{ code: string; object: string }>({
    code: 'US0214',
    severity: 'info',
    title: 'A suppression that matches no finding',
    message: ({ code, object }) => `there is no ${code} for \`${object}\` that this entry could suppress`,
    help: 'Remove the entry, or correct its code or object. Findings of another target or of other files are not there in this run; an error is suppressed only by an entry with the kind and name of its object.',
    why: 'An entry that matches nothing today may later hide a finding that was never reviewed.',
  }),
  configurationUnreadable: define<{ problem: string }>({
    code: 'US0215',
    severity: 'error',
    title: 'The configuration file cannot be read',
    message: ({ problem }) => `this file is not a configuration of unsidecar: ${problem}`,
    help: 'Write one YAML document with options by their long names, or run with `--no-config`.',
    why: 'A configuration that counted as empty would run with other versions and assumptions than its author expects.',
    example: 'to: ambient\nistio-version: "1.32"\nassume: [extensions-reviewed]',
  }),
  configurationInvalid: define<{ path: string; problem: string }>({
    code: 'US0216',
    severity: 'error',
    title: 'A value of the configuration file is not valid',
    message: ({ path, problem }) => `\`${path}\` ${problem}`,
    help: 'Correct the value; nothing was read or written. `unsidecar config print COMMAND` shows what counts and where it comes from.',
    why: 'A misspelled option would be ignored without a word, and a value of the wrong type may not mean what its author expects.',
    example: 'istio-version: 1.30   # YAML reads the number 1.3: write "1.30"',
  }),
  configurationInInput: define<{ path: string }>({
    code: 'US0217',
    severity: 'info',
    title: 'A configuration file lies in the input',
    message: ({ path }) => `\`${path}\` is a configuration of unsidecar, so it is not read as a manifest and is not part of the output`,
    help: 'This is as it should be. Move the file above the manifests if they are deployed as a whole folder.',
    why: 'A folder is read whole, and the configuration of this run or of another one in it has no Kubernetes object. A file called `unsidecar.yaml` that may hold one is read like any manifest.',
  }),
} as const
