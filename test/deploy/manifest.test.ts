/** What is written for others to deploy: it parses, fits together, and names nothing that the gateway does not have. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { parseConfig } from '../../src/config/config.ts'
import { ROOT, readFiles } from '../guards/source.ts'
import { findBalancer } from './balancer.ts'

const FOLDER = 'deploy/kubernetes'
/** What the process may take at most to stop, after DRAIN_MS: src/main.ts ends it then. */
const LONGEST_STOP_S = 24

/** Names of variables that the configuration reads. */
const READ = new Set(
  readFiles('src')
    .filter(({ path }) => /^src\/config\/[a-z-]+\.ts$/.test(path))
    .flatMap(({ text }) => text.match(/\b[A-Z][A-Z_]{3,}\b/g) ?? []),
)
/** Paths that the server answers. */
const SERVED = readFileSync(join(ROOT, 'src/server/app.ts'), 'utf8')

// oxlint-disable-next-line typescript/no-explicit-any -- manifests of many kinds
type Manifest = any

function readYaml(path: string): Manifest {
  return parse(readFileSync(join(ROOT, path), 'utf8'), { strict: true, uniqueKeys: true })
}

describe('the manifests for Kubernetes', () => {
  const names = readdirSync(join(ROOT, FOLDER)).filter((name) => name.endsWith('.yaml'))
  const byKind = new Map<string, Manifest>(
    names.map((name) => {
      const manifest = readYaml(`${FOLDER}/${name}`)
      return [manifest.kind, manifest]
    }),
  )
  const of = (kind: string): Manifest => byKind.get(kind)
  const pod = of('Deployment').spec.template
  const [container] = pod.spec.containers
  const ports: string[] = container.ports.map(({ name }: { name: string }) => name)

  it('are of kinds and versions that there are, one to a file, and the kustomization names them all', () => {
    const kinds = names.map((name) => {
      const [first, ...rest] = parseAllDocuments(readFileSync(join(ROOT, FOLDER, name), 'utf8'))
      expect(rest).toEqual([])
      const { apiVersion, kind } = first?.toJS() ?? {}
      return `${apiVersion} ${kind}`
    })
    expect(kinds.toSorted()).toEqual([
      'apps/v1 Deployment',
      'autoscaling/v2 HorizontalPodAutoscaler',
      'kustomize.config.k8s.io/v1beta1 Kustomization',
      'networking.k8s.io/v1 NetworkPolicy',
      'policy/v1 PodDisruptionBudget',
      'v1 ConfigMap',
      'v1 Secret',
      'v1 Service',
    ])
    const applied = names.filter((name) => !/^(?:kustomization|secret\.example)\.yaml$/.test(name))
    expect(of('Kustomization').resources.toSorted()).toEqual(applied.toSorted())
  })

  it('choose the pods of the deployment, and their ports, by names that they have', () => {
    const { labels } = pod.metadata
    const chosen = [
      of('Deployment').spec.selector.matchLabels,
      of('Service').spec.selector,
      of('PodDisruptionBudget').spec.selector.matchLabels,
      of('NetworkPolicy').spec.podSelector.matchLabels,
      pod.spec.topologySpreadConstraints[0].labelSelector.matchLabels,
    ]
    for (const selector of chosen) expect(labels).toMatchObject(selector)
    const wanted = [
      ...of('Service').spec.ports.map(({ targetPort }: { targetPort: string }) => targetPort),
      ...of('NetworkPolicy').spec.ingress.flatMap((rule: Manifest) => rule.ports.map(({ port }: Manifest) => port)),
      ...['startupProbe', 'livenessProbe', 'readinessProbe'].map((probe) => container[probe].httpGet.port),
    ]
    expect(wanted.filter((port) => !ports.includes(port))).toEqual([])
    expect(of('HorizontalPodAutoscaler').spec.scaleTargetRef.name).toBe(of('Deployment').metadata.name)
    expect(of('Deployment').spec.replicas).toBeUndefined()
    const annotated = pod.metadata.annotations['prometheus.io/port']
    expect(container.ports.find(({ name }: Manifest) => name === 'metrics').containerPort).toBe(Number(annotated))
    expect(of('ConfigMap').data.METRICS_PORT).toBe(annotated)
  })

  it('ask paths that are answered, and stop no gateway before it has drained', () => {
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
      expect(SERVED).toContain(`case '${container[probe].httpGet.path}':`)
    }
    const drainS = Number(of('ConfigMap').data.DRAIN_MS) / 1_000
    expect(pod.spec.terminationGracePeriodSeconds).toBeGreaterThan(LONGEST_STOP_S)
    expect(pod.spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(drainS + 20)
    const { periodSeconds, failureThreshold } = container.readinessProbe
    expect(periodSeconds * failureThreshold).toBeLessThan(drainS)
  })

  it('make an environment that the gateway takes', () => {
    const given = { ...of('ConfigMap').data, ...of('Secret').stringData }
    expect(Object.keys(given).filter((name) => !READ.has(name))).toEqual([])
    const secrets = {
      FINPASS_API_KEY: 'a key',
      FINPASS_API_SECRET: 'a secret',
      SEALING_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
      REDIS_URL: 'redis://redis:6379',
    }
    expect(Object.keys(secrets)).toEqual(Object.keys(of('Secret').stringData))
    // The image's own variables, too.
    const image = readFileSync(join(ROOT, 'Dockerfile'), 'utf8').match(/^ENV (.*)$/m)?.[1] ?? ''
    const ofImage = Object.fromEntries(image.split(' ').map((pair) => pair.split('=')))
    expect(parseConfig({ ...ofImage, ...given, ...secrets })).not.toHaveProperty('problems')
    expect(container.ports[0].containerPort).toBe(Number(ofImage.PORT))
  })

  it('give the gateway no more rights than it needs, and hold no secret', () => {
    expect(pod.spec).toMatchObject({
      automountServiceAccountToken: false,
      securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
    })
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    expect(Object.values(of('Secret').stringData).filter((value) => value !== '')).toEqual([])
    expect(container.resources.limits.memory).toBeDefined()
    expect(of('NetworkPolicy').spec.policyTypes).toEqual(['Ingress', 'Egress'])
  })
})

describe('the compose file', () => {
  const { services, volumes } = readYaml('compose.yaml')

  it('has two gateways behind the load balancer, on a Redis that keeps everything', () => {
    expect(services.gateway.deploy.replicas).toBe(2)
    expect(services.gateway.ports).toBeUndefined()
    expect(services.balancer.ports).toEqual(['127.0.0.1:4000:4000'])
    const [mounted] = services.balancer.volumes
    expect(readFileSync(join(ROOT, mounted.split(':')[0]), 'utf8')).toContain('backend gateways')
    expect(services.redis.command).toContain('--appendonly yes --appendfsync always --maxmemory-policy noeviction')
    expect(services.redis.volumes).toEqual([`${Object.keys(volumes)[0]}:/data`])
    for (const { depends_on = {} } of Object.values<Manifest>(services)) {
      for (const name of Object.keys(depends_on)) expect(Object.keys(services)).toContain(name)
    }
  })

  it('gives the gateway variables that it takes, and time to stop', () => {
    const { environment, stop_grace_period: grace } = services.gateway
    expect(Object.keys(environment).filter((name) => !READ.has(name))).toEqual([])
    const given = { ...environment, SEALING_KEYS: `k1:${Buffer.alloc(32).toString('base64')}` }
    expect(parseConfig(given)).not.toHaveProperty('problems')
    expect(Number.parseInt(grace, 10)).toBeGreaterThanOrEqual(Number(environment.DRAIN_MS) / 1_000 + LONGEST_STOP_S)
  })

  it('gives the load balancer a configuration that it accepts without a word', () => {
    const env = services.balancer.environment
    const configuration = 'deploy/haproxy/haproxy.cfg'
    for (const name of readFileSync(join(ROOT, configuration), 'utf8').matchAll(/\$\{(\w+)\}/g)) {
      expect(env).toHaveProperty(name[1] ?? '')
    }
    const { status, stdout, stderr } = spawnSync(findBalancer(), ['-c', '-q', '-f', configuration], {
      cwd: ROOT,
      env,
      encoding: 'utf8',
    })
    expect({ status, said: `${stdout}${stderr}`.replace(/^\[NOTICE\].*\n/gm, '') }).toEqual({ status: 0, said: '' })
  })
})
