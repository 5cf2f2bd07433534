import { catalogue } from '../../diagnostics/catalogue.ts'
import type { Diagnostic } from '../../diagnostics/diagnostic.ts'
import { type ObjectRef, objectText } from '../../diagnostics/place.ts'
import type { Translation } from '../../translation.ts'

/** Findings that a network policy drops what arrives through HBONE, or is edited so that it does not. */
const aboutHbone: ReadonlySet<string> = new Set(
  [
    catalogue.networkPolicyAdapted,
    catalogue.networkPolicyBlocks,
    catalogue.networkPolicyBehindWaypoint,
    catalogue.networkPolicyBlocksEgress,
    catalogue.networkPolicyBlocksEgressToWaypoint,
    catalogue.networkPolicyBlocksHboneOfSidecars,
  ].map(({ code }) => code),
)

/**
 * The object of the first such finding that the translation of builds has and the translation of the files has not. Comparing knows no network
 * policies. Example: a base has a NetworkPolicy without a namespace for port 8080, and the overlay puts it into `shop`; the files show no
 * pod that moves under it, so port 15008 stays closed for all pods of the build.
 */
export function closedByNetworkPolicies(ofFiles: Translation, ofBuilds: Translation): string | undefined {
  const said = new Set(findings(ofFiles).map(({ code, ref }) => keyOf(code, ref)))
  const built = new Set(ofBuilds.input.objects.map(({ ref }) => objectText(ref)))
  // An object that the builds have in another namespace, or under another name, is the same one by kind and name.
  const elsewhere = new Set(
    findings(ofFiles)
      .filter(({ ref }) => !built.has(objectText(ref)))
      .map(({ code, ref }) => keyOf(code, { ...ref, namespace: '' })),
  )
  const unsaid = findings(ofBuilds).find(
    ({ code, ref }) => !said.has(keyOf(code, ref)) && !elsewhere.has(keyOf(code, { ...ref, namespace: '' })),
  )
  return unsaid === undefined ? undefined : objectText(unsaid.ref)
}

function findings({ diagnostics }: Pick<Translation, 'diagnostics'>): { code: string; ref: ObjectRef }[] {
  return diagnostics.flatMap(({ code, place }: Diagnostic) =>
    aboutHbone.has(code) && place !== undefined ? [{ code, ref: place.object }] : [],
  )
}

function keyOf(code: string, ref: ObjectRef): string {
  return `${code} ${objectText(ref)}`
}
