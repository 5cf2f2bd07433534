import { canonical } from './canonical.ts'

/** Settings by name, each as a text that is the same for the same value. */
export type SettingTexts = Readonly<Record<string, string>>

/** What is written of some settings; undefined where nothing is. */
export function settingTexts(settings: object | undefined): SettingTexts | undefined {
  const written = Object.entries(settings ?? {}).filter(([, value]) => value !== undefined && value !== null)
  return written.length === 0 ? undefined : Object.fromEntries(written.map(([name, value]) => [name, canonical(value)]))
}
