/** The page of metrics: on a port of its own, and nowhere else. */
import { expect, it } from 'vitest'
import { openTestGateway } from '../support/gateway.ts'

it('is read by GET on its own port, and nothing else is there', async () => {
  await using house = await openTestGateway()
  const url = house.gateway.metricsUrl ?? ''
  expect(new URL(url).port).not.toBe(new URL(house.gateway.url).port)
  const answer = await fetch(url)
  expect(answer.status).toBe(200)
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(await answer.text()).toContain('finpass_graph_ready 1\n')
  expect((await fetch(url, { method: 'POST' })).status).toBe(405)
  expect((await fetch(new URL('/graphql', url))).status).toBe(404)
})

it('is not on the port of callers', async () => {
  await using house = await openTestGateway()
  expect((await fetch(`${house.gateway.url}/metrics`)).status).toBe(404)
})

it('is nowhere when it is off', async () => {
  await using house = await openTestGateway({ METRICS_PORT: 'off' })
  expect(house.gateway.metricsUrl).toBeNull()
})

it('keeps a gateway from starting when the port that was asked for is taken', async () => {
  await using first = await openTestGateway()
  const port = new URL(first.gateway.metricsUrl ?? '').port
  await expect(openTestGateway({ METRICS_PORT: port })).rejects.toMatchObject({ code: 'EADDRINUSE' })
})
