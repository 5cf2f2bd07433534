import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decide } from '../../src/decide/decide.ts'
import { readManifests, translate } from '../../src/translate.ts'
import { closedOnlyByAnonymity } from './identity.ts'
import { requestTo, sidecarMesh } from './sidecar-mesh.ts'

const runs = Number(process.env.PROPERTY_RUNS ?? 60)

/** What becomes of one document of a mesh: it is made a template, or something in its text is broken. */
const damage = fc.oneof(
  fc.constant({ kind: 'template' as const, at: 0 }),
  fc.record({ kind: fc.constantFrom('cut' as const, 'junk' as const, 'line' as const, 'placeholder' as const), at: fc.nat(10_000) }),
)

function damaged(text: string, { kind, at }: { kind: 'template' | 'cut' | 'junk' | 'line' | 'placeholder'; at: number }): string {
  const place = at % text.length
  if (kind === 'template') return `{{- if .Values.on }}\n${text}\n{{- end }}`
  if (kind === 'cut') return text.slice(0, place)
  if (kind === 'junk') return `${text.slice(0, place)}: }"[${text.slice(place)}`
  if (kind === 'line') {
    const lines = text.split('\n')
    return lines.filter((_, index) => index !== at % lines.length).join('\n')
  }
  return text.replace(/"app": "(\w+)"|"methods": \[\s*"(\w+)"/, (match, app: string | undefined) =>
    match.replace(app ?? /"\w+"$/, '{{ name }}'),
  )
}

test('with a document damaged, what is written opens nothing once the document is whole again', () => {
  let unread = 0
  fc.assert(
    fc.property(
      sidecarMesh.chain((generated) =>
        fc.record({
          generated: fc.constant(generated),
          which: fc.nat(1000),
          how: damage,
          requests: fc.array(requestTo(generated), { minLength: 40, maxLength: 40 }),
        }),
      ),
      ({ generated, which, how, requests }) => {
        const documents = generated.files[0]!.text.split('\n---\n')
        const index = which % documents.length
        const whole = documents[index]!
        const broken = damaged(whole, how)
        const others = documents.filter((_, at) => at !== index).join('\n---\n')
        const files = [
          { path: 'mesh.yaml', text: `${others}\n` },
          { path: 'one.yaml', text: `${broken}\n` },
        ]
        const translation = translate(files, { target: 'ambient' })
        // A document that still reads as something else is another mesh, not one with a part unread.
        if (translation.mesh.unread.length === 0) return
        unread += 1
        const output = translation.output.files.flatMap(({ path, text, before, status }) =>
          status === 'removed' || path === 'one.yaml' ? [] : [{ path, text: text ?? before ?? '' }],
        )
        const before = readManifests(generated.files).mesh
        const after = readManifests([...output, { path: 'one.yaml', text: `${whole}\n` }]).mesh
        for (const request of requests)
          for (const externalAllows of [true, false]) {
            const old = decide(before, request, { externalAllows })
            const now = decide(after, request, { externalAllows })
            for (const [position, branch] of old.branches.entries()) {
              if (branch.verdict !== 'denied') continue
              const same = now.branches.find(({ workload }) => workload === branch.workload) ?? now.branches[position]
              if (same?.verdict === 'allowed' && !closedOnlyByAnonymity(before, request, branch, externalAllows))
                throw new Error(`wider: ${JSON.stringify(request)}\n${whole}\nas\n${broken}\n${output.map(({ text }) => text).join('\n')}`)
            }
          }
      },
    ),
    { numRuns: runs },
  )
  if (process.env.PROPERTY_RUNS !== undefined) process.stdout.write(`${unread} of ${runs} meshes had something unread\n`)
  expect(unread).toBeGreaterThan(runs / 4)
}, 600_000)
