/** Made-up people whose consent was given and whose accounts cannot be had all the same: each ends in an error of its own. */
import type { JourneyKind } from './handle.ts'
import { createPersona, type Persona } from './persona.ts'

const BANKING: readonly JourneyKind[] = ['AA_BSA', 'ACCOUNT_AGGREGATOR']

/** In the order of their references. */
export const FETCH_PERSONAS: readonly Persona[] = [
  createPersona({
    key: 'aa-fetch-expired',
    title: 'The fetched data has lapsed until it is refreshed',
    pan: 'AAEPX0017S',
    mobile: '9000000017',
    name: 'POOJA KIRAN XAVIER',
    kinds: ['ACCOUNT_AGGREGATOR'],
    bank: 'fetch-expired',
  }),
  createPersona({
    key: 'aa-fetch-error',
    title: 'The bank answers the fetch with an error',
    pan: 'AAFPB0018T',
    mobile: '9000000018',
    name: 'NIKHIL ARUN BOSE',
    kinds: BANKING,
    bank: 'fetch-error',
    gender: 'M',
  }),
  createPersona({
    key: 'aa-data-not-found',
    title: 'Consent given, no account data found',
    pan: 'AANPM0019U',
    mobile: '9000000019',
    name: 'SHREYA DILIP MORE',
    kinds: BANKING,
    bank: 'not-found',
  }),
  createPersona({
    key: 'aa-revoked',
    title: 'Consent given, then revoked',
    pan: 'AARPJ0020V',
    mobile: '9000000020',
    name: 'ABHAY RAMESH JOSHI',
    kinds: BANKING,
    bank: 'revoked',
    gender: 'M',
  }),
  createPersona({
    key: 'aa-no-request',
    title: 'No financial information request until one is made by a refresh',
    pan: 'AAQPK0021W',
    mobile: '9000000021',
    name: 'FATIMA NASIR KHAN',
    kinds: ['ACCOUNT_AGGREGATOR'],
    bank: 'no-request',
  }),
]
