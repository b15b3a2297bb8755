# The gateway in one image: production dependencies and TypeScript as it is, there is no build step. The image brings
# Node itself, so the npm package "node", a development dependency, stays out.
FROM node:26-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM node:26-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=4000 DATA_DIR=/data
# A small container is not filled before Node collects: half of its memory is for the heap, and threads share two arenas of malloc.
# No package here is a link, and looking whether one is takes a tenth of a start.
ENV MALLOC_ARENA_MAX=2
ENV NODE_OPTIONS="--max-old-space-size-percentage=50 --preserve-symlinks"
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY package.json ./
COPY schema ./schema
COPY src ./src
# Served outside of production only: docker run -e NODE_ENV=development.
COPY examples/web/built ./examples/web/built
# What a start runs is compiled here, once: half the processor time of a start is compiling. Node keeps a cache for each user, so it
# is filled as the one who runs it, and taken from them afterwards: only read from then on.
ENV NODE_COMPILE_CACHE=/app/.compile-cache
RUN install --directory --owner=node --group=node .compile-cache \
  && setpriv --reuid=node --regid=node --init-groups node src/command/compile.ts \
  && chown --recursive root:root .compile-cache \
  && chmod --recursive u=rwX,go=rX .compile-cache
RUN install --directory --owner=node --group=node --mode=0700 /data
USER node
VOLUME /data
EXPOSE 4000 9464
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/livez`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# Node gets SIGTERM itself (no shell, no npm in between), so it can drain before it ends.
CMD ["node", "src/main.ts"]
