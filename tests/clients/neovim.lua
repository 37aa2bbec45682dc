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
io.stdout:write("findings, definition, hover and a mend, in " .. tostring(vim.version()) .. "\n")
vim.cmd("qall!")
