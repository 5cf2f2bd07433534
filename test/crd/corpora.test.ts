import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { validateObject } from '../../src/crd/validate.ts'
import { loadManifests } from '../../src/manifest/load.ts'

/*
 * Istio's own acceptance data, which is not part of the project: documents with an `_err` key must be refused with that text, all others
 * must be accepted. The folders are those of the repositories istio/istio and istio/api.
 */
const folders = ['istio-validation-dataset/pkg/config/validation/testdata/crds', 'istio-api-crdtests/tests/testdata'].map(
  (path) => `../shared/corpora/open/${path}`,
)
const files = folders.filter(existsSync).flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))

describe.skipIf(files.length === 0)("Istio's own valid and invalid objects", () => {
  test.for(files)('%s', (path) => {
    const documents = readFileSync(path, 'utf8').split(/^---\s*$/m)
    for (const [position, text] of documents.entries()) {
      for (const object of loadManifests([{ path: `${position}.yaml`, text }]).objects) {
        const findings = validateObject(object).diagnostics.filter(({ message }) => !message.includes('_err'))
        const wanted = object.value._err
        const refused = findings.some(({ severity }) => severity === 'error')
        const unknown = findings.some(({ code }) => ['US1003', 'US1012'].includes(code))
        // A field that the release at hand does not know is refused upstream, and a warning here.
        expect({
          position,
          name: object.ref.name,
          refused: refused || (unknown && wanted !== undefined),
          findings: refused ? [] : findings.filter(({ severity }) => severity === 'error'),
        }).toEqual({
          position,
          name: object.ref.name,
          refused: wanted !== undefined,
          findings: [],
        })
      }
    }
  })
})
