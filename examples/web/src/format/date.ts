/** Days and instants as an Indian desk reads them. A calendar day is not an instant: no time zone moves it. */

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const INDIAN_TIME = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Kolkata',
  day: '2-digit',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})
const CLOCK = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Asia/Kolkata',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
})

/** "2025-07-28" becomes "28 Jul 2025"; what is no day is given back as it is. */
export function formatDay(day: string): string {
  const [, year = '', month = '', date = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? []
  const name = MONTHS[Number(month) - 1]
  return name === undefined ? day : `${date} ${name} ${year}`
}

/** "2025-07" becomes "Jul 25"; what is no month is given back as it is. */
export function formatMonth(month: string): string {
  const [, year = '', number = ''] = /^(\d{4})-(\d{2})$/.exec(month) ?? []
  const name = MONTHS[Number(number) - 1]
  return name === undefined ? month : `${name} ${year.slice(2)}`
}

/** An instant in Indian time: "28 Jul 2025, 15:00". */
export function formatInstant(instant: string): string {
  const date = new Date(instant)
  return Number.isNaN(date.getTime()) ? instant : INDIAN_TIME.format(date)
}

/** The time of day alone, with seconds, in Indian time. */
export function formatClock(instant: string): string {
  const date = new Date(instant)
  return Number.isNaN(date.getTime()) ? instant : CLOCK.format(date)
}

/** A span as a person would say it: "40 seconds", "3 minutes". Never "0 seconds". */
export function formatSpan(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1_000))
  if (seconds < 60) return seconds < 10 ? 'a few seconds' : `${Math.ceil(seconds / 5) * 5} seconds`
  const minutes = Math.round(seconds / 60)
  return minutes === 1 ? 'a minute' : `${minutes} minutes`
}
