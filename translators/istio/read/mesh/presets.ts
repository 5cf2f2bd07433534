import type { Place } from '../../../../src/diagnostics/place.ts'
import type { Preset } from '../../../../src/model/settings.ts'

/**
 * Sets of settings that an installation takes by name: `profile` of an IstioOperator, of the Sail Operator's Istio and of values of the charts,
 * `profiles` of a ServiceMeshControlPlane, and `compatibilityVersion`, which is a profile of flags (istio:manifests/zzz_profile.yaml). The profile `default`
 * stands for what every reader takes for granted, and is not listed.
 */
export function readPresets(map: Readonly<Record<string, unknown>>, at: Place): Preset[] {
  const given = [
    { setting: 'profile', value: map.profile, place: at.field('profile') },
    ...(Array.isArray(map.profiles) ? map.profiles : []).map((value: unknown, index) => {
      return { setting: 'profile', value, place: at.field('profiles').index(index) } as const
    }),
    { setting: 'compatibilityVersion', value: map.compatibilityVersion, place: at.field('compatibilityVersion') },
  ] as const
  return given.flatMap(({ setting, value, place }) => {
    const isGiven = value !== undefined && value !== null && value !== '' && !(setting === 'profile' && value === 'default')
    return isGiven ? [{ setting, value: typeof value === 'string' ? value : JSON.stringify(value), place }] : []
  })
}
