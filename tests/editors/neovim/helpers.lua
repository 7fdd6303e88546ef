-- Shared by the tests in Neovim: waiting, finding, places.
local M = {}

function M.wait(what, condition)
  if not vim.wait(60000, condition, 20) then
    error(('did not come: %s\n%s'):format(what, M.text()))
  end
end

--- Waits until the server is attached to the buffer, and returns its client.
function M.served()
  local client
  M.wait('the server', function()
    client = vim.lsp.get_clients({ bufnr = 0, name = 'copydesk' })[1]
    return client ~= nil and client.initialized
  end)
  return client
end

function M.finding(rule)
  for _, found in ipairs(vim.diagnostic.get(0)) do
    if found.code == rule then
      return found
    end
  end
end

--- The row (from 1), the column (from 0) and the line of the first match.
function M.line_of(words)
  for at, line in ipairs(vim.api.nvim_buf_get_lines(0, 0, -1, false)) do
    local column = line:find(words, 1, true)
    if column then
      return at, column - 1, line
    end
  end
  error('not in the buffer: ' .. words)
end

function M.text()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), '\n')
end

--- Runs a test; status 0 is a pass, and failures are reported on standard error.
function M.run(test)
  local ok, message = xpcall(test, debug.traceback)
  if not ok then
    io.stderr:write(message .. '\n')
    vim.cmd('cquit 1')
  end
  vim.cmd('qall!')
end

return M
