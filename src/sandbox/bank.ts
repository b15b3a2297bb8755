/**
 * The banks the made-up people use, under each of the names Finpass gives a bank: a FIP id in AA-BSA lists, a parser's
 * short key in a summary card, a full name elsewhere. Branch codes are invented.
 */

/** A bank under all its names, with one branch. */
export interface Bank {
  readonly fipId: string
  readonly parserKey: string
  readonly name: string
  readonly legalName: string
  readonly ifsc: string
  readonly micr: string
  readonly branchCode: string
  readonly branchAddress: string
  readonly branchPincode: string
  /** How many `X` stand before the last four digits. */
  readonly maskLength: number
}

/** By the key the personas name them with. */
export const BANKS = {
  federal: bank(
    'FDRLFIPPROD',
    'federal',
    'Federal Bank',
    'FDRL0001121',
    '560049003',
    '01121',
    'Indiranagar, Bengaluru',
    '560038',
    10,
  ),
  icici: bank(
    'ICICI-FIP',
    'icici',
    'ICICI Bank',
    'ICIC0000421',
    '560229011',
    '00421',
    'Koramangala, Bengaluru',
    '560034',
    8,
  ),
  hdfc: bank('HDFC-FIP', 'hdfc', 'HDFC Bank', 'HDFC0000240', '400240015', '00240', 'Fort, Mumbai', '400001', 10),
  sbi: bank(
    'SBI-FIP',
    'sbi',
    'State Bank of India',
    'SBIN0004711',
    '411002044',
    '04711',
    'Shivajinagar, Pune',
    '411005',
    7,
  ),
  axis: bank('AXIS001', 'axis', 'Axis Bank', 'UTIB0000173', '600211007', '00173', 'T Nagar, Chennai', '600017', 11),
  kotak: bank(
    'KOTAK-FIP',
    'kotak',
    'Kotak Mahindra Bank',
    'KKBK0000661',
    '380485009',
    '00661',
    'Navrangpura, Ahmedabad',
    '380009',
    6,
  ),
} as const satisfies Record<string, Bank>

/** A bank of the list. */
export type BankKey = keyof typeof BANKS

function bank(
  fipId: string,
  parserKey: string,
  name: string,
  ifsc: string,
  micr: string,
  branchCode: string,
  branchAddress: string,
  branchPincode: string,
  maskLength: number,
): Bank {
  const legalName = `${name} Limited`.toUpperCase()
  return { fipId, parserKey, name, legalName, ifsc, micr, branchCode, branchAddress, branchPincode, maskLength }
}
