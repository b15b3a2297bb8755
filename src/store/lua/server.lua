-- The server itself: its past and its health.

-- A server that has come back may have lost its latest writes. It has the same past only when every write was on disk
-- before it was answered and this is that disk: a replica that took over has a past of its own.
local function mayHaveForgotten()
  return not given.isDurable or not string.match(redis.call('INFO', 'replication'), 'master_replid2:0+%s')
end

local function runId()
  return string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
end

function operations.readEpoch()
  local run = runId()
  local known = redis.call('HMGET', prefix .. 'epoch', 'name', 'run')
  if known[1] and known[2] == run then
    return known[1]
  end
  local name = known[1]
  if not name or mayHaveForgotten() then
    name = given.candidate
  end
  redis.call('HSET', prefix .. 'epoch', 'name', name, 'run', run)
  return name
end

function operations.checkHealth()
  redis.call('SET', prefix .. 'health', given.now)
  return redis.call('GET', prefix .. 'health')
end

-- Whether the log on disk was written anew since this server started; see redis-tail.ts.
function operations.readTail()
  local info = redis.call('INFO', 'persistence')
  local isLogging = string.find(info, 'aof_enabled:1', 1, true)
  if not isLogging or redis.call('GET', prefix .. 'rewritten') == runId() then
    return 'WHOLE'
  end
  local isBusy = string.find(info, 'aof_rewrite_in_progress:1', 1, true) or string.find(info, 'aof_rewrite_scheduled:1', 1, true)
  return isBusy and 'BUSY' or 'IDLE'
end

function operations.markRewritten()
  if string.find(redis.call('INFO', 'persistence'), 'aof_last_bgrewrite_status:ok', 1, true) then
    redis.call('SET', prefix .. 'rewritten', runId())
  end
end
