/**
 * The step protocol in Redis, each script one atomic move. Documents (state, bodies, payloads) go in and out as text that
 * no script reads, so that Lua's JSON cannot change them. All keys share one hash tag, so that a cluster keeps them together.
 *
 *   P chat:<chat>        hash   s state, v version, n arrivals, swept
 *   P inbox:<chat>       zset   arrival -> event, waiting for a step
 *   P event:<chat>:<e>   hash   n arrival, at, body, r recorded (ms), o the messenger's order, step; kept 7 days after its step
 *   P events:<chat>      set    events that are kept
 *   P waiting            zset   recorded (ms) of the oldest waiting event -> chat
 *   P out:<key>          hash   chat, dest, to, kind, payload, about, status, tries, lease, made, message, detail
 *   P outs:<chat>        set    outgoing rows of a chat
 *   P outbox             zset   order of commit -> key, pending only
 *   P sent:<dest>:<m>    string key of the row that became this message
 *   P reading:<queue>    hash   owner, until (ms), position
 *   P timers             zset   due (ms) -> <chat> <timer>
 */

const WEEK_MS = 7 * 86_400_000;
const SESSION_MS = 30 * 86_400_000;
const OUT_MS = 30 * 86_400_000;
const TO_BAKERY_MS = 400 * 86_400_000;

const COMMON = `
local P = KEYS[1]
local function ms() local t = redis.call('TIME') return t[1] * 1000 + math.floor(t[2] / 1000) end
local function wait_since(chat)
  local first = redis.call('ZRANGE', P .. 'inbox:' .. chat, 0, 0)[1]
  if not first then redis.call('ZREM', P .. 'waiting', chat) return end
  redis.call('ZADD', P .. 'waiting', redis.call('HGET', P .. 'event:' .. chat .. ':' .. first, 'r'), chat)
end
local function place(chat, event)
  local n = redis.call('HINCRBY', P .. 'chat:' .. chat, 'n', 1)
  redis.call('HSET', P .. 'event:' .. chat .. ':' .. event, 'n', n)
  redis.call('ZADD', P .. 'inbox:' .. chat, n, event)
end
local function record(chat, event, at, body, recorded, order)
  local waiting = redis.call('ZRANGE', P .. 'inbox:' .. chat, 0, -1)
  redis.call('HSET', P .. 'event:' .. chat .. ':' .. event, 'at', at, 'body', body, 'r', recorded, 'o', order)
  redis.call('SADD', P .. 'events:' .. chat, event)
  place(chat, event)
  -- What its messenger puts after it goes behind it, with fresh numbers.
  for _, key in ipairs(order == '' and {} or waiting) do
    local later = redis.call('HGET', P .. 'event:' .. chat .. ':' .. key, 'o')
    if later and later ~= '' and tonumber(later) > tonumber(order) then place(chat, key) end
  end
  redis.call('PERSIST', P .. 'chat:' .. chat)
  wait_since(chat)
end
`;

/** chat, [event, at, body, order or ''] -> version, state or '', stepped, then key, at, body, arrival of each waiting event. */
export const LOAD = `${COMMON}
local chat, event, at, body = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local stepped = 0
if event ~= '' then
  local known = redis.call('HMGET', P .. 'event:' .. chat .. ':' .. event, 'n', 'step')
  if not known[1] then record(chat, event, at, body, ms(), ARGV[5]) elseif known[2] then stepped = 1 end
end
local session = redis.call('HMGET', P .. 'chat:' .. chat, 'v', 's')
local answer = { session[1] or '0', session[2] or '', stepped }
for _, key in ipairs(redis.call('ZRANGE', P .. 'inbox:' .. chat, 0, -1)) do
  local one = redis.call('HMGET', P .. 'event:' .. chat .. ':' .. key, 'at', 'body', 'n')
  table.insert(answer, key) table.insert(answer, one[1]) table.insert(answer, one[2]) table.insert(answer, one[3])
end
return answer
`;

/**
 * chat, event, version, state, step, now (ms), forget 0|1, cancel timers 0|1, number of timers, each timer and due (ms),
 * then key, dest, to, kind, payload, about of each outgoing row -> committed, stepped, conflict or unknown.
 */
export const COMMIT = `${COMMON}
local chat, event, version, state, step, now = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], tonumber(ARGV[6])
local at_event = P .. 'event:' .. chat .. ':' .. event
local known = redis.call('HMGET', at_event, 'n', 'step')
if not known[1] then return 'unknown' end
if known[2] then return known[2] == step and 'committed' or 'stepped' end
local at_chat = P .. 'chat:' .. chat
if (redis.call('HGET', at_chat, 'v') or '0') ~= version then return 'conflict' end
if redis.call('ZRANGE', P .. 'inbox:' .. chat, 0, 0)[1] ~= event then return 'conflict' end
redis.call('HSET', at_chat, 'v', version + 1, 's', state)
redis.call('HSET', at_event, 'step', step)
redis.call('ZREM', P .. 'inbox:' .. chat, event)
wait_since(chat)
redis.call('PEXPIRE', at_event, ${WEEK_MS})
redis.call('PEXPIRE', P .. 'events:' .. chat, ${WEEK_MS})
redis.call('PEXPIRE', at_chat, ${SESSION_MS})
if ARGV[8] == '1' or ARGV[7] == '1' then
  for _, member in ipairs(redis.call('ZRANGE', P .. 'timers', 0, -1)) do
    if string.sub(member, 1, #chat + 1) == chat .. ' ' then redis.call('ZREM', P .. 'timers', member) end
  end
end
if ARGV[7] == '1' then
  redis.call('HDEL', at_chat, 's')
  for _, key in ipairs(redis.call('SMEMBERS', P .. 'events:' .. chat)) do
    local one = P .. 'event:' .. chat .. ':' .. key
    if redis.call('HEXISTS', one, 'step') == 1 then redis.call('HSET', one, 'body', '{"type":"forgotten"}') end
  end
  for _, key in ipairs(redis.call('SMEMBERS', P .. 'outs:' .. chat)) do
    redis.call('DEL', P .. 'out:' .. key)
    redis.call('ZREM', P .. 'outbox', key)
  end
  redis.call('DEL', P .. 'outs:' .. chat)
end
local place = 10
for _ = 1, tonumber(ARGV[9]) do
  redis.call('ZADD', P .. 'timers', ARGV[place + 1], chat .. ' ' .. ARGV[place])
  place = place + 2
end
while ARGV[place] do
  local key = ARGV[place]
  redis.call('HSET', P .. 'out:' .. key, 'chat', chat, 'dest', ARGV[place + 1], 'to', ARGV[place + 2], 'kind',
    ARGV[place + 3], 'payload', ARGV[place + 4], 'about', ARGV[place + 5], 'status', 'pending', 'tries', 0,
    'lease', now + 30000, 'made', now)
  redis.call('ZADD', P .. 'outbox', redis.call('INCR', P .. 'order'), key)
  redis.call('SADD', P .. 'outs:' .. chat, key)
  redis.call('PEXPIRE', P .. 'outs:' .. chat, ${TO_BAKERY_MS})
  place = place + 6
end
return 'committed'
`;

/**
 * key, result, message or '', detail or '', at (ms) or '' of each row. What was sent once stays sent. A question that could not
 * go out and is overtaken by a later one is not asked any more.
 */
export const CONFIRM = `${COMMON}
for place = 1, #ARGV, 5 do
  local key, result, message, detail, at = ARGV[place], ARGV[place + 1], ARGV[place + 2], ARGV[place + 3], ARGV[place + 4]
  local row = P .. 'out:' .. key
  local known = redis.call('HMGET', row, 'status', 'kind', 'dest', 'payload')
  local asks = known[2] == 'reply' and string.find(known[4] or '', '"buttons":[[', 1, true)
  local order = redis.call('ZSCORE', P .. 'outbox', key)
  if result == 'sent' and asks and order then
    for _, old in ipairs(redis.call('ZRANGEBYSCORE', P .. 'outbox', '-inf', '(' .. order)) do
      local one = redis.call('HMGET', P .. 'out:' .. old, 'dest', 'kind', 'payload', 'tries')
      if one[1] == known[3] and one[2] == 'reply' and tonumber(one[4]) > 0 and string.find(one[3], '"buttons":[[', 1, true) then
        redis.call('HSET', P .. 'out:' .. old, 'status', 'skipped', 'detail', 'a later question went out')
        redis.call('ZREM', P .. 'outbox', old)
        redis.call('PEXPIRE', P .. 'out:' .. old, ${OUT_MS})
      end
    end
  end
  if known[1] == 'pending' or (known[1] and result == 'sent' and known[1] ~= 'sent') then
    if result == 'later' then
      redis.call('HINCRBY', row, 'tries', 1)
      redis.call('HSET', row, 'lease', at)
    else
      local keep = (known[2] == 'baker' or known[2] == 'handoff') and ${TO_BAKERY_MS} or ${OUT_MS}
      redis.call('HSET', row, 'status', result, 'detail', detail, 'message', message)
      redis.call('ZREM', P .. 'outbox', key)
      redis.call('PEXPIRE', row, keep)
      if message ~= '' then redis.call('SET', P .. 'sent:' .. known[3] .. ':' .. message, key, 'PX', keep) end
    end
  end
end
return 1
`;

/** now (ms), older than (ms), most -> number of rows, key, to, kind, payload of each; then the chats that wait. */
export const SWEEP = `${COMMON}
local now, old, most = tonumber(ARGV[1]), tonumber(ARGV[1]) - tonumber(ARGV[2]), tonumber(ARGV[3])
for _, member in ipairs(redis.call('ZRANGEBYSCORE', P .. 'timers', '-inf', now, 'LIMIT', 0, most)) do
  local chat, timer = string.match(member, '^(%S+) (%S+)$')
  local at = redis.call('ZSCORE', P .. 'timers', member)
  redis.call('ZREM', P .. 'timers', member)
  local body = '{"type":"timer","timer":"' .. timer .. '","order":null}'
  record(chat, 'timer:' .. redis.call('INCR', P .. 'timer'), at, body, old, '')
end

local rows, blocked = {}, {}
for _, key in ipairs(redis.call('ZRANGE', P .. 'outbox', 0, -1)) do
  local row = P .. 'out:' .. key
  local one = redis.call('HMGET', row, 'dest', 'to', 'kind', 'payload', 'lease', 'tries', 'made')
  if not one[1] then
    redis.call('ZREM', P .. 'outbox', key)
  else
    local tries, lease = tonumber(one[6]), tonumber(one[5])
    if lease > now then
      if tries < 5 then blocked[one[1]] = true end
    elseif tries >= 20 and tonumber(one[7]) <= now - 86400000 then
      redis.call('HSET', row, 'status', 'failed', 'detail', 'not confirmed as sent in 20 attempts over a day')
      redis.call('PEXPIRE', row, ${OUT_MS})
      redis.call('ZREM', P .. 'outbox', key)
    elseif not blocked[one[1]] and #rows < most * 4 then
      local wait = 30000 * 2 ^ math.min(tries, 8)
      redis.call('HSET', row, 'tries', tries + 1, 'lease', string.format('%d', now + math.min(wait, 7200000)))
      table.insert(rows, key) table.insert(rows, one[2]) table.insert(rows, one[3]) table.insert(rows, one[4])
    end
  end
end

local chats = redis.call('ZRANGEBYSCORE', P .. 'waiting', '-inf', old)
local swept = {}
for _, chat in ipairs(chats) do swept[chat] = tonumber(redis.call('HGET', P .. 'chat:' .. chat, 'swept') or '0') end
table.sort(chats, function(a, b) if swept[a] ~= swept[b] then return swept[a] < swept[b] end return a < b end)
local answer = { #rows / 4 }
for _, part in ipairs(rows) do table.insert(answer, part) end
for place = 1, math.min(#chats, most) do
  redis.call('HSET', P .. 'chat:' .. chats[place], 'swept', now)
  table.insert(answer, chats[place])
end
return answer
`;

/** document -> version, changed 0|1. */
export const PUBLISH = `${COMMON}
local version = tonumber(redis.call('GET', P .. 'shop') or '0')
if version > 0 and redis.call('HGET', P .. 'shops', version) == ARGV[1] then return { version, 0 } end
version = redis.call('INCR', P .. 'shop')
redis.call('HSET', P .. 'shops', version, ARGV[1])
return { version, 1 }
`;

/** chat -> 1. The version goes on, so that a step in flight cannot bring the old state back. */
export const RESET = `${COMMON}
local chat = P .. 'chat:' .. ARGV[1]
if redis.call('EXISTS', chat) == 1 then
  redis.call('HDEL', chat, 's')
  redis.call('HINCRBY', chat, 'v', 1)
end
return 1
`;

/** queue, owner, lease (ms), [position] -> mine 0|1, position. */
export const READING = `${COMMON}
local key = P .. 'reading:' .. ARGV[1]
local known = redis.call('HMGET', key, 'owner', 'until', 'position')
if known[1] and known[1] ~= ARGV[2] and tonumber(known[2]) > ms() then return { 0, known[3] } end
redis.call('HSET', key, 'owner', ARGV[2], 'until', ms() + tonumber(ARGV[3]))
if ARGV[4] then redis.call('HSET', key, 'position', ARGV[4]) end
return { 1, ARGV[4] or known[3] }
`;

/** chat, since (ms) -> payload, message or '' of each reply to it, newest first. */
export const SENT_TO = `${COMMON}
local found = {}
for _, key in ipairs(redis.call('SMEMBERS', P .. 'outs:' .. ARGV[1])) do
  local one = redis.call('HMGET', P .. 'out:' .. key, 'payload', 'message', 'made', 'kind', 'dest')
  if one[1] and one[4] == 'reply' and one[5] == ARGV[1] and tonumber(one[3]) >= tonumber(ARGV[2]) then
    table.insert(found, { tonumber(one[3]), one[1], one[2] or '' })
  end
end
table.sort(found, function(a, b) return a[1] > b[1] end)
local answer = {}
for _, one in ipairs(found) do table.insert(answer, one[2]) table.insert(answer, one[3]) end
return answer
`;
