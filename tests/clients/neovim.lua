-- Neovim with its own client: opens the file, and holds what it shows against what it should.
local project = vim.env.PROJECT
local function fail(why)
  io.stderr:write("FAILED: " .. why .. "\n")
  vim.cmd("cquit 1")
end

vim.cmd.edit(project .. "/rules/lamp.rules")
local buffer = vim.api.nvim_get_current_buf()
local id = vim.lsp.start({ name = "kbc", cmd = { vim.env.KBC, "lsp" }, root_dir = project })
if not id then fail("the server does not start") end

local function codes()
  return vim.tbl_map(function(one) return one.code end, vim.diagnostic.get(buffer))
end
local shown = vim.wait(60000, function() return vim.tbl_contains(codes(), "KB101") end, 50)
if not shown then fail("the unknown name is not shown: " .. vim.inspect(vim.diagnostic.get(buffer))) end

local client = vim.lsp.get_client_by_id(id)
local function ask(method, line, column)
  local params = { textDocument = vim.lsp.util.make_text_document_params(buffer), position = { line = line, character = column } }
  local answer = client:request_sync(method, params, 60000, buffer)
  if not answer or answer.err then fail(method .. ": " .. vim.inspect(answer)) end
  return answer.result
end
local there = ask("textDocument/definition", 10, 9)
if not there or there.range.start.line ~= 4 then fail("a name does not lead to its item: " .. vim.inspect(there)) end
local hover = ask("textDocument/hover", 10, 9)
if not (hover and hover.contents.value:find("The bulb is broken", 1, true)) then fail("hover says " .. vim.inspect(hover)) end

vim.api.nvim_buf_set_lines(buffer, 6, 7, false, { "  shows dark always" })
local mended = vim.wait(60000, function() return not vim.tbl_contains(codes(), "KB101") end, 50)
if not mended then fail("the finding stays when it is mended: " .. vim.inspect(codes())) end

-- Names have colours by what they mean.
local function coloured()
  for _, token in ipairs(vim.lsp.semantic_tokens.get_at_pos(buffer, 10, 9) or {}) do
    if token.type == "class" then return true end
  end
end
if not vim.wait(60000, coloured, 50) then fail("a name has no colour: " .. vim.inspect(vim.lsp.semantic_tokens.get_at_pos(buffer, 10, 9))) end

-- The preview shows the text of the buffer, which is not saved.
local function spot(row, column)
  return { uri = vim.uri_from_bufnr(buffer), position = { line = row, character = column } }
end
local function asked(method, params)
  local answer = client:request_sync(method, params, 60000, buffer)
  if not answer or answer.err then fail(method .. ": " .. vim.inspect(answer)) end
  return answer.result
end
local address = asked("kbc/preview", spot(4, 7)).address
local port, path = address:match("^http://127%.0%.0%.1:(%d+)(/%x+/lamp%.html)#cause%-bulb$")
if not port then fail("the preview is at " .. address) end
local page, whole = "", false
local socket = vim.uv.new_tcp()
socket:connect("127.0.0.1", tonumber(port), function()
  socket:read_start(function(_, data) if data then page = page .. data else whole = true end end)
  socket:write("GET " .. path .. " HTTP/1.1\r\nHost: 127.0.0.1:" .. port .. "\r\n\r\n")
end)
if not vim.wait(60000, function() return whole end, 50) or not page:find("The bulb is broken", 1, true) then fail("the preview shows " .. page) end
client:notify("kbc/cursor", spot(9, 3))

-- Who points to a cause.
local item = ask("textDocument/prepareCallHierarchy", 4, 7)[1]
local calls = asked("callHierarchy/incomingCalls", { item = item })
if #calls ~= 1 or calls[1].from.name ~= "change" then fail("the bulb is named by " .. vim.inspect(calls)) end
io.stdout:write("colours, the preview, a hierarchy, findings, definition, hover and a mend, in " .. tostring(vim.version()) .. "\n")
vim.cmd("qall!")
