import { createHash } from 'node:crypto'
import { stringify } from 'yaml'

/** The manifest for krew, the plugin manager of kubectl, of a version that `npm pack` packed and that can be fetched from an address. */
export function krewManifest({ version, description }: { version: string; description: string }, packed: Uint8Array, uri: string): string {
  return stringify({
    apiVersion: 'krew.googlecontainertools.github.com/v1alpha2',
    kind: 'Plugin',
    metadata: { name: 'unsidecar' },
    spec: {
      version: `v${version}`,
      shortDescription: 'Move a mesh off Istio sidecars',
      description: `${description}.\nIt reads files, and changes nothing in the cluster.\n`,
      caveats: 'It needs Node 20.19 or newer in the PATH.\n',
      platforms: [
        {
          selector: { matchExpressions: [{ key: 'os', operator: 'In', values: ['linux', 'darwin'] }] },
          uri,
          sha256: createHash('sha256').update(packed).digest('hex'),
          // What npm packs lies in a folder `package`; the command line is one bundle, so nothing else is needed.
          files: [
            { from: 'package/bin/*', to: 'bin' },
            { from: 'package/dist/cli/*', to: 'dist/cli' },
            { from: 'package/package.json', to: '.' },
            { from: 'package/LICENSE', to: '.' },
          ],
          bin: 'bin/unsidecar.js',
        },
      ],
    },
  })
}
