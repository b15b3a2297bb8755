/**
 * What stands around twelve digits says what they are: an account, or the reference of a payment in the place where UPI,
 * IMPS and NEFT write it. One in ten of those has an Aadhaar's check digit. Only digits in one piece are judged, and a text
 * that speaks of Aadhaar anywhere clears none of them.
 */

/** Words of whoever writes Aadhaar numbers into a text: identity, and payments that are addressed by them. */
const AADHAAR = /aa?dh+aa?r|आधार|\buid(?:ai)?\b|\beid\b|ae[ -]?ps|apbs?|abps|\bdbt\b|e-?kyc|vid\b|npci/i

/** `A/C 6234…`, `ACCT NO: 6234…`. */
const ACCOUNT = /(?:^|[^a-z])(?:a\/?c|acc|acct|account)[ .:#]*(?:no|num|number|nbr)?[ .:#=/*-]*$/i

/** `UPI/DR/4123…`, `IMPS-P2A-4123…`, `RRN 4123…`. */
const RAIL =
  /(?:^|[^a-z])(?:upi|imps|rrn)(?:[ :/_.|-]*(?:dr|cr|debit|credit|p2[amp]|in|out|inet|mb|ib|mob|ref|rrn|no|txn|id|rev|rvsl|pay|collect)(?![a-z]))*[ :/_.|-]*$/i
/** Behind the bank of the other side: `UPI-NAME-vpa@bank-HDFC0000001-4123…`. */
const RAIL_BEHIND_BANK = /(?:^|[^a-z])(?:upi|imps)[ :/_|-].*[a-z]{4}0[a-z0-9]{6}[ :/_|-]+$/i

/** `NEFT CR-SBIN324001…`: four letters of a bank, then its digits. */
const UTR = /(?:neft|rtgs|utr).*(?:^|[^a-z])[a-z]{4}$/i

/** How far back it is looked. */
const LONGEST_CONTEXT = 100

/** The name of a field that holds an account number. */
export function isAccountName(key: string): boolean {
  return /account|acc_?t?_?n|bank_?ac/i.test(key) && !AADHAAR.test(key)
}

/** True when the twelve digits from `start` to `end`, in one piece, are evidently no Aadhaar. */
export function isOtherNumber(text: string, start: number, end: number): boolean {
  // An Aadhaar is an address of UPI, written `9999…@aadhaar.npci`.
  if (AADHAAR.test(text) || text[end] === '@') return false
  const before = text.slice(Math.max(0, start - LONGEST_CONTEXT), start)
  if (ACCOUNT.test(before)) return true
  const digits = text.slice(start, end)
  if (RAIL.test(before) || RAIL_BEHIND_BANK.test(before)) return isReference(digits)
  return UTR.test(before) && isDayOfYear(digits.slice(3, 6))
}

/** True of a payment's reference in a field of its own, when the line is one of UPI or IMPS and says nothing of Aadhaar. */
export function isRailReference(reference: string, narration: string): boolean {
  if (!/^\d{12}$/.test(reference) || !isReference(reference)) return false
  return /(?:^|[^a-z])(?:upi|imps)(?![a-z])/i.test(narration) && !AADHAAR.test(narration)
}

/** UPI and IMPS number their payments by year and day of the year, then the hour: `4` `213` `10` and six more. */
function isReference(digits: string): boolean {
  return isDayOfYear(digits.slice(1, 4)) && Number(digits.slice(4, 6)) < 24
}

function isDayOfYear(digits: string): boolean {
  const day = Number(digits)
  return day >= 1 && day <= 366
}
