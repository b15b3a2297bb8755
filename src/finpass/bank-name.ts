/**
 * What Finpass calls a bank, as the bank's name. It sends a FIP id in account lists (`FDRLFIPPROD`), its parser's key in summary
 * cards (`federal`), a name in the documented dialect, and in Account Aggregator reports no more than an IFSC.
 */

/** Bank code as in the first four letters of an IFSC, name, and other keys the bank goes by. */
const BANKS: readonly (readonly [code: string, name: string, ...keys: string[]])[] = [
  ['AUBL', 'AU Small Finance Bank', 'au', 'aubank', 'ausmallfinance'],
  ['BARB', 'Bank of Baroda', 'bob', 'barb', 'bankofbaroda'],
  ['BDBL', 'Bandhan Bank', 'bandhan'],
  ['BKID', 'Bank of India', 'boi', 'bankofindia'],
  ['CBIN', 'Central Bank of India', 'cbi', 'centralbank', 'centralbankofindia'],
  ['CITI', 'Citibank', 'citi'],
  ['CIUB', 'City Union Bank', 'cub', 'cityunion'],
  ['CNRB', 'Canara Bank', 'canara'],
  ['CSBK', 'CSB Bank', 'csb'],
  ['DBSS', 'DBS Bank India', 'dbs'],
  ['DCBL', 'DCB Bank', 'dcb'],
  ['DLXB', 'Dhanlaxmi Bank', 'dhanlaxmi'],
  ['ESFB', 'Equitas Small Finance Bank', 'equitas'],
  ['FDRL', 'Federal Bank', 'federal'],
  ['FINO', 'Fino Payments Bank', 'fino'],
  ['FSFB', 'Fincare Small Finance Bank', 'fincare'],
  ['HDFC', 'HDFC Bank', 'hdfc'],
  ['HSBC', 'HSBC India', 'hsbc'],
  ['IBKL', 'IDBI Bank', 'idbi'],
  ['ICIC', 'ICICI Bank', 'icici'],
  ['IDFB', 'IDFC First Bank', 'idfc', 'idfcfirst'],
  ['IDIB', 'Indian Bank', 'indian', 'indianbank'],
  ['INDB', 'IndusInd Bank', 'indusind', 'indus'],
  ['IOBA', 'Indian Overseas Bank', 'iob', 'indianoverseas'],
  ['IPOS', 'India Post Payments Bank', 'ippb', 'indiapost'],
  ['JAKA', 'Jammu and Kashmir Bank', 'jkb', 'jkbank'],
  ['JSFB', 'Jana Small Finance Bank', 'jana'],
  ['KARB', 'Karnataka Bank', 'karnataka', 'kbl'],
  ['KKBK', 'Kotak Mahindra Bank', 'kotak', 'kotakmahindra'],
  ['KVBL', 'Karur Vysya Bank', 'kvb', 'karurvysya'],
  ['MAHB', 'Bank of Maharashtra', 'bom', 'maharashtra', 'bankofmaharashtra'],
  ['NSPB', 'NSDL Payments Bank', 'nsdl'],
  ['PSIB', 'Punjab and Sind Bank', 'psb', 'punjabandsind'],
  ['PUNB', 'Punjab National Bank', 'pnb', 'punjabnational'],
  ['PYTM', 'Paytm Payments Bank', 'paytm'],
  ['RATN', 'RBL Bank', 'rbl'],
  ['SBIN', 'State Bank of India', 'sbi', 'statebank', 'statebankofindia'],
  ['SCBL', 'Standard Chartered Bank', 'scb', 'standardchartered'],
  ['SIBL', 'South Indian Bank', 'sib', 'southindian'],
  ['TMBL', 'Tamilnad Mercantile Bank', 'tmb', 'tamilnadmercantile'],
  ['UBIN', 'Union Bank of India', 'ubi', 'union', 'unionbank', 'unionbankofindia'],
  ['UCBA', 'UCO Bank', 'uco'],
  ['UJVN', 'Ujjivan Small Finance Bank', 'ujjivan'],
  ['UTIB', 'Axis Bank', 'axis'],
  ['YESB', 'YES Bank', 'yes', 'yesbank'],
]

const NAMES = new Map(
  BANKS.flatMap(([code, name, ...keys]) => [code.toLowerCase(), ...keys].map((key): [string, string] => [key, name])),
)

const LONGEST_NAME = 80

/**
 * The bank's name for a FIP id or parser key. Text that is neither is taken to be a name already and kept as one prints: letters,
 * digits, `& . - ( )`. Null for null, and for text that cannot be a name: with an `@`, or with digits as a number of a person has.
 */
export function toBankName(text: string | null): string | null {
  if (text === null) return null
  const short = text.slice(0, 4 * LONGEST_NAME)
  return NAMES.get(toKey(short)) ?? toPlainName(short)
}

function toPlainName(text: string): string | null {
  const plain = text.normalize('NFKC')
  // Digits that only signs stand between are one number.
  if (plain.includes('@') || /\p{N}(?:[^\p{L}\p{N}]*\p{N}){3}/u.test(plain)) return null
  const name = plain.replace(/[^\p{L}\p{M}0-9&.()-]+/gu, ' ').trim()
  return [...name].slice(0, LONGEST_NAME).join('').trim() || null
}

/** `ICICI-FIP`, `FDRLFIPPROD` and `HDFC_FIP_UAT` down to what names the bank. */
function toKey(text: string): string {
  const plain = text.toLowerCase().replace(/[^a-z]/g, '')
  const stem = plain.replace(/(fip)?(prod|uat|live)?$/, '')
  return NAMES.has(stem) ? stem : stem.replace(/bank(ltd|limited)?$/, '')
}

/** The bank that an IFSC belongs to; null when it is not one we know. */
export function toBankNameOfIfsc(ifsc: string | null): string | null {
  return ifsc === null || !/^[A-Z]{4}0/i.test(ifsc) ? null : (NAMES.get(ifsc.slice(0, 4).toLowerCase()) ?? null)
}
