/** Whether Finpass blames the login for a job that failed: it has no code for that, only words. */

const LOGIN = /credential|passw|log[\s_-]?in|sign[\s_-]?in|authenticat|user\s?(id|name)/i
/** Words beyond these are not looked at. */
const MOST_TEXTS = 50
const LONGEST_TEXT = 2_000

/** True when any of the texts speaks of the login. They themselves go no further: they may name the taxpayer. */
export function isAboutLogin(texts: readonly unknown[]): boolean {
  return texts.slice(0, MOST_TEXTS).some((text) => typeof text === 'string' && LOGIN.test(text.slice(0, LONGEST_TEXT)))
}
