/**
 * What a made-up person consists of, and the plain salaried one that the others differ from. The list of them is in
 * `personas.ts`; what follows from a persona (ledgers, returns, timelines) is in the files named after those.
 */
import type { BankKey } from './bank.ts'
import type { JourneyKind } from './handle.ts'

/** How an ITR job of the persona goes. */
export type ItrOutcome = 'completed' | 'refused-at-start' | 'fails-late' | 'stuck' | 'empty' | 'strange'
/** How the persona's consent and fetch go. */
export type BankOutcome =
  | 'completed'
  | 'denied'
  | 'never'
  | 'stuck'
  | 'strange'
  | 'revoked'
  | 'fetch-expired'
  | 'fetch-error'
  | 'not-found'
  | 'no-request'

/** How an account is to look. */
export interface AccountPlan {
  readonly bank: BankKey
  /** `salary` earns and pays; `spending` is fed from the salary account; `business` trades; `savings` rests. */
  readonly role: 'salary' | 'spending' | 'business' | 'savings'
  readonly lines: number
  readonly credits: number
  /** Includes one line of amount zero that Finpass counts neither as credit nor as debit. */
  readonly hasMemoLine?: boolean
  /** EMI presentations returned unpaid. */
  readonly bounces?: number
  /** Repeated ids, equal rows, wrong directions, dates outside the period, a balance that does not chain. */
  readonly isBroken?: boolean
  /** Finpass cannot analyse this one. */
  readonly fails?: boolean
}

/** A made-up person. */
export interface Persona {
  readonly key: string
  /** What it shows. */
  readonly title: string
  readonly pan: string
  readonly mobile: string
  /** As the tax portal has it. */
  readonly name: string
  /** The journeys it was made for; the others are ordinary. */
  readonly kinds: readonly JourneyKind[]
  /** As the bank has it; differs from `name` for one persona only. */
  readonly holderName: string
  readonly dob: string
  readonly gender: 'F' | 'M'
  readonly employer: string
  /** Rupees credited each month; 0 for a trader. */
  readonly monthlySalary: number
  /** Rupees in the newest financial year, as declared. */
  readonly declared: { readonly salary: number; readonly business: number; readonly otherSources: number }
  readonly emis: readonly { readonly lender: string; readonly rupees: number; readonly day: number }[]
  readonly itr: ItrOutcome
  readonly bank: BankOutcome
  /** First day of the statements, which all end on 2026-10-31. */
  readonly from: string
  readonly accounts: readonly AccountPlan[]
  /** Its analysis speaks of all accounts together, as documented, whatever the dialect: with income, obligations and flags. */
  readonly isAnalysedTogether: boolean
  /** The newest year has an original and a revised return. */
  readonly hasRevisedReturn: boolean
}

type Telling = Pick<Persona, 'key' | 'title' | 'pan' | 'mobile' | 'name' | 'kinds'> & Partial<Persona>

/** An EMI most of them pay. */
export const CAR = { lender: 'KAVERI AUTO FINANCE', rupees: 16450, day: 7 }
/** A larger one. */
export const HOME = { lender: 'SAHYADRI HOUSING FINANCE', rupees: 21800, day: 5 }

/** A plain salaried person with two accounts, but for what is told of them. */
export function createPersona(telling: Telling): Persona {
  const monthlySalary = telling.monthlySalary ?? 74500
  return {
    holderName: telling.name,
    dob: '1990-08-14',
    gender: 'F',
    employer: 'KAVERI SOFTWARE PRIVATE LIMITED',
    monthlySalary,
    declared: { salary: Math.round(monthlySalary * 13.6), business: 0, otherSources: 12400 },
    emis: [CAR],
    itr: 'completed',
    bank: 'completed',
    from: '2026-03-01',
    accounts: [
      { bank: 'hdfc', role: 'salary', lines: 168, credits: 26 },
      { bank: 'sbi', role: 'spending', lines: 84, credits: 14 },
    ],
    isAnalysedTogether: false,
    hasRevisedReturn: false,
    ...telling,
  }
}
