import { stringify } from 'yaml'
import { defaultOptions, type EmitOptions } from '../../../src/model/dialect.ts'
import { readManifests, translate } from '../../../src/translate.ts'
import { makeMigration } from '../../../translators/istio-ambient/migration/make-migration.ts'
import type { Migration } from '../../../translators/istio-ambient/migration/migration.ts'

/** One file of objects. */
export function fileOf(...objects: readonly object[]) {
  return [{ path: 'mesh.yaml', text: objects.map((object) => stringify(object)).join('---\n') }]
}

export function meshOf(...objects: readonly object[]) {
  return readManifests(fileOf(...objects)).mesh
}

const migrations = new Map<string, Migration>()

/** What moves of these objects, made once: emitters change nothing of it. */
export function migrationOf(objects: readonly object[]): Migration {
  const key = JSON.stringify(objects)
  const known = migrations.get(key) ?? makeMigration(meshOf(...objects), defaultOptions)
  migrations.set(key, known)
  return known
}

export function ambientOf(objects: readonly object[], options: Partial<EmitOptions> = {}) {
  return translate(fileOf(...objects), { target: 'ambient', options })
}

export const namespace = (name: string, labels: object = { 'istio-injection': 'enabled' }) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name, labels },
})

export const deployment = (name: string, labels: object = { app: name }) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, namespace: 'prod' },
  spec: {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'example.org/app:1' }] } },
  },
})

export const service = (
  name: string,
  selector: object = { app: name },
  ports: readonly object[] = [{ name: 'http', port: 80, targetPort: 8080 }],
) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: 'prod' },
  spec: { selector, ports },
})

export const policy = (name: string, spec: object, inNamespace = 'prod') => ({
  apiVersion: 'security.istio.io/v1',
  kind: 'AuthorizationPolicy',
  metadata: { name, namespace: inNamespace },
  spec,
})
