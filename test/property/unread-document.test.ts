import { expect, test } from 'vitest'
import { readManifests, translate } from '../../src/translate.ts'
import fc from '../fast-check.ts'
import { anyMesh } from './client-mesh.ts'
import { doubtfulObjects } from './doubtful-objects.ts'
import { oneOfKinds } from './one-of-kinds.ts'
import { openedRequests } from './opened-requests.ts'
import { requestTo } from './requests-to.ts'

/** `UNREAD_RUNS=5000` damages a document of many meshes; `UNREAD_SEED` asks for others. */
const runs = Number(process.env.UNREAD_RUNS ?? 60)
const seed = Number(process.env.UNREAD_SEED ?? 1)

/** What becomes of one document of a mesh: it is made a template, or something in its text is broken. */
const damage: fc.Arbitrary<{ kind: 'template' | 'cut' | 'junk' | 'line' | 'placeholder' | 'value'; at: number }> = fc.oneof(
  fc.constant({ kind: 'template', at: 0 }),
  fc.record({ kind: fc.constantFrom('cut', 'junk', 'line', 'placeholder', 'value'), at: fc.nat(10_000) }),
)

function damaged(text: string, { kind, at }: { kind: string; at: number }): string {
  const place = at % text.length
  if (kind === 'template') return `{{- if .Values.on }}\n${text}\n{{- end }}`
  if (kind === 'cut') return text.slice(0, place)
  if (kind === 'junk') return `${text.slice(0, place)}: }"[${text.slice(place)}`
  if (kind === 'line') {
    const lines = text.split('\n')
    return lines.filter((_, index) => index !== at % lines.length).join('\n')
  }
  // Of a VirtualService, this leaves open what becomes of its requests, not whose they are.
  if (kind === 'value') return text.replace(/"route": ?\[/g, '"timeout": 5, "route": [')
  return text.replace(/"app": "(\w+)"|"methods": \[\s*"(\w+)"/, (match, app: string | undefined) =>
    match.replace(app ?? /"\w+"$/, '{{ name }}'),
  )
}

test('with a document damaged, what is written opens nothing once the document is whole again', () => {
  let unread = 0
  fc.assert(
    fc.property(
      anyMesh.chain((generated) =>
        fc.record({
          generated: fc.constant(generated),
          which: fc.nat(100_000),
          how: damage,
          doubts: doubtfulObjects,
          requests: fc.array(requestTo(generated), { minLength: 40, maxLength: 40 }),
        }),
      ),
      ({ generated, which, how, doubts, requests }) => {
        // What Cilium says below is not what is translated.
        const besides = doubts.map((object) => JSON.stringify(object, undefined, 1)).filter((text) => !text.includes('CiliumNetworkPolicy'))
        const documents = [...generated.files.flatMap(({ text }) => text.trim().split('\n---\n')), ...besides]
        const index = oneOfKinds(documents, which)
        const whole = documents[index]!
        const broken = damaged(whole, how)
        const others = documents.filter((_, at) => at !== index).join('\n---\n')
        const files = [
          { path: 'mesh.yaml', text: `${others}\n` },
          { path: 'one.yaml', text: `${broken}\n` },
        ]
        const translation = translate(files, { target: 'ambient' })
        // A document that still reads as something else is another mesh, not one with a part unread.
        if (!translation.mesh.unread.some(({ span }) => span?.file === 'one.yaml')) return
        unread += 1
        const output = translation.output.files.flatMap(({ path, text, before, status }) =>
          status === 'removed' || path === 'one.yaml' ? [] : [{ path, text: text ?? before ?? '' }],
        )
        const before = readManifests([{ path: 'mesh.yaml', text: documents.join('\n---\n') }]).mesh
        const after = readManifests([...output, { path: 'one.yaml', text: `${whole}\n` }]).mesh
        const [opened] = openedRequests(before, after, requests)
        if (opened === undefined) return
        throw new Error(`wider: ${JSON.stringify(opened)}\n${whole}\nas\n${broken}\n${output.map(({ text }) => text).join('\n')}`)
      },
    ),
    { numRuns: runs, seed },
  )
  expect(unread).toBeGreaterThan(runs / 4)
}, 3_600_000)
