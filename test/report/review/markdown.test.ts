import { expect, test } from 'vitest'
import { translationMarkdown } from '../../../src/report/translation/markdown.ts'
import { deletionsOf } from '../../../src/rollout/deletions.ts'
import { translate } from '../../../src/translate.ts'
import { verifyTranslation } from '../../../src/verify/verify.ts'

const bytes = (text: string): number => new TextEncoder().encode(text).length

/** A namespace with an HTTP rule, whose callers must not bypass the waypoint, and much text beside it. */
const namespaceOf = (index: number, note: string): string => `apiVersion: v1
kind: Namespace
metadata: {name: team-${index}, labels: {istio-injection: enabled}}
---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: team-${index}}
spec: {selector: {app: api}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: team-${index}, annotations: {note: ${note}}}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec: {containers: [{name: api, image: api, ports: [{containerPort: 8080}]}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: readers, namespace: team-${index}}
spec:
  selector: {matchLabels: {app: api}}
  rules: [{from: [{source: {namespaces: [team-${index}]}}], to: [{operation: {methods: [GET]}}]}]
`

function commentOn(count: number, note: string): { readonly text: string; readonly input: number } {
  const files = Array.from({ length: count }, (_, index) => ({ path: `team-${index}.yaml`, text: namespaceOf(index, note) }))
  const translation = translate(files, { target: 'ambient' })
  const text = translationMarkdown({
    translation,
    applied: { deletions: deletionsOf(translation) },
    builds: { leaves: [] },
    diagnostics: translation.diagnostics,
    verification: {},
    ...(count > 20 ? {} : { compared: { comparison: verifyTranslation(translation), policy: { failOn: 'wider', unannouncedFail: true } } }),
    refused: false,
  })
  return { text, input: files.reduce((sum, file) => sum + bytes(file.text), 0) }
}

test('the first screen has at most 15 lines, begins with the marker, and says what to decide', () => {
  const { text } = commentOn(3, 'short')
  const screen = text.slice(0, text.indexOf('\n###')).trimEnd().split('\n')
  expect(screen[0]).toBe('<!-- unsidecar: review -->')
  expect(screen.length).toBeLessThanOrEqual(15)
  expect(screen.join('\n')).toMatch(/\*\*0 wider, \d+ narrower/)
  expect(screen.join('\n')).toContain('- moves to ambient: 3 namespaces: team-0, team-1, team-2; 3 workloads')
  expect(screen.join('\n')).toContain('- to decide: 3 × US3001 (Traffic that bypasses the waypoint is denied)')
  expect(screen.join('\n')).toMatch(/^- \*\*narrower\*\* in \d+ places: .* and \d+ more, such as .* → Service team-0\/api:80, GET \/$/m)
})

test('places with one cause are one entry', () => {
  const { text } = commentOn(3, 'short')
  const entries = text.match(/<summary><b>narrower<\/b> in (\d+) places: /g) ?? []
  expect(entries.length).toBeGreaterThan(0)
  expect(entries.length).toBeLessThanOrEqual(3)
})

test('a mesh ten times as large as a comment fits, and what was left out is counted', () => {
  const { text, input } = commentOn(130, 'x'.repeat(4000))
  expect(input).toBeGreaterThan(600_000)
  expect(bytes(text)).toBeLessThan(60_000)
  const files = text.match(/<summary>team-\d+\.yaml \(edited\)|<summary>[^<]*\(added\)/g)?.length ?? 0
  const [, left] = /_(\d+) more files left out for length; `-o patch` has all of them\._/.exec(text) ?? []
  expect(files + Number(left)).toBeGreaterThanOrEqual(130)
  const [, all] = /What becomes of (\d+) objects of the source/.exec(text) ?? []
  const [, cut] = /_(\d+) more objects left out for length/.exec(text) ?? ['', '0']
  expect((text.match(/^- .* → /gm) ?? []).length + Number(cut)).toBe(Number(all))
})

test('one name longer than a comment does not make it longer', () => {
  const { text } = commentOn(2, `"${'y'.repeat(200_000)}"`)
  expect(bytes(text)).toBeLessThan(60_000)
})
