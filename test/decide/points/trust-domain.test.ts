import { expect, test } from 'vitest'
import { proxyAcceptsPeer, ztunnelAcceptsPeer } from '../../../src/decide/points/trust-domain.ts'
import { defaultSettings } from '../../../src/model/settings.ts'
import { placeAt } from '../rules/seen.ts'
import { caller, foreigner } from './scenes.ts'

test('peers are accepted by their trust domain', () => {
  const settings = { ...defaultSettings, trustDomainAliases: ['new', 'old'] }
  expect([caller, foreigner, 'other/ns/a/sa/b', 'odd'].map((one) => proxyAcceptsPeer(one, settings))).toEqual([true, true, false, false])
  expect([caller, foreigner].map((one) => ztunnelAcceptsPeer(one, settings))).toEqual([true, false])
  const flags = { PILOT_SKIP_VALIDATE_TRUST_DOMAIN: 'true' }
  expect(proxyAcceptsPeer('odd', { ...settings, flags })).toBe(true)
  expect(proxyAcceptsPeer('odd', { ...settings, flags: { PILOT_SKIP_VALIDATE_TRUST_DOMAIN: 'false' } })).toBe(false)
  expect(proxyAcceptsPeer('odd', { ...settings, unmodelled: [placeAt('caCertificates', 'pem')] })).toBe(false)
  expect(proxyAcceptsPeer('odd', { ...settings, unmodelled: [placeAt('mesh', 'other'), placeAt('mesh', 'caCertificates')] })).toBe(
    'unknown',
  )
})
