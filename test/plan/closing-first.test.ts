import { describe, expect, test } from 'vitest'
import { objectText } from '../../src/diagnostics/place.ts'
import { identityOf, refOf } from '../../src/manifest/edit/objects-to-add.ts'
import type { Change } from '../../src/model/change.ts'
import { closingFirst } from '../../src/plan/closing-first.ts'
import { planOf } from '../../src/plan/plan.ts'
import { States } from '../../src/plan/states.ts'
import { stepFiles } from '../../src/plan/step-files.ts'
import { translate } from '../../src/translate.ts'
import { verifyTranslation } from '../../src/verify/verify.ts'
import { enrolledNamespace } from './enrolled-namespace.ts'

/** A server whose callers by name, methods and tokens are said by policies that a waypoint enforces from then on. */
const brewery = `${enrolledNamespace('brewery')}---
apiVersion: v1
kind: Service
metadata: {name: mash, namespace: brewery}
spec: {selector: {app: mash}, ports: [{name: http, port: 80, targetPort: 8080}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: mash, namespace: brewery}
spec:
  selector: {matchLabels: {app: mash}}
  template:
    metadata: {labels: {app: mash}}
    spec: {containers: [{name: main, image: main, ports: [{containerPort: 8080}]}]}
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: a-callers, namespace: brewery}
spec:
  selector: {matchLabels: {app: mash}}
  rules: [{from: [{source: {namespaces: [cellar, yard]}}]}]
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: {name: b-not-the-yard, namespace: brewery}
spec:
  selector: {matchLabels: {app: mash}}
  action: DENY
  rules: [{from: [{source: {namespaces: [yard]}}], to: [{operation: {methods: [POST]}}]}]
`

const object = (kind: string, name: string, spec: object = {}) => ({
  ref: { apiVersion: 'v1', kind, namespace: 'brewery', name, file: '', document: 0 },
  value: { kind, spec },
})

describe('the order within one kubectl call', () => {
  const made = [
    object('AuthorizationPolicy', 'a-allow', { action: 'ALLOW' }),
    object('AuthorizationPolicy', 'b-deny', { action: 'DENY' }),
    object('RequestAuthentication', 'c-tokens'),
  ]

  test('what closes is made first, and deleted last', () => {
    const added = closingFirst(made)
    expect(added.map(({ ref }) => ref.name)).toEqual(['c-tokens', 'b-deny', 'a-allow'])
    const restored = { rounds: [added], anew: [], unclear: [] }
    const files = stepFiles({ added, patched: [], removed: [...added].reverse(), restored, remade: [] })
    const kinds = (name: string | undefined) =>
      [...(files.texts.get(name ?? '') ?? '').matchAll(/^ {2}action: (\w+)|^kind: (Req)/gm)].map((m) => m[1] ?? m[2])
    expect(kinds(files.added)).toEqual(['Req', 'DENY', 'ALLOW'])
    expect(kinds(files.addedBack)).toEqual(['ALLOW', 'DENY', 'Req'])
    expect(kinds(files.removed)).toEqual(['ALLOW', 'DENY', 'Req'])
    expect(kinds(files.removedBack[0]?.name)).toEqual(['Req', 'DENY', 'ALLOW'])
  })

  test('one file serves both ways where the order does not matter', () => {
    const files = stepFiles({
      added: made.slice(0, 1),
      patched: [],
      removed: [],
      restored: { rounds: [], anew: [], unclear: [] },
      remade: [],
    })
    expect([files.added, files.addedBack]).toEqual(['objects.added', 'objects.added'])
  })

  test('no state between two objects of a call allows what the start denies, on the way and back', () => {
    const translation = translate([{ path: 'brewery.yaml', text: brewery }], { target: 'ambient' })
    const end = verifyTranslation(translation)
    const states = new States(
      translation,
      end,
      (one) => one,
      () => {},
    )
    const nameOf = (change: Change) => identityOf(change.kind === 'add' ? refOf(change.object, '', 0) : change.target)
    const done: Change[] = []
    const passed: string[] = []
    for (const { contents } of planOf(translation, end).waves.flatMap(({ steps }) => steps)) {
      const own = [...contents.added, ...contents.patched, ...contents.removed].map(({ ref }) => ref)
      for (const ref of own) {
        done.push(...translation.emission.changes.filter((change) => nameOf(change) === identityOf(ref)))
        if (contents.added.length < 2 || !contents.added.some((one) => one.ref === ref)) continue
        passed.push(objectText(ref))
        expect(states.look(done).wider).toEqual([])
      }
    }
    expect(passed.length).toBeGreaterThan(1)
  })
})
