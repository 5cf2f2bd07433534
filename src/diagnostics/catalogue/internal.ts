import { definesAt } from '../diagnostic.ts'

const define = definesAt('internal')

export const internal = {
  emittedInvalid: define<{ object: string; problem: string }>({
    code: 'US9001',
    severity: 'error',
    title: 'The translation wrote an object that the target would refuse',
    message: ({ object, problem }) => `internal error: ${object} is not valid for the target: ${problem}`,
    help: 'This is a fault of unsidecar; please report it with the input that shows it. Do not apply the output.',
    why: 'Everything that is written is checked against the schema and the CEL rules of the target version before it leaves the tool.',
  }),
  stageFailed: define<{ stage: string; message: string }>({
    code: 'US9002',
    severity: 'error',
    title: 'A stage of the translation failed',
    message: ({ stage, message }) => `internal error while ${stage}: ${message}`,
    help: 'This is a fault of unsidecar; please report it with the input that shows it. The objects that it touches stay unchanged.',
    fate: 'refused',
    why: 'A fault in one reader or emitter must not lose the rest of the work, and must never look like a clean result.',
  }),
  fateMissing: define<{ field: string }>({
    code: 'US9003',
    severity: 'error',
    title: 'A field has no declared fate',
    message: ({ field }) => `internal error: nothing is declared for the field \`${field}\``,
    help: 'This is a fault of unsidecar; please report it with the input that shows it.',
    fate: 'refused',
    why: 'Every field of a schema has one declared fate for each target; a field without one would be dropped silently.',
  }),
} as const
