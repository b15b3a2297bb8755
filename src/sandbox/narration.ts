/** How Indian banks word a line, and whom the made-up people pay. Amounts are in rupees, low to high. */
import type { Random } from './random.ts'

interface Merchant {
  readonly name: string
  readonly vpa: string
  readonly note: string
  readonly low: number
  readonly high: number
}

const MERCHANTS: readonly [Merchant, ...Merchant[]] = [
  { name: 'SWIGGY', vpa: 'swiggy@ybl', note: 'Food order', low: 180, high: 940 },
  { name: 'ZOMATO', vpa: 'zomato@paytm', note: 'Dinner', low: 210, high: 1180 },
  { name: 'BIGBASKET', vpa: 'bigbasket@icici', note: 'Groceries', low: 540, high: 3650 },
  { name: 'BLINKIT', vpa: 'blinkit@hdfcbank', note: 'Groceries', low: 130, high: 1240 },
  { name: 'DMART READY', vpa: 'dmart@axl', note: 'Household', low: 780, high: 3900 },
  { name: 'UBER INDIA', vpa: 'uber@axisbank', note: 'Ride', low: 85, high: 720 },
  { name: 'NAMMA METRO', vpa: 'bmrcl@sbi', note: 'Card top up', low: 100, high: 500 },
  { name: 'INDIAN OIL', vpa: 'iocl.q42@okicici', note: 'Fuel', low: 500, high: 2600 },
  { name: 'APOLLO PHARMACY', vpa: 'apollo@ybl', note: 'Medicines', low: 120, high: 1850 },
  { name: 'AMAZON PAY', vpa: 'amazon@apl', note: 'Order', low: 249, high: 4800 },
  { name: 'SRI LAKSHMI STORES', vpa: 'q81732094@ybl', note: 'Provisions', low: 40, high: 860 },
  { name: 'COFFEE DAY', vpa: 'ccd.7781@okaxis', note: 'Coffee', low: 140, high: 520 },
  { name: 'BOOKMYSHOW', vpa: 'bookmyshow@hdfcbank', note: 'Tickets', low: 320, high: 1460 },
  { name: 'JIO PREPAID', vpa: 'jio@citi', note: 'Recharge', low: 199, high: 999 },
]

const FRIENDS = ['ANITHA R', 'SURESH KUMAR B', 'PREETI S', 'MANOJ T', 'GEETA P', 'DEEPAK V'] as const
const CUSTOMERS = [
  'LAXMI TRADERS',
  'SHREE BOUTIQUE',
  'R K STORES',
  'OM FASHIONS',
  'NEW BHARAT CLOTH',
  'S M RETAIL',
] as const
const SUPPLIERS = ['SURAT MILLS', 'ANJALI WHOLESALE', 'HINDUSTAN PACKERS', 'METRO AGENCIES'] as const

/** A line's text and amount. */
export interface Wording {
  readonly narration: string
  readonly reference: string
  readonly mode: string
  /** Key of the observed analysis's `mode_breakdown`, without its direction. */
  readonly bucket: string
  readonly paise: number
}

function amount(random: Random, low: number, high: number): number {
  // Shop bills end in odd paise now and then; most are whole rupees.
  const rupees = random.integer(low, high)
  return rupees * 100 + (random.integer(0, 4) === 0 ? random.integer(1, 99) : 0)
}

/** A payment to a shop. */
export function wordPurchase(random: Random): Wording {
  const { name, vpa, note, low, high } = random.pick(MERCHANTS)
  const reference = random.digits(12)
  const paise = amount(random, low, high)
  if (random.integer(0, 11) === 0) {
    return { narration: `POS 416021XXXXXX${random.digits(4)} ${name}`, reference, mode: 'CARD', bucket: 'card', paise }
  }
  const isShopping = name === 'AMAZON PAY'
  const bucket = isShopping ? 'upi_p2m_shopping' : vpa.startsWith('q') ? 'upi_p2m' : 'upi'
  return { narration: `UPI/DR/${reference}/${name}/${vpa}/${note}`, reference, mode: 'UPI', bucket, paise }
}

/** Money back from a friend or a shop. */
export function wordReceipt(random: Random): Wording {
  const reference = random.digits(12)
  const friend = random.pick(FRIENDS)
  const note = random.pick(['Lunch share', 'Trip', 'Thanks', 'Rent share', 'Refund'])
  return {
    narration: `UPI/CR/${reference}/${friend}/${friend.toLowerCase().replaceAll(' ', '')}@okhdfcbank/${note}`,
    reference,
    mode: 'UPI',
    bucket: 'upi',
    paise: amount(random, 120, 2900),
  }
}

/** A customer pays a trader; `weight` is the season, 100 being an ordinary month. */
export function wordSale(random: Random, high: number, weight: number): Wording {
  const reference = random.digits(12)
  const customer = random.pick(CUSTOMERS)
  const paise = Math.round((amount(random, Math.ceil(high / 12), high) * weight) / 100)
  if (random.integer(0, 5) === 0) {
    return {
      narration: `NEFT CR-UTIB0000173-${customer}-N${reference}`,
      reference,
      mode: 'NEFT',
      bucket: 'neft',
      paise,
    }
  }
  return {
    narration: `UPI/CR/${reference}/${customer}/bharatqr@icici/Bill`,
    reference,
    mode: 'UPI',
    bucket: 'upi',
    paise,
  }
}

/** A trader pays a supplier. */
export function wordSupply(random: Random, high: number, weight: number): Wording {
  const reference = random.digits(12)
  const paise = Math.round((amount(random, Math.ceil(high / 8), high) * weight) / 100)
  return {
    narration: `IMPS/P2A/${reference}/${random.pick(SUPPLIERS)}/HDFC/Stock`,
    reference,
    mode: 'IMPS',
    bucket: 'imps',
    paise,
  }
}
