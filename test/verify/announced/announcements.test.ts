import { describe, expect, test } from 'vitest'
import { catalogue } from '../../../src/diagnostics/catalogue.ts'
import type { DiagnosticDefinition } from '../../../src/diagnostics/diagnostic.ts'
import { type AnnouncedRegion, announcementsOf } from '../../../src/verify/announced/announcements.ts'
import { comparedDestinations } from '../../../src/verify/parts/destinations.ts'
import { readBack, verifyTranslation } from '../../../src/verify/verify.ts'
import type { TargetName } from '../../../translators/index.ts'
import { goldenCases } from '../../golden/golden-case.ts'
import { comparisonOf, goldenTranslation, goldenTranslations } from '../../golden/remembered.ts'

const cases = goldenCases()

function ofCase(name: string, target: TargetName = 'ambient') {
  const golden = cases.find((one) => one.name === name)!
  const translation = goldenTranslation(golden, target)
  return { regions: announcementsOf(translation), destinations: comparedDestinations(translation.mesh, readBack(translation)) }
}

/** The names of the destinations that a region covers. */
function covered({ regions, destinations }: ReturnType<typeof ofCase>, code: string): string[] {
  const own = regions.filter(({ announcement }) => announcement.code === code)
  return destinations.filter((destination) => own.some((region) => region.covers(destination))).map(({ name }) => name)
}

describe('what announces', () => {
  const definitions: DiagnosticDefinition<never>[] = Object.values(catalogue as Record<string, DiagnosticDefinition<never>>)

  test('every finding by which the output is stricter announces that it is narrower', () => {
    const stricter = definitions.filter(({ fate }) => fate === 'stricter')
    expect(stricter.filter(({ announces }) => announces?.includes('narrower') !== true).map(({ code }) => code)).toEqual([])
  })

  test('only findings of emitters announce anything', () => {
    expect(definitions.filter(({ stage, announces }) => announces !== undefined && stage !== 'target')).toEqual([])
  })

  test('every code that announces is shown by a region of some golden', () => {
    const shown = new Set([...goldenTranslations(cases)].flatMap(({ translation }) => announcementsOf(translation).map(codeOf)))
    expect(definitions.filter(({ announces, code }) => announces !== undefined && !shown.has(code)).map(({ code }) => code)).toEqual([])
  })
})

test('a finding about mirrors announces nothing else that its routes do', () => {
  const golden = cases.find(({ name }) => name === 'ambient-routing/mirror-behind-policies')!
  const translation = goldenTranslation(golden, 'ambient')
  const compared = (also: (text: string) => string) => {
    const output = {
      ...translation.output,
      files: translation.output.files.map((file) => (file.text === undefined ? file : { ...file, text: also(file.text) })),
    }
    const { differences } = verifyTranslation({ ...translation, output })
    // A difference of nothing but the client's identity has nothing to do with mirrors.
    const ofRoutes = differences.filter(({ verdict }) => verdict !== 'identified')
    return ofRoutes.map(({ changed, announcedBy }) => `${changed.join()} ${announcedBy?.code}`)
  }
  expect(compared((text) => text)).toEqual(['mirrors US3083'])
  expect(compared((text) => text.replace('    backendRefs:', '    timeouts: {request: 3s}\n    backendRefs:'))).toEqual([
    'timeout undefined',
    'timeout,mirrors undefined',
  ])
})

test('that the one caller which a policy names is denied is announced by name, not in general words', () => {
  const golden = cases.find(({ name }) => name === 'ambient-authz/named-callers-lost')!
  const { differences } = comparisonOf(goldenTranslation(golden, 'ambient'))
  const narrower = differences.filter(({ verdict }) => verdict === 'narrower')
  expect(narrower.length).toBeGreaterThan(0)
  expect(new Set(narrower.map(({ announcedBy }) => announcedBy?.code))).toEqual(new Set(['US3108']))
})

test('ports that a sidecar does not capture are all that their finding speaks of', () => {
  expect(covered(ofCase('ambient-enrolment/ports-beside-the-sidecar'), 'US3412')).toEqual([
    'Service payroll/slips:443',
    'pods payroll/slips:9443',
    'pods payroll/slips:15020',
    'pods payroll/slips:15021',
    'pods payroll/slips:15090',
  ])
})

describe('goldens', () => {
  /** Regions without any destination in the input, each with the reason. */
  const nobody: Readonly<Record<string, string>> = {
    'ambient-traffic/destination-rule-unknown-host US3303': 'the finding is that the host is not in the input',
  }

  for (const golden of cases.filter(({ name }) => name.startsWith('ambient-')))
    test(`${golden.name}: what is announced speaks of some destination`, () => {
      for (const target of golden.targets) {
        const { regions, destinations } = ofCase(golden.name, target)
        const empty = regions.filter((region) => !destinations.some((destination) => region.covers(destination)))
        expect(empty.map(codeOf).filter((code) => nobody[`${golden.name} ${code}`] === undefined)).toEqual([])
      }
    })
})

describe('scope', () => {
  const names = (name: string, code: string) => covered(ofCase(name), code)

  test('a policy speaks of its pods and of the Services that select them, not of others of the namespace', () => {
    expect(names('ambient-authz/two-workloads', 'US3001')).toEqual([
      'Service prod/reviews:80',
      'pods prod/reviews:8080',
      'pods prod/reviews:7070',
    ])
  })

  test('a policy whose pods are not in the input speaks of the Services with its labels', () => {
    expect(names('ambient-authz/pods-behind-service-only', 'US3001')).toEqual(['Service prod/reviews:80'])
  })

  test('a policy for the whole mesh speaks of all pods, not of the hosts that they call', () => {
    const all = ofCase('ambient-authz/deny-root-http')
    expect(covered(all, 'US3001')).toEqual(all.destinations.filter(({ address }) => address.kind !== 'host').map(({ name }) => name))
  })

  test('routes speak of the Services of their hosts and destinations, not of pod addresses', () => {
    expect(names('ambient-routing/client-namespace', 'US3203')).toEqual(['Service prod/web:80', 'Service prod/web-a:80'])
    expect(names('ambient-routing/held-back-service', 'US3215')).toEqual(['Service prod/web:80'])
  })

  test('a setting of the mesh speaks of everything', () => {
    const all = ofCase('ambient-authz/trust-domain-alias')
    expect(covered(all, 'US3017')).toEqual(all.destinations.map(({ name }) => name))
  })

  test('a ServiceEntry speaks of its own hosts', () => {
    expect(names('ambient-traffic/service-entry-export', 'US3311')).toEqual(['host api.example.com:80'])
  })

  test('a NetworkPolicy speaks of the pods that it selects and their Services', () => {
    expect(names('ambient-traffic/network-policy-ports', 'US3341')).toEqual([
      'Service prod/web:80',
      'pods prod/web:8080',
      'pods prod/web:7070',
    ])
  })

  test('of the annotations that are lost only those that kept ports from the sidecar announce anything', () => {
    const golden = cases.find(({ name }) => name === 'ambient-enrolment/annotations')!
    const translation = goldenTranslation(golden, 'ambient')
    const lost = translation.diagnostics.filter(({ code }) => code === 'US3402')
    const announcing = lost.filter(({ announces }) => announces !== undefined).map(({ place }) => place?.path.at(-1))
    expect(announcing).toEqual(['traffic.sidecar.istio.io/excludeInboundPorts'])
    expect(lost.length).toBeGreaterThan(announcing.length)
  })
})

function codeOf({ announcement }: AnnouncedRegion): string {
  return announcement.code
}
