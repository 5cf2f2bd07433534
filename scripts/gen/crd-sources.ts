import { readFileSync } from 'node:fs'
import { type Channel, type CrdRelease, crdFile, releases } from '../crds/releases.ts'
import { type Crd, crdsIn } from './crd-file.ts'

/** A set of schemas: what one release of a project installs. */
export interface CrdSource extends Pick<CrdRelease, 'set' | 'version' | 'typesFolder'> {
  readonly crds: readonly { readonly crd: Crd; readonly channel?: Channel }[]
}

/** Reads every schema set from `crds/`. */
export function crdSources(): CrdSource[] {
  return releases.map(({ set, version, typesFolder, paths }) => ({
    set,
    version,
    ...(typesFolder === undefined ? {} : { typesFolder }),
    crds: paths.flatMap(({ channel }) =>
      crdsIn(readFileSync(crdFile(set, channel), 'utf8')).map((crd) => (channel === undefined ? { crd } : { crd, channel })),
    ),
  }))
}
