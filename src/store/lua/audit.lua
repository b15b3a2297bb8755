-- The audit trail: a stream per tenant with ids 0-<number>, and for each applicant the numbers of its records. A transition
-- is noted in the step that writes it, and moved into the chain once: whoever knows the keys reads what is noted, works
-- out the marks, and puts them in if the chain still ends where it did then.

local function chainOf()
  local row = redis.call('HMGET', key('audit-chain', given.scope), 'number', 'mark')
  return tonumber(row[1] or nil) or 0, row[2] or ''
end

local function recordAt(number)
  local id = string.format('0-%.0f', number)
  return redis.call('XRANGE', key('audit', given.scope), id, id)[1]
end

local function dropWhenEmpty(stream)
  if redis.call('XLEN', stream) == 0 then
    redis.call('UNLINK', stream)
  end
end

-- The number, mark and body of each entry, side by side.
local function flatten(entries)
  local flat = {}
  for _, entry in ipairs(entries) do
    table.insert(flat, numberOf(entry))
    table.insert(flat, entry[2][2])
    table.insert(flat, entry[2][4])
  end
  return flat
end

-- When the chain has moved on: where it ends, and the mark at given.last, which is the caller's when it was put there by
-- an earlier attempt that nobody heard of.
function operations.appendAudit()
  local number, mark = chainOf()
  if number ~= given.number or mark ~= given.mark then
    local there = recordAt(given.last)
    return { 0, number, mark, there and there[2][2] or '' }
  end
  for index, record in ipairs(given.records) do
    number, mark = number + 1, given.marks[index]
    redis.call('XADD', key('audit', given.scope), string.format('0-%.0f', number), 'mark', mark, 'record', record)
    redis.call('ZADD', key('audit-of', given.scope .. ':' .. given.applicants[index]), number, number)
  end
  for _, id in ipairs(given.noted) do
    redis.call('XDEL', key('audit-noted', given.scope), id)
  end
  dropWhenEmpty(key('audit-noted', given.scope))
  redis.call('HSET', key('audit-chain', given.scope), 'number', number, 'mark', mark)
  redis.call('SADD', auditedScopes, given.scope)
  return { 1, number, mark, '' }
end

function operations.readAuditTip()
  local number, mark = chainOf()
  local anchor = redis.call('HMGET', key('audit-chain', given.scope), 'anchorNumber', 'anchorMark', 'anchorSignature')
  local noted = {}
  for _, entry in ipairs(redis.call('XRANGE', key('audit-noted', given.scope), '-', '+', 'COUNT', given.limit) or {}) do
    table.insert(noted, entry[1])
    table.insert(noted, entry[2][2])
    table.insert(noted, entry[2][4])
  end
  return { number, mark, anchor[1] or '', anchor[2] or '', anchor[3] or '', noted }
end

function operations.listAuditedScopes()
  return redis.call('SMEMBERS', auditedScopes)
end

function operations.readAudit()
  local from = string.format('0-%.0f', given.after + 1)
  return flatten(redis.call('XRANGE', key('audit', given.scope), from, '+', 'COUNT', given.limit) or {})
end

function operations.readAuditOf()
  local entries = {}
  local before = string.format('(%.0f', given.before)
  local numbers = redis.call('ZREVRANGEBYSCORE', key('audit-of', given.place), before, '-inf', 'LIMIT', 0, given.limit)
  for _, number in ipairs(numbers) do
    table.insert(entries, recordAt(tonumber(number)))
  end
  return flatten(entries)
end

-- given.applicants are those of the records that go, from the first on.
function operations.pruneAudit()
  local chain = key('audit-chain', given.scope)
  local number = tonumber(redis.call('HGET', chain, 'anchorNumber') or nil) or 0
  if number ~= given.expected then
    return 0
  end
  for index, applicant in ipairs(given.applicants) do
    redis.call('ZREM', key('audit-of', given.scope .. ':' .. applicant), string.format('%.0f', number + index))
  end
  redis.call('XTRIM', key('audit', given.scope), 'MINID', string.format('0-%.0f', given.number + 1))
  dropWhenEmpty(key('audit', given.scope))
  redis.call('HSET', chain, 'anchorNumber', given.number, 'anchorMark', given.mark, 'anchorSignature', given.signature)
  return 1
end
