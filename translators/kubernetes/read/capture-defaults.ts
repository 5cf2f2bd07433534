import { parse } from 'yaml'
import type { CaptureDefaults } from '../../../src/model/capture.ts'
import type { PodEnrolment } from './enrolment.ts'

const configAnnotation = 'proxy.istio.io/config'

/**
 * What holds for a sidecar where its pod has no annotation for it: the mesh's settings, with the pod's own `proxy.istio.io/config` over them
 * (istio:pkg/kube/inject/webhook.go, "annotation overrides mesh config").
 */
export function readCaptureDefaults(
  { annotations, place }: PodEnrolment,
  mesh: CaptureDefaults,
): { readonly captureDefaults?: CaptureDefaults } {
  const mode = ownMode(annotations[configAnnotation])
  const own = mode === undefined ? {} : { interceptionMode: { value: mode, place: place.field('annotations').field(configAnnotation) } }
  const all = { ...mesh, ...own }
  return Object.keys(all).length === 0 ? {} : { captureDefaults: all }
}

/** A text that does not parse is refused by the injector, so that there are no such pods. */
function ownMode(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  try {
    const config: unknown = parse(text, { schema: 'core', logLevel: 'error' })
    if (typeof config !== 'object' || config === null || !('interceptionMode' in config)) return undefined
    return typeof config.interceptionMode === 'string' ? config.interceptionMode : undefined
  } catch {
    return undefined
  }
}
