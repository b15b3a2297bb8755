/** The chart itself. Heights are drawn from floats, as pixels are; every number in words is the exact one. */
import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartOptions,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js'
import { useEffect, useRef } from 'react'
import { formatMonth } from '../format/date.ts'
import { formatMoney, formatShort, toHeight } from '../format/money.ts'
import type { MonthSum } from '../format/month-sum.ts'

export interface CashFlowChartProps {
  readonly months: readonly MonthSum[]
}

const SERIES = [
  ['In', 'credits', '--in'],
  ['Out', 'debits', '--out'],
  ['Net', 'net', '--ink'],
] as const

// oxlint-disable-next-line import/no-default-export -- what React loads on demand has to be one
export default function CashFlowChart({ months }: CashFlowChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null)

  useEffect(() => {
    const element = canvas.current
    if (element === null) return
    Chart.register(
      BarController,
      BarElement,
      LineController,
      LineElement,
      PointElement,
      CategoryScale,
      LinearScale,
      Tooltip,
    )
    let chart = draw(element, months)
    // Colours of a canvas are fixed when it is drawn.
    const redraw = (): void => {
      chart.destroy()
      chart = draw(element, months)
    }
    const system = matchMedia('(prefers-color-scheme: dark)')
    system.addEventListener('change', redraw)
    window.addEventListener('themechange', redraw)
    return () => {
      system.removeEventListener('change', redraw)
      window.removeEventListener('themechange', redraw)
      chart.destroy()
    }
  }, [months])

  const first = months[0]?.month ?? ''
  const last = months.at(-1)?.month ?? ''
  return (
    <figure className="chart">
      <figcaption className="legend">
        {SERIES.map(([title, key]) => (
          <span key={key} data-series={key}>
            {title}
          </span>
        ))}
      </figcaption>
      <div className="chart-frame">
        <canvas
          ref={canvas}
          role="img"
          aria-label={`Money in and out by month, ${formatMonth(first)} to ${formatMonth(last)}. The same is there as a table.`}
        />
      </div>
    </figure>
  )
}

function draw(element: HTMLCanvasElement, months: readonly MonthSum[]): Chart {
  const [inkColour, lineColour] = [readColour(element, '--quiet'), readColour(element, '--line')]
  const font = { family: getComputedStyle(element).fontFamily, size: 12 }
  const options: ChartOptions<'bar' | 'line'> = {
    responsive: true,
    maintainAspectRatio: false,
    animation: matchMedia('(prefers-reduced-motion: reduce)').matches ? false : { duration: 250 },
    interaction: { mode: 'index', intersect: false },
    scales: {
      x: { grid: { display: false }, border: { color: lineColour }, ticks: { color: inkColour, font } },
      y: {
        border: { display: false },
        grid: { color: lineColour },
        ticks: { color: inkColour, font, maxTicksLimit: 6, callback: (value) => formatShort(Number(value)) },
      },
    },
    plugins: {
      tooltip: {
        titleFont: font,
        bodyFont: font,
        padding: 10,
        callbacks: {
          label: ({ datasetIndex, dataIndex }) => {
            const [title, key] = SERIES[datasetIndex] ?? SERIES[0]
            return `${title}  ${formatMoney(months[dataIndex]?.[key] ?? '')}`
          },
        },
      },
    },
  }
  return new Chart<'bar' | 'line', number[], string>(element, {
    type: 'bar',
    data: {
      labels: months.map(({ month }) => formatMonth(month)),
      datasets: SERIES.map(([title, key, colour]) => ({
        type: key === 'net' ? ('line' as const) : ('bar' as const),
        label: title,
        data: months.map((month) => toHeight(month[key])),
        backgroundColor: readColour(element, colour),
        borderColor: readColour(element, colour),
        borderWidth: key === 'net' ? 1.5 : 0,
        borderRadius: key === 'net' ? 0 : 2,
        pointRadius: 2.5,
        maxBarThickness: 26,
        order: key === 'net' ? 0 : 1,
      })),
    },
    options,
  })
}

/** What a property of the style sheet comes to here, in this light. */
function readColour(element: HTMLElement, property: string): string {
  const probe = document.createElement('span')
  probe.style.color = `var(${property})`
  element.parentElement?.append(probe)
  const colour = getComputedStyle(probe).color
  probe.remove()
  return colour
}
