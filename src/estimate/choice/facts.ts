/** What decides between targets and stands in no manifest. */
export interface ClusterFacts {
  /** The network plugin of the cluster, such as `calico`. */
  readonly cni?: string
  /** Whether it stays. */
  readonly cniStays?: boolean
  /** The oldest kernel of the nodes, such as `5.10`. */
  readonly kernel?: string
  /** Whether an auditor wants the identity of clients proved on the wire. */
  readonly wireIdentity?: boolean
  /** What the team that runs it knows best. */
  readonly team?: 'istio' | 'network'
}

const yesOrNo = (value: string): boolean | undefined => (value === 'yes' ? true : value === 'no' ? false : undefined)

/** `kernel=5.15`: how each fact is given, and what it may be. */
const readers: Readonly<Record<string, { readonly takes: string; readonly read: (value: string) => ClusterFacts | undefined }>> = {
  cni: { takes: 'a name such as calico', read: (value) => (/^[a-z0-9-]+$/.test(value) ? { cni: value } : undefined) },
  'cni-stays': { takes: 'yes or no', read: (value) => withFlag('cniStays', yesOrNo(value)) },
  kernel: { takes: 'a version such as 5.15', read: (value) => (/^\d+\.\d+(\.\d+)?$/.test(value) ? { kernel: value } : undefined) },
  'wire-identity': { takes: 'yes or no', read: (value) => withFlag('wireIdentity', yesOrNo(value)) },
  team: { takes: 'istio or network', read: (value) => (value === 'istio' || value === 'network' ? { team: value } : undefined) },
}

export const factNames = Object.keys(readers)

/** A fact as it is given, or what is wrong with it. */
export function readFact(text: string): ClusterFacts | { readonly problem: string } {
  const [name = '', value = ''] = text.split(/=(.*)/s)
  const reader = Object.hasOwn(readers, name) ? readers[name] : undefined
  if (reader === undefined) return { problem: `\`${name}\` is not one of ${factNames.join(', ')}` }
  return reader.read(value) ?? { problem: `\`${name}\` takes ${reader.takes}` }
}

function withFlag(name: 'cniStays' | 'wireIdentity', value: boolean | undefined): ClusterFacts | undefined {
  return value === undefined ? undefined : { [name]: value }
}
