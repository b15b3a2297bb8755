/** A bank account as one journey reported it, with its ledger. Amounts in paise of the account's currency. */
import type { CalendarDate, Instant } from './date.ts'
import type { Email, Pan, PersonalNumber } from './identifier.ts'
import type { JourneyKind } from './journey.ts'
import type { Paise } from './money.ts'
import type { Transaction } from './transaction.ts'

export interface BankAccount {
  /** Unique within its report and the same at every reading of it; hashed, so it says nothing about the account. */
  readonly key: string
  readonly source: JourneyKind
  /** Finpass's own number of the account in an AA-BSA journey, on which its analysis is matched; null where it sends none. */
  readonly index: number | null
  /** Finpass's id of the per-account analysis: the better match, where both sides have it. A handle: never shown. */
  readonly analysisHandle: string | null
  readonly bankName: string | null
  /** Already masked by Finpass, or by us at the parse boundary. */
  readonly maskedNumber: string
  readonly ifsc: string | null
  readonly accountType: string | null
  readonly status: string | null
  /** ISO 4217. */
  readonly currency: string
  readonly holder: AccountHolder | null
  readonly branch: string | null
  readonly micrCode: string | null
  readonly facility: string | null
  readonly openedOn: CalendarDate | null
  readonly openingBalance: Paise | null
  readonly closingBalance: Paise | null
  readonly currentBalance: Paise | null
  readonly balanceAsOf: Instant | null
  readonly overdraftLimit: Paise | null
  readonly drawingLimit: Paise | null
  readonly periodStart: CalendarDate | null
  readonly periodEnd: CalendarDate | null
  /** In Finpass's order. */
  readonly transactions: readonly Transaction[]
}

export interface AccountHolder {
  readonly name: string | null
  readonly dateOfBirth: CalendarDate | null
  readonly mobile: PersonalNumber | null
  readonly landline: PersonalNumber | null
  readonly email: Email | null
  readonly pan: Pan | null
  readonly address: string | null
  readonly nominee: string | null
  readonly isCkycRegistered: boolean | null
  /** `SINGLE` or `JOINT`. */
  readonly holding: string | null
}
